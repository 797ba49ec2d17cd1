//! `/api/introspect`: whether a token works, for the operator's own services (RFC 7662).

use insta::assert_json_snapshot;
use serde_json::{Value, json};
use server::service::platform_services;
use testkit::{Answer, EMAIL, Request, TestApp, other_than};
use uuid::Uuid;

use super::{refusal, refused};

async fn service(app: &TestApp) -> (Uuid, String) {
    let (credential, value) = platform_services::create(&app.app, "Runner").await.expect("a credential");
    (credential.id, value.expose().to_owned())
}

fn form(credential: &str, body: &str) -> Request {
    let request = Request::get("/api/introspect").method(axum::http::Method::POST).body(body);
    request.token(&format!("Bearer {credential}")).header("content-type", "application/x-www-form-urlencoded")
}

async fn introspect(app: &TestApp, credential: &str, token: &str) -> Answer {
    app.send(form(credential, &format!("token={token}"))).await
}

const INACTIVE: &str = "{\"active\":false}";

#[tokio::test]
async fn a_token_that_works_is_described() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let (_, credential) = service(&app).await;
    let answer = introspect(&app, &credential, &ada.token).await.done();
    assert_eq!((&answer["sub"], &answer["jti"]), (&json!(ada.user), &json!(ada.token_id)));
    assert_json_snapshot!(answer, { ".sub" => "[uuid]", ".jti" => "[uuid]" }, @r#"
    {
      "active": true,
      "exp": 1803081600,
      "iat": 1795305600,
      "jti": "[uuid]",
      "scope": "full",
      "sub": "[uuid]",
      "token_type": "user_token",
      "username": "ada@example.com"
    }
    "#);
    let (_, bound) = app.token_from(&ada.cookie, &["clients:read", "profile:read"], "192.0.2.0/24 ::1").await;
    let answer = introspect(&app, &credential, &bound).await.done();
    assert_eq!(answer["scope"], "profile:read clients:read");
    assert_eq!(answer["allowed_networks"], json!(["192.0.2.0/24", "::1/128"]));
    let hinted = format!("token_type_hint=access_token&token={bound}");
    assert_eq!(app.send(form(&credential, &hinted)).await.done(), answer);
}

#[tokio::test]
async fn whatever_does_not_work_is_inactive_and_nothing_else() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let (_, credential) = service(&app).await;
    let (revoked, revoked_value) = app.token(&ada.cookie, &["full"]).await;
    let (rotated, rotated_value) = app.token(&ada.cookie, &["full"]).await;
    let ends = [
        ("/rpc/v1/tokens/revoke", json!({ "id": revoked, "reason": "" })),
        ("/rpc/v1/tokens/rotate", json!({ "id": rotated, "overlap": "one_hour" })),
    ];
    for (path, body) in ends {
        app.post_as(&ada.cookie, path, body).await.done();
    }
    assert_eq!(introspect(&app, &credential, &rotated_value).await.done()["exp"], 1_795_309_200);
    app.wait(3600);
    let wrong_checksum = other_than(&ada.token);
    // A value of the right form that was never given out: the CRC-32 of 44 zeros is in its last letters.
    let unknown = unknown_token(&app);
    for token in [
        &revoked_value,
        &rotated_value,
        &wrong_checksum,
        &unknown,
        "",
        "u-",
        "%00",
        "%F0%9F%98%80",
        &credential,
    ] {
        let answer = introspect(&app, &credential, token).await;
        assert_eq!((answer.status.as_u16(), answer.body.as_str()), (200, INACTIVE), "{token}");
    }
    assert_eq!(introspect(&app, &credential, &ada.token).await.done()["active"], true);
    app.wait(90 * 24 * 3600);
    assert_eq!(introspect(&app, &credential, &ada.token).await.body, INACTIVE, "expired");
}

fn unknown_token(app: &TestApp) -> String {
    let kind = server::service::keys::Kind::UserToken;
    server::service::keys::generate(&*app.app.entropy, kind).expose().to_owned()
}

#[tokio::test]
async fn only_a_service_may_ask() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let (id, credential) = service(&app).await;
    let body = format!("token={}", ada.token);
    let anonymous = app.send(form("", &body).without("authorization").cookie(&ada.cookie)).await;
    assert_eq!(refusal(&anonymous), refused(401, "token_missing"));
    assert_eq!(anonymous.header("www-authenticate"), "Bearer realm=\"Core API\"");
    let generated =
        server::service::keys::generate(&*app.app.entropy, server::service::keys::Kind::ServiceCredential);
    for wrong in [&ada.token, "s-", generated.expose()] {
        assert_eq!(
            refusal(&introspect(&app, wrong, &ada.token).await),
            refused(401, "token_invalid"),
            "{wrong}"
        );
    }
    // Nor is a service's credential a person's token.
    let whoami = Request::get("/api/whoami").token(&credential);
    assert_eq!(refusal(&app.send(whoami).await), refused(401, "token_invalid"));
    introspect(&app, &credential, &ada.token).await.done();
    platform_services::revoke(&app.app, id).await.expect("revoked");
    assert_eq!(refusal(&introspect(&app, &credential, &ada.token).await), refused(401, "token_revoked"));
}

#[tokio::test]
async fn the_question_is_a_form() {
    let app = TestApp::new().await;
    let (_, credential) = service(&app).await;
    let json = form(&credential, r#"{"token":"x"}"#).header("content-type", "application/json");
    assert_eq!(refusal(&app.send(json).await), refused(415, "unsupported_media_type"));
    assert_eq!(refusal(&app.send(form(&credential, "token=a").without("content-type")).await).0, 415);
    for body in ["", "tokn=x", "token=a&token=b"] {
        let answer = app.send(form(&credential, body)).await;
        assert_eq!(refusal(&answer), refused(400, "malformed"), "{body}");
    }
    let long = format!("token={}", "x".repeat(70 * 1024));
    assert_eq!(refusal(&app.send(form(&credential, &long)).await), refused(413, "too_large"));
}

#[tokio::test]
async fn a_question_counts_as_a_use_by_that_service() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let (_, credential) = service(&app).await;
    app.send(form(&credential, &format!("token={}", ada.token)).from("198.51.100.7")).await.done();
    let page = app.get_as(&ada.cookie, "/rpc/v1/tokens").await.done();
    let tokens = page["tokens"].as_array().expect("tokens");
    let token = tokens.iter().find(|token| token["id"] == *ada.token_id).expect("the token");
    assert_json_snapshot!(token["lastUse"], @r#"
    {
      "address": "198.51.100.7",
      "at": 1795305600000,
      "client": "Runner"
    }
    "#);
    assert_eq!(token["uses"].as_array().and_then(|uses| uses.last()), Some(&json!(1)));
    let unused: Vec<&Value> = tokens.iter().filter(|token| token["lastUse"].is_null()).collect();
    assert_eq!(unused.len(), 2, "nothing else was used");
}
