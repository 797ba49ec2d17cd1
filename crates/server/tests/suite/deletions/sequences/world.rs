//! The people, and what they do.

use std::{collections::BTreeSet, sync::Arc};

use axum::http::{Method, StatusCode};
use proptest::{prelude::*, test_runner::TestCaseError};
use serde_json::{Value, json};
use testkit::{Answer, Elsewhere, Holder, PASSWORD, Request, TestApp};

use super::{
    super::tables,
    Act, Nth, Step,
    state::{Organisation, State},
};

const ADDRESSES: [&str; 4] =
    ["ada@example.com", "grace@example.com", "charles@example.com", "mary@example.com"];

/// Four people, three organisations, and everybody who was here.
pub(super) struct World {
    app: TestApp,
    elsewhere: Arc<Elsewhere>,
    is_away: bool,
    /// Who has an account, in the order of [`ADDRESSES`].
    people: Vec<Option<Holder>>,
    gone: Vec<Holder>,
    /// The tables that have nothing of somebody once they read that their account is deleted.
    at_once: BTreeSet<String>,
    /// How many asked from a network of their own.
    asked: u32,
}

impl World {
    pub(super) async fn new() -> Self {
        let elsewhere = Arc::new(Elsewhere::default());
        let app = TestApp::elsewhere(&elsewhere).await;
        let mut people = Vec::new();
        for address in ADDRESSES {
            people.push(app.holder(address).await);
        }
        let [ada, grace, charles, mary] = &people[..] else { panic!("four people") };
        // One that only its owner administers, one with an heir, one with two owners.
        let looms = app.organisation(&ada.token, "Looms").await;
        app.join(ada, &looms, grace, "user").await;
        let engines = app.organisation(&grace.token, "Engines").await;
        app.join(grace, &engines, ada, "user").await;
        app.join(grace, &engines, charles, "admin").await;
        app.wait(1);
        app.join(grace, &engines, mary, "admin").await;
        let mills = app.organisation(&charles.token, "Mills").await;
        app.join(charles, &mills, ada, "owner").await;
        app.join(charles, &mills, mary, "admin").await;
        let people = people.into_iter().map(Some).collect();
        let at_once = tables::emptied_at_once();
        Self { app, elsewhere, is_away: false, people, gone: Vec::new(), at_once, asked: 0 }
    }

    /// What happens next, and whether everything holds after it.
    pub(super) async fn take(&mut self, step: &Step) -> Result<(), TestCaseError> {
        self.app.wait(1);
        match step {
            Step::One(who, act) => self.one(*who, act).await?,
            Step::Two((who, act), (other, also)) => self.two((*who, act), (*other, also)).await?,
            Step::Work => self.app.work().await,
            Step::Away => {
                self.elsewhere.go_away();
                self.is_away = true;
            }
            Step::Back => self.back().await,
            Step::Return(who) => self.make_anew(*who).await,
        }
        let has_worked = matches!(step, Step::Work | Step::Back) && !self.is_away;
        self.check(has_worked).await
    }

    /// Everything that is due is done: nothing is left of anybody who left.
    pub(super) async fn come_to_rest(&mut self) -> Result<(), TestCaseError> {
        self.back().await;
        self.check(true).await?;
        State::of(&self.app).await.assert_noted(self.gone.len())
    }

    async fn one(&mut self, who: Nth, act: &Act) -> Result<(), TestCaseError> {
        let before = State::of(&self.app).await;
        let answer = self.act(who, act, &before).await;
        self.note(who, act, answer.as_ref())?;
        if let (Act::DeleteAccount, Some(gone), true) =
            (act, self.gone.last(), answer.is_some_and(|answer| answer.status.is_success()))
        {
            State::of(&self.app).await.assert_left(&before, &gone.user)?;
        }
        Ok(())
    }

    async fn two(&mut self, one: (Nth, &Act), other: (Nth, &Act)) -> Result<(), TestCaseError> {
        let before = State::of(&self.app).await;
        let (answer, also) =
            tokio::join!(self.act(one.0, one.1, &before), self.act(other.0, other.1, &before));
        self.note(one.0, one.1, answer.as_ref())?;
        self.note(other.0, other.1, also.as_ref())
    }

    /// Remembers who left. Nothing that anybody does is a fault of ours.
    fn note(&mut self, who: Nth, act: &Act, answer: Option<&Answer>) -> Result<(), TestCaseError> {
        let Some(answer) = answer else { return Ok(()) };
        prop_assert!(answer.status.as_u16() < 500, "{:?}: {} {}", act, answer.status, answer.body);
        if matches!(act, Act::DeleteAccount) && answer.status.is_success() {
            self.gone.extend(self.people[who].take());
        }
        Ok(())
    }

    async fn back(&mut self) {
        self.elsewhere.come_back();
        self.is_away = false;
        // What failed meanwhile is tried again by then, and who stays proves who they are.
        self.app.wait(3601);
        self.app.work().await;
        for person in self.people.iter_mut().flatten() {
            person.cookie = self.app.sign_in(&person.email, PASSWORD).await;
        }
    }

    async fn make_anew(&mut self, who: Nth) {
        if self.people[who].is_none() && !self.is_away {
            self.people[who] = Some(self.app.holder(ADDRESSES[who]).await);
        }
    }

