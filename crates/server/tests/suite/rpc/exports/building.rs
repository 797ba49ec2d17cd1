//! Writing it: whatever dies, fails or changes on the way

use std::{
    fs::{self, File},
    sync::mpsc,
    time::{Duration, UNIX_EPOCH},
};

use axum::http::StatusCode;
use serde_json::json;
use server::service::{deletion, people};
use testkit::{EMAIL, TestApp};
use tokio::sync::oneshot;

use super::{HOUR, delete_as, download, list, made, objects, prove, request, requested, states};

/// After it the object is whole, and no row names it.
const UPLOADED: &str = "export::uploaded";
/// So long a dead worker holds a message.
const LEASE: u64 = 120;

/// Works in a task of its own up to where the object is whole, does something, and lets the work go on to its end.
async fn meanwhile(app: &TestApp, act: impl AsyncFnOnce()) {
    let (reached, is_reached) = oneshot::channel();
    let (go, may_go) = mpsc::channel::<()>();
    let parts = std::sync::Mutex::new(Some((reached, may_go)));
    fail::cfg_callback(UPLOADED, move || {
        // Only the first who comes by waits.
        let Some((reached, may_go)) = parts.lock().expect("a lock").take() else { return };
        reached.send(()).expect("somebody waits");
        may_go.recv().expect("a word");
    })
    .expect("a fault point");
    let worker = app.app.clone();
    let work = tokio::spawn(async move { server::jobs::run_due(&worker).await });
    is_reached.await.expect("it comes by");
    act().await;
    go.send(()).expect("it waits");
    work.await.expect("no panic").expect("an outbox");
    fail::remove(UPLOADED);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_that_is_deleted_on_the_way_leaves_nothing() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let id = requested(&app, &cookie).await;
    app.mails.forget();
    meanwhile(&app, async || {
        let under_way = list(&app, &cookie).await;
        assert_eq!(states(&under_way), ["building"]);
        assert!(under_way["list"][0]["progress"].as_u64().is_some_and(|percent| (1..100).contains(&percent)));
        assert_eq!(objects(&app).len(), 1);
        delete_as(&app, &cookie, &id, "waiting").await.done();
    })
    .await;
    assert_eq!(states(&list(&app, &cookie).await), [""; 0]);
    assert!(objects(&app).is_empty() && app.mails.to(EMAIL).is_empty());
    app.wait(LEASE + 1);
    app.work().await;
    assert!(objects(&app).is_empty(), "nor does it come back");
    assert_eq!(states(&request(&app, &cookie).await.done()), ["waiting"], "there is room for another");
}

#[tokio::test]
async fn one_that_is_deleted_before_it_is_begun_is_not_written() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let id = requested(&app, &cookie).await;
    delete_as(&app, &cookie, &id, "waiting").await.done();
    app.work().await;
    assert!(objects(&app).is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_an_account_that_is_deleted_meanwhile_nothing_stays() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    requested(&app, &cookie).await;
    meanwhile(&app, async || {
        let person = people::find(&app.app, EMAIL).await.expect("an answer").expect("a person");
        deletion::delete_as_admin(&app.app, person.id).await.expect("deleted");
    })
    .await;
    app.work().await;
    assert!(objects(&app).is_empty());
}

#[tokio::test]
async fn who_dies_after_the_upload_has_it_written_anew() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    requested(&app, &cookie).await;
    fail::cfg(UPLOADED, "1*panic").expect("a fault point");
    app.work().await;
    assert_eq!((states(&list(&app, &cookie).await), objects(&app).len()), (vec!["building"], 1));
    app.work().await;
    assert_eq!(states(&list(&app, &cookie).await), ["building"], "it is leased still");
    app.wait(LEASE + 1);
    app.mails.forget();
    app.work().await;
    let exports = list(&app, &cookie).await;
    assert_eq!((states(&exports), objects(&app).len()), (vec!["ready"], 2));
    assert_eq!(app.mails.to(EMAIL).len(), 1);

    let start = u64::try_from(app.app.now().0).expect("after 1970");
    let before = UNIX_EPOCH + Duration::from_millis(start - 25 * HOUR * 1_000);
    for path in objects(&app) {
        File::options().write(true).open(path).expect("a file").set_modified(before).expect("set");
    }
    for _ in 0..256 {
        app.housekeeping().await;
        app.wait(600);
    }
    assert_eq!(objects(&app).len(), 1, "what nobody names is swept up");
    prove(&app, &cookie).await;
    assert_eq!(download(&app, &cookie, &super::latest(&exports)).await.status, StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_was_too_slow_leaves_it_to_the_other() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    requested(&app, &cookie).await;
    app.mails.forget();
    let other = app.beside().await;
    meanwhile(&app, async || {
        app.wait(LEASE + 1);
        other.work().await;
        assert_eq!(states(&list(&app, &cookie).await), ["ready"]);
        assert_eq!(objects(&app).len(), 2);
    })
    .await;
    app.work().await;
    assert_eq!(objects(&app).len(), 1);
    assert_eq!(app.mails.to(EMAIL).len(), 1, "told once");
    let exports = list(&app, &cookie).await;
    assert_eq!(states(&exports), ["ready"]);
    assert_eq!(download(&app, &cookie, &super::latest(&exports)).await.status, StatusCode::OK);
}

