//! Another address: nothing changes before the code, the old one is told and can undo it.

use serde_json::{Value, json};
use testkit::{Answer, EMAIL, PASSWORD, TestApp};

const NEW: &str = "lovelace@example.org";

async fn begin(app: &TestApp, cookie: &str, email: &str) -> Answer {
    app.post_as(cookie, "/rpc/v1/security/email/begin", json!({ "email": email })).await
}

async fn confirm(app: &TestApp, cookie: &str, flow: &Value, code: &str) -> Answer {
    let body = json!({ "flow": flow, "code": code });
    app.post_as(cookie, "/rpc/v1/security/email/confirm", body).await
}

async fn changed(app: &TestApp, cookie: &str) {
    let flow = begin(app, cookie, NEW).await.done();
    let code = app.code(NEW).await;
    confirm(app, cookie, &flow, &code).await.done();
}

fn problem(answer: &Answer) -> String {
    answer.json()["data"]["fields"][0]["problem"].as_str().unwrap_or_default().to_owned()
}

async fn email_of(app: &TestApp, cookie: &str) -> String {
    let me = app.get_as(cookie, "/rpc/v1/me").await.done();
    me["email"].as_str().expect("an address").to_owned()
}

#[tokio::test]
async fn it_changes_with_the_code_from_the_new_mailbox() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let flow = begin(&app, &cookie, " Lovelace@Example.ORG ").await.done();
    assert_eq!(email_of(&app, &cookie).await, EMAIL, "nothing changes before the code");
    let code = app.code(NEW).await;
    assert_eq!(app.mails.to(EMAIL).len(), 0);
    let wrong = confirm(&app, &cookie, &flow, if code == "000000" { "000001" } else { "000000" }).await;
    assert_eq!(wrong.code(), "wrong_code");
    confirm(&app, &cookie, &flow, &code).await.done();
    assert_eq!(email_of(&app, &cookie).await, NEW, "and this session goes on");
    assert_eq!(confirm(&app, &cookie, &flow, &code).await.code(), "dead_code", "a code works once");
    app.sign_in(NEW, PASSWORD).await;
    let old = app.post("/rpc/v1/auth/sign-in", json!({ "email": EMAIL, "password": PASSWORD })).await;
    assert_eq!(old.code(), "wrong_credentials");
    app.work().await;
    let to_old = app.mails.to(EMAIL);
    assert_eq!(to_old.len(), 1);
    assert_eq!(
        to_old[0].subject,
        format!("RequestRocket: The email address of your account was changed to {NEW}")
    );
    assert!(to_old[0].text.contains("/undo-email?link="));
}

#[tokio::test]
async fn the_old_address_can_undo_it_for_three_days() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    changed(&app, &cookie).await;
    let link = app.link(EMAIL, "undo-email").await;
    app.wait(71 * 3600);
    let flow = app.post("/rpc/v1/auth/undo-email-change", json!({ "link": link })).await.done();
    assert_eq!(app.get_as(&cookie, "/rpc/v1/me").await.code(), "signed_out", "whoever changed it is out");
    let code = app.code(EMAIL).await;
    let reset = json!({ "flow": flow, "code": code, "password": "Difference-Engine-1822?" });
    app.post("/rpc/v1/auth/reset", reset).await.done();
    app.wait(1);
    let back = app.sign_in(EMAIL, "Difference-Engine-1822?").await;
    assert_eq!(email_of(&app, &back).await, EMAIL);
    let again = app.post("/rpc/v1/auth/undo-email-change", json!({ "link": link })).await;
    assert_eq!(again.code(), "dead_link");
}

#[tokio::test]
async fn who_changes_it_to_and_fro_gets_no_link_against_the_owner() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    changed(&app, &cookie).await;
    app.wait(1);
    let flow = begin(&app, &cookie, EMAIL).await.done();
    let code = app.code(EMAIL).await;
    confirm(&app, &cookie, &flow, &code).await.done();
    app.work().await;
    assert!(
        app.mails.to(NEW).iter().all(|mail| !mail.text.contains("undo-email")),
        "the address in between is told nothing that it could use"
    );
    let link = app.link(EMAIL, "undo-email").await;
    app.post("/rpc/v1/auth/undo-email-change", json!({ "link": link })).await.done();
    app.wait(1);
    let back = app.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(email_of(&app, &back).await, EMAIL);
}

