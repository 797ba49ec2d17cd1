//! `/api/whoami`, and how a token is sent.

use axum::http::Method;
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use testkit::{EMAIL, Request, TestApp, other_than};

use super::{refusal, refused};

fn whoami() -> Request {
    Request::api(Method::GET, "/api/whoami", &Value::Null)
}

#[tokio::test]
async fn a_token_tells_whose_it_is_and_what_it_may_do() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let answer = app.send(whoami().token(&ada.token)).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.json()["userId"], ada.user);
    assert_eq!(answer.json()["tokenId"], ada.token_id);
    assert_json_snapshot!(answer.json(), { ".userId" => "[uuid]", ".tokenId" => "[uuid]" }, @r#"
    {
      "message": "Success",
      "tokenExpiresAt": "2027-02-20T00:00:00.000Z",
      "tokenId": "[uuid]",
      "tokenName": "For full",
      "tokenScopes": [
        "full"
      ],
      "userId": "[uuid]"
    }
    "#);
    assert_eq!(answer.header("content-type"), "application/json");
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn scopes_are_told_by_name() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let (_, token) = app.token(&cookie, &["clients:write", "profile:read"]).await;
    let answer = app.send(whoami().token(&token)).await.done();
    assert_eq!(answer["tokenScopes"], json!(["profile:read", "clients:write"]));
}

#[tokio::test]
async fn a_token_is_taken_raw_or_as_a_bearer_under_both_prefixes() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let token = &ada.token;
    let expected = app.send(whoami().token(token)).await.done();
    for path in ["/api/whoami", "/whoami"] {
        for value in
            [token.clone(), format!("Bearer {token}"), format!("bearer {token}"), format!("BEARER   {token}")]
        {
            let answer = app.send(Request::get(path).token(&value)).await;
            assert_eq!(answer.done(), expected, "{path} {value}");
        }
    }
}

#[tokio::test]
async fn what_is_no_token_is_refused() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let missing = app.send(whoami()).await;
    assert_eq!(missing.header("www-authenticate"), "Bearer realm=\"Core API\"");
    assert_json_snapshot!(missing.json(), @r#"
    {
      "code": "token_missing",
      "detail": "Send your user token in the Authorization header.",
      "status": 401,
      "title": "Unauthorized",
      "type": "/api/docs#token_missing"
    }
    "#);
    let wrong_checksum = other_than(&ada.token);
    let invalid = app.send(whoami().token(&wrong_checksum)).await;
    assert_eq!(invalid.header("www-authenticate"), "Bearer realm=\"Core API\", error=\"invalid_token\"");
    assert_json_snapshot!(invalid.json(), @r#"
    {
      "code": "token_invalid",
      "detail": "This is not a token that we know. Copy it again from the Keys page.",
      "status": 401,
      "title": "Unauthorized",
      "type": "/api/docs#token_invalid"
    }
    "#);
    for value in ["", " ", "Bearer", "Bearer ", "Basic dTpw", "u-", "null", &ada.token[2..], &ada.token_id] {
        let answer = app.send(whoami().token(value)).await;
        let code = if ["", " "].contains(&value) { "token_missing" } else { "token_invalid" };
        assert_eq!(refusal(&answer), refused(401, code), "{value:?}");
    }
    for text in [format!("{} {}", ada.token, ada.token), format!("Basic {}", ada.token)] {
        assert_eq!(refusal(&app.send(whoami().token(&text)).await), refused(401, "token_invalid"), "{text}");
    }
}

#[tokio::test]
async fn a_session_opens_nothing_here() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let with_cookie = whoami().cookie(&ada.cookie).ours();
    assert_eq!(refusal(&app.send(with_cookie).await), refused(401, "token_missing"));
    let (_, secret) = ada.cookie.split_once('=').expect("a cookie");
    let as_desktop =
        whoami().token(&format!("Bearer {secret}")).header("x-personal-settings-client", "desktop");
    assert_eq!(refusal(&app.send(as_desktop).await), refused(401, "token_invalid"));
    // Nor does a cookie stand in the way of a token.
    let other = app.holder("charles@example.com").await;
    let answer = app.send(whoami().cookie(&ada.cookie).token(&other.token)).await.done();
    assert_eq!(answer["userId"], other.user);
}

#[tokio::test]
async fn a_token_ends_with_its_account() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    app.send(whoami().token(&ada.token)).await.done();
    let user = domain::UserId(ada.user.parse().expect("an id"));
    server::service::deletion::delete_as_admin(&app.app, user).await.expect("deleted");
    assert_eq!(refusal(&app.send(whoami().token(&ada.token)).await), refused(401, "token_invalid"));
}
