//! The rest is removed, whatever happens to who removes it.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::{Timestamp, security::SecurityEventKind};
use image::{DynamicImage, ImageFormat};
use serde_json::json;
use server::{
    jobs::{self, Message},
    service::{deletion::delete_as_admin, support},
    store::{self, security_events::SecurityEvent},
};
use testkit::{EMAIL, Holder, TestApp};

use super::{GRACE, ada_and_grace, assert_unknown, delete, id, is_kept, last_mails, under_way};

/// Every fault point of the job, in the order in which it comes to them.
const POINTS: [&str; 5] =
    ["deletion::begun", "deletion::identity", "deletion::objects", "deletion::rows", "deletion::person"];
/// As long as a worker may hold a message.
const LEASE: u64 = 121;

/// Somebody with something of everything.
async fn ada() -> (TestApp, Holder) {
    let (app, ada, grace) = ada_and_grace().await;
    let client = app.organisation(&grace.token, "Engines").await;
    app.join(&grace, &client, &ada, "admin").await;
    let rename = json!({ "organisation": client, "name": "Mills", "version": 1 });
    app.post_as(&ada.cookie, "/rpc/v1/organisations/rename", rename).await.done();
    let mut file = std::io::Cursor::new(Vec::new());
    DynamicImage::new_rgb8(30, 20).write_to(&mut file, ImageFormat::Png).expect("written");
    let draft = json!({ "category": "Account", "title": "Help", "description": "It does not open" });
    let screenshot = BASE64_STANDARD.encode(file.into_inner());
    let body = json!({ "id": ada.token_id, "draft": draft, "screenshot": screenshot });
    app.post_as(&ada.cookie, "/rpc/v1/support", body).await.done();
    app.work().await;
    app.mails.forget();
    (app, ada)
}

/// That nothing is left but a request of nobody's.
async fn assert_gone(app: &TestApp, ada: &Holder) {
    assert_eq!(under_way(app).await, 0);
    assert!(!is_kept(app, &ada.user).await && !is_kept(app, EMAIL).await);
    assert_eq!(app.objects(), Vec::<std::path::PathBuf>::new());
    let requests = support::list(&app.app, None).await.expect("a list");
    assert_eq!(requests.len(), 1);
    assert_eq!((requests[0].user, requests[0].screenshot), (None, None));
    assert_eq!(last_mails(app, EMAIL), 1);
    assert_unknown(app, EMAIL).await;
}

#[tokio::test]
async fn nothing_is_left_of_the_person() {
    let (app, ada) = ada().await;
    assert_eq!(app.objects().len(), 1);
    delete(&app, &ada, &[]).await.done();
    app.work().await;
    assert_gone(&app, &ada).await;
}

#[tokio::test]
async fn a_process_that_dies_at_any_step_is_taken_up_when_its_lease_ends() {
    let scenario = fail::FailScenario::setup();
    for point in POINTS {
        let (app, ada) = ada().await;
        delete(&app, &ada, &[]).await.done();
        fail::cfg(point, "panic").expect("a fault point");
        app.work().await;
        assert_eq!(under_way(&app).await, 1, "{point}");
        assert_unknown(&app, EMAIL).await;
        fail::remove(point);
        app.work().await;
        assert_eq!(under_way(&app).await, 1, "{point}: another may be at it");
        app.wait(LEASE);
        app.work().await;
        assert_gone(&app, &ada).await;
    }
    scenario.teardown();
}

#[tokio::test]
async fn a_process_that_dies_at_every_step_is_done_after_as_many_starts() {
    let scenario = fail::FailScenario::setup();
    let (app, ada) = ada().await;
    delete(&app, &ada, &[]).await.done();
    for point in POINTS {
        fail::cfg(point, "1*panic").expect("a fault point");
        app.work().await;
        assert_eq!(under_way(&app).await, 1, "{point}");
        if app.app.database.is_unshared() {
            jobs::resume(&app.app).await.expect("an outbox");
        } else {
            app.wait(LEASE);
        }
    }
    app.work().await;
    assert_gone(&app, &ada).await;
    scenario.teardown();
}

#[tokio::test]
async fn two_workers_do_it_once() {
    let (app, ada) = ada().await;
    delete(&app, &ada, &[]).await.done();
    let beside = app.beside().await;
    let (one, other) = tokio::join!(jobs::run_due(&app.app), jobs::run_due(&beside.app));
    one.and(other).expect("an outbox");
    app.work().await;
    assert_gone(&app, &ada).await;
}

