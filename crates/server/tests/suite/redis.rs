//! Two instances that tell each other through a real Redis what is new.

use std::{
    net::TcpListener,
    process::{self, Child, Command, Stdio},
    sync::atomic::{AtomicU32, Ordering},
    time::Duration,
};

use domain::{UserId, notification::NotificationKind};
use serde_json::{Value, json};
use server::{
    adapters::redis::Redis,
    store::{self, events::Event},
};
use testkit::{EMAIL, EventStream, Holder, Request, TestApp};
use tokio::time::{sleep, timeout};

/// The first port that is tried, and how many there are: below those that a system gives away by itself, so that
/// nobody is given one between the stop and the restart of its Redis. Those of the tests in a browser are others.
const PORTS: (u32, u32) = (20_000, 12_000);

/// A Redis of the test's own.
struct Server {
    port: u32,
    /// Nobody else's: whoever else is found at the port refuses it.
    password: String,
    process: Child,
}

impl Server {
    async fn start() -> Self {
        // Where somebody else is already, Redis does not start, and the next port is tried.
        static NEXT: AtomicU32 = AtomicU32::new(0);
        loop {
            let next = process::id().wrapping_add(NEXT.fetch_add(1, Ordering::Relaxed));
            let port = PORTS.0 + next % PORTS.1;
            let password = format!("{}-{port}", process::id());
            let process = launch(port, &password);
            let mut server = Self { port, password, process };
            if server.answers().await {
                return server;
            }
        }
    }

    /// The same again after [`Server::stop`].
    async fn restart(&mut self) {
        self.process = launch(self.port, &self.password);
        assert!(self.answers().await, "its port is still free");
    }

    fn stop(&mut self) {
        self.process.kill().expect("a process");
        self.process.wait().expect("its end");
    }

    fn url(&self) -> String {
        format!("redis://:{}@127.0.0.1:{}", self.password, self.port)
    }

    /// Whether it comes up, and not somebody else's at its port.
    async fn answers(&mut self) -> bool {
        loop {
            if Redis::check(&self.url()).await.is_ok() {
                return true;
            }
            if self.process.try_wait().expect("a process").is_some() {
                return false;
            }
            sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn launch(port: u32, password: &str) -> Child {
    let mut command = Command::new("redis-server");
    command.args(["--bind", "127.0.0.1", "--port", &port.to_string(), "--requirepass", password]);
    command.args(["--save", "", "--appendonly", "no"]);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("redis-server is installed")
}

struct Scene {
    redis: Server,
    here: TestApp,
    there: TestApp,
    ada: Holder,
    service: String,
}

impl Scene {
    async fn new() -> Self {
        let redis = Server::start().await;
        let url = redis.url();
        let here = TestApp::configured(|config| config.redis.url = Some(url.into())).await;
        let there = here.beside().await;
        let ada = here.holder(EMAIL).await;
        let service = here.service("Platform").await;
        Self { redis, here, there, ada, service }
    }

    /// Has Ada told by this instance.
    async fn alert(&self, title: &str) {
        self.here.alert(&self.service, &self.ada.user, title).await;
    }

    async fn window(&self, app: &TestApp) -> EventStream {
        let me = self.here.get_as(&self.ada.cookie, "/rpc/v1/me").await.done();
        let path = format!("/rpc/v1/notifications/stream?after={}", me["latest"]);
        app.open(Request::get(&path).cookie(&self.ada.cookie)).await
    }
}

/// The next notification. How many are unread may be told any number of times.
async fn notification(window: &mut EventStream) -> Value {
    loop {
        let mut told = window.next().await.expect("an event");
        if told["kind"] == "notification" {
            return told["value"].take();
        }
    }
}

async fn title(window: &mut EventStream) -> String {
    notification(window).await["title"].as_str().expect("a title").to_owned()
}

#[tokio::test]
async fn a_new_one_reaches_the_windows_of_every_instance_once() {
    let scene = Scene::new().await;
    let mut here = scene.window(&scene.here).await;
    let mut there = scene.window(&scene.there).await;
    let titles = ["One", "Two", "Three"];
    for title in titles {
        scene.alert(title).await;
    }
    for window in [&mut here, &mut there] {
        for expected in titles {
            assert_eq!(title(window).await, expected);
        }
    }
}

#[tokio::test]
async fn a_session_that_ends_here_closes_its_windows_there() {
    let scene = Scene::new().await;
    let mut there = scene.window(&scene.there).await;
    scene.alert("First").await;
    notification(&mut there).await;
    scene.here.post_as(&scene.ada.cookie, "/rpc/v1/auth/sign-out", json!({})).await.done();
    while there.next().await.is_some() {}
}

#[tokio::test]
async fn without_redis_its_own_windows_are_told_and_with_it_again_the_others_catch_up() {
    let mut scene = Scene::new().await;
    let mut here = scene.window(&scene.here).await;
    let mut there = scene.window(&scene.there).await;
    scene.alert("Before").await;
    for window in [&mut here, &mut there] {
        assert_eq!(title(window).await, "Before");
    }
    scene.redis.stop();
    for missed in ["Missed", "Missed too"] {
        scene.alert(missed).await;
        assert_eq!(title(&mut here).await, missed);
    }
    scene.redis.restart().await;
    assert_eq!(title(&mut there).await, "Missed");
    assert_eq!(title(&mut there).await, "Missed too");
    scene.alert("After").await;
    for window in [&mut here, &mut there] {
        assert_eq!(title(window).await, "After");
    }
}

#[tokio::test]
async fn when_an_instance_starts_windows_elsewhere_find_what_it_did_not_say_before() {
    let scene = Scene::new().await;
    let mut here = scene.window(&scene.here).await;
    scene.alert("Before").await;
    assert_eq!(title(&mut here).await, "Before");
    // Of an instance that died before it said so.
    let (database, ada) = (&scene.there.app.database, UserId(scene.ada.user.parse().expect("an id")));
    let event = Event::new(scene.there.app.entropy.uuid(), NotificationKind::Alert, scene.there.app.now());
    let event = Event { title: "Untold".to_owned(), ..event };
    store::events::insert(database.connection(), &event).await.expect("an event");
    let numbers = store::deliveries::next_numbers(database.connection(), &[ada]).await.expect("a number");
    store::deliveries::insert(database.connection(), &event, &numbers).await.expect("a notification");
    let _there = scene.window(&scene.there).await;
    // Sooner than the window would look by itself.
    let told = timeout(Duration::from_secs(10), title(&mut here)).await;
    assert_eq!(told.as_deref(), Ok("Untold"));
}

#[tokio::test]
async fn whether_it_is_there_is_told_without_its_password() {
    let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    for url in [format!("redis://:secret@127.0.0.1:{port}"), "redis://:secret@:x".to_owned()] {
        let error = Redis::check(&url).await.expect_err("nobody is there");
        assert!(!error.is_empty() && !error.contains("secret"), "{error}");
    }
}
