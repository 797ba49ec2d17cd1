//! The second factor: setting up, signing in, backup codes, and everything that must not work.

use futures_util::future::join_all;
use serde_json::{Value, json};
use server::service::{sessions, two_factor};
use testkit::{Answer, EMAIL, Enrolled, PASSWORD, Request, TestApp};

const BEGIN: &str = "/rpc/v1/two-factor/authenticator/begin";
const CONFIRM: &str = "/rpc/v1/two-factor/authenticator/confirm";
const REMOVE: &str = "/rpc/v1/two-factor/authenticator/remove";
const NEW_CODES: &str = "/rpc/v1/two-factor/backup-codes";

async fn summary(app: &TestApp, cookie: &str) -> Value {
    app.get_as(cookie, "/rpc/v1/security").await.done()["summary"]["Ok"].clone()
}

async fn backup_code(app: &TestApp, pending: &str, code: &str) -> Answer {
    let body = json!({ "code": code, "trust": false });
    app.post_as(pending, "/rpc/v1/auth/second-step/backup-code", body).await
}

fn problem(answer: &Answer) -> String {
    let body = answer.json();
    body["data"]["fields"][0]["problem"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn it_is_on_from_the_first_right_code_and_asked_for_from_then_on() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let begun = app.post_as(&cookie, BEGIN, json!({})).await.done();
    let secret = begun["secret"].as_str().expect("a secret");
    assert_eq!(secret.len(), 32, "160 bits in Base32");
    let uri = begun["uri"].as_str().expect("an address");
    assert!(uri.starts_with("otpauth://totp/RequestRocket:ada%40example.com?secret="), "{uri}");
    assert!(begun["qr"]["path"].as_str().expect("a drawing").len() > 1000);

    app.until_codes_differ(&[secret]);
    let wrong = app.post_as(&cookie, CONFIRM, json!({ "code": app.wrong_totp(secret) })).await;
    assert_eq!(problem(&wrong), "code_wrong");
    assert_eq!(summary(&app, &cookie).await["authenticator"], false);
    app.sign_in(EMAIL, PASSWORD).await;

    let code = app.totp_in(secret, 0);
    let codes = app.post_as(&cookie, CONFIRM, json!({ "code": code })).await.done();
    assert_eq!(codes.as_array().expect("codes").len(), 10);
    let summary = summary(&app, &cookie).await;
    assert_eq!((&summary["authenticator"], &summary["backupCodesLeft"]), (&json!(true), &json!(10)));

    let pending = app.first_step(EMAIL, PASSWORD, "").await;
    let waiting = app.get_as(&pending, "/rpc/v1/auth/pending").await.done();
    assert_eq!(waiting, json!({ "email": EMAIL, "methods": ["authenticator", "backup_code"] }));
    assert_eq!(app.get_as(&pending, "/rpc/v1/me").await.code(), "signed_out", "half a sign-in opens nothing");
    let used = app.second_step(&pending, &code).await;
    assert_eq!(problem(&used), "code_wrong", "the code that turned it on was used");
    app.wait(30);
    let answer = app.second_step(&pending, &app.totp_in(secret, 0)).await;
    assert_eq!(answer.done()["outcome"], "done");
    let session = answer.cookie().expect("a session");
    assert_ne!(session, pending, "a new secret after each step");
    assert_eq!(app.get_as(&session, "/rpc/v1/me").await.done()["email"], EMAIL);
    assert_eq!(app.get_as(&pending, "/rpc/v1/auth/pending").await.code(), "signed_out", "it is over");
}

#[tokio::test]
async fn one_step_of_drift_is_borne_and_no_more() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    app.wait(90);
    app.until_codes_differ(&[&enrolled.secret]);
    for (drift, works) in [(-60, false), (60, false), (-30, true)] {
        let pending = app.first_step(EMAIL, PASSWORD, "").await;
        let answer = app.second_step(&pending, &app.totp_in(&enrolled.secret, drift)).await;
        assert_eq!(answer.status.is_success(), works, "{drift} seconds: {}", answer.body);
    }
    app.wait(90);
    let pending = app.first_step(EMAIL, PASSWORD, "").await;
    app.second_step(&pending, &app.totp_in(&enrolled.secret, 30)).await.done();
}

