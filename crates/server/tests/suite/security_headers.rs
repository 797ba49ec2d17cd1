//! What every answer carries.

use testkit::TestApp;

#[tokio::test]
async fn every_answer_is_locked_down_and_kept_by_nobody() {
    let app = TestApp::new().await;
    for path in ["/healthz", "/rpc/v1/instance", "/rpc/v1/me", "/dev/mailbox", "/nothing"] {
        let answer = app.get(path).await;
        let header = |name: &str| {
            answer.headers.get(name).map(|value| value.to_str().expect("text")).unwrap_or_default()
        };
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("x-frame-options"), "DENY", "{path}");
        assert_eq!(header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(header("cache-control"), "no-store", "{path}");
        assert!(!header("x-request-id").is_empty(), "{path}");
        let policy = header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
    }
}

#[tokio::test]
async fn no_two_answers_share_a_nonce() {
    let app = TestApp::new().await;
    let policy = async || {
        let answer = app.get("/dev/mailbox").await;
        answer.headers["content-security-policy"].to_str().expect("text").to_owned()
    };
    assert_ne!(policy().await, policy().await);
}

#[tokio::test]
async fn tls_is_remembered_where_there_is_tls() {
    let plain = TestApp::new().await;
    assert!(!plain.get("/healthz").await.headers.contains_key("strict-transport-security"));
    let secure = TestApp::configured(|config| config.server.public_url = "https://id.example".into()).await;
    assert!(secure.get("/healthz").await.headers.contains_key("strict-transport-security"));
}
