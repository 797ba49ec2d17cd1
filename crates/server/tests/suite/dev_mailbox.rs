//! `/dev/mailbox`

use axum::http::StatusCode;
use testkit::TestApp;

#[tokio::test]
async fn the_mailbox_shows_only_without_smtp_and_on_this_machine() {
    let app = TestApp::new().await;
    let answer = app.get("/dev/mailbox").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("No mail yet"));
    let with_smtp =
        TestApp::configured(|config| config.mail.smtp_url = Some("smtp://127.0.0.1:1".into())).await;
    assert_eq!(with_smtp.get("/dev/mailbox").await.status, StatusCode::NOT_FOUND);
    let open = TestApp::configured(|config| config.server.listen = ([0, 0, 0, 0], 8080).into()).await;
    assert_eq!(open.get("/dev/mailbox").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nothing_outside_the_mailbox_is_read() {
    let app = TestApp::new().await;
    for path in ["/dev/mailbox/..%2f..%2fsecrets.key", "/dev/mailbox/secrets", "/dev/mailbox/%00"] {
        assert!(app.get(path).await.status.is_client_error(), "{path}");
    }
}
