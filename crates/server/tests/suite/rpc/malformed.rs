//! Requests that nobody honest sends: each gets a 4xx with a text, and the server goes on.

use axum::http::StatusCode;
use serde_json::json;
use testkit::{EMAIL, Request, TestApp};

#[tokio::test]
async fn what_can_not_be_read_is_refused_in_words() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    let bodies: [&[u8]; 12] = [
        b"",
        b"{",
        b"null",
        b"[]",
        b"\"text\"",
        b"{}",
        br#"{"email":1,"password":2}"#,
        br#"{"email":null,"password":null}"#,
        br#"{"email":["a"],"password":{}}"#,
        b"email=a&password=b",
        b"{\"email\":\"\xff\xfe\",\"password\":\"x\"}",
        deep.as_bytes(),
    ];
    for path in ["/rpc/v1/auth/sign-in", "/rpc/v1/auth/sign-up", "/rpc/v1/auth/reset", "/rpc/v1/profile"] {
        for body in bodies {
            let request = Request::post(path, &json!({})).body(body).cookie(&cookie);
            let answer = app.send(request).await;
            let shown = String::from_utf8_lossy(&body[..body.len().min(60)]).into_owned();
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (StatusCode::BAD_REQUEST, "malformed"),
                "{path} {shown}"
            );
            assert!(answer.body.contains("Reload the page"), "{}", answer.body);
        }
    }
}

#[tokio::test]
async fn hostile_texts_are_refused_field_by_field() {
    let app = TestApp::new().await;
    let long = "a".repeat(10_000);
    for email in ["", " ", "a@b@c", "a\u{0}@example.com", "' OR 1=1 --", &format!("{long}@example.com")] {
        let answer = app.post("/rpc/v1/auth/forgot", json!({ "email": email })).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            "{email}"
        );
    }
    for password in ["", long.as_str()] {
        let answer = app.post("/rpc/v1/auth/sign-in", json!({ "email": EMAIL, "password": password })).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "invalid"));
    }
    let flow = "00000000-0000-4000-8000-000000000000";
    for code in ["", "12345", "1234567", "abcdef", "１２３４５６"] {
        let answer = app.post("/rpc/v1/auth/confirm", json!({ "flow": flow, "code": code })).await;
        assert_eq!(
            (answer.status, answer.code().as_str()),
            (StatusCode::UNPROCESSABLE_ENTITY, "invalid"),
            "{code}"
        );
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused_before_it_is_read() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    for path in ["/rpc/v1/auth/sign-in", "/rpc/v1/profile"] {
        let request = Request::post(path, &json!({})).body(vec![b' '; 64 * 1024 + 1]).cookie(&cookie);
        let answer = app.send(request).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
    }
    let form = Request::post("/forms/login", &json!({}))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(vec![b'a'; 64 * 1024 + 1]);
    assert_eq!(app.send(form).await.status, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn there_is_no_such_function() {
    let app = TestApp::new().await;
    for path in ["/rpc/v1/nothing", "/rpc/v2/profile", "/rpc/", "/rpc/v1/../../etc/passwd"] {
        assert_eq!(app.post(path, json!({})).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}
