//! Mail is never lost: not when the mail server is down, not when the process dies.

use std::{sync::Arc, time::Duration};

use serde_json::json;
use server::{
    jobs,
    ports::mailer::Mailer as _,
    store::outbox::{self, Lane, NewMessage},
};
use testkit::{BrokenMailer, EMAIL, PASSWORD, TestApp};
use uuid::Uuid;

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
async fn what_is_there_again_is_not_taken_for_what_was_done() {
    let app = TestApp::new().await;
    let (db, now) = (app.app.database.connection(), app.app.now());
    let (id, until) = (Uuid::from_u128(1), now + Duration::from_mins(2));
    let message = NewMessage { id, lane: Lane::Prompt, payload: "{}".to_owned(), due: now };
    let add = || async { outbox::insert_new(db, vec![message.clone()]).await.expect("an outbox") };
    add().await;
    let first = outbox::lease(db, id, now, until).await.expect("an outbox").expect("a message");
    // The deed removes it, and before the worker notes that, something adds it again: same id, same payload.
    outbox::done(db, id).await.expect("an outbox");
    add().await;
    outbox::put_off(db, &first, until, "late").await.expect("an outbox");
    assert!(outbox::advance(db, &first, "{}".to_owned(), until).await.expect("an outbox").is_none());
    assert!(!outbox::finish(db, &first).await.expect("an outbox"));
    assert_eq!(outbox::due(db, Lane::Prompt, now, 10).await.expect("an outbox"), [id], "as it was added");
    // Another worker takes it: that is its first try as well.
    let until = until + Duration::from_secs(1);
    let second = outbox::lease(db, id, now, until).await.expect("an outbox").expect("a message");
    assert_eq!((first.attempt, second.attempt), (1, 1));
    assert!(!outbox::finish(db, &first).await.expect("an outbox"));
    let advanced = outbox::advance(db, &second, "{}".to_owned(), until + Duration::from_secs(1)).await;
    let advanced = advanced.expect("an outbox").expect("still the second's");
    assert!(!outbox::finish(db, &second).await.expect("an outbox"), "it is a step further");
    assert!(outbox::finish(db, &advanced).await.expect("an outbox"));
}

#[tokio::test]
async fn a_lane_holds_what_belongs_in_it() {
    let app = TestApp::new().await;
    let (db, now) = (app.app.database.connection(), app.app.now());
    app.post("/rpc/v1/auth/sign-up", json!({ "email": EMAIL, "password": PASSWORD })).await;
    for (lane, messages) in [(Lane::Prompt, 0), (Lane::Awaited, 1), (Lane::Bulk, 0)] {
        let due = outbox::due(db, lane, now, 10).await.expect("an outbox");
        assert_eq!(due.len(), messages, "{lane:?}");
    }
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
    let mut files: Vec<_> = std::fs::read_dir(&mailbox.folder)
        .expect("a folder")
        .flatten()
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect();
    files.sort();
    assert_eq!(files, ["eml", "json"].map(|kind| format!("{}.{kind}", mail.id)), "a retry overwrites");
    let text = std::fs::read_to_string(mailbox.folder.join(&files[0])).expect("a file");
    for part in ["Message-ID: <00000000-0000-4000-8000-000000000000@example.com>", "text/plain", "text/html"]
    {
        assert!(text.contains(part), "{part} in {text}");
    }
}
