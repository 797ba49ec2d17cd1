//! Every server function, asked by everybody: nobody, the person, somebody else, an ended session.
//! A function without a row here fails the test.

use axum::http::{Method, StatusCode};
use dioxus::server::ServerFunction;
use serde_json::{Value, json};
use testkit::{Answer, EMAIL, Holder, PASSWORD, Request, TestApp};

const OTHER: &str = "charles@example.com";

/// Answers that hold no texts of the person's, which could be told from somebody else's.
const SWITCHES: [&str; 3] = ["/rpc/v1/privacy", "/rpc/v1/preferences", "/rpc/v1/account/exports"];

/// Who may pass.
#[derive(Clone, Copy, PartialEq)]
enum Door {
    /// Everybody; the body is answered with this status.
    Open(u16),
    /// Signed-in people.
    Private,
}

/// Stands for whatever isn't there.
const NOTHING: &str = "00000000-0000-4000-8000-000000000000";

/// The ids that functions are asked for.
struct Ids {
    organisation: String,
    member: String,
    invite: String,
    token: String,
    session: String,
    request: String,
    export: String,
}

impl Ids {
    /// Of nothing that is there.
    fn of_nothing() -> Self {
        let id = || NOTHING.to_owned();
        Self {
            organisation: id(),
            member: id(),
            invite: id(),
            token: id(),
            session: id(),
            request: id(),
            export: id(),
        }
    }

    fn all(&self) -> [&str; 7] {
        [
            &self.organisation,
            &self.member,
            &self.invite,
            &self.token,
            &self.session,
            &self.request,
            &self.export,
        ]
    }
}

struct Row {
    method: &'static str,
    path: String,
    body: Value,
    door: Door,
}

impl Row {
    fn request(&self) -> Request {
        if self.method == "GET" { Request::get(&self.path) } else { Request::post(&self.path, &self.body) }
    }

    fn mentions(&self, id: &str) -> bool {
        self.path.contains(id) || self.body.to_string().contains(id)
    }

    /// Whether it asks for one of these.
    fn takes(&self, ids: &Ids) -> bool {
        ids.all().iter().any(|id| self.mentions(id))
    }
}

fn get(path: String) -> Row {
    Row { method: "GET", path, body: Value::Null, door: Door::Private }
}

fn post(path: &str, body: Value) -> Row {
    Row { method: "POST", path: path.to_owned(), body, door: Door::Private }
}

fn open(path: &str, body: Value, status: u16) -> Row {
    Row { door: Door::Open(status), ..post(path, body) }
}

fn doors(ids: &Ids) -> Vec<Row> {
    open_to_all().into_iter().chain(open_to_one(ids)).collect()
}

/// What needs no sign-in.
fn open_to_all() -> Vec<Row> {
    let flow = NOTHING;
    let answer = json!({ "ceremony": flow, "answer": "{}", "trust": false });
    let backup_code = json!({ "code": "0000-0000-0000-0000", "trust": false });
    vec![
        open("/rpc/v1/auth/confirm", json!({ "flow": flow, "code": "123456" }), 422),
        open("/rpc/v1/auth/forgot", json!({ "email": EMAIL }), 200),
        open("/rpc/v1/auth/new-password", json!({ "password": "Analytical-Engine-2!" }), 401),
        open("/rpc/v1/auth/passkey/begin", json!({}), 404),
        open("/rpc/v1/auth/passkey/finish", answer, 404),
        Row { door: Door::Open(401), ..get("/rpc/v1/auth/pending".into()) },
        open("/rpc/v1/auth/resend", json!({ "flow": flow }), 200),
        open(
            "/rpc/v1/auth/reset",
            json!({ "flow": flow, "code": "123456", "password": "Analytical-1!" }),
            422,
        ),
        open("/rpc/v1/auth/second-step/backup-code", backup_code, 401),
        open("/rpc/v1/auth/second-step/code", json!({ "code": "123456", "trust": false }), 401),
        open("/rpc/v1/auth/secure-account", json!({ "link": "x" }), 422),
        open("/rpc/v1/auth/sign-in", json!({ "email": EMAIL, "password": "wrong" }), 401),
        open("/rpc/v1/auth/sign-out", json!({}), 200),
        open("/rpc/v1/auth/sign-up", json!({ "email": EMAIL, "password": "Analytical-Engine-2!" }), 200),
        open("/rpc/v1/auth/undo-email-change", json!({ "link": "x" }), 422),
        Row { door: Door::Open(200), ..get("/rpc/v1/instance".into()) },
    ]
}

