//! How often a token may be used, and from where.

use axum::http::Method;
use insta::assert_json_snapshot;
use serde_json::Value;
use testkit::{Answer, EMAIL, Request, TestApp};

use super::{refusal, refused};

async fn from(app: &TestApp, token: &str, address: &str) -> Answer {
    app.send(Request::api(Method::GET, "/api/whoami", &Value::Null).token(token).from(address)).await
}

async fn app_with(requests_per_minute: u32) -> TestApp {
    let quota = requests_per_minute.try_into().expect("not zero");
    TestApp::configured(|config| config.api.requests_per_minute = quota).await
}

#[tokio::test]
async fn every_answer_tells_what_is_left() {
    let app = app_with(2).await;
    let ada = app.holder(EMAIL).await;
    let mut told = Vec::new();
    for _ in 0..2 {
        let answer = from(&app, &ada.token, "192.0.2.1").await;
        assert_eq!(answer.header("ratelimit-policy"), "\"default\";q=2;w=60");
        told.push(answer.header("ratelimit").to_owned());
    }
    assert_eq!(told, ["\"default\";r=1;t=30", "\"default\";r=0;t=60"]);
}

#[tokio::test]
async fn refusals_tell_it_too() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    for path in ["/whoami", "/api/clients/nothing", "/api/clients?limit=0"] {
        let answer = app.ask(&ada.token, Method::GET, path, &Value::Null).await;
        assert_eq!(answer.header("ratelimit-policy"), "\"default\";q=600;w=60", "{path}");
        assert!(answer.header("ratelimit").starts_with("\"default\";r="), "{path}");
    }
}

#[tokio::test]
async fn a_token_that_asks_too_often_waits_alone() {
    let app = app_with(1).await;
    let ada = app.holder(EMAIL).await;
    from(&app, &ada.token, "192.0.2.1").await.done();
    let answer = from(&app, &ada.token, "198.51.100.7").await;
    assert_eq!(refusal(&answer), refused(429, "rate_limited"));
    assert_json_snapshot!(answer.json(), @r#"
    {
      "code": "rate_limited",
      "detail": "This token makes too many requests. Wait until the time in Retry-After.",
      "status": 429,
      "title": "Too Many Requests",
      "type": "/api/docs#rate_limited"
    }
    "#);
    let seconds: u32 = answer.header("retry-after").parse().expect("seconds");
    assert!((1..=60).contains(&seconds), "{seconds}");
    assert_eq!(answer.header("ratelimit"), "\"default\";r=0;t=60");
    // Another token of the same person has its own.
    let (_, second) = app.token(&ada.cookie, &["full"]).await;
    from(&app, &second, "192.0.2.1").await.done();
}

#[tokio::test]
async fn who_has_no_token_is_told_no_limit() {
    let app = app_with(1).await;
    for _ in 0..3 {
        let answer = app.get("/api/whoami").await;
        assert_eq!(refusal(&answer), refused(401, "token_missing"));
        assert!(
            !answer.headers.contains_key("ratelimit") && !answer.headers.contains_key("ratelimit-policy")
        );
    }
}

#[tokio::test]
async fn a_token_works_from_its_networks_only() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let networks = "192.0.2.0/25, 198.51.100.7\n2001:db8:1::/48 2001:db8:2::1";
    let (_, token) = app.token_from(&cookie, &["full"], networks).await;
    for address in ["192.0.2.1", "192.0.2.127", "198.51.100.7", "[2001:db8:1:ffff::1]", "[2001:db8:2::1]"] {
        from(&app, &token, address).await.done();
    }
    // An IPv4 address in IPv6 clothes is the same address.
    from(&app, &token, "[::ffff:192.0.2.1]").await.done();
    for address in ["192.0.2.128", "198.51.100.8", "[2001:db8:2::2]", "[::1]", "127.0.0.1"] {
        assert_eq!(
            refusal(&from(&app, &token, address).await),
            refused(403, "network_not_allowed"),
            "{address}"
        );
    }
    assert_json_snapshot!(from(&app, &token, "203.0.113.1").await.json(), @r#"
    {
      "code": "network_not_allowed",
      "detail": "This token does not work from your address. Its owner can allow the address with a new token.",
      "status": 403,
      "title": "Forbidden",
      "type": "/api/docs#network_not_allowed"
    }
    "#);
}

#[tokio::test]
async fn nobody_makes_an_address_up() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let (_, token) = app.token_from(&cookie, &["full"], "192.0.2.1").await;
    let request = Request::api(Method::GET, "/api/whoami", &Value::Null).token(&token).from("203.0.113.1");
    let forged = request.header("x-forwarded-for", "192.0.2.1").header("forwarded", "for=192.0.2.1");
    assert_eq!(refusal(&app.send(forged).await), refused(403, "network_not_allowed"));
}

#[tokio::test]
async fn a_missing_scope_is_named() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let (_, token) = app.token(&cookie, &["clients:write", "notifications:read"]).await;
    let answer = app.ask(&token, Method::GET, "/api/clients", &Value::Null).await;
    assert_eq!(refusal(&answer), refused(403, "missing_scope"));
    assert_json_snapshot!(answer.json(), @r#"
    {
      "code": "missing_scope",
      "detail": "This token is not allowed to do this. Create one with the permission on the Keys page.",
      "missing_scopes": [
        "clients:read"
      ],
      "status": 403,
      "title": "Forbidden",
      "type": "/api/docs#missing_scope"
    }
    "#);
}
