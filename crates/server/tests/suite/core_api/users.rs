//! `/api/users`

use axum::http::Method;
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use testkit::{Answer, EMAIL, Request, TestApp};

use super::{refusal, refused};

const ME: &str = "/api/users/me";

fn profile(first: &str) -> Value {
    json!({ "userFirstName": first, "userLastName": "Lovelace", "userPhone": "", "userBio": "" })
}

async fn save(app: &TestApp, token: &str, body: &Value, if_match: Option<&str>) -> Answer {
    let request = Request::api(Method::PUT, ME, body).token(token);
    app.send(if_match.map_or(request.clone(), |version| request.header("if-match", version))).await
}

#[tokio::test]
async fn a_profile_is_read_and_changed() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let read = app.ask(&ada.token, Method::GET, ME, &Value::Null).await;
    assert_eq!((read.status.as_u16(), read.header("etag")), (200, "\"v1\""));
    assert_json_snapshot!(read.json(), { ".user.userId" => "[uuid]" }, @r#"
    {
      "message": "Success",
      "user": {
        "userBio": "",
        "userEmail": "ada@example.com",
        "userFirstName": "",
        "userId": "[uuid]",
        "userLastName": "",
        "userPhone": ""
      }
    }
    "#);
    let body = json!({
        "userFirstName": " Ada ",
        "userLastName": "Lovelace",
        "userPhone": "+44 20 7946 0018",
        "userBio": "Writes\r\nprograms.",
    });
    let saved = save(&app, &ada.token, &body, None).await;
    assert_eq!((saved.status.as_u16(), saved.header("etag")), (200, "\"v2\""));
    assert_json_snapshot!(saved.json(), { ".user.userId" => "[uuid]" }, @r#"
    {
      "message": "Success",
      "user": {
        "userBio": "Writes\nprograms.",
        "userEmail": "ada@example.com",
        "userFirstName": "Ada",
        "userId": "[uuid]",
        "userLastName": "Lovelace",
        "userPhone": "+442079460018"
      }
    }
    "#);
    let read = app.ask(&ada.token, Method::GET, "/users/me", &Value::Null).await;
    assert_eq!((read.json(), read.header("etag")), (saved.json(), "\"v2\""));
    let page = app.get_as(&ada.cookie, "/rpc/v1/profile").await.done();
    assert_eq!(page["firstName"], "Ada", "the page shows the same");
}

#[tokio::test]
async fn each_wrong_field_is_named_as_it_was_sent() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let wrong = json!({
        "userFirstName": "a\u{7}b",
        "userLastName": "x".repeat(65),
        "userPhone": "020 7946 0018",
        "userBio": "x".repeat(501),
    });
    let answer = save(&app, &ada.token, &wrong, None).await;
    assert_eq!(refusal(&answer), refused(422, "invalid"));
    assert_json_snapshot!(answer.json(), @r#"
    {
      "code": "invalid",
      "detail": "Please correct the marked fields.",
      "errors": [
        {
          "code": "control_character",
          "detail": "This holds a character that can't be shown. Type it again by hand.",
          "field": "userFirstName"
        },
        {
          "code": "name_too_long",
          "detail": "Use at most 64 characters.",
          "field": "userLastName"
        },
        {
          "code": "phone_form",
          "detail": "Write the number with its country code, such as +44 20 7946 0018.",
          "field": "userPhone"
        },
        {
          "code": "bio_too_long",
          "detail": "Use at most 500 characters.",
          "field": "userBio"
        }
      ],
      "status": 422,
      "title": "Unprocessable Entity",
      "type": "/api/docs#invalid"
    }
    "#);
}

#[tokio::test]
async fn a_forgotten_or_unknown_field_is_refused() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let mut forgotten = profile("Ada");
    forgotten.as_object_mut().expect("an object").remove("userBio");
    let mut sneaky = profile("Ada");
    sneaky["userEmail"] = json!("other@example.com");
    for body in [forgotten, sneaky] {
        let answer = save(&app, &ada.token, &body, None).await;
        assert_eq!(refusal(&answer), refused(400, "malformed"), "{body}");
    }
    assert_eq!(app.ask(&ada.token, Method::GET, ME, &Value::Null).await.header("etag"), "\"v1\"");
}

#[tokio::test]
async fn a_change_can_be_bound_to_a_version() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    save(&app, &ada.token, &profile("First"), Some("\"v1\"")).await.done();
    for stale in ["\"v1\"", "\"v3\"", "\"v-1\"", "v2", "\"2\"", "W/\"v2\"", "garbage", ""] {
        let answer = save(&app, &ada.token, &profile("Second"), Some(stale)).await;
        assert_eq!(refusal(&answer), refused(412, "changed"), "{stale}");
    }
    let saved = save(&app, &ada.token, &profile("Second"), Some("\"v2\"")).await;
    assert_eq!(saved.header("etag"), "\"v3\"");
    let saved = save(&app, &ada.token, &profile("Third"), Some("*")).await;
    assert_eq!(saved.header("etag"), "\"v4\"");
    assert_eq!(saved.json()["user"]["userFirstName"], "Third");
}

