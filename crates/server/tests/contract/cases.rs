//! What holds of every identity provider.

use domain::{
    ErrorCode, Field, Problem, Timestamp,
    identity::{FlowId, Password},
};
use server::{
    ports::identity::{PasswordOutcome, Requester},
    store::{self, outbox::Lane},
};

use crate::world::{
    ANOTHER, GUESSABLE, PASSWORD, WRONG, World, code, english, is_right, is_wrong, other_than, refused,
};

pub async fn a_sign_up_ends_with_its_code(world: World) {
    let (provider, email) = (world.provider(), world.address());
    let flow = provider.sign_up(&email, &Password::new(PASSWORD), english()).await.expect("a flow");
    let code = world.mailed_code(&email).await;
    let identity = provider.confirm_sign_up(flow, &code).await.expect("an account");
    assert_eq!(identity.email, email.as_str());
    let proof = world.sign_in(email.as_str(), PASSWORD).await;
    assert_eq!(proof.identity, identity);
    assert_eq!(proof.grant.is_some(), world.is_cognito());
}

pub async fn a_wrong_code_confirms_nothing(world: World) {
    let (provider, email) = (world.provider(), world.address());
    let flow = provider.sign_up(&email, &Password::new(PASSWORD), english()).await.expect("a flow");
    let code = world.mailed_code(&email).await;
    let wrong = refused(provider.confirm_sign_up(flow, &other_than(&code)).await);
    assert_eq!(wrong.code, ErrorCode::WrongCode);
    let unknown = FlowId(world.app.app.entropy.uuid());
    assert_eq!(refused(provider.confirm_sign_up(unknown, &code).await).code, ErrorCode::DeadCode);
    let reset = provider.forgot_password(&email, english()).await.expect("a flow");
    assert!(provider.confirm_sign_up(reset, &code).await.is_err(), "a reset confirms nothing");
    assert!(!is_right(&world.try_password(email.as_str(), PASSWORD).await));
    provider.confirm_sign_up(flow, &code).await.expect("the right code still counts");
}

/// Nobody prepares an account for an address that isn't theirs: the code of the owner's sign-up comes with the
/// owner's password, whoever else signs up before or after.
pub async fn a_code_belongs_to_its_own_sign_up(world: World) {
    let (provider, email) = (world.provider(), world.address());
    let strangers = provider.sign_up(&email, &Password::new(WRONG), english()).await.expect("a flow");
    let owners = provider.sign_up(&email, &Password::new(PASSWORD), english()).await.expect("a flow");
    let code = world.mailed_code(&email).await;
    assert!(provider.confirm_sign_up(strangers, &code).await.is_err());
    provider.confirm_sign_up(owners, &code).await.expect("an account");
    assert!(is_wrong(&world.try_password(email.as_str(), WRONG).await));
    assert!(is_right(&world.try_password(email.as_str(), PASSWORD).await));
}

pub async fn a_code_confirms_once(world: World) {
    let (provider, email) = (world.provider(), world.address());
    let flow = provider.sign_up(&email, &Password::new(PASSWORD), english()).await.expect("a flow");
    let code = world.mailed_code(&email).await;
    let (one, other) =
        tokio::join!(provider.confirm_sign_up(flow, &code), provider.confirm_sign_up(flow, &code));
    assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
    assert_eq!(refused(provider.confirm_sign_up(flow, &code).await).code, ErrorCode::DeadCode);
}

pub async fn a_sign_up_for_a_known_address_changes_nothing_and_tells_its_owner(world: World) {
    let (provider, person) = (world.provider(), world.person().await);
    let email = domain::identity::Email::parse(&person.email).expect("an address");
    let flow = provider.sign_up(&email, &Password::new(ANOTHER), english()).await.expect("a flow like any");
    let error = refused(provider.confirm_sign_up(flow, &code("123456")).await);
    assert_eq!(error.code, ErrorCode::WrongCode);
    assert!(is_wrong(&world.try_password(&person.email, ANOTHER).await));
    assert_eq!(world.sign_in(&person.email, PASSWORD).await.identity, person);
    world.app.work().await;
    let mails = world.app.mails.to(&person.email);
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].text.contains("/login"), "{}", mails[0].text);
}