/// What is one person's.
fn open_to_one(ids: &Ids) -> Vec<Row> {
    let flow = NOTHING;
    let Ids { organisation, member, invite, token, session, request, export } = ids;
    let nothing_confirmed = json!({ "email": "", "organisations": [], "feedback": null });
    let schedule = json!({ "zone": "UTC", "quiet": null, "digest": null });
    let profile = json!({ "firstName": "", "lastName": "", "phone": "", "bio": "" });
    let draft = json!({ "name": "CI", "scopes": ["full"], "expiry": "never", "networks": "" });
    let question = json!({ "category": "Other", "title": "Mine", "description": "Mine" });
    let of = |body: Value| {
        let mut body = body;
        body["organisation"] = json!(organisation);
        body
    };
    vec![
        get("/rpc/v1/account".into()),
        get("/rpc/v1/account/deletion".into()),
        post("/rpc/v1/account/deletion", json!({ "request": nothing_confirmed })),
        get("/rpc/v1/account/exports".into()),
        post("/rpc/v1/account/exports", json!({})),
        post("/rpc/v1/account/exports/delete", json!({ "id": export, "state": "waiting" })),
        post("/rpc/v1/account/exports/open", json!({ "id": export })),
        post("/rpc/v1/auth/step-up", json!({ "password": PASSWORD })),
        get("/rpc/v1/invites".into()),
        post("/rpc/v1/invites/accept", json!({ "invite": invite })),
        post("/rpc/v1/invites/decline", json!({ "invite": invite })),
        get("/rpc/v1/me".into()),
        post("/rpc/v1/notifications", json!({ "filter": "all", "below": null })),
        post("/rpc/v1/notifications/mark", json!({ "id": flow, "read": true })),
        post("/rpc/v1/notifications/mark-all", json!({ "up_to": 0 })),
        get("/rpc/v1/notifications/stream?after=0".into()),
        get("/rpc/v1/organisations".into()),
        post("/rpc/v1/organisations/create", json!({ "name": "Difference Engines" })),
        post("/rpc/v1/organisations/delete", of(json!({ "name": "Ada's Engines" }))),
        post("/rpc/v1/organisations/invites/cancel", of(json!({ "invite": invite }))),
        post(
            "/rpc/v1/organisations/invites/create",
            of(json!({ "email": "mary@example.com", "role": "user" })),
        ),
        post("/rpc/v1/organisations/invites/resend", of(json!({ "invite": invite }))),
        get(format!("/rpc/v1/organisations/members?organisation={organisation}")),
        post("/rpc/v1/organisations/members/more", of(json!({ "after": { "at": 0, "id": flow } }))),
        get(format!("/rpc/v1/organisations/members/one?organisation={organisation}&member={member}")),
        post("/rpc/v1/organisations/members/remove", of(json!({ "member": member }))),
        post("/rpc/v1/organisations/members/role", of(json!({ "member": member, "role": "user" }))),
        get(format!("/rpc/v1/organisations/one?organisation={organisation}")),
        post("/rpc/v1/organisations/rename", of(json!({ "name": "Mine", "version": 1 }))),
        post("/rpc/v1/organisations/transfer", of(json!({ "member": member }))),
        post("/rpc/v1/passkeys/begin", json!({})),
        post("/rpc/v1/passkeys/finish", json!({ "ceremony": flow, "answer": "{}", "name": "Laptop" })),
        post("/rpc/v1/passkeys/remove", json!({ "id": flow })),
        post("/rpc/v1/passkeys/rename", json!({ "id": flow, "name": "Laptop" })),
        post("/rpc/v1/preferences", json!({ "category": "billing", "channel": "email", "on": false })),
        get("/rpc/v1/preferences".into()),
        post("/rpc/v1/preferences/schedule", json!({ "schedule": schedule })),
        get("/rpc/v1/privacy".into()),
        post("/rpc/v1/privacy", json!({ "item": "email", "shown": true })),
        get("/rpc/v1/privacy/preview".into()),
        get("/rpc/v1/profile".into()),
        post("/rpc/v1/profile", json!({ "update": profile, "version": 1 })),
        post("/rpc/v1/profile/picture", json!({ "file": "R0lGODlh", "crop": null })),
        post("/rpc/v1/profile/picture/remove", json!({})),
        get("/rpc/v1/security".into()),
        post("/rpc/v1/security/activity", json!({ "filter": {}, "cursor": null })),
        post("/rpc/v1/security/email/begin", json!({ "email": "ada@example.org" })),
        post("/rpc/v1/security/email/confirm", json!({ "flow": flow, "code": "123456" })),
        post("/rpc/v1/security/email/resend", json!({ "flow": flow })),
        post(
            "/rpc/v1/security/password",
            json!({ "current": "Wrong-Engine-1!", "password": "Analytical-Engine-2!" }),
        ),
        post("/rpc/v1/security/sessions/end", json!({ "id": session })),
        post("/rpc/v1/security/sessions/end-all", json!({})),
        post("/rpc/v1/security/sessions/end-others", json!({})),
        get("/rpc/v1/support".into()),
        post("/rpc/v1/support", json!({ "id": flow, "draft": question, "screenshot": null })),
        get(format!("/rpc/v1/support/one?reference={request}")),
        get("/rpc/v1/tokens".into()),
        post("/rpc/v1/tokens/create", json!({ "draft": draft })),
        post("/rpc/v1/tokens/rename", json!({ "id": token, "name": "Mine" })),
        post("/rpc/v1/tokens/reveal", json!({ "id": token })),
        post("/rpc/v1/tokens/revoke", json!({ "id": token, "reason": "" })),
        post("/rpc/v1/tokens/rotate", json!({ "id": token, "overlap": "now" })),
        post("/rpc/v1/two-factor/authenticator/begin", json!({})),
        post("/rpc/v1/two-factor/authenticator/confirm", json!({ "code": "123456" })),
        post("/rpc/v1/two-factor/authenticator/remove", json!({})),
        post("/rpc/v1/two-factor/backup-codes", json!({})),
        post("/rpc/v1/two-factor/devices/forget", json!({ "id": flow })),
        post("/rpc/v1/two-factor/devices/forget-all", json!({})),
    ]
}