#[tokio::test]
async fn tokens_are_listed_without_their_values() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let (_, reader) = app.token_from(&ada.cookie, &["profile:read"], "192.0.2.0/24 2001:db8::/32").await;
    let (ended, _) = app.token(&ada.cookie, &["clients:read"]).await;
    let revoked = json!({ "id": ended, "reason": "" });
    app.post_as(&ada.cookie, "/rpc/v1/tokens/revoke", revoked).await.done();
    let rotated = json!({ "id": ada.token_id, "overlap": "one_hour" });
    app.post_as(&ada.cookie, "/rpc/v1/tokens/rotate", rotated).await.done();
    app.wait(61);
    let mut listed = app.ask(&reader, Method::GET, "/api/users/me/tokens", &Value::Null).await.done();
    let tokens = listed["tokens"].as_array_mut().expect("tokens");
    tokens.sort_by_key(|token| format!("{} {}", token["tokenName"], token["tokenExpiresAt"]));
    assert_json_snapshot!(listed, { ".tokens[].tokenId" => "[uuid]" }, @r#"
    {
      "message": "Success",
      "tokens": [
        {
          "tokenCreatedAt": "2026-11-22T00:00:00.000Z",
          "tokenExpiresAt": "2026-11-22T01:00:00.000Z",
          "tokenId": "[uuid]",
          "tokenLastUsedAt": null,
          "tokenName": "For full",
          "tokenNetworks": [],
          "tokenScopes": [
            "full"
          ]
        },
        {
          "tokenCreatedAt": "2026-11-22T00:00:00.000Z",
          "tokenExpiresAt": "2027-02-20T00:00:00.000Z",
          "tokenId": "[uuid]",
          "tokenLastUsedAt": null,
          "tokenName": "For full",
          "tokenNetworks": [],
          "tokenScopes": [
            "full"
          ]
        },
        {
          "tokenCreatedAt": "2026-11-22T00:00:00.000Z",
          "tokenExpiresAt": "2027-02-20T00:00:00.000Z",
          "tokenId": "[uuid]",
          "tokenLastUsedAt": "2026-11-22T00:01:01.000Z",
          "tokenName": "For profile:read",
          "tokenNetworks": [
            "192.0.2.0/24",
            "2001:db8::/32"
          ],
          "tokenScopes": [
            "profile:read"
          ]
        },
        {
          "tokenCreatedAt": "2026-11-22T00:00:00.000Z",
          "tokenExpiresAt": "2027-02-20T00:00:00.000Z",
          "tokenId": "[uuid]",
          "tokenLastUsedAt": null,
          "tokenName": "User Token 1",
          "tokenNetworks": [],
          "tokenScopes": [
            "full"
          ]
        },
        {
          "tokenCreatedAt": "2026-11-22T00:00:00.000Z",
          "tokenExpiresAt": "2027-02-20T00:00:00.000Z",
          "tokenId": "[uuid]",
          "tokenLastUsedAt": null,
          "tokenName": "User Token 2",
          "tokenNetworks": [],
          "tokenScopes": [
            "full"
          ]
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn a_fellow_member_is_shown_by_name_and_a_stranger_is_not_there() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder("grace@example.com").await);
    let body = json!({
        "userFirstName": "Grace", "userLastName": "Hopper", "userPhone": "+442079460018", "userBio": "Navy",
    });
    save(&app, &grace.token, &body, None).await.done();
    let path = format!("/api/users/{}", grace.user);
    let stranger = app.ask(&ada.token, Method::GET, &path, &Value::Null).await;
    assert_eq!(refusal(&stranger), refused(404, "not_found"));
    let client = app.organisation(&ada.token, "Engines").await;
    app.join(&ada, &client, &grace, "user").await;
    let fellow = app.ask(&ada.token, Method::GET, &path, &Value::Null).await.done();
    assert_json_snapshot!(fellow, { ".user.userId" => "[uuid]" }, @r#"
    {
      "message": "Success",
      "user": {
        "userFirstName": "Grace",
        "userId": "[uuid]",
        "userLastName": "Hopper"
      }
    }
    "#);
    let own = app.ask(&grace.token, Method::GET, &path, &Value::Null).await.done();
    assert_eq!(own["user"]["userEmail"], "grace@example.com");
    let removal = format!("/api/clients/{client}/users/{}", grace.user);
    app.ask(&ada.token, Method::DELETE, &removal, &Value::Null).await.done();
    let gone = app.ask(&ada.token, Method::GET, &path, &Value::Null).await;
    assert_eq!((gone.status, gone.body), (stranger.status, stranger.body), "as if they had never been there");
}