pub async fn a_guessable_password_is_refused_everywhere(world: World) {
    let (provider, person) = (world.provider(), world.person().await);
    let (email, guessable) = (world.address(), Password::new(GUESSABLE));
    let by = Requester::default();
    let flow = provider.forgot_password(&email, english()).await.expect("a flow");
    for error in [
        refused(provider.sign_up(&email, &guessable, english()).await),
        refused(provider.create_confirmed(&email, &guessable).await),
        refused(provider.reset_password(flow, &code("123456"), &guessable, by.clone()).await),
        refused(provider.change_password(&person, &Password::new(PASSWORD), &guessable, by.clone()).await),
    ] {
        assert_eq!(error.problem_of(Field::Password), Some(Problem::PasswordGuessable));
    }
    assert!(is_right(&world.try_password(&person.email, PASSWORD).await));
}

pub async fn a_new_code_can_be_asked_for(world: World) {
    let (provider, email) = (world.provider(), world.address());
    let flow = provider.sign_up(&email, &Password::new(PASSWORD), english()).await.expect("a flow");
    world.mailed_code(&email).await;
    provider.resend_code(flow, english()).await.expect("a new code");
    let code = world.mailed_code(&email).await;
    provider.confirm_sign_up(flow, &code).await.expect("an account");
    provider.resend_code(flow, english()).await.expect("as if it were mailed");
    let unknown = FlowId(world.app.app.entropy.uuid());
    provider.resend_code(unknown, english()).await.expect("as if it were mailed");
    let reset = provider.forgot_password(&email, english()).await.expect("a flow");
    provider.resend_code(reset, english()).await.expect("a new code");
    let code = world.mailed_code(&email).await;
    let by = Requester::default();
    provider.reset_password(reset, &code, &Password::new(ANOTHER), by).await.expect("a new password");
}

pub async fn who_never_confirmed_is_told_so_with_the_right_password_only(world: World) {
    let (provider, email) = (world.provider(), world.address());
    let flow = provider.sign_up(&email, &Password::new(PASSWORD), english()).await.expect("a flow");
    assert!(is_wrong(&world.try_password(email.as_str(), WRONG).await), "whose sign-up it is, nobody knows");
    let told = world.try_password(email.as_str(), PASSWORD).await;
    assert!(matches!(told, PasswordOutcome::Unconfirmed(told) if told == flow), "{told:?}");
    provider.resend_code(flow, english()).await.expect("a new code");
    let code = world.mailed_code(&email).await;
    provider.confirm_sign_up(flow, &code).await.expect("an account");
}

pub async fn a_wrong_password_and_an_unknown_address_are_one_answer(world: World) {
    let person = world.person().await;
    assert!(is_wrong(&world.try_password(&person.email, WRONG).await));
    assert!(is_wrong(&world.try_password(world.address().as_str(), PASSWORD).await));
    assert!(is_right(&world.try_password(&person.email.to_uppercase(), PASSWORD).await));
}

pub async fn a_forgotten_password_is_replaced_with_its_code(world: World) {
    let (provider, person) = (world.provider(), world.person().await);
    let email = domain::identity::Email::parse(&person.email).expect("an address");
    let flow = provider.forgot_password(&email, english()).await.expect("a flow");
    let code = world.mailed_code(&email).await;
    let by = Requester::default();
    let new = Password::new(ANOTHER);
    let follow_up = provider.reset_password(flow, &code, &new, by.clone()).await.expect("a new password");
    assert!(is_wrong(&world.try_password(&person.email, PASSWORD).await));
    assert_eq!(world.sign_in(&person.email, ANOTHER).await.identity, person);
    assert_eq!(due(&world).await, [follow_up], "what ends the sessions waits, once");
    assert!(provider.reset_password(flow, &code, &Password::new(PASSWORD), by).await.is_err(), "a used code");
    assert!(is_right(&world.try_password(&person.email, ANOTHER).await));
}

pub async fn a_wrong_code_replaces_no_password(world: World) {
    let (provider, person) = (world.provider(), world.person().await);
    let email = domain::identity::Email::parse(&person.email).expect("an address");
    let flow = provider.forgot_password(&email, english()).await.expect("a flow");
    let code = world.mailed_code(&email).await;
    let (by, new) = (Requester::default(), Password::new(ANOTHER));
    let wrong = refused(provider.reset_password(flow, &other_than(&code), &new, by.clone()).await);
    assert_eq!(wrong.code, ErrorCode::WrongCode);
    let unknown = FlowId(world.app.app.entropy.uuid());
    let dead = refused(provider.reset_password(unknown, &code, &new, by.clone()).await);
    assert_eq!(dead.code, ErrorCode::DeadCode);
    assert!(is_right(&world.try_password(&person.email, PASSWORD).await));
    assert!(waiting(&world).await.is_empty(), "nobody's sessions end");
    provider.reset_password(flow, &code, &new, by).await.expect("the right code still counts");
}