/// How often the person was told by mail that an export could not be put together.
fn failures(app: &TestApp) -> usize {
    let mails = app.mails.to(EMAIL);
    mails.iter().filter(|mail| mail.text.contains("could not be put together")).count()
}

#[tokio::test]
async fn an_outage_of_hours_is_outlived() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let folder = app.app.config.objects_folder();
    fs::remove_dir_all(&folder).expect("removed");
    fs::write(&folder, b"").expect("written");
    requested(&app, &cookie).await;
    for _ in 0..40 {
        app.work().await;
        app.wait(HOUR / 4);
    }
    assert_eq!(states(&list(&app, &cookie).await), ["building"]);
    fs::remove_file(&folder).expect("removed");
    app.wait(HOUR);
    app.work().await;
    assert_eq!((states(&list(&app, &cookie).await), failures(&app)), (vec!["ready"], 0));
}

#[tokio::test]
async fn one_that_kills_whoever_writes_it_is_not_tried_for_ever() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    requested(&app, &cookie).await;
    fail::cfg(UPLOADED, "panic").expect("a fault point");
    for death in 0..40 {
        assert!(matches!(states(&list(&app, &cookie).await)[0], "waiting" | "building"), "{death}");
        app.work().await;
        app.wait(LEASE + 1);
    }
    let kept = objects(&app).len();
    app.work().await;
    fail::remove(UPLOADED);
    assert_eq!((states(&list(&app, &cookie).await), kept), (vec!["failed"], 40));
    app.work().await;
    assert_eq!((failures(&app), objects(&app).len()), (1, kept));
}

#[tokio::test]
async fn what_can_not_be_kept_fails_in_the_end_and_counts_for_nothing() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    // A file stands where the folder was: nothing can be put there.
    let folder = app.app.config.objects_folder();
    fs::remove_dir_all(&folder).expect("removed");
    fs::write(&folder, b"").expect("written");
    for _ in 0..3 {
        let cookie = app.sign_in(EMAIL, testkit::PASSWORD).await;
        prove(&app, &cookie).await;
        let id = requested(&app, &cookie).await;
        app.mails.forget();
        // Tried for longer than a night without the object store takes.
        for hour in 0..23 {
            app.work().await;
            assert_eq!(states(&list(&app, &cookie).await)[0], "building", "{hour}");
            app.wait(HOUR);
        }
        app.wait(HOUR);
        app.housekeeping().await;
        app.work().await;
        let cookie = app.sign_in(EMAIL, testkit::PASSWORD).await;
        assert_eq!(states(&list(&app, &cookie).await)[0], "failed");
        assert_eq!(failures(&app), 1, "told once");
        let cleared = delete_as(&app, &cookie, &id, "failed").await;
        assert_eq!(cleared.status, StatusCode::OK, "it can be cleared away");
    }
    fs::remove_file(&folder).expect("removed");
    let cookie = app.sign_in(EMAIL, testkit::PASSWORD).await;
    prove(&app, &cookie).await;
    made(&app, &cookie).await;
}

#[tokio::test]
async fn one_that_nobody_writes_has_failed_after_a_day() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    requested(&app, &cookie).await;
    app.wait(24 * HOUR - 1);
    app.housekeeping().await;
    assert_eq!(states(&list(&app, &cookie).await), ["waiting"]);
    app.wait(1);
    app.housekeeping().await;
    assert_eq!(states(&list(&app, &cookie).await), ["failed"]);
    app.mails.forget();
    app.work().await;
    assert_eq!(failures(&app), 1);
    app.housekeeping().await;
    app.work().await;
    assert_eq!(failures(&app), 1, "once");
    let told = app.post_as(&cookie, "/rpc/v1/notifications", json!({ "filter": "all", "below": null })).await;
    assert!(told.body.contains("export_failed"), "{}", told.body);
    assert!(objects(&app).is_empty(), "nobody waits for it any more");
    app.wait(7 * 24 * HOUR);
    app.housekeeping().await;
    let cookie = app.sign_in(EMAIL, testkit::PASSWORD).await;
    assert_eq!(states(&list(&app, &cookie).await), [""; 0]);
}
