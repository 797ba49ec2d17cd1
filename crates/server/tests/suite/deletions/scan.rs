//! Nothing of a deleted person is found anywhere: every column of every row is searched, and every file, for whatever
//! stood only with them before.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
};

use axum::http::Method;
use domain::UserId;
use serde_json::{Value, json};
use server::service::{deletion::delete_as_admin, keys::write_uses, support};
use testkit::{Authenticator, Holder, PASSWORD, Request, TestApp};

use super::tables;

const HOME: &str = "http://localhost:8080";
const OLD_ADDRESS: &str = "xold@example.com";
const ADDRESS: &str = "xnew@example.org";
const NEXT_ADDRESS: &str = "xnext@example.net";
const FIRST_NAME: &str = "Xøåß-Zoë";
const LAST_NAME: &str = "O'Xlastname \"d'X\" %_\\";
const PHONE: &str = "+442079460018";
const BIO: &str = "Xbio: 数学\nand {engines}";
const NETWORK: &str = "198.51.100.77";
const PROGRAM: &str = "Xprogram/7.1";
const GONE: &str = "Xgone Engines";
/// What they ask support stays, without whose it was.
const QUESTION: &str = "It does not open";
/// 2 by 2 pixels.
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR42mNQcGgAIgYIBQAXDgOBSbbajgAAAABJRU5ErkJggg==";

/// Whose texts stay, says docs/privacy.md; but for these columns.
const STAYS: (&str, &[&str]) = ("support_requests", &["user_id", "screenshot_id"]);
/// And what stays for an hour: ids of tokens that nothing knows any more.
const STAYS_AN_HOUR: &str = "key_changes";
/// Where a row of somebody who has an account need not be: only Cognito's, and only afterwards.
const ELSEWHERE: [&str; 2] = ["used_codes", "deletions"];

type Rows = BTreeMap<String, Vec<String>>;

/// Somebody who did everything that can be done here.
struct World {
    app: TestApp,
    grace: Holder,
    charles: Holder,
    /// The person's id.
    user: String,
    /// Their session, with a proof that is fresh.
    cookie: String,
    gone: String,
    handed_over: String,
    left: String,
}

impl World {
    async fn new() -> Self {
        let app = TestApp::configured(|config| {
            config.server.public_url = HOME.into();
            config.support.email = Some("support@example.org".into());
        })
        .await;
        let person = app.holder(OLD_ADDRESS).await;
        let (grace, charles) =
            (app.holder("grace@example.com").await, app.holder("charles@example.com").await);
        app.post_as(&grace.cookie, "/rpc/v1/profile/picture", json!({ "file": PNG, "crop": null }))
            .await
            .done();
        let gone = app.organisation(&person.token, GONE).await;
        app.join(&person, &gone, &grace, "user").await;
        let handed_over = app.organisation(&person.token, "Looms").await;
        app.join(&person, &handed_over, &grace, "admin").await;
        let left = app.organisation(&charles.token, "Mills").await;
        app.join(&charles, &left, &person, "admin").await;
        let mut this = Self {
            app,
            grace,
            charles,
            user: person.user.clone(),
            cookie: String::new(),
            gone,
            handed_over,
            left,
        };
        this.tells_of_themselves(&person).await;
        this.uses_a_token(&person).await;
        this.invites(&person).await;
        this.asks_support(&person.cookie).await;
        this.is_told(&person.cookie).await;
        this.takes_their_data(&person.cookie).await;
        this.signs_in_every_way(&person).await;
        this
    }

    /// Asks from their own network with their own program.
    async fn asks(&self, request: Request) -> testkit::Answer {
        let request = request.header("origin", HOME).header("user-agent", PROGRAM).from(NETWORK);
        self.app.send(request).await
    }

    async fn tells_of_themselves(&self, person: &Holder) {
        let app = &self.app;
        let update = json!({ "firstName": FIRST_NAME, "lastName": LAST_NAME, "phone": PHONE, "bio": BIO });
        let body = json!({ "update": update, "version": 1 });
        app.post_as(&person.cookie, "/rpc/v1/profile", body).await.done();
        let picture = json!({ "file": PNG, "crop": null });
        app.post_as(&person.cookie, "/rpc/v1/profile/picture", picture).await.done();
        let shown = json!({ "item": "picture", "shown": true });
        app.post_as(&person.cookie, "/rpc/v1/privacy", shown).await.done();
    }