pub async fn nobody_has_a_reset_that_looks_like_any(world: World) {
    let (provider, email) = (world.provider(), world.address());
    let flow = provider.forgot_password(&email, english()).await.expect("a flow like any");
    let by = Requester::default();
    let error = refused(provider.reset_password(flow, &code("123456"), &Password::new(ANOTHER), by).await);
    assert_eq!(error.code, ErrorCode::WrongCode);
    world.app.work().await;
    assert!(world.app.mails.to(email.as_str()).is_empty());
}

pub async fn a_password_is_changed_by_who_knows_it(world: World) {
    let (provider, person) = (world.provider(), world.person().await);
    let (by, new) = (Requester::default(), Password::new(ANOTHER));
    let wrong = provider.change_password(&person, &Password::new(WRONG), &new, by.clone()).await;
    assert_eq!(wrong.expect("an answer"), None);
    assert!(waiting(&world).await.is_empty());
    let right = provider.change_password(&person, &Password::new(PASSWORD), &new, by).await;
    let follow_up = right.expect("an answer").expect("a new password");
    assert_eq!(due(&world).await, [follow_up], "what ends the other sessions waits, once");
    assert!(is_wrong(&world.try_password(&person.email, PASSWORD).await));
    assert!(is_right(&world.try_password(&person.email, ANOTHER).await));
}

pub async fn a_changed_password_leaves_the_second_step(world: World) {
    let (provider, person) = (world.provider(), world.person().await);
    let grant = world.grant(&person).await;
    let secret = world.set_up_authenticator(&person, grant.as_ref()).await;
    let (by, new) = (Requester::default(), Password::new(ANOTHER));
    let wrong = provider.change_password(&person, &Password::new(WRONG), &new, by.clone()).await;
    assert_eq!(wrong.expect("an answer"), None);
    let right = provider.change_password(&person, &Password::new(PASSWORD), &new, by).await;
    assert!(right.expect("an answer").is_some());
    let PasswordOutcome::SecondStep(challenge) = world.try_password(&person.email, ANOTHER).await else {
        panic!("a second step");
    };
    let code = world.shown_code(&secret).await;
    assert_eq!(provider.answer_challenge(&challenge, &code).await.expect("a proof").identity, person);
}

pub async fn an_account_moves_to_another_address(world: World) {
    let (provider, person, email) = (world.provider(), world.person().await, world.address());
    for _ in 0..2 {
        provider.set_email(person.user, &email).await.expect("another address");
    }
    assert_eq!(world.sign_in(email.as_str(), PASSWORD).await.identity.user, person.user);
    assert!(is_wrong(&world.try_password(&person.email, PASSWORD).await));
    let back = domain::identity::Email::parse(&person.email).expect("an address");
    provider.set_email(person.user, &back).await.expect("the old address is free");
}

pub async fn an_address_of_somebody_else_is_refused(world: World) {
    let (provider, person, other) = (world.provider(), world.person().await, world.person().await);
    let taken = domain::identity::Email::parse(&other.email).expect("an address");
    let error = refused(provider.set_email(person.user, &taken).await);
    assert_eq!(error.problem_of(Field::Email), Some(Problem::EmailTaken));
    assert_eq!(world.sign_in(&other.email, PASSWORD).await.identity, other);
    assert_eq!(world.sign_in(&person.email, PASSWORD).await.identity, person);
}

pub async fn an_authenticator_counts_once_a_code_of_it_was_seen(world: World) {
    let (provider, person) = (world.provider(), world.person().await);
    let grant = world.grant(&person).await;
    let secret = provider.begin_authenticator(&person, grant.as_ref()).await.expect("a secret");
    assert!(!world.has_authenticator(person.user).await);
    assert!(is_right(&world.try_password(&person.email, PASSWORD).await), "it does not count yet");
    let shown = world.shown_code(&secret).await;
    let wrong = provider.confirm_authenticator(&person, grant.as_ref(), &world.wrong_code(&secret)).await;
    assert_eq!(refused(wrong).code, ErrorCode::WrongCode);
    assert!(!world.has_authenticator(person.user).await);
    provider.confirm_authenticator(&person, grant.as_ref(), &shown).await.expect("an authenticator");
    assert!(world.has_authenticator(person.user).await);
    let PasswordOutcome::SecondStep(challenge) = world.try_password(&person.email, PASSWORD).await else {
        panic!("a second step");
    };
    assert_eq!(challenge.identity, person);
    assert!(is_wrong(&world.try_password(&person.email, WRONG).await), "first the password");
    let shown = world.shown_code(&secret).await;
    let wrong = provider.answer_challenge(&challenge, &world.wrong_code(&secret)).await;
    assert_eq!(refused(wrong).code, ErrorCode::WrongCode);
    let proof = provider.answer_challenge(&challenge, &shown).await.expect("a proof");
    assert_eq!(proof.identity, person);
    assert_eq!(proof.grant.is_some(), world.is_cognito());
    let PasswordOutcome::SecondStep(challenge) = world.try_password(&person.email, PASSWORD).await else {
        panic!("a second step");
    };
    let again = provider.answer_challenge(&challenge, &shown).await;
    assert_eq!(refused(again).code, ErrorCode::WrongCode, "a code counts once");
    for _ in 0..2 {
        provider.remove_authenticator(person.user).await.expect("one step again");
    }
    assert!(!world.has_authenticator(person.user).await);
    assert!(is_right(&world.try_password(&person.email, PASSWORD).await));
}

