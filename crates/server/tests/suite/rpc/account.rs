//! `/rpc/v1/account` and `/rpc/v1/instance`

use axum::http::Method;
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use testkit::{EMAIL, PASSWORD, Request, TestApp};

#[tokio::test]
async fn the_account_tells_address_and_age() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let account = app.send(Request::get("/rpc/v1/account").cookie(&cookie)).await;
    assert_json_snapshot!(account.json(), @r#"
    {
      "exports": {
        "list": [],
        "nextAt": null
      },
      "summary": {
        "createdAt": 1795305600000,
        "email": "ada@example.com",
        "organisations": 0,
        "sessions": 1,
        "tokens": 2
      }
    }
    "#);
}

/// How many organisations, tokens and sessions the summary counts.
async fn counted(app: &TestApp, cookie: &str) -> [u64; 3] {
    let summary = app.get_as(cookie, "/rpc/v1/account").await.done()["summary"].clone();
    ["organisations", "tokens", "sessions"].map(|what| summary[what].as_u64().expect("a number"))
}

#[tokio::test]
async fn the_account_counts_what_there_is_now() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder("grace@example.com").await);
    assert_eq!(counted(&app, &ada.cookie).await, [0, 3, 1], "two tokens come with the account");
    let hers = app.organisation(&ada.token, "Engines").await;
    let graces = app.organisation(&grace.token, "Looms").await;
    app.join(&grace, &graces, &ada, "user").await;
    let (second, _) = app.token(&ada.cookie, &["full"]).await;
    let elsewhere = app.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(counted(&app, &ada.cookie).await, [2, 4, 2]);
    assert_eq!(counted(&app, &grace.cookie).await, [1, 3, 1], "each their own");
    app.post_as(&ada.cookie, "/rpc/v1/tokens/revoke", json!({ "id": second, "reason": "" })).await.done();
    app.ask(&ada.token, Method::DELETE, &format!("/api/clients/{hers}"), &Value::Null).await.done();
    app.post_as(&elsewhere, "/rpc/v1/auth/sign-out", json!({})).await.done();
    assert_eq!(counted(&app, &ada.cookie).await, [1, 3, 1]);
    // Tokens end in 90 days, and sessions before.
    app.wait(91 * 24 * 3600);
    let anew = app.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(counted(&app, &anew).await, [1, 0, 1]);
}

#[tokio::test]
async fn everybody_may_know_the_brand_and_the_rules() {
    let app = TestApp::new().await;
    assert_json_snapshot!(app.get("/rpc/v1/instance").await.json(), @r#"
    {
      "brand": "RequestRocket",
      "passkeys": false,
      "passwordPolicy": "guide",
      "supportEmail": null
    }
    "#);
}