    async fn uses_a_token(&self, person: &Holder) {
        let (token, value) = self.app.token_from(&person.cookie, &["full"], "198.51.100.0/24").await;
        let whoami = Request::get("/api/whoami").token(&value).header("user-agent", PROGRAM).from(NETWORK);
        self.app.send(whoami).await.done();
        write_uses(&self.app.app).await;
        let rotated = json!({ "id": token, "overlap": "one_day" });
        self.app.post_as(&person.cookie, "/rpc/v1/tokens/rotate", rotated).await.done();
    }

    async fn invites(&self, person: &Holder) {
        for (client, guest) in [(&self.handed_over, "mary@example.com"), (&self.left, "ida@example.com")] {
            self.app.invite(&person.token, client, guest, "user").await;
        }
        let path = format!("/api/clients/{}/invites", self.gone);
        let body = json!({ "inviteEmail": "rosa@example.com", "inviteRoles": ["user"] });
        let invite = Request::api(Method::POST, &path, &body).token(&person.token);
        self.app.send(invite.header("idempotency-key", "one")).await.done();
    }

    async fn asks_support(&self, cookie: &str) {
        let id = "00000000-0000-4000-8000-00000000abcd";
        let draft = json!({ "category": "Account", "title": QUESTION, "description": "The door." });
        let body = json!({ "id": id, "draft": draft, "screenshot": PNG });
        let asked = self.app.post_as(cookie, "/rpc/v1/support", body).await.done();
        let reference = asked["reference"].as_str().expect("a reference");
        self.app.work().await;
        support::reply(&self.app.app, reference, "Push it.").await.expect("answered");
    }

    async fn is_told(&self, cookie: &str) {
        let app = &self.app;
        let mailed = json!({ "category": "team_activity", "channel": "email", "on": true });
        app.post_as(cookie, "/rpc/v1/preferences", mailed).await.done();
        let schedule = json!({ "zone": "Antarctica/Troll", "quiet": null, "digest": 23 * 60 });
        app.post_as(cookie, "/rpc/v1/preferences/schedule", json!({ "schedule": schedule })).await.done();
        self.rename_left("Mills and Sons").await;
        let service = app.service("billing").await;
        app.alert(&service, &self.user, "Xalert for one").await;
    }

    /// Has Charles do something that the person is told of.
    async fn rename_left(&self, name: &str) {
        let path = format!("/rpc/v1/organisations/one?organisation={}", self.left);
        let one = self.app.get_as(&self.charles.cookie, &path).await.done();
        let body = json!({ "organisation": self.left, "name": name, "version": one["version"] });
        self.app.post_as(&self.charles.cookie, "/rpc/v1/organisations/rename", body).await.done();
        self.app.work().await;
    }

    async fn takes_their_data(&self, cookie: &str) {
        self.app.post_as(cookie, "/rpc/v1/account/exports", json!({})).await.done();
        self.app.work().await;
    }

    /// Another address, passkey, authenticator app, and sign-ins of every kind, some of them never finished.
    async fn signs_in_every_way(&mut self, person: &Holder) {
        let (app, cookie) = (&self.app, &person.cookie);
        let sign_in = |email: &str, password: &str| {
            Request::post("/rpc/v1/auth/sign-in", &json!({ "email": email, "password": password }))
        };
        self.asks(sign_in(OLD_ADDRESS, PASSWORD)).await.done();
        self.asks(sign_in(OLD_ADDRESS, "Wrong-Engine-1!")).await;
        let begin = json!({ "email": ADDRESS });
        let flow = app.post_as(cookie, "/rpc/v1/security/email/begin", begin).await.done();
        let code = app.code(ADDRESS).await;
        let confirm = json!({ "flow": flow, "code": code });
        app.post_as(cookie, "/rpc/v1/security/email/confirm", confirm).await.done();
        let begin = json!({ "email": NEXT_ADDRESS });
        app.post_as(cookie, "/rpc/v1/security/email/begin", begin).await.done();
        self.adds_a_passkey(cookie).await;
        let secret = self.adds_an_authenticator(cookie).await;
        app.post("/rpc/v1/auth/forgot", json!({ "email": ADDRESS })).await.done();
        app.invite(&self.charles.token, &self.left_open().await, ADDRESS, "user").await;
        app.work().await;
        let pending = self.asks(sign_in(ADDRESS, PASSWORD)).await.cookie().expect("half a sign-in");
        let body = json!({ "code": app.totp_in(&secret, 30), "trust": true });
        let second = Request::post("/rpc/v1/auth/second-step/code", &body).cookie(&pending);
        let signed_in = self.asks(second).await;
        signed_in.done();
        self.cookie = signed_in.cookie().expect("a session");
        self.asks(sign_in(ADDRESS, PASSWORD)).await.done();
    }

