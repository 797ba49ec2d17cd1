//! The use cases with Cognito behind them: whole requests against a whole app, codes from Cognito's own mails.

use std::sync::Arc;

use domain::UserId;
use serde_json::{Value, json};
use server::{
    adapters::system::SystemClock,
    app::{App, Replacements},
    jobs,
    ports::clock::Clock as _,
    service::deletion,
};
use testkit::{Answer, TestApp};

use crate::world::{ANOTHER, PASSWORD, World};

#[tokio::test]
async fn a_person_signs_up_confirms_signs_in_and_out() {
    let world = World::cognito().await;
    let (app, email) = (&world.app, world.address());
    let body = json!({ "email": email.as_str(), "password": PASSWORD });
    let flow = app.post("/rpc/v1/auth/sign-up", body.clone()).await.done();
    let early = app.post("/rpc/v1/auth/sign-in", body.clone()).await.done();
    assert_eq!(early, json!({ "outcome": "confirm_first", "flow": flow }));
    let code = world.mailed_code(&email).await;
    let confirmed = app.post("/rpc/v1/auth/confirm", json!({ "flow": flow, "code": code.expose() })).await;
    confirmed.done();
    let cookie = app.sign_in(email.as_str(), PASSWORD).await;
    assert_eq!(app.get_as(&cookie, "/rpc/v1/me").await.done()["email"], email.as_str());
    app.post_as(&cookie, "/rpc/v1/auth/sign-out", json!({})).await.done();
    assert_eq!(app.get_as(&cookie, "/rpc/v1/me").await.code(), "signed_out");
    app.work().await;
    assert_eq!(waiting(app).await, 0, "the grant was revoked, and nothing was left to do again");
    assert!(app.mails.to(email.as_str()).is_empty(), "codes are Cognito's to mail");
}

#[tokio::test]
async fn a_forgotten_password_ends_every_session() {
    let world = World::cognito().await;
    let (app, person) = (&world.app, world.person().await);
    let cookie = app.sign_in(&person.email, PASSWORD).await;
    app.wait(5);
    let flow = app.post("/rpc/v1/auth/forgot", json!({ "email": person.email })).await.done();
    let code = world.mailed_code(&domain::identity::Email::parse(&person.email).expect("an address")).await;
    let reset = json!({ "flow": flow, "code": code.expose(), "password": ANOTHER });
    app.post("/rpc/v1/auth/reset", reset).await.done();
    assert_eq!(app.get_as(&cookie, "/rpc/v1/me").await.code(), "signed_out");
    app.wait(1);
    app.sign_in(&person.email, ANOTHER).await;
    app.work().await;
    let subjects: Vec<_> = app.mails.to(&person.email).into_iter().map(|mail| mail.subject).collect();
    let told = subjects.iter().filter(|subject| subject.contains("password was"));
    assert_eq!(told.count(), 1, "{subjects:?}");
}

#[tokio::test]
async fn a_changed_password_ends_the_other_sessions() {
    let world = World::cognito().await;
    let (app, person) = (&world.app, world.person().await);
    let (here, there) =
        (app.sign_in(&person.email, PASSWORD).await, app.sign_in(&person.email, PASSWORD).await);
    app.wait(5);
    let change = |current: &str| json!({ "current": current, "password": ANOTHER });
    let wrong = app.post_as(&here, "/rpc/v1/security/password", change("Wrong-Engine-1!")).await;
    assert_eq!(problem(&wrong), "password_wrong");
    app.post_as(&here, "/rpc/v1/security/password", change(PASSWORD)).await.done();
    app.get_as(&here, "/rpc/v1/me").await.done();
    assert_eq!(app.get_as(&there, "/rpc/v1/me").await.code(), "signed_out");
}

#[tokio::test]
async fn another_address_takes_our_code_and_is_cognitos_then() {
    let world = World::cognito().await;
    let (app, person, email) = (&world.app, world.person().await, world.address());
    let cookie = app.sign_in(&person.email, PASSWORD).await;
    let begin = json!({ "email": email.as_str() });
    let flow = app.post_as(&cookie, "/rpc/v1/security/email/begin", begin).await.done();
    let code = app.code(email.as_str()).await;
    let confirm = json!({ "flow": flow, "code": code });
    app.post_as(&cookie, "/rpc/v1/security/email/confirm", confirm).await.done();
    app.sign_in(email.as_str(), PASSWORD).await;
    let old = app.post("/rpc/v1/auth/sign-in", json!({ "email": person.email, "password": PASSWORD })).await;
    assert_eq!(old.code(), "wrong_credentials");
}

