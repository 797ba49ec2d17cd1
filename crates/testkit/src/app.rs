//! A whole app, asked in the process.

use std::{net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, StatusCode, header},
    response::Response,
};
use dioxus::server::{DioxusRouterExt as _, FullstackState};
use domain::identity::Password;
use serde_json::{Value, json};
use server::{
    app::{App, IdentityFront, Replacements, build_router},
    config::Config,
    jobs,
    ports::mailer::Mailer,
    service,
};
use tower::ServiceExt as _;

use crate::{
    Elsewhere, FixedClock, MemoryMailer, TestDatabase,
    events::{self, EventStream},
};

/// The address of the person in most tests.
pub const EMAIL: &str = "ada@example.com";
/// Their password.
pub const PASSWORD: &str = "Analytical-Engine-1843!";

/// A whole app on a database of its own.
pub struct TestApp {
    /// The app.
    pub app: App,
    /// Its clock.
    pub clock: Arc<FixedClock>,
    /// Its mails, unless the test brought its own mailer.
    pub mails: Arc<MemoryMailer>,
    router: Router,
    database: Arc<TestDatabase>,
}

impl TestApp {
    /// An empty app.
    pub async fn new() -> Self {
        let mails = Arc::new(MemoryMailer::default());
        Self::with(Arc::clone(&mails) as Arc<dyn Mailer>, mails, |_| ()).await
    }

    /// An empty app with another configuration.
    pub async fn configured(change: impl FnOnce(&mut Config)) -> Self {
        let mails = Arc::new(MemoryMailer::default());
        Self::with(Arc::clone(&mails) as Arc<dyn Mailer>, mails, change).await
    }

    /// An empty app with a mailer of the test's.
    pub async fn with_mailer(mailer: Arc<dyn Mailer>) -> Self {
        Self::with(mailer, Arc::default(), |_| ()).await
    }

    /// An empty app whose identity provider is another system.
    pub async fn elsewhere(elsewhere: &Arc<Elsewhere>) -> Self {
        let database = Arc::new(TestDatabase::new().await);
        let config =
            cheap(Config::for_tests(&database.url, database.folder.path()).expect("a configuration"));
        let mails = Arc::new(MemoryMailer::default());
        let mailer = Arc::clone(&mails) as Arc<dyn Mailer>;
        let front = Some(Arc::clone(elsewhere) as _);
        let this = Self::start_behind(front, config, database, Arc::default(), mailer, mails).await;
        this.app.database.migrate().await.expect("a schema");
        this
    }

    async fn with(
        mailer: Arc<dyn Mailer>,
        mails: Arc<MemoryMailer>,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let database = Arc::new(TestDatabase::new().await);
        let config = Config::for_tests(&database.url, database.folder.path()).expect("a configuration");
        let mut config = cheap(config);
        change(&mut config);
        let this = Self::start(config, database, Arc::default(), mailer, mails).await;
        this.app.database.migrate().await.expect("a schema");
        this
    }

    /// Another instance on the same database, with the same clock and mails.
    pub async fn beside(&self) -> Self {
        let mailer = Arc::clone(&self.mails) as Arc<dyn Mailer>;
        let (database, clock) = (Arc::clone(&self.database), Arc::clone(&self.clock));
        Self::start(self.app.config.clone(), database, clock, mailer, Arc::clone(&self.mails)).await
    }

    async fn start(
        config: Config,
        database: Arc<TestDatabase>,
        clock: Arc<FixedClock>,
        mailer: Arc<dyn Mailer>,
        mails: Arc<MemoryMailer>,
    ) -> Self {
        Self::start_behind(None, config, database, clock, mailer, mails).await
    }

    async fn start_behind(
        identity: Option<Arc<dyn IdentityFront>>,
        config: Config,
        database: Arc<TestDatabase>,
        clock: Arc<FixedClock>,
        mailer: Arc<dyn Mailer>,
        mails: Arc<MemoryMailer>,
    ) -> Self {
        let replacements = Replacements {
            clock: Some(Arc::clone(&clock) as _),
            mailer: Some(mailer),
            identity,
            ..Replacements::default()
        };
        let app = App::new(config, replacements).await.expect("an app");
        let functions = Router::new().register_server_functions().with_state(FullstackState::headless());
        let router = build_router(app.clone(), functions);
        Self { app, clock, mails, router, database }
    }

    /// Its database.
    pub(crate) fn database(&self) -> &TestDatabase {
        &self.database
    }

    /// Makes an account with a confirmed address.
    pub async fn person(&self, email: &str) {
        let password = Password::new(PASSWORD);
        service::people::create(&self.app, email, &password).await.expect("an account");
    }

    /// Makes an account and signs in to it. Answers the session's cookie.
    pub async fn signed_in(&self, email: &str) -> String {
        self.person(email).await;
        self.sign_in(email, PASSWORD).await
    }

    /// Signs in. Answers the session's cookie.
    pub async fn sign_in(&self, email: &str, password: &str) -> String {
        let answer = self.post("/rpc/v1/auth/sign-in", json!({ "email": email, "password": password })).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
        answer.cookie().expect("a session's cookie")
    }

    /// Lets time pass.
    pub fn wait(&self, seconds: u64) {
        self.clock.advance(Duration::from_secs(seconds));
    }

    /// Does what the outbox holds.
    pub async fn work(&self) {
        jobs::run_due(&self.app).await.expect("an outbox");
    }

    /// Removes whatever is over.
    pub async fn housekeeping(&self) {
        jobs::housekeeping::run(&self.app).await;
    }

    /// Posts as the app's own pages do.
    pub async fn post(&self, path: &str, body: Value) -> Answer {
        self.send(self.posting(path, &body)).await
    }