fn private_doors(ids: &Ids) -> impl Iterator<Item = Row> {
    doors(ids).into_iter().filter(|row| row.door == Door::Private)
}

/// Somebody with an organisation, a member, an invite that waits and a token.
async fn ada_and_hers(app: &TestApp) -> (Holder, Ids) {
    let ada = app.holder(EMAIL).await;
    let grace = app.holder("grace@example.com").await;
    let name =
        json!({ "update": { "firstName": "Ada", "lastName": "", "phone": "", "bio": "" }, "version": 1 });
    app.post_as(&ada.cookie, "/rpc/v1/profile", name).await.done();
    let renamed = json!({ "id": ada.token_id, "name": "Ada's token" });
    app.post_as(&ada.cookie, "/rpc/v1/tokens/rename", renamed).await.done();
    let organisation = app.organisation(&ada.token, "Ada's Engines").await;
    app.join(&ada, &organisation, &grace, "user").await;
    let invite = app.invite(&ada.token, &organisation, "mary@example.com", "user").await;
    let fans = app.organisation(&grace.token, "Ada's Readers").await;
    app.invite(&grace.token, &fans, EMAIL, "user").await;
    let security = app.get_as(&ada.cookie, "/rpc/v1/security").await.done();
    let session = security["sessions"][0]["id"].as_str().expect("an id").to_owned();
    let question = json!({ "category": "Other", "title": "Ada's question", "description": "What is it?" });
    let question = json!({ "id": session, "draft": question, "screenshot": null });
    let asked = app.post_as(&ada.cookie, "/rpc/v1/support", question).await.done();
    let request = asked["reference"].as_str().expect("a reference").to_owned();
    let asked = app.post_as(&ada.cookie, "/rpc/v1/account/exports", json!({})).await.done();
    let export = asked["list"][0]["id"].as_str().expect("an id").to_owned();
    let (member, token) = (grace.user, ada.token_id.clone());
    let ids = Ids { organisation, member, invite, token, session, request, export };
    (ada, ids)
}

