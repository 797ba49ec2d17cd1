//! `POST /rpc/v1/account/deletion`: leaving for good.

mod at_once;
mod confirming;
mod job;
mod keys;
mod meanwhile;
mod others;
mod provider;
mod racing;

use axum::http::{Method, StatusCode};
use domain::UserId;
use serde_json::{Value, json};
use server::store;
use testkit::{Answer, EMAIL, Holder, PASSWORD, TestApp};

const DELETION: &str = "/rpc/v1/account/deletion";
const GRACE: &str = "grace@example.com";
const CHARLES: &str = "charles@example.com";

/// What the page sends: the address, and the organisations that go too, each with its name.
fn request(email: &str, organisations: &[(&str, &str)]) -> Value {
    let organisations: Vec<_> =
        organisations.iter().map(|(id, name)| json!({ "id": id, "name": name })).collect();
    json!({ "request": { "email": email, "organisations": organisations, "feedback": null } })
}

/// What the page would say now.
async fn plan(app: &TestApp, who: &Holder) -> Value {
    app.get_as(&who.cookie, DELETION).await.json()
}

/// What is sent by who read this plan: its heirs, and these organisations that go.
fn request_of(plan: &Value, email: &str, organisations: &[(&str, &str)]) -> Value {
    let mut body = request(email, organisations);
    let heirs = plan["handedOver"].as_array().into_iter().flatten();
    let heirs: Vec<_> = heirs.map(|each| json!({ "id": each["id"], "heir": each["heir"] })).collect();
    body["request"]["handedOver"] = json!(heirs);
    body
}

/// Deletes somebody's account as they do it, with these organisations and whatever heirs there are.
async fn delete(app: &TestApp, who: &Holder, organisations: &[(&str, &str)]) -> Answer {
    delete_after(app, who, &plan(app, who).await, organisations).await
}

/// The same when they read this plan some time before.
async fn delete_after(app: &TestApp, who: &Holder, plan: &Value, organisations: &[(&str, &str)]) -> Answer {
    app.post_as(&who.cookie, DELETION, request_of(plan, &who.email, organisations)).await
}

fn id(who: &Holder) -> UserId {
    UserId(who.user.parse().expect("an id"))
}

async fn try_sign_in(app: &TestApp, email: &str) -> Answer {
    app.post("/rpc/v1/auth/sign-in", json!({ "email": email, "password": PASSWORD })).await
}

/// That signing in says what it says to whom nobody knows.
async fn assert_unknown(app: &TestApp, email: &str) {
    let unknown = try_sign_in(app, "nobody@example.com").await;
    let answer = try_sign_in(app, email).await;
    assert_eq!((answer.status, answer.json()), (unknown.status, unknown.json()));
    assert_eq!(answer.code(), "wrong_credentials");
    assert_eq!(answer.cookies(), Vec::<String>::new());
}

/// That a session or token opens nothing any more.
async fn assert_out(app: &TestApp, who: &Holder) {
    assert_eq!(app.get_as(&who.cookie, "/rpc/v1/me").await.code(), "signed_out");
    let answer = app.ask(&who.token, Method::GET, "/api/whoami", &Value::Null).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNAUTHORIZED, "token_invalid"));
}

/// Signs up with an address whose mails nobody else gets.
async fn sign_up(app: &TestApp, email: &str) {
    let body = json!({ "email": email, "password": PASSWORD });
    let flow = app.post("/rpc/v1/auth/sign-up", body).await.done();
    let code = app.code(email).await;
    app.post("/rpc/v1/auth/confirm", json!({ "flow": flow, "code": code })).await.done();
}

/// How many deletions are under way.
async fn under_way(app: &TestApp) -> u64 {
    store::deletions::under_way(app.app.database.connection()).await.expect("an answer").0
}

/// The mails that tell an address that its account is deleted.
fn last_mails(app: &TestApp, email: &str) -> usize {
    app.mails.to(email).iter().filter(|mail| mail.subject.contains("account is deleted")).count()
}

/// Whether anything says something, in any table.
async fn is_kept(app: &TestApp, needle: &str) -> bool {
    app.rows().await.values().flatten().any(|row| row.contains(needle))
}

/// The roles of an organisation's members by their ids, as one of them sees it.
async fn roles(app: &TestApp, viewer: &Holder, client: &str) -> Vec<(String, String)> {
    let path = format!("/api/clients/{client}/users");
    let list = app.ask(&viewer.token, Method::GET, &path, &Value::Null).await.done();
    let members = list["users"].as_array().unwrap_or_else(|| panic!("{list}"));
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    members.iter().map(|member| (text(&member["userId"]), text(&member["roles"][0]))).collect()
}

/// The kinds of what somebody is told, the latest first.
async fn told(app: &TestApp, who: &Holder) -> Vec<Value> {
    app.work().await;
    let body = json!({ "filter": "all", "below": null });
    let list = app.post_as(&who.cookie, "/rpc/v1/notifications", body).await.done();
    list["items"].as_array().expect("a list").clone()
}

/// Those of a kind.
async fn told_of(app: &TestApp, who: &Holder, kind: &str) -> Vec<Value> {
    told(app, who).await.into_iter().filter(|each| each["kind"] == kind).collect()
}

async fn ada_and_grace() -> (TestApp, Holder, Holder) {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder(GRACE).await);
    (app, ada, grace)
}
