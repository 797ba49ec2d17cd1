//! Guessing gets slow; nobody gets locked out.

use axum::http::StatusCode;
use futures_util::future::join_all;
use serde_json::json;
use testkit::{Answer, EMAIL, PASSWORD, Request, TestApp};

async fn try_password(app: &TestApp, from: &str, email: &str, password: &str) -> Answer {
    let body = json!({ "email": email, "password": password });
    app.send(Request::post("/rpc/v1/auth/sign-in", &body).from(from)).await
}

#[tokio::test]
async fn after_five_failures_even_the_right_password_waits() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    for _ in 0..5 {
        assert_eq!(try_password(&app, "192.0.2.9", EMAIL, "Wrong-1!").await.code(), "wrong_credentials");
    }
    let blocked = try_password(&app, "192.0.2.9", EMAIL, PASSWORD).await;
    assert_eq!((blocked.status, blocked.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "too_many_tries"));
    assert_eq!(blocked.json()["data"]["retryAfter"], 30);
    app.wait(31);
    assert_eq!(try_password(&app, "192.0.2.9", EMAIL, PASSWORD).await.status, StatusCode::OK);
    // Success wipes the slate.
    assert_eq!(try_password(&app, "192.0.2.9", EMAIL, "Wrong-1!").await.code(), "wrong_credentials");
    assert_eq!(try_password(&app, "192.0.2.9", EMAIL, PASSWORD).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_wait_doubles_and_hammering_does_not_prolong_it() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    for _ in 0..5 {
        try_password(&app, "192.0.2.9", EMAIL, "Wrong-1!").await;
    }
    for _ in 0..20 {
        assert_eq!(try_password(&app, "192.0.2.9", EMAIL, "Wrong-1!").await.code(), "too_many_tries");
    }
    app.wait(31);
    assert_eq!(try_password(&app, "192.0.2.9", EMAIL, "Wrong-1!").await.code(), "wrong_credentials");
    let blocked = try_password(&app, "192.0.2.9", EMAIL, PASSWORD).await;
    assert_eq!(blocked.json()["data"]["retryAfter"], 60);
}

#[tokio::test]
async fn the_wait_grows_to_an_hour_and_no_further() {
    let app = TestApp::new().await;
    for _ in 0..5 {
        try_password(&app, "192.0.2.9", EMAIL, "Wrong-1!").await;
    }
    let mut waits = Vec::new();
    for _ in 0..10 {
        let blocked = try_password(&app, "192.0.2.9", EMAIL, "Wrong-1!").await;
        let wait = blocked.json()["data"]["retryAfter"].as_u64().expect("seconds");
        waits.push(wait);
        app.wait(wait + 1);
        try_password(&app, "192.0.2.9", EMAIL, "Wrong-1!").await;
    }
    assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]);
}

#[tokio::test]
async fn a_stranger_can_not_lock_the_owner_out() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    for _ in 0..30 {
        try_password(&app, "203.0.113.7", EMAIL, "Wrong-1!").await;
    }
    assert_eq!(try_password(&app, "192.0.2.9", EMAIL, PASSWORD).await.status, StatusCode::OK);
}

#[tokio::test]
async fn no_more_tries_pass_when_they_come_all_at_once() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let tries = (0..12).map(|_| try_password(&app, "192.0.2.9", EMAIL, "Wrong-1!"));
    let codes: Vec<_> = join_all(tries).await.iter().map(Answer::code).collect();
    let passed = codes.iter().filter(|code| *code == "wrong_credentials").count();
    assert_eq!(passed, 5, "{codes:?}");
}

#[tokio::test]
async fn one_network_can_not_try_many_accounts() {
    let app = TestApp::new().await;
    let mut last = String::new();
    for n in 0..51 {
        last = try_password(&app, "203.0.113.7", &format!("person{n}@example.com"), "Wrong-1!").await.code();
    }
    assert_eq!(last, "too_many_tries");
    assert_eq!(
        try_password(&app, "203.0.113.8", "x@example.com", "Wrong-1!").await.code(),
        "wrong_credentials"
    );
}

#[tokio::test]
async fn an_account_that_is_not_there_is_throttled_alike() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let mut seen = Vec::new();
    for email in [EMAIL, "nobody@example.com"] {
        let mut answers = Vec::new();
        for _ in 0..7 {
            let answer = try_password(&app, "192.0.2.9", email, "Wrong-1!").await;
            answers.push((answer.status, answer.body));
        }
        seen.push(answers);
    }
    assert_eq!(seen[0], seen[1]);
}
