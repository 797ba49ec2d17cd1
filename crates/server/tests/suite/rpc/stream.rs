//! `/rpc/v1/notifications/stream`: what open windows are told.

use axum::http::StatusCode;
use domain::{UserId, notification::NotificationKind};
use futures_util::{FutureExt as _, future::join_all};
use serde_json::{Value, json};
use server::store::{self, events::Event, people::Person};
use testkit::{EMAIL, EventStream, Holder, PASSWORD, Request, TestApp};

struct Scene {
    app: TestApp,
    ada: Holder,
    service: String,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let ada = app.holder(EMAIL).await;
        let service = app.service("Platform").await;
        Self { app, ada, service }
    }

    async fn alert(&self, title: &str) {
        self.app.alert(&self.service, &self.ada.user, title).await;
    }

    async fn latest(&self) -> i64 {
        let me = self.app.get_as(&self.ada.cookie, "/rpc/v1/me").await.done();
        me["latest"].as_i64().expect("a number")
    }

    /// A window that knows all until now.
    async fn window(&self) -> EventStream {
        let latest = self.latest().await;
        let mut window = self.window_after(&self.ada.cookie, latest).await;
        assert_eq!(unread(&mut window).await, self.unread().await);
        window
    }

    async fn window_after(&self, cookie: &str, after: i64) -> EventStream {
        let path = format!("/rpc/v1/notifications/stream?after={after}");
        self.app.open(Request::get(&path).cookie(cookie)).await
    }

    async fn unread(&self) -> u64 {
        let me = self.app.get_as(&self.ada.cookie, "/rpc/v1/me").await.done();
        me["unread"].as_u64().expect("a number")
    }
}

async fn notification(window: &mut EventStream) -> Value {
    let mut told = window.next().await.expect("an event");
    assert_eq!(told["kind"], "notification", "{told}");
    told["value"].take()
}

async fn title(window: &mut EventStream) -> String {
    notification(window).await["title"].as_str().expect("a title").to_owned()
}

async fn unread(window: &mut EventStream) -> u64 {
    let told = window.next().await.expect("an event");
    assert_eq!(told["kind"], "unread", "{told}");
    told["value"].as_u64().expect("a number")
}

#[tokio::test]
async fn a_new_one_reaches_every_window_of_its_person_and_nobody_elses() {
    let scene = Scene::new().await;
    let mut windows = [scene.window().await, scene.window().await];
    let other = scene.app.holder("charles@example.com").await;
    let mut others = scene.window_after(&other.cookie, i64::MAX).await;
    unread(&mut others).await;
    scene.alert("For Ada").await;
    for window in &mut windows {
        let told = notification(window).await;
        assert_eq!((&told["title"], &told["number"]), (&json!("For Ada"), &json!(scene.latest().await)));
    }
    scene.app.alert(&scene.service, &other.user, "For Charles").await;
    assert_eq!(title(&mut others).await, "For Charles", "and hers did not come before it");
    scene.alert("For Ada again").await;
    for window in &mut windows {
        assert_eq!(title(window).await, "For Ada again", "and his did not come before it");
    }
}

#[tokio::test]
async fn it_is_a_stream_that_nobody_on_the_way_keeps() {
    let scene = Scene::new().await;
    let request = Request::get("/rpc/v1/notifications/stream?after=0").cookie(&scene.ada.cookie);
    let window = scene.app.open(request.header("accept-encoding", "gzip, br")).await;
    let header = |name: &str| window.headers.get(name).map(|value| value.to_str().expect("text"));
    assert_eq!(header("content-type"), Some("text/event-stream"));
    assert_eq!(header("cache-control"), Some("no-store"));
    assert_eq!(header("x-accel-buffering"), Some("no"));
    assert_eq!(header("content-encoding"), None, "compression would hold it back");
}

