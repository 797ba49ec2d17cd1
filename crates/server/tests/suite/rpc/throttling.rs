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

/// The nth of many networks.
fn network(n: usize) -> String {
    format!("198.51.{}.{}", n / 250, n % 250 + 1)
}

/// Guesses from a new network each time, so often and so slowly that each guess is tried.
async fn guess_from_everywhere(app: &TestApp, email: &str, times: usize) -> Vec<String> {
    let mut codes = Vec::new();
    for n in 0..times {
        codes.push(try_password(app, &network(n), email, "Wrong-1!").await.code());
        app.wait(3601);
    }
    codes
}

#[tokio::test]
async fn who_guesses_from_everywhere_is_slowed_down_too() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    for n in 0..20 {
        assert_eq!(try_password(&app, &network(n), EMAIL, "Wrong-1!").await.code(), "wrong_credentials");
    }
    let blocked = try_password(&app, &network(20), EMAIL, PASSWORD).await;
    assert_eq!(blocked.code(), "too_many_tries");
    assert_eq!(blocked.json()["data"]["retryAfter"], 30);
}

#[tokio::test]
async fn after_a_hundred_failures_in_a_row_only_known_devices_and_a_reset_get_in() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    let device = app.post("/rpc/v1/auth/sign-in", body.clone()).await.device().expect("a device");
    for email in [EMAIL, "nobody@example.com"] {
        let codes = guess_from_everywhere(&app, email, 103).await;
        assert!(codes[..100].iter().all(|code| code == "wrong_credentials"), "{codes:?}");
        assert_eq!(codes[100..], ["locked", "locked", "locked"], "{email}: whether or not it has an account");
    }
    app.wait(30 * 24 * 3600);
    assert_eq!(try_password(&app, "192.0.2.9", EMAIL, PASSWORD).await.code(), "locked", "time is no way out");
    app.send(Request::post("/rpc/v1/auth/sign-in", &body).cookie(&device)).await.done();
    try_password(&app, "192.0.2.9", EMAIL, PASSWORD).await.done();

    guess_from_everywhere(&app, EMAIL, 101).await;
    let flow = app.post("/rpc/v1/auth/forgot", json!({ "email": EMAIL })).await.done();
    let code = app.code(EMAIL).await;
    let new = "Difference-Engine-1822?";
    app.post("/rpc/v1/auth/reset", json!({ "flow": flow, "code": code, "password": new })).await.done();
    app.wait(1);
    try_password(&app, "192.0.2.9", EMAIL, new).await.done();
}

#[tokio::test]
async fn strangers_do_not_slow_down_a_device_that_is_known() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let sign_in = |password: &str, device: &str, from: &str| {
        let body = json!({ "email": EMAIL, "password": password });
        app.send(Request::post("/rpc/v1/auth/sign-in", &body).cookie(device).from(from))
    };
    let device = sign_in(PASSWORD, "", "192.0.2.9").await.device().expect("a device");
    for n in 0..30 {
        // Even from the owner's own network.
        try_password(&app, if n % 2 == 0 { "192.0.2.9" } else { "203.0.113.7" }, EMAIL, "Wrong-1!").await;
    }
    assert_eq!(try_password(&app, "192.0.2.9", EMAIL, PASSWORD).await.code(), "too_many_tries");
    sign_in(PASSWORD, &device, "192.0.2.9").await.done();
    for _ in 0..5 {
        assert_eq!(sign_in("Wrong-1!", &device, "192.0.2.10").await.code(), "wrong_credentials");
    }
    let blocked = sign_in(PASSWORD, &device, "192.0.2.11").await;
    assert_eq!(blocked.code(), "too_many_tries", "a stolen device guesses no better, from wherever");
    for _ in 0..95 {
        app.wait(3601);
        assert_eq!(sign_in("Wrong-1!", &device, "192.0.2.11").await.code(), "wrong_credentials");
    }
    app.wait(3601);
    assert_eq!(sign_in(PASSWORD, &device, "192.0.2.11").await.code(), "locked", "a hundred in a row");
    // From then on it is a stranger, with a stranger's counters.
    sign_in(PASSWORD, &device, "192.0.2.11").await.done();
}