/// Cognito checks the app's codes, we the backup codes. A session that began with one of ours has no grant: it
/// can turn the authenticator off, and after the password it can set another one up.
#[tokio::test]
async fn a_second_step_is_cognitos_code_or_one_of_our_backup_codes() {
    let world = World::cognito().await;
    let (app, person) = (&world.app, world.person().await);
    let cookie = app.sign_in(&person.email, PASSWORD).await;
    let secret = begin_authenticator(app, &cookie).await.done()["secret"].as_str().expect("one").to_owned();
    let secret = secret.into();
    let code = world.shown_code(&secret).await;
    let confirm = json!({ "code": code.expose() });
    let codes = app.post_as(&cookie, "/rpc/v1/two-factor/authenticator/confirm", confirm).await.done();

    let pending = app.first_step(&person.email, PASSWORD, "").await;
    let wrong = world.wrong_code(&secret);
    assert_eq!(problem(&app.second_step(&pending, wrong.expose()).await), "code_wrong");
    let code = world.shown_code(&secret).await;
    let answer = app.second_step(&pending, code.expose()).await;
    answer.done();
    let with_app = answer.cookie().expect("a session");
    begin_authenticator(app, &with_app).await.done();

    let pending = app.first_step(&person.email, PASSWORD, "").await;
    let body = json!({ "code": codes[0], "trust": false });
    let answer = app.post_as(&pending, "/rpc/v1/auth/second-step/backup-code", body).await;
    answer.done();
    let with_backup_code = answer.cookie().expect("a session");
    assert_eq!(begin_authenticator(app, &with_backup_code).await.code(), "authenticator_bound");
    app.post_as(&with_backup_code, "/rpc/v1/two-factor/authenticator/remove", json!({})).await.done();
    assert_eq!(begin_authenticator(app, &with_backup_code).await.code(), "step_up");
    let proof = json!({ "password": PASSWORD });
    app.post_as(&with_backup_code, "/rpc/v1/auth/step-up", proof).await.done();
    begin_authenticator(app, &with_backup_code).await.done();
    app.sign_in(&person.email, PASSWORD).await;
}

#[tokio::test]
async fn a_session_ends_when_cognito_knows_its_person_no_more() {
    let world = World::cognito().await;
    let (app, pool, person) = (&world.app, world.pool(), world.person().await);
    let (cookie, other) = (app.sign_in(&person.email, PASSWORD).await, world.person().await);
    let others = app.sign_in(&other.email, PASSWORD).await;
    let disable = pool.admin.admin_disable_user().user_pool_id(&pool.section.user_pool_id);
    disable.username(person.user.to_string()).send().await.expect("disabled");
    app.get_as(&cookie, "/rpc/v1/me").await.done();
    // Half a minute before the access tokens of an hour end.
    let now = SystemClock.now().since(app.app.now()).as_secs();
    app.wait(now + 3600 - 30);
    assert_eq!(app.get_as(&cookie, "/rpc/v1/me").await.code(), "signed_out");
    app.get_as(&others, "/rpc/v1/me").await.done();
}

#[tokio::test]
async fn who_was_given_a_password_sets_their_own_on_the_way_in() {
    let world = World::cognito().await;
    let (app, pool, email) = (&world.app, world.pool(), world.address());
    let made = pool.admin.admin_create_user().user_pool_id(&pool.section.user_pool_id);
    let made = made.username(email.as_str()).temporary_password(PASSWORD);
    made.message_action("SUPPRESS".into()).send().await.expect("an account");
    let body = json!({ "email": email.as_str(), "password": PASSWORD });
    let answer = app.post("/rpc/v1/auth/sign-in", body).await;
    assert_eq!(answer.done()["outcome"], "new_password");
    let pending = answer.cookie().expect("a cookie");
    let answer = app.post_as(&pending, "/rpc/v1/auth/new-password", json!({ "password": ANOTHER })).await;
    assert_eq!(answer.done()["outcome"], "done");
    app.get_as(&answer.cookie().expect("a session"), "/rpc/v1/me").await.done();
}

