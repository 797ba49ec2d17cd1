//! A mail server that hangs or refuses: nothing but its own mail waits for it, and that not for ever.

use std::{future::pending, sync::Arc, time::Duration};

use async_trait::async_trait;
use domain::{Timestamp, UserId};
use serde_json::json;
use server::{
    app::{App, Replacements},
    jobs,
    ports::mailer::{Mail, MailError, Mailer},
    store,
};
use testkit::{EMAIL, MemoryMailer, PASSWORD, TestApp};
use tokio::{
    sync::{
        mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
        watch,
    },
    time::timeout,
};

use super::delivery::{CHARLES, GRACE, HOUR, Three, another, rename, schedule, set, three, user};

const MARY: &str = "mary@example.com";

/// Takes connections, and never answers. It says whom it is asked to mail.
struct Hangs(UnboundedSender<String>);

#[async_trait]
impl Mailer for Hangs {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.0.send(mail.to.clone()).expect("a test that listens");
        pending().await
    }
}

async fn soon<T>(what: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(20), what).await.expect("not held up")
}

async fn next(asked: &mut UnboundedReceiver<String>) -> String {
    soon(asked.recv()).await.expect("a mail")
}

async fn sign_up(app: &TestApp, email: &str) {
    app.post("/rpc/v1/auth/sign-up", json!({ "email": email, "password": PASSWORD })).await.done();
}

#[tokio::test]
async fn a_mail_server_that_hangs_holds_up_neither_codes_nor_the_bell() {
    let app = TestApp::new().await;
    let Three { ada, grace, client, .. } = three(&app).await;
    set(&app, &grace, "team_activity", "email", true).await;
    let (tell, mut asked) = unbounded_channel();
    let mailer = Some(Arc::new(Hangs(tell)) as _);
    let other = another(&app, Replacements { mailer, ..Replacements::default() }).await;
    let mut bell = other.broadcast.follow(user(&grace)).expect("a place");
    let (_stop, stopped) = watch::channel(false);
    let worker = tokio::spawn(jobs::work(other.clone(), stopped));

    rename(&app, &ada, &client, "First").await;
    other.wake_worker();
    soon(bell.recv()).await.expect("news");
    assert_eq!(next(&mut asked).await, GRACE);
    // That mail hangs. Somebody waits for a code.
    sign_up(&app, MARY).await;
    other.wake_worker();
    assert_eq!(next(&mut asked).await, MARY);
    // That hangs too, and something happens.
    rename(&app, &ada, &client, "Second").await;
    other.wake_worker();
    soon(bell.recv()).await.expect("news");
    worker.abort();
}

/// Refuses every mail, for good or for now, and remembers it.
struct Refuses {
    permanent: bool,
    asked: MemoryMailer,
}

#[async_trait]
impl Mailer for Refuses {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.asked.send(mail).await?;
        Err(MailError { permanent: self.permanent, cause: "not here".into() })
    }
}

impl Refuses {
    fn tries(&self, email: &str) -> usize {
        self.asked.to(email).len()
    }
}

/// A mail to each: to Grace of an event, to Charles what waited for an hour, to Ada a notice. Answers who does it,
/// against which mail server.
async fn three_mails(app: &TestApp, permanent: bool) -> (App, Arc<Refuses>, UserId) {
    let Three { ada, grace, charles, client } = three(app).await;
    for who in [&grace, &charles] {
        set(app, who, "team_activity", "email", true).await;
    }
    schedule(app, &charles, json!({ "zone": "UTC", "quiet": null, "digest": 60 })).await;
    rename(app, &ada, &client, "Renamed").await;
    app.token(&ada.cookie, &["full"]).await;
    let refuses = Arc::new(Refuses { permanent, asked: MemoryMailer::default() });
    let mailer = Some(Arc::clone(&refuses) as _);
    let other = another(app, Replacements { mailer, ..Replacements::default() }).await;
    (other, refuses, user(&charles))
}

async fn left(app: &TestApp) -> u64 {
    store::outbox::count(app.app.database.connection()).await.expect("an outbox")
}

async fn is_waiting(app: &TestApp, user: UserId) -> bool {
    let (db, ever) = (app.app.database.connection(), Timestamp(i64::MAX));
    store::held_mails::is_waiting(db, user, ever).await.expect("held mails")
}

#[tokio::test]
async fn a_mail_that_is_refused_for_good_is_not_tried_again() {
    let app = TestApp::new().await;
    let (other, refuses, charles) = three_mails(&app, true).await;
    sign_up(&app, MARY).await;
    jobs::run_due(&other).await.expect("an outbox");
    assert!(is_waiting(&app, charles).await, "until its time");
    for _ in 0..3 {
        app.wait(HOUR);
        jobs::run_due(&other).await.expect("an outbox");
    }
    for email in [EMAIL, GRACE, CHARLES, MARY] {
        assert_eq!(refuses.tries(email), 1, "{email}");
    }
    assert!(!is_waiting(&app, charles).await, "it would come with the next one");
    assert_eq!(left(&app).await, 0);
}

#[tokio::test]
async fn mails_about_events_are_tried_for_half_a_day_and_warnings_for_longer() {
    let app = TestApp::new().await;
    let (other, refuses, charles) = three_mails(&app, false).await;
    for _ in 0..30 {
        jobs::run_due(&other).await.expect("an outbox");
        app.wait(HOUR);
    }
    assert_eq!((refuses.tries(GRACE), refuses.tries(CHARLES)), (24, 24));
    assert_eq!(refuses.tries(EMAIL), 30);
    assert!(!is_waiting(&app, charles).await);
    assert_eq!(left(&app).await, 1, "the notice");
    app.work().await;
    assert_eq!(app.mails.to(EMAIL).len(), 1, "it goes once it can");
}
