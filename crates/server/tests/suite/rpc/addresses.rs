//! Whose address counts: the peer's, or behind a trusted proxy the one that the proxy saw.

use serde_json::json;
use testkit::{EMAIL, Request, TestApp};

async fn code(app: &TestApp, peer: &str, forwarded: &str) -> String {
    let body = json!({ "email": EMAIL, "password": "Wrong-1!" });
    let request =
        Request::post("/rpc/v1/auth/sign-in", &body).from(peer).header("x-forwarded-for", forwarded);
    app.send(request).await.code()
}

#[tokio::test]
async fn nobody_gets_a_fresh_start_by_making_addresses_up() {
    let app = TestApp::new().await;
    for n in 0..5 {
        assert_eq!(code(&app, "192.0.2.9", &format!("198.51.100.{n}")).await, "wrong_credentials");
    }
    assert_eq!(code(&app, "192.0.2.9", "198.51.100.99").await, "too_many_tries");
}

#[tokio::test]
async fn behind_a_proxy_the_last_address_that_is_no_proxy_counts() {
    let proxies = vec!["10.0.0.0/8".parse().expect("a network")];
    let app = TestApp::configured(|config| config.server.trusted_proxies = proxies).await;
    for n in 0..5 {
        // What stands further left the client may have written itself.
        let forwarded = format!("203.0.113.{n}, 198.51.100.7, 10.0.0.2");
        assert_eq!(code(&app, "10.0.0.1", &forwarded).await, "wrong_credentials");
    }
    assert_eq!(code(&app, "10.0.0.1", "203.0.113.99, 198.51.100.7").await, "too_many_tries");
    assert_eq!(code(&app, "10.0.0.1", "198.51.100.8").await, "wrong_credentials");
}
