//! The password, changed in place.

use serde_json::{Value, json};
use testkit::{Answer, EMAIL, PASSWORD, TestApp};

const NEW: &str = "Difference-Engine-1822?";

async fn change(app: &TestApp, cookie: &str, current: &str, new: &str) -> Answer {
    let body = json!({ "current": current, "password": new });
    app.post_as(cookie, "/rpc/v1/security/password", body).await
}

fn fields(answer: &Answer) -> Value {
    answer.json()["data"]["fields"].clone()
}

#[tokio::test]
async fn other_sessions_end_and_this_one_goes_on() {
    let app = TestApp::new().await;
    let here = app.signed_in(EMAIL).await;
    let there = app.sign_in(EMAIL, PASSWORD).await;
    app.wait(5);
    change(&app, &here, PASSWORD, NEW).await.done();
    assert!(app.get_as(&here, "/rpc/v1/me").await.status.is_success());
    assert_eq!(app.get_as(&there, "/rpc/v1/me").await.code(), "signed_out");
    app.wait(1);
    app.sign_in(EMAIL, NEW).await;
    let old = app.post("/rpc/v1/auth/sign-in", json!({ "email": EMAIL, "password": PASSWORD })).await;
    assert_eq!(old.code(), "wrong_credentials");
    app.work().await;
    let subject = "RequestRocket: Your password was changed";
    assert_eq!(app.mails.to(EMAIL).iter().filter(|mail| mail.subject == subject).count(), 1);
}

#[tokio::test]
async fn each_wrong_field_is_named_and_nothing_changes() {
    let app = TestApp::new().await;
    let here = app.signed_in(EMAIL).await;
    let there = app.sign_in(EMAIL, PASSWORD).await;
    let both = change(&app, &here, "", "short").await;
    assert_eq!(
        fields(&both),
        json!([
            { "field": "currentPassword", "problem": "required" },
            { "field": "password", "problem": "password_policy" },
        ])
    );
    let wrong = change(&app, &here, "Wrong-Engine-1!", NEW).await;
    assert_eq!(fields(&wrong), json!([{ "field": "currentPassword", "problem": "password_wrong" }]));
    let same = change(&app, &here, PASSWORD, PASSWORD).await;
    assert_eq!(fields(&same), json!([{ "field": "password", "problem": "password_same" }]));
    let common = change(&app, &here, PASSWORD, "Password1!").await;
    assert_eq!(fields(&common), json!([{ "field": "password", "problem": "password_guessable" }]));
    assert!(app.get_as(&there, "/rpc/v1/me").await.status.is_success());
    app.sign_in(EMAIL, PASSWORD).await;
}

#[tokio::test]
async fn an_open_session_is_no_way_around_the_throttle() {
    let app = TestApp::new().await;
    let here = app.signed_in(EMAIL).await;
    for _ in 0..5 {
        change(&app, &here, "Wrong-Engine-1!", NEW).await;
    }
    assert_eq!(change(&app, &here, PASSWORD, NEW).await.code(), "too_many_tries");
}

#[tokio::test]
async fn a_code_that_was_on_its_way_is_void() {
    let app = TestApp::new().await;
    let here = app.signed_in(EMAIL).await;
    let flow = app.post("/rpc/v1/auth/forgot", json!({ "email": EMAIL })).await.done();
    let code = app.code(EMAIL).await;
    change(&app, &here, PASSWORD, NEW).await.done();
    let reset = json!({ "flow": flow, "code": code, "password": "Attackers-Engine-3!" });
    assert_eq!(app.post("/rpc/v1/auth/reset", reset).await.code(), "dead_code");
}