    /// An organisation of Charles's that the person does not belong to.
    async fn left_open(&self) -> String {
        self.app.organisation(&self.charles.token, "Foundries").await
    }

    async fn adds_a_passkey(&self, cookie: &str) {
        let app = &self.app;
        let mut device = Authenticator::new(HOME);
        let begun = app.post_as(cookie, "/rpc/v1/passkeys/begin", json!({})).await.done();
        let answer = device.register(begun["options"].as_str().expect("options"));
        let body = json!({ "ceremony": begun["ceremony"], "answer": answer, "name": "Xpasskey" });
        app.post_as(cookie, "/rpc/v1/passkeys/finish", body).await.done();
        app.post_as(cookie, "/rpc/v1/passkeys/begin", json!({})).await.done();
    }

    async fn adds_an_authenticator(&self, cookie: &str) -> String {
        let app = &self.app;
        let begun = app.post_as(cookie, "/rpc/v1/two-factor/authenticator/begin", json!({})).await.done();
        let secret = begun["secret"].as_str().expect("a secret").to_owned();
        let code = json!({ "code": app.totp_in(&secret, 0) });
        app.post_as(cookie, "/rpc/v1/two-factor/authenticator/confirm", code).await.done();
        secret
    }

    /// Deletes the account while some of what is due for them is not done yet.
    async fn delete(&self) {
        let renamed = json!({ "item": "bio", "shown": true });
        self.app.post_as(&self.cookie, "/rpc/v1/privacy", renamed).await.done();
        self.app.post("/rpc/v1/auth/forgot", json!({ "email": ADDRESS })).await.done();
        // By an administrator: they changed their address only just now.
        let user = UserId(self.user.parse().expect("an id"));
        let deleted = delete_as_admin(&self.app.app, user).await.expect("deleted");
        assert_eq!(deleted.organisations.len(), 1);
        assert_eq!(
            (deleted.organisations[0].id.to_string(), &*deleted.organisations[0].name),
            (self.gone.clone(), GONE)
        );
    }
}

fn parsed(row: &str) -> Value {
    serde_json::from_str(row).expect("a row")
}

/// The rows that name the person, and those that name one of those rows.
fn rows_of(person: &[String], rows: &Rows) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeSet<String> = person.iter().cloned().collect();
    let mut theirs: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    loop {
        let mut more = Vec::new();
        for (table, rows) in rows {
            // That somebody else is told of the same, or belongs to the same, makes it none of theirs.
            for row in rows.iter().filter(|row| keys.iter().any(|key| row.contains(key))) {
                theirs.entry(table.clone()).or_default().insert(row.clone());
                let id = parsed(row)["id"].as_str().map(str::to_owned);
                more.extend(id.filter(|_| table != "clients"));
            }
        }
        let before = keys.len();
        keys.extend(more);
        if keys.len() == before {
            return theirs;
        }
    }
}

/// The texts of a row but for these columns.
fn texts(row: &str, but: &[&str]) -> Vec<String> {
    let Value::Object(columns) = parsed(row) else { panic!("a row: {row}") };
    let texts = columns.into_iter().filter(|(column, _)| !but.contains(&column.as_str()));
    texts.filter_map(|(_, value)| Some(value.as_str()?.to_owned())).filter(|text| text.len() > 5).collect()
}

/// What stands in the person's own rows, in nobody else's, and in nothing that stays.
fn told_by(person: &[String], rows: &Rows) -> BTreeSet<String> {
    let own = |row: &&String| person.iter().any(|key| row.contains(key));
    let theirs = rows.values().flatten().filter(own).flat_map(|row| texts(row, &[]));
    let stays: BTreeSet<String> =
        rows[STAYS.0].iter().filter(own).flat_map(|row| texts(row, STAYS.1)).collect();
    let others: String = rows.values().flatten().filter(|row| !own(row)).map(String::as_str).collect();
    theirs.filter(|text| !stays.contains(text) && !others.contains(&as_it_stands(text))).collect()
}