#[tokio::test]
async fn a_message_that_comes_again_does_no_harm() {
    let (app, ada) = ada().await;
    let deleted = delete_as_admin(&app.app, id(&ada)).await.expect("deleted");
    let db = app.app.database.connection();
    let again = Message::DeleteAccount { user: id(&ada) };
    jobs::enqueue(&app.app, db, &again).await.expect("enqueued");
    app.work().await;
    jobs::enqueue(&app.app, db, &again).await.expect("enqueued");
    jobs::run_one(&app.app, deleted.message).await;
    app.work().await;
    assert_gone(&app, &ada).await;
    let waiting = app.rows().await.remove("outbox").expect("a table");
    assert!(!waiting.iter().any(|message| message.contains("delete_account")), "{waiting:?}");
}

#[tokio::test]
async fn whoever_did_not_leave_stays() {
    let (app, ada, grace) = ada_and_grace().await;
    let before = app.rows().await;
    let message = Message::DeleteAccount { user: id(&ada) };
    jobs::enqueue(&app.app, app.app.database.connection(), &message).await.expect("enqueued");
    app.work().await;
    assert_eq!(app.rows().await, before);
    for who in [&ada, &grace] {
        app.get_as(&who.cookie, "/rpc/v1/me").await.done();
    }
}

#[tokio::test]
async fn much_goes_by_the_batch_and_lets_others_have_their_turn() {
    let (app, ada, grace) = ada_and_grace().await;
    let db = app.app.database.connection();
    for number in 0..2_500 {
        let at = Timestamp(app.app.now().0 - number);
        let kind = SecurityEventKind::SignedIn;
        let event = SecurityEvent::of_ours(app.app.entropy.uuid(), id(&ada), kind, at);
        store::security_events::insert(db, event).await.expect("stored");
    }
    delete(&app, &ada, &[]).await.done();
    let batches = std::sync::atomic::AtomicUsize::new(0);
    let batches = std::sync::Arc::new(batches);
    let counted = std::sync::Arc::clone(&batches);
    let scenario = fail::FailScenario::setup();
    let count = move || {
        counted.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    };
    fail::cfg_callback("deletion::rows", count).expect("a fault point");
    app.work().await;
    scenario.teardown();
    assert_eq!(under_way(&app).await, 0);
    // One of each kind that has few, six of the one that has many.
    assert_eq!(batches.load(std::sync::atomic::Ordering::SeqCst), 4 + 6);
    app.get_as(&grace.cookie, "/rpc/v1/me").await.done();
    assert!(is_kept(&app, GRACE).await && !is_kept(&app, &ada.user).await);
}

#[tokio::test]
async fn a_turn_that_is_over_leaves_the_rest_to_another_message() {
    let (app, ada) = ada().await;
    let db = app.app.database.connection();
    for number in 0..2_100 {
        let at = Timestamp(app.app.now().0 - number);
        let event = SecurityEvent::of_ours(app.app.entropy.uuid(), id(&ada), SecurityEventKind::SignedIn, at);
        store::security_events::insert(db, event).await.expect("stored");
    }
    let deleted = delete_as_admin(&app.app, id(&ada)).await.expect("deleted");
    let scenario = fail::FailScenario::setup();
    fail::cfg("deletion::turn", "return").expect("a fault point");
    let left = async || app.rows().await["security_events"].len();
    let waiting = async || {
        let mut rows = app.rows().await.remove("outbox").expect("a table");
        rows.retain(|row| row.contains("delete_account"));
        rows
    };
    let before = left().await;
    jobs::run_one(&app.app, deleted.message).await;
    assert_eq!(before - left().await, 500);
    let rest = waiting().await;
    assert_eq!(rest.len(), 1);
    assert!(!rest[0].contains(&deleted.message.to_string()), "behind what is due by now: {rest:?}");
    assert_eq!(under_way(&app).await, 1);
    app.work().await;
    scenario.teardown();
    assert_eq!(waiting().await, Vec::<String>::new());
    assert_gone(&app, &ada).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_lost_its_lease_leaves_the_rest_to_the_other() {
    let (app, ada) = ada().await;
    delete(&app, &ada, &[]).await.done();
    let scenario = fail::FailScenario::setup();
    // While the first stands at a fault, its lease ends, and a second one does all of it.
    let (clock, again) = (std::sync::Arc::clone(&app.clock), app.beside().await);
    let handle = tokio::runtime::Handle::current();
    let first = std::sync::atomic::AtomicBool::new(true);
    let overtake = move || {
        if first.swap(false, std::sync::atomic::Ordering::SeqCst) {
            clock.advance(Duration::from_secs(LEASE));
            let app = again.app.clone();
            let done = handle.spawn(async move { jobs::run_due(&app).await });
            tokio::task::block_in_place(|| handle.block_on(done)).expect("done").expect("an outbox");
        }
    };
    fail::cfg_callback("deletion::objects", overtake).expect("a fault point");
    app.work().await;
    scenario.teardown();
    assert_gone(&app, &ada).await;
}