#[tokio::test]
async fn a_used_code_is_refused_and_so_is_every_earlier_one() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    app.until_codes_differ(&[&enrolled.secret]);
    let code = app.totp_in(&enrolled.secret, 0);
    let first = app.first_step(EMAIL, PASSWORD, "").await;
    app.second_step(&first, &code).await.done();
    let again = app.first_step(EMAIL, PASSWORD, "").await;
    assert_eq!(problem(&app.second_step(&again, &code).await), "code_wrong");
    let before = app.totp_in(&enrolled.secret, -30);
    assert_eq!(problem(&app.second_step(&again, &before).await), "code_wrong");
    app.wait(30);
    app.second_step(&again, &app.totp_in(&enrolled.secret, 0)).await.done();
}

#[tokio::test]
async fn of_many_that_hold_a_code_one_gets_in() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let code = app.totp_in(&enrolled.secret, 0);
    let mut pending = Vec::new();
    for _ in 0..4 {
        pending.push(app.first_step(EMAIL, PASSWORD, "").await);
    }
    let answers = join_all(pending.iter().map(|pending| app.second_step(pending, &code))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status.is_success()).count(), 1);
}

#[tokio::test]
async fn codes_are_guessed_at_from_the_same_purse_as_passwords() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let pending = app.first_step(EMAIL, PASSWORD, "").await;
    let wrong = app.wrong_totp(&enrolled.secret);
    for _ in 0..4 {
        assert_eq!(problem(&app.second_step(&pending, &wrong).await), "code_wrong");
    }
    // A fifth ends this sign-in; the right password gives no fresh start.
    assert_eq!(app.second_step(&pending, &wrong).await.code(), "signed_out");
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    assert_eq!(app.post("/rpc/v1/auth/sign-in", body).await.code(), "too_many_tries");
    app.wait(31);
    let pending = app.first_step(EMAIL, PASSWORD, "").await;
    app.second_step(&pending, &app.totp_in(&enrolled.secret, 0)).await.done();
    app.work().await;
    let told = app.mails.to(EMAIL);
    let subject = "RequestRocket: Somebody knew your password but entered a wrong code";
    assert_eq!(told.iter().filter(|mail| mail.subject == subject).count(), 5);
}

#[tokio::test]
async fn no_more_codes_are_tried_when_they_come_all_at_once() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let pending = app.first_step(EMAIL, PASSWORD, "").await;
    let wrong = app.wrong_totp(&enrolled.secret);
    let answers = join_all((0..12).map(|_| app.second_step(&pending, &wrong))).await;
    let tried = answers.iter().filter(|answer| problem(answer) == "code_wrong").count();
    assert!(tried <= 5, "{tried}");
}

#[tokio::test]
async fn half_a_sign_in_waits_for_ten_minutes() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let pending = app.first_step(EMAIL, PASSWORD, "").await;
    app.wait(601);
    let late = app.second_step(&pending, &app.totp_in(&enrolled.secret, 0)).await;
    assert_eq!(late.code(), "signed_out");
}

#[tokio::test]
async fn a_new_password_ends_half_a_sign_in() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let pending = app.first_step(EMAIL, PASSWORD, "").await;
    app.wait(1);
    let body = json!({ "current": PASSWORD, "password": "Difference-Engine-1822?" });
    app.post_as(&enrolled.cookie, "/rpc/v1/security/password", body).await.done();
    app.wait(30);
    let late = app.second_step(&pending, &app.totp_in(&enrolled.secret, 0)).await;
    assert_eq!(late.code(), "signed_out");
}

#[tokio::test]
async fn half_a_sign_in_brings_no_old_address_back() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let pending = app.first_step(EMAIL, PASSWORD, "").await;
    let new = "lovelace@example.org";
    let begun = app.post_as(&enrolled.cookie, "/rpc/v1/security/email/begin", json!({ "email": new })).await;
    let code = json!({ "flow": begun.done(), "code": app.code(new).await });
    app.post_as(&enrolled.cookie, "/rpc/v1/security/email/confirm", code).await.done();
    let late = app.second_step(&pending, &app.totp_in(&enrolled.secret, 0)).await;
    assert_eq!(late.code(), "signed_out");
    assert_eq!(app.get_as(&enrolled.cookie, "/rpc/v1/me").await.done()["email"], new);
}

