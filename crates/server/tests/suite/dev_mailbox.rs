//! `/dev/mailbox`

use axum::http::StatusCode;
use testkit::{Request, TestApp};

#[tokio::test]
async fn the_mailbox_shows_only_without_smtp_and_on_this_machine() {
    let app = TestApp::new().await;
    let answer = app.get("/dev/mailbox").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("No mail yet"));
    let with_smtp =
        TestApp::configured(|config| config.mail.smtp_url = Some("smtp://127.0.0.1:1".into())).await;
    assert_eq!(with_smtp.get("/dev/mailbox").await.status, StatusCode::NOT_FOUND);
    let behind_tls =
        TestApp::configured(|config| config.server.public_url = "https://id.example".into()).await;
    assert_eq!(behind_tls.get("/dev/mailbox").await.status, StatusCode::NOT_FOUND);
    let open = TestApp::configured(|config| config.server.listen = ([0, 0, 0, 0], 8080).into()).await;
    assert_eq!(open.get("/dev/mailbox").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nobody_elsewhere_reads_it_through_a_proxy_or_a_borrowed_name() {
    let app = TestApp::new().await;
    let forwarded = Request::get("/dev/mailbox").header("x-forwarded-for", "192.0.2.1");
    assert_eq!(app.send(forwarded).await.status, StatusCode::NOT_FOUND);
    let rebound = Request::get("/dev/mailbox").header("host", "evil.example:8080");
    assert_eq!(app.send(rebound).await.status, StatusCode::NOT_FOUND);
    let local = Request::get("/dev/mailbox").header("host", "localhost:8080");
    assert_eq!(app.send(local).await.status, StatusCode::OK);
}

#[tokio::test]
async fn nothing_outside_the_mailbox_is_read() {
    let app = TestApp::new().await;
    for path in ["/dev/mailbox/..%2f..%2fsecrets.key", "/dev/mailbox/secrets", "/dev/mailbox/%00"] {
        assert!(app.get(path).await.status.is_client_error(), "{path}");
    }
}