/// A text as it stands in a row.
fn as_it_stands(text: &str) -> String {
    let quoted = json!(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

/// Where one of these is found.
fn found(needles: &BTreeSet<String>, rows: &Rows, but: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for (table, rows) in rows.iter().filter(|(table, _)| !but.contains(&table.as_str())) {
        for row in rows {
            let is_there = |needle: &&String| row.contains(&as_it_stands(needle));
            found.extend(needles.iter().filter(is_there).map(|needle| format!("{needle} in {table}: {row}")));
        }
    }
    found
}

/// Other ways to write an id.
fn spellings(id: &str) -> [String; 2] {
    use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
    let simple = id.replace('-', "");
    let bytes: Vec<u8> =
        (0..16).map(|n| u8::from_str_radix(&simple[2 * n..2 * n + 2], 16).expect("hex")).collect();
    [BASE64_URL_SAFE_NO_PAD.encode(bytes), simple]
}

#[tokio::test]
async fn nothing_of_a_deleted_person_is_found_anywhere() {
    let world = Box::pin(World::new()).await;
    let (app, user) = (&world.app, world.user.as_str());
    let before = app.rows().await;
    let tokens = before["user_tokens"].iter().filter(|row| row.contains(user));
    let tokens = tokens.map(|row| parsed(row)["id"].as_str().expect("an id").to_owned());
    let person: Vec<String> =
        [user, ADDRESS, OLD_ADDRESS, NEXT_ADDRESS].map(str::to_owned).into_iter().chain(tokens).collect();
    let schema = app.tables().await;

    let theirs = rows_of(&person, &before);
    let missing: Vec<_> = schema
        .keys()
        .filter(|name| tables::is_personal(name, &schema) && !ELSEWHERE.contains(&name.as_str()))
        .filter(|name| !theirs.contains_key(*name))
        .collect();
    assert!(missing.is_empty(), "the person has nothing in {missing:?}: have them do what fills it");
    let mut needles = told_by(&person, &before);
    for known in
        [user, ADDRESS, OLD_ADDRESS, NEXT_ADDRESS, FIRST_NAME, LAST_NAME, PHONE, BIO, NETWORK, PROGRAM]
    {
        assert!(needles.contains(known), "{known} stands with the person: {needles:#?}");
    }
    needles.extend(spellings(user));
    let objects = app.objects();
    assert_eq!(objects.len(), 4, "two pictures, a screenshot, an export: {objects:?}");
    let of_grace: Vec<_> = {
        let row = before["profiles"].iter().find(|row| row.contains(&world.grace.user)).expect("a profile");
        let picture = parsed(row)["picture_id"].as_str().expect("a picture").to_owned();
        objects.iter().filter(|path| path.ends_with(&picture)).cloned().collect()
    };

    world.delete().await;
    let at_once = app.rows().await;
    for table in tables::emptied_at_once() {
        let left: Vec<_> =
            at_once[&table].iter().filter(|row| row.contains(user) || row.contains(ADDRESS)).collect();
        assert!(left.is_empty(), "docs/privacy.md says that {table} is emptied at once: {left:?}");
    }

    app.work().await;
    let after = app.rows().await;
    let left = found(&needles, &after, &[STAYS_AN_HOUR]);
    assert!(left.is_empty(), "still there:\n{}", left.join("\n"));
    assert!(
        after["support_requests"].iter().any(|row| row.contains(QUESTION)),
        "what was wrong is still wrong"
    );
    assert_eq!(after["deletions"].len(), 1);
    assert_eq!(app.objects(), of_grace, "only Grace's picture");
    assert!(!fs::read(&of_grace[0]).expect("a picture").is_empty());
    assert!(!after["clients"].iter().any(|row| row.contains(&world.gone)));
    for client in [&world.handed_over, &world.left] {
        assert!(after["clients"].iter().any(|row| row.contains(client)));
    }

    app.wait(3601);
    app.housekeeping().await;
    let left = found(&needles, &app.rows().await, &[]);
    assert!(left.is_empty(), "still there after an hour:\n{}", left.join("\n"));
    let last: Vec<_> = app.mails.to(ADDRESS).into_iter().map(|mail| mail.subject).collect();
    assert!(last.last().is_some_and(|subject| subject.contains("deleted")), "{last:?}");
}