#[test]
fn every_function_has_a_row() {
    let mut functions: Vec<_> = ServerFunction::collect()
        .iter()
        .map(|each| format!("{} {}", each.method(), each.path()))
        .map(|function| function.split('?').next().unwrap_or_default().to_owned())
        .collect();
    functions.sort();
    functions.dedup();
    let bare = |row: &Row| row.path.split('?').next().unwrap_or_default().to_owned();
    let mut rows: Vec<_> =
        doors(&Ids::of_nothing()).iter().map(|row| format!("{} {}", row.method, bare(row))).collect();
    rows.sort();
    assert_eq!(functions, rows);
}

#[tokio::test]
async fn nobody_passes_a_private_door() {
    let app = TestApp::new().await;
    for row in doors(&Ids::of_nothing()) {
        let path = &row.path;
        let answer = app.send(row.request()).await;
        match row.door {
            Door::Open(status) => assert_eq!(answer.status.as_u16(), status, "{path}: {}", answer.body),
            Door::Private => {
                let found = (answer.status, answer.code());
                assert_eq!(found, (StatusCode::UNAUTHORIZED, "signed_out".to_owned()), "{path}");
            }
        }
    }
}

#[tokio::test]
async fn an_ended_session_passes_no_private_door() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    app.wait(31 * 24 * 3600);
    for row in private_doors(&Ids::of_nothing()) {
        let answer = app.send(row.request().cookie(&cookie)).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{}", row.path);
    }
}

#[tokio::test]
async fn a_token_passes_no_private_door() {
    let app = TestApp::new().await;
    let (ada, ids) = ada_and_hers(&app).await;
    for row in private_doors(&ids) {
        for value in [ada.token.clone(), format!("Bearer {}", ada.token)] {
            let as_browser = row.request().token(&value);
            let as_desktop = as_browser.clone().header("x-personal-settings-client", "desktop");
            for request in [as_browser, as_desktop] {
                let answer = app.send(request).await;
                let found = (answer.status, answer.code());
                assert_eq!(found, (StatusCode::UNAUTHORIZED, "signed_out".to_owned()), "{}", row.path);
            }
        }
    }
}

#[tokio::test]
async fn each_person_sees_their_own_only() {
    let app = TestApp::new().await;
    let (ada, ids) = ada_and_hers(&app).await;
    let other = app.signed_in(OTHER).await;
    app.work().await;
    let tells_of_ada = |answer: &Answer| ["Ada", EMAIL].iter().any(|text| answer.body.contains(text));
    for row in private_doors(&ids).filter(|row| row.method == "GET" && !row.takes(&ids)) {
        let own = app.send(row.request().cookie(&ada.cookie)).await;
        let has_no_texts = SWITCHES.contains(&row.path.as_str());
        assert!(tells_of_ada(&own) || has_no_texts, "{}: {}", row.path, own.body);
        let answer = app.send(row.request().cookie(&other)).await;
        assert_eq!(answer.status, StatusCode::OK);
        // Among the zones is America/Adak.
        assert!(!tells_of_ada(&answer) || has_no_texts, "{}: {}", row.path, answer.body);
        assert!(ids.all().iter().all(|id| !answer.body.contains(id)), "{}: {}", row.path, answer.body);
    }
}