#[tokio::test]
async fn who_comes_back_gets_what_they_missed_once_and_in_order() {
    let scene = Scene::new().await;
    let mut window = scene.window().await;
    scene.alert("One").await;
    let known = notification(&mut window).await["number"].as_i64().expect("a number");
    drop(window);
    for title in ["Two", "Three"] {
        scene.alert(title).await;
    }
    let mut window = scene.window_after(&scene.ada.cookie, known).await;
    assert_eq!(title(&mut window).await, "Two");
    assert_eq!(title(&mut window).await, "Three");
    unread(&mut window).await;
    scene.alert("Four").await;
    assert_eq!(title(&mut window).await, "Four");
}

#[tokio::test]
async fn who_missed_very_many_gets_the_latest() {
    let scene = Scene::new().await;
    let known = scene.latest().await;
    for number in 0..105 {
        let title = format!("Number {number}");
        let report = json!({ "kind": "alert", "title": title, "message": "Look.", "userId": scene.ada.user });
        scene.app.report(&scene.service, &title, &report).await.done();
    }
    scene.app.work().await;
    let mut window = scene.window_after(&scene.ada.cookie, known).await;
    let mut told = Vec::new();
    for _ in 0..100 {
        told.push(notification(&mut window).await["number"].as_i64().expect("a number"));
    }
    assert!(told.is_sorted_by(|earlier, later| earlier < later), "{told:?}");
    assert_eq!(told.last(), Some(&scene.latest().await));
    assert_eq!(unread(&mut window).await, 100, "as many as are counted");
}

