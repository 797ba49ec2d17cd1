//! Writing it: whatever dies, fails or changes on the way

use std::{
    fs::{self, File},
    sync::mpsc,
    time::{Duration, UNIX_EPOCH},
};

use axum::http::StatusCode;
use server::service::{deletion, people};
use testkit::{EMAIL, TestApp};
use tokio::sync::oneshot;

use super::{HOUR, delete, download, list, made, objects, prove, request, requested, states};

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
        delete(&app, &cookie, &id).await.done();
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
    delete(&app, &cookie, &id).await.done();
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

#[tokio::test]
async fn what_can_not_be_kept_fails_in_the_end_and_counts_for_nothing() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    // A file stands where the folder was: nothing can be put there.
    let folder = app.app.config.objects_folder();
    fs::remove_dir_all(&folder).expect("removed");
    fs::write(&folder, b"").expect("written");
    for _ in 0..3 {
        prove(&app, &cookie).await;
        let id = requested(&app, &cookie).await;
        for tried in 0..8 {
            assert!(matches!(states(&list(&app, &cookie).await)[0], "waiting" | "building"), "{tried}");
            app.work().await;
            app.wait(260);
        }
        assert_eq!(states(&list(&app, &cookie).await)[0], "failed");
        assert_eq!(delete(&app, &cookie, &id).await.status, StatusCode::OK, "it can be cleared away");
    }
    fs::remove_file(&folder).expect("removed");
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
    app.work().await;
    assert!(objects(&app).is_empty(), "nobody waits for it any more");
    app.wait(7 * 24 * HOUR);
    app.housekeeping().await;
    let cookie = app.sign_in(EMAIL, testkit::PASSWORD).await;
    assert_eq!(states(&list(&app, &cookie).await), [""; 0]);
}
