//! One suite, two providers: every operation of the identity port, right and wrong, against the embedded
//! provider in the process and against Cognito over the wire. `cargo xtask test contract` starts what plays
//! Amazon, and what plays its bad days; docs/identity.md says what neither can.

#![expect(clippy::expect_used, reason = "in a test a panic is the answer")]

mod cases;
mod faults;
mod only_cognito;
mod peer;
mod pool;
mod services;
mod tokens;
mod world;

use world::World;

/// Makes each case a test of each provider.
macro_rules! contract {
    ($($case:ident)*) => {
        mod embedded {
            $(#[tokio::test] async fn $case() { super::cases::$case(super::World::embedded().await).await; })*
        }
        mod cognito {
            $(#[tokio::test] async fn $case() { super::cases::$case(super::World::cognito().await).await; })*
        }
    };
}

contract! {
    a_sign_up_ends_with_its_code
    a_wrong_code_confirms_nothing
    a_code_belongs_to_its_own_sign_up
    a_code_confirms_once
    a_sign_up_for_a_known_address_changes_nothing_and_tells_its_owner
    a_guessable_password_is_refused_everywhere
    a_new_code_can_be_asked_for
    who_never_confirmed_is_told_so_with_the_right_password_only
    a_wrong_password_and_an_unknown_address_are_one_answer
    a_forgotten_password_is_replaced_with_its_code
    a_wrong_code_replaces_no_password
    nobody_has_a_reset_that_looks_like_any
    a_password_is_changed_by_who_knows_it
    a_changed_password_leaves_the_second_step
    an_account_moves_to_another_address
    an_address_of_somebody_else_is_refused
    an_authenticator_counts_once_a_code_of_it_was_seen
    an_authenticator_is_replaced_once_a_code_of_the_new_one_was_seen
    an_authenticator_that_was_never_begun_has_no_codes
    an_administrator_makes_a_confirmed_account
    a_deleted_account_is_gone
    a_provider_that_works_says_so
}

/// Cases that need no mailed code, against a real pool: the command is in docs/identity.md.
mod real_pool {
    macro_rules! real {
        ($($case:ident)*) => {
            $(
                #[tokio::test]
                #[ignore = "needs a pool at Amazon and credentials; see docs/identity.md"]
                async fn $case() {
                    let world = super::World::real().await;
                    super::cases::$case(world).await;
                }
            )*
        };
    }

    real! {
        a_guessable_password_is_refused_everywhere
        a_wrong_password_and_an_unknown_address_are_one_answer
        a_password_is_changed_by_who_knows_it
        a_changed_password_leaves_the_second_step
        an_account_moves_to_another_address
        an_address_of_somebody_else_is_refused
        an_authenticator_counts_once_a_code_of_it_was_seen
        an_authenticator_is_replaced_once_a_code_of_the_new_one_was_seen
        an_authenticator_that_was_never_begun_has_no_codes
        an_administrator_makes_a_confirmed_account
        a_deleted_account_is_gone
        a_provider_that_works_says_so
    }

    #[tokio::test]
    #[ignore = "needs a pool at Amazon and credentials; see docs/identity.md"]
    async fn a_grant_lives_until_it_is_ended() {
        super::only_cognito::check_grants(super::World::real().await).await;
    }
}
