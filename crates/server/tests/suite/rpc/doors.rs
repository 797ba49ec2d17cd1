//! Every server function, asked by everybody: nobody, the person, somebody else, an ended session.
//! A function without a row here fails the test.

use axum::http::{Method, StatusCode};
use dioxus::server::ServerFunction;
use serde_json::{Value, json};
use testkit::{EMAIL, Request, TestApp};

/// Who may pass.
#[derive(Clone, Copy, PartialEq)]
enum Door {
    /// Everybody; the body is answered with this status.
    Open(u16),
    /// Signed-in people.
    Private,
}

fn doors() -> Vec<(&'static str, &'static str, Value, Door)> {
    let flow = "00000000-0000-4000-8000-000000000000";
    let profile = json!({ "firstName": "", "lastName": "", "phone": "", "bio": "" });
    vec![
        ("GET", "/rpc/v1/account", Value::Null, Door::Private),
        ("POST", "/rpc/v1/auth/confirm", json!({ "flow": flow, "code": "123456" }), Door::Open(422)),
        ("POST", "/rpc/v1/auth/forgot", json!({ "email": EMAIL }), Door::Open(200)),
        ("POST", "/rpc/v1/auth/resend", json!({ "flow": flow }), Door::Open(200)),
        (
            "POST",
            "/rpc/v1/auth/reset",
            json!({ "flow": flow, "code": "123456", "password": "Analytical-1!" }),
            Door::Open(422),
        ),
        ("POST", "/rpc/v1/auth/sign-in", json!({ "email": EMAIL, "password": "wrong" }), Door::Open(401)),
        ("POST", "/rpc/v1/auth/sign-out", json!({}), Door::Open(200)),
        (
            "POST",
            "/rpc/v1/auth/sign-up",
            json!({ "email": EMAIL, "password": "Analytical-Engine-2!" }),
            Door::Open(200),
        ),
        ("GET", "/rpc/v1/instance", Value::Null, Door::Open(200)),
        ("GET", "/rpc/v1/me", Value::Null, Door::Private),
        ("GET", "/rpc/v1/profile", Value::Null, Door::Private),
        ("POST", "/rpc/v1/profile", json!({ "update": profile, "version": 1 }), Door::Private),
    ]
}

fn request(method: &str, path: &str, body: &Value) -> Request {
    if method == "GET" { Request::get(path) } else { Request::post(path, body) }
}

#[test]
fn every_function_has_a_row() {
    let mut functions: Vec<_> =
        ServerFunction::collect().iter().map(|each| format!("{} {}", each.method(), each.path())).collect();
    functions.sort();
    functions.dedup();
    let mut rows: Vec<_> = doors().iter().map(|(method, path, ..)| format!("{method} {path}")).collect();
    rows.sort();
    assert_eq!(functions, rows);
}

#[tokio::test]
async fn nobody_passes_a_private_door() {
    let app = TestApp::new().await;
    for (method, path, body, door) in doors() {
        let answer = app.send(request(method, path, &body)).await;
        match door {
            Door::Open(status) => assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.body),
            Door::Private => {
                let found = (answer.status, answer.code());
                assert_eq!(found, (StatusCode::UNAUTHORIZED, "signed_out".to_owned()), "{path}");
            }
        }
    }
}

#[tokio::test]
async fn an_ended_session_passes_no_private_door() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    app.wait(31 * 24 * 3600);
    for (method, path, body, _) in doors().into_iter().filter(|row| row.3 == Door::Private) {
        let answer = app.send(request(method, path, &body).cookie(&cookie)).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test]
async fn each_person_sees_and_changes_their_own_only() {
    let app = TestApp::new().await;
    let ada = app.signed_in(EMAIL).await;
    let other = app.signed_in("charles@example.com").await;
    let body =
        json!({ "update": { "firstName": "Ada", "lastName": "", "phone": "", "bio": "" }, "version": 1 });
    assert_eq!(app.send(Request::post("/rpc/v1/profile", &body).cookie(&ada)).await.status, StatusCode::OK);
    for (method, path, _, _) in doors().into_iter().filter(|row| row.3 == Door::Private && row.0 == "GET") {
        let answer = app.send(request(method, path, &Value::Null).cookie(&other)).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(answer.body.contains("charles@example.com"), "{path}: {}", answer.body);
        assert!(!answer.body.contains("Ada") && !answer.body.contains(EMAIL), "{path}: {}", answer.body);
    }
}

#[tokio::test]
async fn nothing_that_changes_something_is_taken_from_another_site() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    for (method, path, body, _) in doors().into_iter().filter(|row| row.0 == "POST") {
        let ours = request(method, path, &body).cookie(&cookie);
        let forged = [
            ours.clone().without("origin").without("sec-fetch-site"),
            ours.clone().header("origin", "https://evil.example").without("sec-fetch-site"),
            ours.clone().header("origin", "null").without("sec-fetch-site"),
            ours.clone().header("sec-fetch-site", "cross-site"),
            ours.clone().header("sec-fetch-site", "same-site"),
            ours.clone().header("origin", "http://127.0.0.1:8081"),
            ours.header("content-type", "text/plain").header("origin", "https://evil.example"),
        ];
        for request in forged {
            let answer = app.send(request).await;
            assert_eq!(
                (answer.status, answer.code().as_str()),
                (StatusCode::FORBIDDEN, "cross_site"),
                "{path}"
            );
        }
    }
    let me = app.send(Request::get("/rpc/v1/me").cookie(&cookie)).await;
    assert_eq!(me.status, StatusCode::OK, "still signed in");
    let put = Request::post("/rpc/v1/profile", &json!({})).method(Method::PUT);
    assert_eq!(app.send(put.cookie(&cookie)).await.status, StatusCode::NOT_FOUND);
}
