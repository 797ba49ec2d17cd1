//! Mail is never lost: not when the mail server is down, not when the process dies.

use std::sync::Arc;

use serde_json::json;
use server::{jobs, ports::mailer::Mailer as _};
use testkit::{BrokenMailer, EMAIL, PASSWORD, TestApp};

#[tokio::test]
async fn a_mail_waits_until_the_mail_server_is_back() {
    let mailer = Arc::new(BrokenMailer::default());
    let app = TestApp::with_mailer(Arc::clone(&mailer) as _).await;
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    app.post("/rpc/v1/auth/sign-up", body).await;
    app.work().await;
    assert!(mailer.inbox.to(EMAIL).is_empty());

    mailer.repair();
    app.work().await;
    assert!(mailer.inbox.to(EMAIL).is_empty(), "not before its time");
    app.wait(3);
    app.work().await;
    assert_eq!(mailer.inbox.to(EMAIL).len(), 1);
    app.wait(3600);
    app.work().await;
    assert_eq!(mailer.inbox.to(EMAIL).len(), 1, "and not twice");
}

#[tokio::test]
async fn a_restart_takes_up_what_nobody_else_can_have_in_hand() {
    let mailer = Arc::new(BrokenMailer::default());
    let app = TestApp::with_mailer(Arc::clone(&mailer) as _).await;
    app.post("/rpc/v1/auth/sign-up", json!({ "email": EMAIL, "password": PASSWORD })).await;
    app.work().await;
    mailer.repair();
    jobs::resume(&app.app).await.expect("an outbox");
    app.work().await;
    let at_once = usize::from(app.app.database.is_unshared());
    assert_eq!(mailer.inbox.to(EMAIL).len(), at_once);
    app.wait(3);
    app.work().await;
    assert_eq!(mailer.inbox.to(EMAIL).len(), 1);
}

#[tokio::test]
async fn a_code_that_is_too_old_is_not_mailed() {
    let mailer = Arc::new(BrokenMailer::default());
    let app = TestApp::with_mailer(Arc::clone(&mailer) as _).await;
    app.post("/rpc/v1/auth/sign-up", json!({ "email": EMAIL, "password": PASSWORD })).await;
    app.work().await;
    mailer.repair();
    app.wait(3600);
    app.work().await;
    assert!(mailer.inbox.to(EMAIL).is_empty());
}

#[tokio::test]
async fn two_workers_send_a_mail_once() {
    let app = TestApp::new().await;
    app.post("/rpc/v1/auth/sign-up", json!({ "email": EMAIL, "password": PASSWORD })).await;
    let (first, second) = tokio::join!(jobs::run_due(&app.app), jobs::run_due(&app.app));
    first.and(second).expect("an outbox");
    assert_eq!(app.mails.to(EMAIL).len(), 1);
}

#[tokio::test]
async fn both_parts_say_the_same_and_show_nothing_raw() {
    let app = TestApp::configured(|config| config.brand.name = "<b>&Co".into()).await;
    app.post("/rpc/v1/auth/sign-up", json!({ "email": EMAIL, "password": PASSWORD })).await;
    let code = app.code(EMAIL).await;
    let mail = app.mails.to(EMAIL).remove(0);
    assert!(mail.text.contains(&code) && mail.html.contains(&code));
    assert!(mail.text.contains("<b>&Co") && mail.html.contains("&lt;b&gt;&amp;Co"));
}

#[tokio::test]
async fn the_local_mailbox_keeps_a_whole_mail() {
    let folder = tempfile::tempdir().expect("a folder");
    let mailbox = server::adapters::mailbox::Mailbox {
        folder: folder.path().join("mailbox"),
        from: "Settings <no-reply@example.com>".into(),
    };
    let mail = server::ports::mailer::Mail {
        id: "00000000-0000-4000-8000-000000000000".into(),
        to: EMAIL.into(),
        subject: "Grüße".into(),
        text: "text".into(),
        html: "<p>text</p>".into(),
        ..server::ports::mailer::Mail::default()
    };
    mailbox.send(&mail).await.expect("kept");
    mailbox.send(&mail).await.expect("kept again");
    let files: Vec<_> = std::fs::read_dir(&mailbox.folder).expect("a folder").flatten().collect();
    assert_eq!(files.len(), 1, "a retry overwrites");
    let text = std::fs::read_to_string(files[0].path()).expect("a file");
    for part in ["Message-ID: <00000000-0000-4000-8000-000000000000@example.com>", "text/plain", "text/html"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
}
