//! `/dev/mailbox`

use axum::http::StatusCode;
use server::{
    adapters::mailbox::Mailbox,
    ports::mailer::{Mail, Mailer as _},
};
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
async fn a_mail_is_shown_as_it_is_read() {
    let app = TestApp::new().await;
    let mailbox = Mailbox { folder: app.app.config.mailbox(), from: "no-reply@example.com".into() };
    let url = format!("{}/not-me?link=a_b&c", app.app.config.server.public_url);
    let subject = format!("{}: Grüße, <b>", "so long that a header is folded ".repeat(5));
    let text = format!("Höhe = 1\n\nHere: {url}\nhttps://evil.example/ <script>alert(1)</script>\n");
    let mail = |id: &str, text: &str| Mail {
        id: format!("00000000-0000-4000-8000-{id:0>12}"),
        to: "ada@example.com".into(),
        subject: subject.clone(),
        text: text.into(),
        ..Mail::default()
    };
    mailbox.send(&mail("1", &text)).await.expect("kept");
    let escaped = subject.replace('<', "&lt;").replace('>', "&gt;");
    let list = app.get("/dev/mailbox").await;
    let path = format!("/dev/mailbox/{}", mail("1", "").id);
    let link = format!("<a href=\"{path}\">{escaped}</a>");
    assert!(list.body.contains(&link) && list.body.contains("ada@example.com"), "{}", list.body);

    let page = app.get(&path).await;
    let url = url.replace('&', "&amp;");
    for part in [escaped.as_str(), "Höhe = 1", &format!("<a href=\"{url}\">{url}</a>"), "&lt;script&gt;"] {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    assert!(!page.body.contains("href=\"https://evil"), "{}", page.body);
    let policy = page.headers.get("content-security-policy").expect("a policy").to_str().expect("a text");
    assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe-inline"), "{policy}");
    assert_eq!(app.get(&path.replace("0001", "0002")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn nothing_outside_the_mailbox_is_read() {
    let app = TestApp::new().await;
    for path in ["/dev/mailbox/..%2f..%2fsecrets.key", "/dev/mailbox/secrets", "/dev/mailbox/%00"] {
        assert!(app.get(path).await.status.is_client_error(), "{path}");
    }
}