#[tokio::test]
async fn each_backup_code_works_once() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let code = &enrolled.backup_codes[3];
    assert_eq!(code.len(), 19, "sixteen characters in groups of four: 80 bits");
    let pending = app.first_step(EMAIL, PASSWORD, "").await;
    let typed = code.to_uppercase().replace('-', " ");
    let answer = backup_code(&app, &pending, &typed).await;
    assert_eq!(answer.done()["outcome"], "done");
    let session = answer.cookie().expect("a session");
    assert_eq!(summary(&app, &session).await["backupCodesLeft"], 9);
    let pending = app.first_step(EMAIL, PASSWORD, "").await;
    assert_eq!(problem(&backup_code(&app, &pending, code).await), "code_wrong");
    assert_eq!(problem(&backup_code(&app, &pending, "0000-0000-0000-0000").await), "code_wrong");
    assert_eq!(problem(&backup_code(&app, &pending, "123456").await), "backup_code_form");
    app.work().await;
    let subject = "RequestRocket: A backup code was used to log in to your account";
    assert!(app.mails.to(EMAIL).iter().any(|mail| mail.subject == subject));
}

#[tokio::test]
async fn of_many_that_hold_a_backup_code_one_gets_in() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let mut pending = Vec::new();
    for _ in 0..4 {
        pending.push(app.first_step(EMAIL, PASSWORD, "").await);
    }
    let code = &enrolled.backup_codes[0];
    let answers = join_all(pending.iter().map(|pending| backup_code(&app, pending, code))).await;
    assert_eq!(answers.iter().filter(|answer| answer.status.is_success()).count(), 1);
}

#[tokio::test]
async fn new_backup_codes_void_the_old() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let new = app.post_as(&enrolled.cookie, NEW_CODES, json!({})).await.done();
    assert_eq!(summary(&app, &enrolled.cookie).await["backupCodesLeft"], 10);
    let pending = app.first_step(EMAIL, PASSWORD, "").await;
    assert_eq!(problem(&backup_code(&app, &pending, &enrolled.backup_codes[0]).await), "code_wrong");
    backup_code(&app, &pending, new[0].as_str().expect("a code")).await.done();
}

#[tokio::test]
async fn nobody_has_backup_codes_without_an_app() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    assert_eq!(app.post_as(&cookie, NEW_CODES, json!({})).await.code(), "not_found");
}

#[tokio::test]
async fn another_app_takes_the_place_of_the_first_once_it_has_shown_a_code() {
    let app = TestApp::new().await;
    let Enrolled { cookie, secret, .. } = app.enrolled(EMAIL).await;
    let begun = app.post_as(&cookie, BEGIN, json!({})).await.done();
    let new = begun["secret"].as_str().expect("a secret").to_owned();
    assert_ne!(new, secret);
    let pending = app.first_step(EMAIL, PASSWORD, "").await;
    app.second_step(&pending, &app.totp_in(&secret, 0)).await.done();
    let none = app.post_as(&cookie, CONFIRM, json!({ "code": app.totp_in(&new, 0) })).await.done();
    assert_eq!(none, Value::Null, "the backup codes stay");
    app.wait(30);
    app.until_codes_differ(&[&secret, &new]);
    let pending = app.first_step(EMAIL, PASSWORD, "").await;
    assert_eq!(problem(&app.second_step(&pending, &app.totp_in(&secret, 0)).await), "code_wrong");
    app.second_step(&pending, &app.totp_in(&new, 0)).await.done();
    assert_eq!(app.post_as(&cookie, CONFIRM, json!({ "code": "000000" })).await.code(), "dead_code");
}

#[tokio::test]
async fn turning_it_off_takes_codes_and_trust_along() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    app.trusted(EMAIL, &enrolled).await;
    app.post_as(&enrolled.cookie, REMOVE, json!({})).await.done();
    app.post_as(&enrolled.cookie, REMOVE, json!({})).await.done();
    let summary = summary(&app, &enrolled.cookie).await;
    assert_eq!(summary["authenticator"], false);
    assert_eq!(summary["backupCodesLeft"], 0);
    assert_eq!(summary["devices"], json!([]));
    app.sign_in(EMAIL, PASSWORD).await;
}

#[tokio::test]
async fn an_administrator_can_turn_it_off_and_its_person_is_told() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let me = app.get_as(&enrolled.cookie, "/rpc/v1/me").await.done();
    let user = serde_json::from_value(me["id"].clone()).expect("an id");
    two_factor::remove_as_admin(&app.app, user).await.expect("it is off");
    sessions::end_as_admin(&app.app, user).await.expect("they are out");
    assert_eq!(app.get_as(&enrolled.cookie, "/rpc/v1/me").await.code(), "signed_out");
    app.wait(1);
    app.sign_in(EMAIL, PASSWORD).await;
    app.work().await;
    let subject = "RequestRocket: Two-factor authentication was turned off";
    assert!(app.mails.to(EMAIL).iter().any(|mail| mail.subject == subject));
}

