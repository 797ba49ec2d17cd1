//! `Idempotency-Key`: requests that may come twice and act once.

use axum::http::Method;
use futures_util::future::join_all;
use serde_json::{Value, json};
use testkit::{Answer, EMAIL, Request, TestApp};

use super::{clients::pages, refusal, refused};

async fn create(app: &TestApp, token: &str, path: &str, name: &str, key: &str) -> Answer {
    let body = json!({ "clientName": name });
    app.send(Request::api(Method::POST, path, &body).token(token).header("idempotency-key", key)).await
}

async fn count(app: &TestApp, token: &str) -> usize {
    pages(app, token, "/api/clients", "clients", 100).await.concat().len()
}

#[tokio::test]
async fn a_repeated_request_gets_what_the_first_one_made() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let first = create(&app, &ada.token, "/api/clients", "Engines", "one").await;
    assert_eq!(first.status, 201);
    for path in ["/api/clients", "/clients"] {
        let again = create(&app, &ada.token, path, "Engines", "one").await;
        assert_eq!((again.status, &again.body), (first.status, &first.body));
        assert_eq!(again.header("location"), first.header("location"));
    }
    assert_eq!(count(&app, &ada.token).await, 1);
    create(&app, &ada.token, "/api/clients", "Engines", "two").await.done();
    app.organisation(&ada.token, "Engines").await;
    assert_eq!(count(&app, &ada.token).await, 3, "another key and none are other requests");
}

#[tokio::test]
async fn requests_that_come_at_once_act_once() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let answers = join_all((0..6).map(|_| create(&app, &ada.token, "/api/clients", "Engines", "one"))).await;
    for answer in &answers {
        assert_eq!((answer.status.as_u16(), &answer.body), (201, &answers[0].body));
    }
    assert_eq!(count(&app, &ada.token).await, 1);
}

#[tokio::test]
async fn requests_with_keys_of_their_own_do_not_wait_for_each_other_in_a_circle() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let keys: Vec<String> = (0..6).map(|number| number.to_string()).collect();
    let answers =
        join_all(keys.iter().map(|key| create(&app, &ada.token, "/api/clients", "Engines", key))).await;
    assert!(answers.iter().all(|answer| answer.status.as_u16() == 201), "{answers:?}");
    assert_eq!(count(&app, &ada.token).await, 6);
}

#[tokio::test]
async fn a_key_stands_for_one_request() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    create(&app, &ada.token, "/api/clients", "Engines", "one").await.done();
    let other = create(&app, &ada.token, "/api/clients", "Other", "one").await;
    assert_eq!(refusal(&other), refused(422, "key_reused"));
    assert_eq!(count(&app, &ada.token).await, 1);
}

#[tokio::test]
async fn a_key_belongs_to_a_person_and_an_operation() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder("grace@example.com").await);
    let first = create(&app, &ada.token, "/api/clients", "Engines", "one").await.done();
    let of_another = create(&app, &grace.token, "/api/clients", "Engines", "one").await.done();
    assert_ne!(first["client"]["clientId"], of_another["client"]["clientId"]);
    let id = first["client"]["clientId"].as_str().expect("an id");
    let body = json!({ "inviteEmail": "mary@example.com", "inviteRoles": ["user"] });
    let path = format!("/api/clients/{id}/invites");
    let invite = Request::api(Method::POST, &path, &body).token(&ada.token).header("idempotency-key", "one");
    let made = app.send(invite.clone()).await.done();
    assert_eq!(app.send(invite).await.done(), made);
    // Another token of the same person is the same person.
    let (_, second) = app.token(&ada.cookie, &["full"]).await;
    assert_eq!(create(&app, &second, "/api/clients", "Engines", "one").await.done(), first);
}

#[tokio::test]
async fn a_repeated_invite_is_mailed_and_counted_once() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let client = app.organisation(&ada.token, "Engines").await;
    let body = json!({ "inviteEmail": "mary@example.com", "inviteRoles": ["user"] });
    let path = format!("/api/clients/{client}/invites");
    let request = Request::api(Method::POST, &path, &body).token(&ada.token).header("idempotency-key", "one");
    let first = app.send(request.clone()).await.done();
    for _ in 0..10 {
        assert_eq!(app.send(request.clone()).await.done(), first);
    }
    app.work().await;
    assert_eq!(app.mails.to("mary@example.com").len(), 1);
}

#[tokio::test]
async fn a_refused_request_does_not_use_the_key_up() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let wrong = create(&app, &ada.token, "/api/clients", "", "one").await;
    assert_eq!(refusal(&wrong), refused(422, "invalid"));
    create(&app, &ada.token, "/api/clients", "Engines", "one").await.done();
}

#[tokio::test]
async fn what_the_first_request_made_may_be_gone() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let first = create(&app, &ada.token, "/api/clients", "Engines", "one").await;
    app.ask(&ada.token, Method::DELETE, first.header("location"), &Value::Null).await.done();
    let again = create(&app, &ada.token, "/api/clients", "Engines", "one").await;
    assert_eq!(refusal(&again), refused(404, "not_found"));
    assert_eq!(count(&app, &ada.token).await, 0);
}

#[tokio::test]
async fn a_key_that_nobody_would_choose_is_refused() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    for key in ["", &"x".repeat(256), "ü"] {
        let answer = create(&app, &ada.token, "/api/clients", "Engines", key).await;
        assert_eq!(refusal(&answer), refused(400, "malformed"), "{key}");
    }
    create(&app, &ada.token, "/api/clients", "Engines", &"x".repeat(255)).await.done();
    assert_eq!(count(&app, &ada.token).await, 1);
}

#[tokio::test]
async fn an_answer_to_an_invite_can_be_repeated() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder("grace@example.com").await);
    for (answer, joined) in [("decline", 0), ("accept", 1)] {
        let client = app.organisation(&ada.token, "Engines").await;
        let invite = app.invite(&ada.token, &client, &grace.email, "user").await;
        let path = format!("/api/users/me/invites/{invite}/{answer}");
        let request = Request::api(Method::POST, &path, &Value::Null).token(&grace.token);
        let keyed = request.clone().header("idempotency-key", "one");
        let answers = join_all((0..4).map(|_| app.send(keyed.clone()))).await;
        for each in &answers {
            assert_eq!((each.status.as_u16(), &each.body), (200, &answers[0].body), "{answer}");
        }
        assert_eq!(app.send(keyed).await.body, answers[0].body);
        assert_eq!(refusal(&app.send(request).await), refused(404, "not_found"), "without the key");
        assert_eq!(count(&app, &grace.token).await, joined);
    }
}