    /// Asks without a sign-in.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path)).await
    }

    /// Posts as the app's own pages do, signed in.
    pub async fn post_as(&self, cookie: &str, path: &str, body: Value) -> Answer {
        self.send(self.posting(path, &body).cookie(cookie)).await
    }

    /// From the app's own pages, wherever they are.
    pub(crate) fn posting(&self, path: &str, body: &Value) -> Request {
        Request::post(path, body).header("origin", &self.app.config.server.public_url)
    }

    /// Asks signed in.
    pub async fn get_as(&self, cookie: &str, path: &str) -> Answer {
        self.send(Request::get(path).cookie(cookie)).await
    }

    /// Sends any request. Of an answer that goes on as a stream, only what comes first is read.
    pub async fn send(&self, request: Request) -> Answer {
        let (parts, body) = self.respond(request).await.into_parts();
        let body = if events::are_in(&parts.headers) {
            events::first(body).await
        } else {
            to_bytes(body, usize::MAX).await.expect("a body")
        };
        let text = String::from_utf8_lossy(&body).into_owned();
        Answer { status: parts.status, headers: parts.headers, body: text, bytes: body.into() }
    }

    /// Opens a stream of events.
    pub async fn open(&self, request: Request) -> EventStream {
        let response = self.respond(request).await;
        assert!(events::are_in(response.headers()), "{response:?}");
        EventStream::of(response)
    }

    async fn respond(&self, request: Request) -> Response {
        let mut builder = axum::http::Request::builder().method(request.method).uri(request.path);
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        let peer: SocketAddr = request.peer.parse().expect("an address");
        let request = builder.extension(ConnectInfo(peer)).body(Body::from(request.body)).expect("a request");
        self.router.clone().oneshot(request).await.expect("an answer")
    }
}

/// With a hash as cheap as Argon2 allows: what it costs is not what these tests are about.
fn cheap(mut config: Config) -> Config {
    config.identity.hash.memory_kib = 64;
    config.identity.hash.passes = 1;
    config
}

/// A request under construction.
#[derive(Clone)]
pub struct Request {
    method: Method,
    path: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    peer: String,
}

impl Request {
    /// `GET path`
    #[must_use]
    pub fn get(path: &str) -> Self {
        Self {
            method: Method::GET,
            path: path.to_owned(),
            headers: vec![("host".to_owned(), "127.0.0.1:8080".to_owned())],
            body: Vec::new(),
            peer: "192.0.2.1:50000".to_owned(),
        }
    }

    /// `POST path` with JSON, as the app's own pages send it.
    #[must_use]
    pub fn post(path: &str, body: &Value) -> Self {
        Self::get(path)
            .method(Method::POST)
            .header("content-type", "application/json")
            .body(body.to_string())
            .ours()
    }

    /// A request to the Core API, as a program sends it: with JSON, unless there is nothing to say.
    #[must_use]
    pub fn api(method: Method, path: &str, body: &Value) -> Self {
        let request = Self::get(path).method(method);
        if body.is_null() {
            return request;
        }
        request.header("content-type", "application/json").body(body.to_string())
    }

    /// With a user token, as the documentation sends it.
    #[must_use]
    pub fn token(self, value: &str) -> Self {
        self.header("authorization", value)
    }

    /// Another method.
    #[must_use]
    pub fn method(mut self, method: Method) -> Self {
        self.method = method;
        self
    }

    /// One more header, or another value of one.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Without a header.
    #[must_use]
    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(known, _)| known != name);
        self
    }

    /// From the app's own pages.
    #[must_use]
    pub fn ours(self) -> Self {
        self.header("origin", "http://127.0.0.1:8080").header("sec-fetch-site", "same-origin")
    }

    /// With a session's cookie.
    #[must_use]
    pub fn cookie(self, cookie: &str) -> Self {
        self.header("cookie", cookie)
    }

    /// With a body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// From another address.
    #[must_use]
    pub fn from(mut self, address: &str) -> Self {
        self.peer = format!("{address}:50000");
        self
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: String,
    /// The same where it is no text.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// The body as JSON, its objects in the order of their keys: whether `serde_json` keeps another depends on
    /// what else is compiled.
    #[must_use]
    pub fn json(&self) -> Value {
        let body: Result<Value, _> = serde_json::from_str(&self.body);
        let mut body = body.unwrap_or_else(|error| panic!("{error}: {}", self.body));
        body.sort_all_objects();
        body
    }

    /// The error's code, or nothing: of a server function, or of the Core API.
    #[must_use]
    pub fn code(&self) -> String {
        let body = self.json();
        let code = body["data"]["code"].as_str().or_else(|| body["code"].as_str());
        code.unwrap_or_default().to_owned()
    }

    /// The body of an answer that must be a success.
    #[expect(clippy::must_use_candidate, reason = "often it matters only that it was one")]
    pub fn done(&self) -> Value {
        assert!(self.status.is_success(), "{}: {}", self.status, self.body);
        self.json()
    }

    /// A header's text, or nothing.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("text"))
    }

    /// The first cookie set, as a browser would send it back.
    #[must_use]
    pub fn cookie(&self) -> Option<String> {
        self.cookies().into_iter().next()
    }

    /// All cookies set, as a browser would send them back.
    #[must_use]
    pub fn cookies(&self) -> Vec<String> {
        let set = self.headers.get_all(header::SET_COOKIE).iter();
        set.filter_map(|cookie| cookie.to_str().ok()?.split(';').next().map(str::to_owned)).collect()
    }

    /// The cookie that makes the device known, if one was set.
    #[must_use]
    pub fn device(&self) -> Option<String> {
        self.cookies().into_iter().find(|cookie| cookie.starts_with("device="))
    }
}
