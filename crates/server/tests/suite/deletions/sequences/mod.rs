//! Whatever several people do, in whatever order and at the same moment, nothing is left in halves: no organisation
//! without an owner, no row and no token of somebody who is gone, nobody at the identity provider who is not here.

mod state;
mod world;

use proptest::{
    collection::vec,
    prelude::*,
    test_runner::{Config, TestRunner},
};

use world::World;

/// Whom and what an act is about: the first, the second …, of those that are there then.
type Nth = usize;

/// What somebody does.
#[derive(Clone, Debug)]
enum Act {
    Found,
    Invite { into: Nth, whom: Nth, role: &'static str },
    Accept { invite: Nth },
    Decline { invite: Nth },
    GiveRole { within: Nth, to: Nth, role: &'static str },
    Remove { from: Nth, whom: Nth },
    Leave { left: Nth },
    Transfer { of: Nth, to: Nth },
    DeleteOrganisation { which: Nth },
    DeleteAccount,
}

/// What happens next.
#[derive(Clone, Debug)]
enum Step {
    /// Somebody does something.
    One(Nth, Act),
    /// Two do something at the same moment.
    Two((Nth, Act), (Nth, Act)),
    /// The jobs run.
    Work,
    /// Nothing reaches the identity provider.
    Away,
    /// It is there again.
    Back,
    /// Somebody who left makes a new account.
    Return(Nth),
}

fn role() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("user"), Just("admin"), Just("owner")]
}

fn act() -> impl Strategy<Value = Act> {
    let nth = 0..6_usize;
    prop_oneof![
        1 => Just(Act::Found),
        3 => (nth.clone(), nth.clone(), role()).prop_map(|(into, whom, role)| Act::Invite { into, whom, role }),
        3 => nth.clone().prop_map(|invite| Act::Accept { invite }),
        1 => nth.clone().prop_map(|invite| Act::Decline { invite }),
        3 => (nth.clone(), nth.clone(), role()).prop_map(|(within, to, role)| Act::GiveRole { within, to, role }),
        1 => (nth.clone(), nth.clone()).prop_map(|(from, whom)| Act::Remove { from, whom }),
        2 => nth.clone().prop_map(|left| Act::Leave { left }),
        2 => (nth.clone(), nth.clone()).prop_map(|(of, to)| Act::Transfer { of, to }),
        1 => nth.prop_map(|which| Act::DeleteOrganisation { which }),
        4 => Just(Act::DeleteAccount),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let somebody = || (0..4_usize, act());
    prop_oneof![
        8 => somebody().prop_map(|(who, act)| Step::One(who, act)),
        6 => (somebody(), somebody()).prop_map(|(one, other)| Step::Two(one, other)),
        2 => Just(Step::Work),
        1 => Just(Step::Away),
        1 => Just(Step::Back),
        2 => (0..4_usize).prop_map(Step::Return),
    ]
}

#[test]
fn whatever_people_do_nothing_is_left_in_halves() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let config = Config { cases: 16, failure_persistence: None, max_shrink_iters: 60, ..Config::default() };
    let checked = TestRunner::new(config).run(&vec(step(), 6..14), |steps| {
        runtime.block_on(async {
            let mut world = Box::pin(World::new()).await;
            for step in &steps {
                Box::pin(world.take(step)).await?;
            }
            Box::pin(world.come_to_rest()).await
        })
    });
    checked.unwrap_or_else(|error| panic!("{error}"));
}
