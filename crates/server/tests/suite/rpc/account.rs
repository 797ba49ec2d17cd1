//! `/rpc/v1/account` and `/rpc/v1/instance`

use insta::assert_json_snapshot;
use testkit::{EMAIL, Request, TestApp};

#[tokio::test]
async fn the_account_tells_address_and_age() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let account = app.send(Request::get("/rpc/v1/account").cookie(&cookie)).await;
    assert_json_snapshot!(account.json(), @r#"
    {
      "createdAt": 1795305600000,
      "email": "ada@example.com"
    }
    "#);
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