    /// Does it, if there is anything to do it to.
    async fn act(&self, who: Nth, act: &Act, state: &State) -> Option<Answer> {
        let by = self.people[who].as_ref()?;
        let ask = async |function: &str, body: Value| {
            Some(self.app.post_as(&by.cookie, &format!("/rpc/v1/{function}"), body).await)
        };
        match act {
            Act::Found => {
                let name = format!("Foundry {}-{who}", self.app.app.now().0);
                ask("organisations/create", json!({ "name": name })).await
            }
            Act::Invite { into, whom, role } => {
                let body = json!({ "organisation": nth(&state.organisations, *into)?.id,
                    "email": ADDRESSES[whom % ADDRESSES.len()], "role": role });
                ask("organisations/invites/create", body).await
            }
            Act::Accept { invite } => {
                ask("invites/accept", json!({ "invite": self.invite(by, *invite).await? })).await
            }
            Act::Decline { invite } => {
                ask("invites/decline", json!({ "invite": self.invite(by, *invite).await? })).await
            }
            Act::GiveRole { within, to, role } => {
                let (organisation, member) = member(state, *within, *to)?;
                let body = json!({ "organisation": organisation.id, "member": member, "role": role });
                ask("organisations/members/role", body).await
            }
            Act::Remove { from, whom } => {
                let (organisation, member) = member(state, *from, *whom)?;
                ask(
                    "organisations/members/remove",
                    json!({ "organisation": organisation.id, "member": member }),
                )
                .await
            }
            Act::Leave { left } => {
                let organisation = nth(&state.organisations, *left)?;
                let body = json!({ "organisation": organisation.id, "member": by.user });
                ask("organisations/members/remove", body).await
            }
            Act::Transfer { of, to } => {
                let (organisation, member) = member(state, *of, *to)?;
                let body = json!({ "organisation": organisation.id, "member": member });
                ask("organisations/transfer", body).await
            }
            Act::DeleteOrganisation { which } => {
                let Organisation { id, name, .. } = nth(&state.organisations, *which)?;
                ask("organisations/delete", json!({ "organisation": id, "name": name })).await
            }
            Act::DeleteAccount => self.delete_account(by).await,
        }
    }

    /// As the page does: what it says goes along is confirmed.
    async fn delete_account(&self, by: &Holder) -> Option<Answer> {
        let plan = self.app.get_as(&by.cookie, "/rpc/v1/account/deletion").await;
        if !plan.status.is_success() {
            return Some(plan);
        }
        let gone = plan.json()["gone"].as_array().expect("a list").clone();
        let gone: Vec<_> =
            gone.iter().map(|each| json!({ "id": each["id"], "name": each["name"] })).collect();
        let heirs = plan.json()["handedOver"].as_array().expect("a list").clone();
        let heirs: Vec<_> =
            heirs.iter().map(|each| json!({ "id": each["id"], "heir": each["heir"] })).collect();
        let request = json!({
            "email": by.email, "organisations": gone, "handedOver": heirs, "feedback": null,
        });
        Some(self.app.post_as(&by.cookie, "/rpc/v1/account/deletion", json!({ "request": request })).await)
    }

    async fn invite(&self, by: &Holder, which: Nth) -> Option<Value> {
        let invites = self.app.get_as(&by.cookie, "/rpc/v1/invites").await;
        let invites = if invites.status.is_success() { invites.json() } else { return None };
        let invites = invites.as_array().expect("a list").clone();
        Some(nth(&invites, which)?["id"].clone())
    }

    async fn check(&mut self, has_worked: bool) -> Result<(), TestCaseError> {
        let state = State::of(&self.app).await;
        state.assert_owned()?;
        for gone in &self.gone {
            state.assert_out(&gone.user, &self.at_once)?;
            if has_worked {
                state.assert_gone(&gone.user)?;
            }
            let answer = self.app.ask(&gone.token, Method::GET, "/api/whoami", &Value::Null).await;
            prop_assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "the token of {}", &gone.user);
            let answer = self.app.get_as(&gone.cookie, "/rpc/v1/me").await;
            prop_assert_eq!(answer.code(), "signed_out", "the session of {}", &gone.user);
        }
        for (address, person) in ADDRESSES.iter().zip(&self.people) {
            prop_assert_eq!(state.people().contains(*address), person.is_some(), "{}", address);
            if let Some(person) = person {
                let answer = self.app.ask(&person.token, Method::GET, "/api/whoami", &Value::Null).await;
                prop_assert_eq!(answer.status, StatusCode::OK, "{}: {}", address, answer.body);
            } else {
                let answer = sign_in(&self.app, &mut self.asked, address).await;
                prop_assert!(!answer.status.is_success(), "{} signed in: {}", address, answer.body);
            }
            if has_worked {
                prop_assert_eq!(self.elsewhere.knows(address), person.is_some(), "{} elsewhere", address);
            }
        }
        Ok(())
    }
}

/// From a network of its own: what counts is the answer, not how often it was asked for.
async fn sign_in(app: &TestApp, asked: &mut u32, address: &str) -> Answer {
    *asked += 1;
    let body = json!({ "email": address, "password": PASSWORD });
    let network = format!("10.{}.{}.7", *asked / 250, *asked % 250);
    app.send(Request::post("/rpc/v1/auth/sign-in", &body).from(&network)).await
}

/// One of those that are there.
fn nth<T>(of: &[T], which: Nth) -> Option<&T> {
    of.get(which.checked_rem(of.len())?)
}

fn member(state: &State, organisation: Nth, which: Nth) -> Option<(&Organisation, &String)> {
    let organisation = nth(&state.organisations, organisation)?;
    let members: Vec<_> = organisation.members.keys().collect();
    Some((organisation, nth(&members, which)?))
}
