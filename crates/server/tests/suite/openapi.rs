//! What is said of the Core API, to programs and to people.

use axum::http::StatusCode;
use serde_json::Value;
use testkit::TestApp;

#[test]
fn the_committed_document_is_the_codes() {
    let document = server::core_api::openapi().to_pretty_json().expect("JSON");
    let committed = include_str!("../../../../docs/openapi.json");
    assert!(committed.trim_end() == document, "docs/openapi.json is old. Run: cargo xtask gen openapi");
}

#[tokio::test]
async fn the_reference_names_every_operation_and_nobody_elses_host() {
    let app = TestApp::configured(|config| config.server.public_url = "https://id.example".into()).await;
    let answer = app.get("/api/docs").await;
    assert_eq!(answer.status, StatusCode::OK);
    let page = answer.body;
    let document = serde_json::to_value(server::core_api::openapi()).expect("JSON");
    for operation in document["paths"].as_object().expect("paths").values().filter_map(Value::as_object) {
        for id in operation.values().map(|operation| operation["operationId"].as_str().expect("an id")) {
            assert!(page.contains(&format!("<h3 id=\"{id}\">")), "{id}");
        }
    }
    assert!(page.contains("curl 'https://id.example/api/whoami'"), "the server's own address");
    for anchor in ["id=\"not_found\"", "id=\"key_reused\"", "id=\"rate_limited\""] {
        assert!(page.contains(anchor), "{anchor}");
    }
    assert!(!page.contains("<script") && !page.contains("style=\""), "nothing that the policy forbids");
    assert!(!page.contains("href=\"http") && !page.contains("src="), "nothing from elsewhere");
}

#[tokio::test]
async fn the_reference_is_locked_down_as_pages_are() {
    let app = TestApp::new().await;
    for path in ["/api/docs", "/api/docs.css"] {
        let answer = app.get(path).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
        let policy = answer.headers["content-security-policy"].to_str().expect("text");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"), "{policy}");
    }
}
