//! Passkeys: having them, signing in with them, and the answers that must not count.

mod adding;
mod answers;
mod signing_in;

use axum::http::StatusCode;
use serde_json::{Value, json};
use testkit::{Answer, Authenticator, TestApp};

const HOME: &str = "http://localhost:8080";
const OTHER: &str = "charles@example.com";

/// An app at an address that browsers make passkeys for.
async fn app() -> TestApp {
    TestApp::configured(|config| config.server.public_url = HOME.into()).await
}

fn options(begun: &Value) -> &str {
    begun["options"].as_str().expect("options")
}

/// What the browser is asked, with keys in the order that snapshots have.
fn parsed(begun: &Value) -> Value {
    let mut asked: Value = serde_json::from_str(options(begun)).expect("options");
    asked.sort_all_objects();
    asked
}

async fn begin(app: &TestApp, cookie: &str) -> Answer {
    app.post_as(cookie, "/rpc/v1/passkeys/begin", json!({})).await
}

async fn finish(app: &TestApp, cookie: &str, begun: &Value, answer: &str, name: &str) -> Answer {
    let body = json!({ "ceremony": begun["ceremony"], "answer": answer, "name": name });
    app.post_as(cookie, "/rpc/v1/passkeys/finish", body).await
}

async fn add_with(app: &TestApp, cookie: &str, device: &mut Authenticator) -> Answer {
    let begun = begin(app, cookie).await.done();
    let answer = device.register(options(&begun));
    finish(app, cookie, &begun, &answer, "Laptop").await
}

async fn add(app: &TestApp, cookie: &str) -> Authenticator {
    let mut device = Authenticator::new(HOME);
    add_with(app, cookie, &mut device).await.done();
    device
}

async fn begin_sign_in(app: &TestApp, cookie: &str) -> Answer {
    app.post_as(cookie, "/rpc/v1/auth/passkey/begin", json!({})).await
}

async fn finish_sign_in(app: &TestApp, cookie: &str, begun: &Value, answer: &str) -> Answer {
    let body = json!({ "ceremony": begun["ceremony"], "answer": answer, "trust": false });
    app.post_as(cookie, "/rpc/v1/auth/passkey/finish", body).await
}

async fn sign_in(app: &TestApp, cookie: &str, device: &mut Authenticator) -> Answer {
    let begun = begin_sign_in(app, cookie).await.done();
    finish_sign_in(app, cookie, &begun, &device.sign_in(options(&begun))).await
}

async fn passkeys(app: &TestApp, cookie: &str) -> Value {
    app.get_as(cookie, "/rpc/v1/security").await.done()["summary"]["Ok"].clone()["passkeys"].clone()
}

/// What the log says, the latest first.
async fn log(app: &TestApp, cookie: &str) -> Vec<String> {
    let body = json!({ "filter": {}, "cursor": null });
    let page = app.post_as(cookie, "/rpc/v1/security/activity", body).await.done();
    let entries = page["entries"].as_array().expect("entries").iter();
    entries.map(|entry| format!("{} {}", entry["kind"], entry["subject"]).replace('"', "")).collect()
}

fn assert_refused(answer: &Answer, why: &str) {
    let found = (answer.status, answer.code());
    let refused = (StatusCode::UNPROCESSABLE_ENTITY, "passkey_refused".to_owned());
    assert_eq!(found, refused, "{why}: {}", answer.body);
}
