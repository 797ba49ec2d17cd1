//! Devices that are spared the second step: for whom, how long, and what takes the trust away.

use serde_json::{Value, json};
use testkit::{EMAIL, PASSWORD, Request, TestApp};

async fn summary(app: &TestApp, cookie: &str) -> Value {
    app.get_as(cookie, "/rpc/v1/security").await.done()["summary"]["Ok"].clone()
}

#[tokio::test]
async fn a_trusted_device_is_spared_the_code_for_thirty_days() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let (session, device) = app.trusted(EMAIL, &enrolled).await;
    let both = format!("{session}; {device}");
    let devices = summary(&app, &both).await["devices"].clone();
    assert_eq!(devices[0]["current"], true);
    let sign_in = |cookies: String| {
        let body = json!({ "email": EMAIL, "password": PASSWORD });
        app.send(Request::post("/rpc/v1/auth/sign-in", &body).cookie(&cookies))
    };
    assert_eq!(sign_in(device.clone()).await.done()["outcome"], "done");
    assert_eq!(
        sign_in("device=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA".into()).await.done()["outcome"],
        "second_step"
    );
    app.wait(30 * 24 * 3600);
    assert_eq!(sign_in(device).await.done()["outcome"], "second_step", "trust ends");
}

#[tokio::test]
async fn trust_is_for_its_person_and_can_be_taken_back() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    app.enrolled("grace@example.com").await;
    let (session, device) = app.trusted(EMAIL, &enrolled).await;
    app.first_step("grace@example.com", PASSWORD, &device).await;
    let id = summary(&app, &session).await["devices"][0]["id"].clone();
    let other = app.signed_in("charles@example.com").await;
    let forget = "/rpc/v1/two-factor/devices/forget";
    assert_eq!(app.post_as(&other, forget, json!({ "id": id })).await.code(), "not_found");
    app.post_as(&session, forget, json!({ "id": id })).await.done();
    assert_eq!(app.post_as(&session, forget, json!({ "id": id })).await.code(), "not_found");
    app.first_step(EMAIL, PASSWORD, &device).await;
}

#[tokio::test]
async fn several_people_can_trust_one_browser() {
    let app = TestApp::new().await;
    let ada = app.enrolled(EMAIL).await;
    let (_, first) = app.trusted(EMAIL, &ada).await;
    let grace = app.enrolled("grace@example.com").await;
    let pending = app.first_step("grace@example.com", PASSWORD, &first).await;
    let body = json!({ "code": app.totp_in(&grace.secret, 0), "trust": true });
    let both = format!("{pending}; {first}");
    let answer = app.post_as(&both, "/rpc/v1/auth/second-step/code", body).await;
    let browser = answer.device().expect("a device");
    for email in [EMAIL, "grace@example.com"] {
        let body = json!({ "email": email, "password": PASSWORD });
        let answer = app.send(Request::post("/rpc/v1/auth/sign-in", &body).cookie(&browser)).await;
        assert_eq!(answer.done()["outcome"], "done", "{email}");
    }
}

#[tokio::test]
async fn trust_ends_with_a_new_password() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let (session, device) = app.trusted(EMAIL, &enrolled).await;
    let new = "Difference-Engine-1822?";
    let body = json!({ "current": PASSWORD, "password": new });
    app.post_as(&session, "/rpc/v1/security/password", body).await.done();
    app.wait(1);
    app.first_step(EMAIL, new, &device).await;
}
