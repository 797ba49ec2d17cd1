//! `/healthz`, `/readyz`, `/metrics`

use axum::http::StatusCode;
use insta::assert_json_snapshot;
use testkit::{Request, TestApp};

#[tokio::test]
async fn health_and_readiness_answer() {
    let app = TestApp::new().await;
    assert_json_snapshot!(app.get("/healthz").await.json(), @r#"
    {
      "status": "ok"
    }
    "#);
    assert_json_snapshot!(app.get("/readyz").await.json(), @r#"
    {
      "database": "ok",
      "identity": "ok"
    }
    "#);
}

#[tokio::test]
async fn figures_are_for_this_machine_or_for_who_has_the_token() {
    let app = TestApp::configured(|config| config.server.metrics_token = Some("figures".into())).await;
    let from = |address: &str| Request::get("/metrics").from(address);
    assert_eq!(app.send(from("127.0.0.1")).await.status, StatusCode::OK);
    assert_eq!(app.send(from("192.0.2.1")).await.status, StatusCode::NOT_FOUND);
    let forwarded = from("127.0.0.1").header("x-forwarded-for", "192.0.2.1");
    assert_eq!(app.send(forwarded).await.status, StatusCode::NOT_FOUND);
    let right = from("192.0.2.1").header("authorization", "Bearer figures");
    assert_eq!(app.send(right).await.status, StatusCode::OK);
    let wrong = from("192.0.2.1").header("authorization", "Bearer figure");
    assert_eq!(app.send(wrong).await.status, StatusCode::NOT_FOUND);
}