#[tokio::test]
async fn a_number_from_nowhere_does_not_silence_the_window() {
    let scene = Scene::new().await;
    for nonsense in [i64::MIN, -1, i64::MAX] {
        let mut window = scene.window_after(&scene.ada.cookie, nonsense).await;
        while window.next().await.expect("an event")["kind"] != "unread" {}
        scene.alert(&format!("After {nonsense}")).await;
        assert_eq!(title(&mut window).await, format!("After {nonsense}"));
    }
    let path = "/rpc/v1/notifications/stream?after=x";
    assert_eq!(scene.app.get_as(&scene.ada.cookie, path).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn nothing_is_lost_or_doubled_while_windows_come_and_go() {
    let scene = Scene::new().await;
    let before = scene.latest().await;
    let report = async {
        for number in 0..30 {
            scene.alert(&format!("Number {number}")).await;
        }
    };
    let watch = async {
        let (mut told, mut known) = (Vec::new(), before);
        while told.len() < 30 {
            let mut window = scene.window_after(&scene.ada.cookie, known).await;
            // Two of them, then the connection breaks.
            for _ in 0..2 {
                if told.len() == 30 {
                    break;
                }
                let mut event = window.next().await.expect("an event");
                while event["kind"] != "notification" {
                    event = window.next().await.expect("an event");
                }
                known = event["value"]["number"].as_i64().expect("a number");
                told.push(event["value"]["title"].as_str().expect("a title").to_owned());
            }
        }
        told
    };
    let ((), told) = futures_util::future::join(report, watch).await;
    let expected: Vec<_> = (0..30).map(|number| format!("Number {number}")).collect();
    assert_eq!(told, expected);
}

#[tokio::test]
async fn what_is_read_in_one_window_is_read_in_the_others() {
    let scene = Scene::new().await;
    let mut window = scene.window().await;
    let before = scene.unread().await;
    let id = scene.app.alert(&scene.service, &scene.ada.user, "One").await;
    notification(&mut window).await;
    let mark = |read: bool| {
        let body = json!({ "id": id, "read": read });
        scene.app.post_as(&scene.ada.cookie, "/rpc/v1/notifications/mark", body)
    };
    mark(true).await.done();
    assert_eq!(unread(&mut window).await, before);
    mark(false).await.done();
    assert_eq!(unread(&mut window).await, before + 1);
    let all = json!({ "up_to": i64::MAX });
    scene.app.post_as(&scene.ada.cookie, "/rpc/v1/notifications/mark-all", all).await.done();
    assert_eq!(unread(&mut window).await, 0);
}

#[tokio::test]
async fn a_burst_is_told_again_as_it_stands_and_only_when_it_grew() {
    let scene = Scene::new().await;
    let mut window = scene.window().await;
    let report = json!({
        "kind": "request_failure", "title": "Failures", "message": "502.", "userId": scene.ada.user,
        "resource": "payments",
    });
    let id = scene.app.report(&scene.service, "first", &report).await.done()["event"]["eventId"].clone();
    scene.app.work().await;
    let first = notification(&mut window).await;
    assert_eq!((&first["id"], &first["count"], &first["read"]), (&id, &json!(1), &json!(false)));
    let body = json!({ "id": id, "read": true });
    scene.app.post_as(&scene.ada.cookie, "/rpc/v1/notifications/mark", body).await.done();
    unread(&mut window).await;
    for key in 0..99 {
        scene.app.report(&scene.service, &key.to_string(), &report).await.done();
    }
    scene.app.wait(4);
    scene.app.work().await;
    assert!(window.next().now_or_never().is_none(), "not all the time");
    scene.app.wait(1);
    scene.app.work().await;
    let grown = notification(&mut window).await;
    assert_eq!((&grown["id"], &grown["number"]), (&id, &first["number"]));
    assert_eq!((&grown["count"], &grown["read"]), (&json!(100), &json!(true)), "it stays read");
    // The minute is over: it is told once more, and changed nothing.
    scene.app.wait(60);
    scene.app.work().await;
    scene.alert("Next").await;
    assert_eq!(title(&mut window).await, "Next");
}

/// Has so many more people told of an event.
async fn crowd(app: &TestApp, event: &str, people: usize) {
    let transaction = app.app.database.begin().await.expect("a transaction");
    let (db, at) = (transaction.connection(), app.app.now());
    let event = store::events::find(db, &[event.parse().expect("an id")]).await.expect("events").remove(0);
    let mut crowd = Vec::new();
    for number in 0..people {
        let id = UserId(app.app.entropy.uuid());
        let person = Person { id, email: format!("crowd-{number}@example.com"), created_at: at };
        assert!(store::people::insert_if_new(db, &person).await.expect("an answer"));
        crowd.push(id);
    }
    crowd.sort_unstable_by_key(|id| id.0);
    let numbers = store::deliveries::next_numbers(db, &crowd).await.expect("numbers");
    store::deliveries::insert(db, &event, &numbers).await.expect("notifications");
    transaction.commit().await.expect("a commit");
}

#[tokio::test]
async fn a_burst_to_a_crowd_is_told_again_when_it_is_over() {
    let scene = Scene::new().await;
    let mut window = scene.window().await;
    let report = json!({
        "kind": "proxy_status", "title": "Down", "message": "Down.", "userId": scene.ada.user, "resource": "x",
    });
    let first = scene.app.report(&scene.service, "first", &report).await.done();
    scene.app.work().await;
    notification(&mut window).await;
    crowd(&scene.app, first["event"]["eventId"].as_str().expect("an id"), 1_000).await;
    scene.app.report(&scene.service, "second", &report).await.done();
    scene.app.wait(59);
    scene.app.work().await;
    assert!(window.next().now_or_never().is_none(), "not yet");
    scene.app.wait(1);
    scene.app.work().await;
    assert_eq!(notification(&mut window).await["count"], json!(2));
}

/// An instance that dies between the commit and the telling tells nobody.
#[tokio::test]
async fn what_nobody_told_a_quiet_window_of_it_finds_by_itself() {
    let scene = Scene::new().await;
    let mut window = scene.window().await;
    let (database, ada) = (&scene.app.app.database, UserId(scene.ada.user.parse().expect("an id")));
    let event = Event::new(scene.app.app.entropy.uuid(), NotificationKind::Alert, scene.app.app.now());
    let event = Event { title: "Untold".to_owned(), ..event };
    store::events::insert(database.connection(), &event).await.expect("an event");
    let numbers = store::deliveries::next_numbers(database.connection(), &[ada]).await.expect("a number");
    store::deliveries::insert(database.connection(), &event, &numbers).await.expect("a notification");
    assert_eq!(title(&mut window).await, "Untold");
    unread(&mut window).await;
}

#[tokio::test]
async fn a_window_is_closed_after_ten_minutes_and_comes_back_to_all_it_missed() {
    let scene = Scene::new().await;
    let mut window = scene.window().await;
    scene.app.wait(7 * 60);
    scene.alert("In time").await;
    let known = notification(&mut window).await["number"].as_i64().expect("a number");
    scene.app.wait(3 * 60);
    scene.alert("Too late").await;
    assert_eq!(window.next().await, None);
    let mut window = scene.window_after(&scene.ada.cookie, known).await;
    assert_eq!(title(&mut window).await, "Too late");
}

#[tokio::test]
async fn a_window_that_comes_back_by_itself_does_not_keep_its_session_from_being_idle() {
    let scene = Scene::new().await;
    for _ in 0..6 {
        scene.app.wait(24 * 3600);
        let mut window = scene.window_after(&scene.ada.cookie, i64::MAX).await;
        unread(&mut window).await;
    }
    scene.app.wait(24 * 3600);
    let path = "/rpc/v1/notifications/stream?after=0";
    assert_eq!(scene.app.get_as(&scene.ada.cookie, path).await.status, StatusCode::UNAUTHORIZED);
    assert_eq!(scene.app.get_as(&scene.ada.cookie, "/rpc/v1/me").await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn a_window_closes_with_its_session() {
    let scene = Scene::new().await;
    let app = &scene.app;
    let password = json!({ "current": PASSWORD, "password": "Analytical-Engine-2!" });
    for (path, body) in [
        ("/rpc/v1/auth/sign-out", json!({})),
        ("/rpc/v1/security/sessions/end-all", json!({})),
        ("/rpc/v1/security/sessions/end-others", json!({})),
        ("/rpc/v1/security/password", password),
    ] {
        // What ended all sessions also ended those of the same instant.
        app.wait(1);
        let mine = app.sign_in(EMAIL, PASSWORD).await;
        let watched = app.sign_in(EMAIL, PASSWORD).await;
        let own = ["/rpc/v1/auth/sign-out", "/rpc/v1/security/sessions/end-all"].contains(&path);
        let mut window = scene.window_after(&watched, i64::MAX).await;
        unread(&mut window).await;
        app.post_as(if own { &watched } else { &mine }, path, body).await.done();
        // Some of it is told of as well, but to nobody who is signed out.
        assert_eq!(window.next().await, None, "{path}");
    }
}

#[tokio::test]
async fn an_ended_session_is_told_nothing_even_if_nobody_said_that_it_ended() {
    let scene = Scene::new().await;
    let mut window = scene.window().await;
    scene.app.wait(31 * 24 * 3600);
    scene.alert("Too late").await;
    assert_eq!(window.next().await, None);
}

#[tokio::test]
async fn another_session_goes_on_when_one_ends() {
    let scene = Scene::new().await;
    let other = scene.app.sign_in(EMAIL, PASSWORD).await;
    let mut window = scene.window().await;
    scene.app.post_as(&other, "/rpc/v1/auth/sign-out", json!({})).await.done();
    scene.alert("Still there").await;
    loop {
        let told = window.next().await.expect("an event");
        if told["value"]["title"] == "Still there" {
            break;
        }
    }
}

#[tokio::test]
async fn a_person_has_only_so_many_windows() {
    let scene = Scene::new().await;
    let mut windows = join_all((0..20).map(|_| scene.window())).await;
    let path = "/rpc/v1/notifications/stream?after=0";
    let refused = scene.app.get_as(&scene.ada.cookie, path).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "too_many_tries"));
    let other = scene.app.holder("charles@example.com").await;
    scene.window_after(&other.cookie, 0).await;
    windows.pop();
    scene.window().await;
}

#[tokio::test]
async fn windows_close_when_the_server_does() {
    let scene = Scene::new().await;
    let mut window = scene.window().await;
    assert!(window.next().now_or_never().is_none(), "it is open");
    scene.app.app.close();
    assert_eq!(window.next().await, None);
    let mut late = scene.window_after(&scene.ada.cookie, i64::MAX).await;
    unread(&mut late).await;
    assert_eq!(late.next().await, None);
}