#[tokio::test]
async fn what_is_another_persons_is_not_there() {
    let app = TestApp::new().await;
    let (ada, ids) = ada_and_hers(&app).await;
    let other = app.holder(OTHER).await;
    let shown = async || {
        let mut shown = Vec::new();
        for row in private_doors(&ids).filter(|row| row.method == "GET") {
            let answer = app.send(row.request().cookie(&ada.cookie)).await;
            assert!(answer.status.is_success(), "{}: {}", row.path, answer.body);
            shown.push(answer.body);
        }
        shown
    };
    let before = shown().await;
    let mut asked = 0;
    for row in private_doors(&ids).filter(|row| row.takes(&ids)) {
        let answer = app.send(row.request().cookie(&other.cookie)).await;
        let found = (answer.status, answer.code());
        assert_eq!(found, (StatusCode::NOT_FOUND, "not_found".to_owned()), "{}", row.path);
        asked += 1;
    }
    assert_eq!(asked, 22, "every function that takes an id");
    assert_eq!(shown().await, before);
}

#[tokio::test]
async fn an_organisation_opens_nothing_of_another() {
    let app = TestApp::new().await;
    let (_, ids) = ada_and_hers(&app).await;
    let other = app.holder(OTHER).await;
    let organisation = app.organisation(&other.token, "Difference Engines").await;
    let mixed = Ids { organisation, ..ids };
    let crossing = |row: &Row| {
        row.mentions(&mixed.organisation) && (row.mentions(&mixed.member) || row.mentions(&mixed.invite))
    };
    let mut asked = 0;
    for row in private_doors(&mixed).filter(crossing) {
        let answer = app.send(row.request().cookie(&other.cookie)).await;
        let found = (answer.status, answer.code());
        assert_eq!(found, (StatusCode::NOT_FOUND, "not_found".to_owned()), "{}", row.path);
        asked += 1;
    }
    assert_eq!(asked, 6, "page, removal, role, transfer, resend and cancel");
}

#[tokio::test]
async fn nothing_that_changes_something_is_taken_from_another_site() {
    let app = TestApp::new().await;
    let (ada, ids) = ada_and_hers(&app).await;
    for row in doors(&ids).into_iter().filter(|row| row.method == "POST") {
        let ours = row.request().cookie(&ada.cookie);
        let forged = [
            ours.clone().without("origin").without("sec-fetch-site"),
            ours.clone().header("origin", "https://evil.example").without("sec-fetch-site"),
            ours.clone().header("origin", "null").without("sec-fetch-site"),
            ours.clone().header("sec-fetch-site", "cross-site"),
            ours.clone().header("sec-fetch-site", "same-site"),
            ours.clone().header("origin", "http://127.0.0.1:8081"),
            ours.header("content-type", "text/plain").header("origin", "https://evil.example"),
        ];
        for request in forged {
            let answer = app.send(request).await;
            let found = (answer.status, answer.code());
            assert_eq!(found, (StatusCode::FORBIDDEN, "cross_site".to_owned()), "{}", row.path);
        }
    }
    let me = app.get_as(&ada.cookie, "/rpc/v1/me").await;
    assert_eq!(me.status, StatusCode::OK, "still signed in");
    let put = Request::post("/rpc/v1/profile", &json!({})).method(Method::PUT);
    assert_eq!(app.send(put.cookie(&ada.cookie)).await.status, StatusCode::NOT_FOUND);
}