#[tokio::test]
async fn an_undo_works_after_further_changes_and_takes_them_along() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    changed(&app, &cookie).await;
    app.wait(1);
    let third = "third@example.net";
    let flow = begin(&app, &cookie, third).await.done();
    let code = app.code(third).await;
    confirm(&app, &cookie, &flow, &code).await.done();
    let (first, second) = (app.link(EMAIL, "undo-email").await, app.link(NEW, "undo-email").await);
    app.post("/rpc/v1/auth/undo-email-change", json!({ "link": first })).await.done();
    let late = app.post("/rpc/v1/auth/undo-email-change", json!({ "link": second })).await;
    assert_eq!(late.code(), "dead_link");
    app.wait(1);
    app.sign_in(EMAIL, PASSWORD).await;
}

#[tokio::test]
async fn an_undo_that_comes_too_late_for_the_address_still_puts_everybody_out() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    changed(&app, &cookie).await;
    let link = app.link(EMAIL, "undo-email").await;
    app.person(EMAIL).await;
    let answer = app.post("/rpc/v1/auth/undo-email-change", json!({ "link": link })).await;
    assert_eq!(problem(&answer), "email_taken");
    assert_eq!(app.get_as(&cookie, "/rpc/v1/me").await.code(), "signed_out");
}

#[tokio::test]
async fn after_three_days_it_stays() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    changed(&app, &cookie).await;
    let link = app.link(EMAIL, "undo-email").await;
    app.wait(72 * 3600);
    let late = app.post("/rpc/v1/auth/undo-email-change", json!({ "link": link })).await;
    assert_eq!(late.code(), "dead_link");
}

#[tokio::test]
async fn nobody_learns_that_an_address_has_an_account() {
    let app = TestApp::new().await;
    app.person("grace@example.com").await;
    let cookie = app.signed_in(EMAIL).await;
    begin(&app, &cookie, "grace@example.com").await.done();
    app.work().await;
    let told = app.mails.to("grace@example.com");
    assert_eq!(told[0].subject, "You already have a RequestRocket account");
    assert_eq!(problem(&begin(&app, &cookie, EMAIL).await), "email_same");
    assert_eq!(problem(&begin(&app, &cookie, "nobody").await), "email_form");
}

#[tokio::test]
async fn an_address_that_was_taken_meanwhile_is_refused() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let flow = begin(&app, &cookie, NEW).await.done();
    let code = app.code(NEW).await;
    app.person(NEW).await;
    assert_eq!(problem(&confirm(&app, &cookie, &flow, &code).await), "email_taken");
    assert_eq!(email_of(&app, &cookie).await, EMAIL);
}

#[tokio::test]
async fn a_code_is_for_the_person_who_asked() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let flow = begin(&app, &cookie, NEW).await.done();
    let code = app.code(NEW).await;
    let other = app.signed_in("grace@example.com").await;
    assert_eq!(confirm(&app, &other, &flow, &code).await.code(), "dead_code");
    for path in ["/rpc/v1/auth/confirm", "/rpc/v1/auth/reset"] {
        let body = json!({ "flow": flow, "code": code, "password": "Attackers-Engine-3!" });
        let body = if path.ends_with("confirm") { json!({ "flow": flow, "code": code }) } else { body };
        assert_eq!(app.post(path, body).await.code(), "dead_code", "{path}");
    }
    assert_eq!(email_of(&app, &other).await, "grace@example.com");
}

#[tokio::test]
async fn strangers_are_not_mailed_without_end() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    for _ in 0..5 {
        begin(&app, &cookie, NEW).await.done();
    }
    assert_eq!(begin(&app, &cookie, NEW).await.code(), "too_many_tries");
}