#[tokio::test]
async fn who_deletes_their_account_is_gone_at_cognito_and_comes_back_as_somebody_else() {
    let world = World::cognito().await;
    let (app, email) = (&world.app, world.address());
    sign_up(&world, email.as_str()).await;
    let cookie = app.sign_in(email.as_str(), PASSWORD).await;
    let before = user_of(app, &cookie).await;
    let request = json!({ "email": email.as_str(), "organisations": [], "feedback": null });
    app.post_as(&cookie, "/rpc/v1/account/deletion", json!({ "request": request })).await.done();
    assert_eq!(app.get_as(&cookie, "/rpc/v1/me").await.code(), "signed_out");
    assert!(knows(&world, before).await, "not before the job");
    assert_eq!(try_sign_in(app, email.as_str()).await.code(), "wrong_credentials", "but it opens nothing");
    app.work().await;
    assert!(!knows(&world, before).await);
    assert_eq!(waiting(app).await, 0, "nor is anything left to do");
    assert_eq!(try_sign_in(app, email.as_str()).await.code(), "wrong_credentials");
    sign_up(&world, email.as_str()).await;
    let cookie = app.sign_in(email.as_str(), PASSWORD).await;
    assert_ne!(user_of(app, &cookie).await, before);
}

#[tokio::test]
async fn while_cognito_is_away_a_deletion_is_true_and_cognito_follows() {
    let world = World::cognito().await;
    let (app, person) = (&world.app, world.person().await);
    let cookie = app.sign_in(&person.email, PASSWORD).await;
    let cut_off = cut_off(app).await;
    deletion::delete_as_admin(&cut_off, person.user).await.expect("deleted");
    assert_eq!(app.get_as(&cookie, "/rpc/v1/me").await.code(), "signed_out");
    jobs::run_due(&cut_off).await.expect("an outbox");
    assert!(knows(&world, person.user).await, "nobody could tell it");
    assert_eq!(try_sign_in(app, &person.email).await.code(), "wrong_credentials");
    app.wait(3600);
    app.work().await;
    assert!(!knows(&world, person.user).await);
    assert_eq!(waiting(app).await, 0);
}

/// Another instance on the same database, which finds nobody where Cognito should be.
async fn cut_off(app: &TestApp) -> App {
    let mut config = app.app.config.clone();
    config.identity.cognito.endpoint_url = Some("http://127.0.0.1:1".to_owned());
    let mailer = Some(Arc::clone(&app.mails) as _);
    let replacements = Replacements { clock: Some(app.clock.clone()), mailer, ..Replacements::default() };
    App::new(config, replacements).await.expect("an app")
}

/// Whether the pool has an account.
async fn knows(world: &World, user: UserId) -> bool {
    let pool = world.pool();
    let asked = pool.admin.admin_get_user().user_pool_id(&pool.section.user_pool_id);
    match asked.username(user.to_string()).send().await {
        Ok(_) => true,
        Err(error) => {
            let error = error.into_service_error();
            assert!(error.is_user_not_found_exception(), "{error}");
            false
        }
    }
}

async fn sign_up(world: &World, email: &str) {
    let body = json!({ "email": email, "password": PASSWORD });
    let flow = world.app.post("/rpc/v1/auth/sign-up", body).await.done();
    let code = world.mailed_code(&domain::identity::Email::parse(email).expect("an address")).await;
    let confirm = json!({ "flow": flow, "code": code.expose() });
    world.app.post("/rpc/v1/auth/confirm", confirm).await.done();
}

async fn try_sign_in(app: &TestApp, email: &str) -> Answer {
    app.post("/rpc/v1/auth/sign-in", json!({ "email": email, "password": PASSWORD })).await
}

async fn user_of(app: &TestApp, cookie: &str) -> UserId {
    let me = app.get_as(cookie, "/rpc/v1/me").await.done();
    UserId(me["id"].as_str().expect("an id").parse().expect("an id"))
}

async fn begin_authenticator(app: &TestApp, cookie: &str) -> Answer {
    app.post_as(cookie, "/rpc/v1/two-factor/authenticator/begin", json!({})).await
}

fn problem(answer: &Answer) -> String {
    let body: Value = answer.json();
    body["data"]["fields"][0]["problem"].as_str().unwrap_or_default().to_owned()
}

async fn waiting(app: &TestApp) -> u64 {
    server::store::outbox::count(app.app.database.connection()).await.expect("an outbox")
}