#[tokio::test]
async fn what_touches_the_second_factor_needs_a_fresh_proof() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    app.wait(16 * 60);
    for (path, body) in [
        (BEGIN, json!({})),
        (CONFIRM, json!({ "code": "123456" })),
        (REMOVE, json!({})),
        (NEW_CODES, json!({})),
        ("/rpc/v1/security/sessions/end", json!({ "id": "00000000-0000-4000-8000-000000000000" })),
        ("/rpc/v1/security/sessions/end-others", json!({})),
        ("/rpc/v1/security/sessions/end-all", json!({})),
        ("/rpc/v1/security/email/begin", json!({ "email": "ada@example.org" })),
    ] {
        assert_eq!(app.post_as(&enrolled.cookie, path, body).await.code(), "step_up", "{path}");
    }
    app.post_as(&enrolled.cookie, "/rpc/v1/auth/step-up", json!({ "password": PASSWORD })).await.done();
    app.post_as(&enrolled.cookie, NEW_CODES, json!({})).await.done();
}

#[tokio::test]
async fn the_form_without_scripts_leads_through_both_steps() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let form = |path: &str, body: String, cookie: &str| {
        let request = Request::post(path, &json!({})).body(body);
        app.send(request.header("content-type", "application/x-www-form-urlencoded").cookie(cookie))
    };
    let login = format!("email=ada%40example.com&password={PASSWORD}&next=%2Fsettings%2Fkeys");
    let answer = form("/forms/login", login.replace('!', "%21"), "").await;
    assert_eq!(answer.header("location"), "/two-factor?next=%2Fsettings%2Fkeys");
    let pending = answer.cookie().expect("a cookie");
    let wrong = app.wrong_totp(&enrolled.secret);
    let wrong = form("/forms/two-factor", format!("code={wrong}&next=%2Fsettings%2Fkeys"), &pending).await;
    assert_eq!(wrong.header("location"), "/two-factor?problem=code_wrong&next=%2Fsettings%2Fkeys");
    let code = app.totp_in(&enrolled.secret, 0);
    let right = form("/forms/two-factor", format!("code={code}&next=%2Fsettings%2Fkeys"), &pending).await;
    assert_eq!(right.header("location"), "/settings/keys");
    let stranger = form("/forms/two-factor", format!("code={code}"), "").await;
    assert!(stranger.header("location").starts_with("/login?notice=too_late"));
}

#[tokio::test]
async fn the_database_tells_no_code_and_no_secret() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let told = format!("{:?}", app.mails.to(EMAIL));
    for secret in std::iter::once(&enrolled.secret).chain(&enrolled.backup_codes) {
        assert!(!told.contains(secret.as_str()));
    }
    let summary = summary(&app, &enrolled.cookie).await.to_string();
    assert!(!summary.contains(&enrolled.secret));
}

#[tokio::test]
async fn a_reset_is_no_way_around_the_second_step() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let (_, device) = app.trusted(EMAIL, &enrolled).await;
    let flow = app.post("/rpc/v1/auth/forgot", json!({ "email": EMAIL })).await.done();
    let new = "Difference-Engine-1822?";
    let reset = json!({ "flow": flow, "code": app.code(EMAIL).await, "password": new });
    app.post("/rpc/v1/auth/reset", reset).await.done();
    app.wait(1);
    let pending = app.first_step(EMAIL, new, &device).await;
    app.second_step(&pending, &app.totp_in(&enrolled.secret, 30)).await.done();
}

#[tokio::test]
async fn what_happens_to_the_second_factor_is_told_by_mail() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let begun = app.post_as(&enrolled.cookie, BEGIN, json!({})).await.done();
    let code = app.totp_in(begun["secret"].as_str().expect("a secret"), 0);
    app.post_as(&enrolled.cookie, CONFIRM, json!({ "code": code })).await.done();
    app.post_as(&enrolled.cookie, NEW_CODES, json!({})).await.done();
    app.post_as(&enrolled.cookie, REMOVE, json!({})).await.done();
    app.token(&enrolled.cookie, &["full"]).await;
    app.work().await;
    let mut subjects: Vec<_> = app.mails.to(EMAIL).into_iter().map(|mail| mail.subject).collect();
    subjects.sort();
    assert_eq!(
        subjects,
        [
            "RequestRocket: New backup codes were made",
            "RequestRocket: The authenticator app of your account was replaced",
            "RequestRocket: The key “For full” was created",
            "RequestRocket: Two-factor authentication was turned off",
            "RequestRocket: Two-factor authentication was turned on",
        ]
    );
    assert!(app.mails.to(EMAIL).iter().all(|mail| mail.text.contains("/not-me?link=")));
}
