//! Paths and methods that are not there, and what other sites get.

use axum::http::Method;
use insta::assert_json_snapshot;
use serde_json::Value;
use testkit::{EMAIL, Request, TestApp};

use super::{refusal, refused};

#[tokio::test]
async fn an_unknown_path_is_a_problem_and_no_page() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    assert_json_snapshot!(app.get("/api/nothing").await.json(), @r#"
    {
      "code": "not_found",
      "detail": "There is nothing here. It may have been moved or removed.",
      "status": 404,
      "title": "Not Found",
      "type": "/api/docs#not_found"
    }
    "#);
    for path in [
        "/api",
        "/api/",
        "/api/nothing",
        "/api/clients/x/y/z",
        "/clients/x/y/z",
        "/clients/",
        "/users/",
        "/users/me/nothing",
        "/tokens/",
        "/tokens/nothing",
        "/api/Clients",
        "/api/clients/",
        "/api/rpc/v1/me",
        "/api/healthz",
    ] {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let request = Request::api(method, path, &Value::Null);
            assert_eq!(refusal(&app.send(request.clone()).await), refused(404, "not_found"), "{path}");
            let answer = app.send(request.token(&ada.token)).await;
            assert_eq!(refusal(&answer), refused(404, "not_found"), "{path}");
        }
    }
}

#[tokio::test]
async fn an_unknown_method_is_answered_with_those_there_are() {
    let app = TestApp::new().await;
    for (method, path, allowed) in [
        (Method::POST, "/api/whoami", "GET,HEAD"),
        (Method::DELETE, "/whoami", "GET,HEAD"),
        (Method::PATCH, "/api/clients", "GET,HEAD,POST"),
        (Method::OPTIONS, "/api/clients", "GET,HEAD,POST"),
        (Method::POST, "/api/clients/00000000-0000-4000-8000-000000000000", "DELETE,GET,HEAD,PUT"),
        (Method::GET, "/api/tokens/report", "POST"),
        (Method::GET, "/tokens/report", "POST"),
        (Method::GET, "/api/introspect", "POST"),
        (Method::POST, "/api/openapi.json", "GET,HEAD"),
    ] {
        let answer = app.send(Request::api(method.clone(), path, &Value::Null)).await;
        assert_eq!(refusal(&answer), refused(405, "method_not_allowed"), "{method} {path}");
        let mut told: Vec<_> = answer.header("allow").split(',').map(str::trim).collect();
        told.sort_unstable();
        assert_eq!(told.join(","), allowed, "{method} {path}");
    }
}

#[tokio::test]
async fn no_other_site_is_let_in() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let preflight = Request::get("/api/whoami")
        .method(Method::OPTIONS)
        .header("origin", "https://evil.example")
        .header("access-control-request-method", "GET")
        .header("access-control-request-headers", "authorization");
    let simple = Request::get("/api/whoami").header("origin", "https://evil.example").cookie(&ada.cookie);
    let with_token = Request::get("/api/whoami").header("origin", "https://evil.example").token(&ada.token);
    for (request, status) in [(preflight, 405), (simple, 401), (with_token, 200)] {
        let answer = app.send(request).await;
        assert_eq!(answer.status, status);
        let cors = |name: &str| name.starts_with("access-control-");
        assert!(!answer.headers.keys().any(|name| cors(name.as_str())), "{:?}", answer.headers);
    }
}

#[tokio::test]
async fn a_head_tells_the_same_without_a_body() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let get = app.ask(&ada.token, Method::GET, "/api/users/me", &Value::Null).await;
    let head = app.ask(&ada.token, Method::HEAD, "/api/users/me", &Value::Null).await;
    assert_eq!((head.status, head.header("etag"), head.body.as_str()), (get.status, get.header("etag"), ""));
    let refused = app.send(Request::get("/api/users/me").method(Method::HEAD)).await;
    assert_eq!((refused.status.as_u16(), refused.body.as_str()), (401, ""));
}