pub async fn an_authenticator_is_replaced_once_a_code_of_the_new_one_was_seen(world: World) {
    let (provider, person) = (world.provider(), world.person().await);
    let grant = world.grant(&person).await;
    let old = world.set_up_authenticator(&person, grant.as_ref()).await;
    let new = provider.begin_authenticator(&person, grant.as_ref()).await.expect("a secret");
    let PasswordOutcome::SecondStep(challenge) = world.try_password(&person.email, PASSWORD).await else {
        panic!("a second step");
    };
    let shown = world.shown_code(&old).await;
    provider.answer_challenge(&challenge, &shown).await.expect("the old one still counts");
    let shown = world.shown_code(&new).await;
    provider.confirm_authenticator(&person, grant.as_ref(), &shown).await.expect("the new one");
    let PasswordOutcome::SecondStep(challenge) = world.try_password(&person.email, PASSWORD).await else {
        panic!("a second step");
    };
    let shown = world.shown_code(&old).await;
    assert_eq!(refused(provider.answer_challenge(&challenge, &shown).await).code, ErrorCode::WrongCode);
    let shown = world.shown_code(&new).await;
    provider.answer_challenge(&challenge, &shown).await.expect("the new one counts");
}

pub async fn an_authenticator_that_was_never_begun_has_no_codes(world: World) {
    let (provider, person) = (world.provider(), world.person().await);
    let grant = world.grant(&person).await;
    let outcome = provider.confirm_authenticator(&person, grant.as_ref(), &code("123456")).await;
    assert_eq!(refused(outcome).code, ErrorCode::DeadCode);
}

pub async fn an_administrator_makes_a_confirmed_account(world: World) {
    let (provider, email) = (world.provider(), world.address());
    let made = provider.create_confirmed(&email, &Password::new(PASSWORD)).await.expect("an account");
    assert_eq!(world.sign_in(email.as_str(), PASSWORD).await.identity, made);
    let error = refused(provider.create_confirmed(&email, &Password::new(ANOTHER)).await);
    assert_eq!(error.problem_of(Field::Email), Some(Problem::EmailTaken));
    assert!(is_right(&world.try_password(email.as_str(), PASSWORD).await));
}

pub async fn a_deleted_account_is_gone(world: World) {
    let (provider, person) = (world.provider(), world.person().await);
    for _ in 0..2 {
        provider.delete(person.user).await.expect("gone");
    }
    assert!(is_wrong(&world.try_password(&person.email, PASSWORD).await));
    assert!(!world.has_authenticator(person.user).await);
    provider.remove_authenticator(person.user).await.expect("nothing to remove");
    provider.sign_out_everywhere(person.user).await.expect("nothing to end");
    let email = domain::identity::Email::parse(&person.email).expect("an address");
    let again = provider.create_confirmed(&email, &Password::new(ANOTHER)).await.expect("as a new person");
    assert_ne!(again.user, person.user);
}

pub async fn a_provider_that_works_says_so(world: World) {
    world.provider().ready().await.expect("ready");
}

/// The messages that are due, mails of codes aside.
async fn due(world: &World) -> Vec<uuid::Uuid> {
    messages(world, world.app.app.now()).await
}

/// The messages that are due at some time.
async fn waiting(world: &World) -> Vec<uuid::Uuid> {
    messages(world, Timestamp(i64::MAX)).await
}

async fn messages(world: &World, by: Timestamp) -> Vec<uuid::Uuid> {
    let db = world.app.app.database.connection();
    let mut messages = Vec::new();
    for lane in Lane::ALL {
        messages.extend(store::outbox::due(db, lane, by, 10).await.expect("an outbox"));
    }
    messages
}
