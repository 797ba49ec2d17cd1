//! What is in it, and what is not

use std::{collections::BTreeMap, io::Cursor};

use axum::http::Method;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::{Timestamp, UserId, security::SecurityEventKind};
use image::{DynamicImage, ImageFormat};
use serde_json::{Value, json};
use server::{
    service::{keys, people, support},
    store::security_events::{self, SecurityEvent},
};
use testkit::{Authenticator, EMAIL, PASSWORD, TestApp};

use super::{OTHER, prove, taken, unpacked};

const HOME: &str = "http://localhost:8080";
const GRACE: &str = "grace@example.com";

type Files = BTreeMap<String, Vec<u8>>;

fn json_of(files: &Files, name: &str) -> Value {
    let file = files.get(name).unwrap_or_else(|| panic!("{name} of {:?}", files.keys()));
    serde_json::from_slice(file).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn text_of<'a>(files: &'a Files, name: &str) -> &'a str {
    std::str::from_utf8(&files[name]).expect("a text")
}

/// The names of the files that hold these bytes.
fn holding<'a>(files: &'a Files, secret: &str) -> Vec<&'a str> {
    assert!(secret.len() > 3, "{secret}");
    let holds = |file: &[u8]| file.windows(secret.len()).any(|part| part == secret.as_bytes());
    files.iter().filter(|(_, file)| holds(file)).map(|(name, _)| name.as_str()).collect()
}

fn png() -> String {
    let mut file = Vec::new();
    DynamicImage::new_rgb8(200, 200)
        .write_to(&mut Cursor::new(&mut file), ImageFormat::Png)
        .expect("written");
    BASE64_STANDARD.encode(file)
}

async fn fill_profile(app: &TestApp, cookie: &str, first: &str, last: &str, bio: &str) {
    let update = json!({ "firstName": first, "lastName": last, "phone": "+442079460018", "bio": bio });
    app.post_as(cookie, "/rpc/v1/profile", json!({ "update": update, "version": 1 })).await.done();
    app.post_as(cookie, "/rpc/v1/profile/picture", json!({ "file": png(), "crop": null })).await.done();
}

async fn submit(app: &TestApp, cookie: &str, number: u32, title: &str) -> String {
    let id = format!("00000000-0000-4000-8000-{number:012}");
    let draft = json!({ "category": "Account", "title": title, "description": format!("{title}:\n<why>") });
    let body = json!({ "id": id, "draft": draft, "screenshot": png() });
    let made = app.post_as(cookie, "/rpc/v1/support", body).await.done();
    made["reference"].as_str().expect("a reference").to_owned()
}

#[tokio::test]
async fn an_empty_account_has_every_file_that_can_be_empty() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let files = taken(&app, &cookie).await;
    let names: Vec<_> = files.keys().map(String::as_str).collect();
    let expected = [
        "README.txt",
        "account.json",
        "activity.csv",
        "api-usage.json",
        "devices.json",
        "exports.json",
        "invites-sent.json",
        "invites.json",
        "notification-preferences.json",
        "notifications.json",
        "organisations.json",
        "passkeys.json",
        "privacy.json",
        "profile.json",
        "sessions.json",
        "support.json",
        "tokens.json",
        "two-factor.json",
    ];
    assert_eq!(names, expected);
    for name in expected.iter().filter(|name| name.contains(".json")) {
        json_of(&files, name);
    }
    assert_eq!(text_of(&files, "support.json"), "[]\n");
    let readme = text_of(&files, "README.txt");
    for name in expected.iter().skip(1).chain(&["picture.jpg", "screenshots/"]) {
        assert!(readme.contains(&format!("\n{name}\n")), "{name} in {readme}");
    }
    assert!(readme.contains(EMAIL) && readme.contains("22 November 2026, 00:00 UTC"), "{readme}");
}

#[tokio::test]
async fn all_that_was_entered_is_in_it() {
    let app = TestApp::configured(|config| config.server.public_url = HOME.into()).await;
    let ada = app.holder(EMAIL).await;
    let (charles, cookie) = (app.holder(OTHER).await, ada.cookie.as_str());
    fill_profile(&app, cookie, "Augusta", "Lovelace", "Writes programs.\n„Über“ engines").await;
    app.post_as(cookie, "/rpc/v1/privacy", json!({ "item": "bio", "shown": true })).await.done();
    let schedule = json!({ "zone": "Europe/London", "quiet": null, "digest": 480 });
    app.post_as(cookie, "/rpc/v1/preferences/schedule", json!({ "schedule": schedule })).await.done();
    app.token_from(cookie, &["profile:read"], "198.51.100.0/24").await;
    app.ask(&ada.token, Method::GET, "/api/users/me", &Value::Null).await.done();
    let begun = app.post_as(cookie, "/rpc/v1/passkeys/begin", json!({})).await.done();
    let answer = Authenticator::new(HOME).register(begun["options"].as_str().expect("options"));
    let passkey = json!({ "ceremony": begun["ceremony"], "answer": answer, "name": "Grey laptop" });
    app.post_as(cookie, "/rpc/v1/passkeys/finish", passkey).await.done();
    let mine = app.organisation(&ada.token, "Engines").await;
    app.invite(&ada.token, &mine, "mary@example.org", "user").await;
    let theirs = app.organisation(&charles.token, "Difference").await;
    app.invite(&charles.token, &theirs, EMAIL, "admin").await;
    let service = app.service("billing").await;
    app.alert(&service, &ada.user, "Steam is low").await;
    let references = [submit(&app, cookie, 1, "It hisses").await, submit(&app, cookie, 2, "It leaks").await];
    support::reply(&app.app, &references[0], "Oil the valve.").await.expect("answered");

    let files = taken(&app, cookie).await;
    let has = |name: &str, pointer: &str, value: Value| {
        let file = json_of(&files, name);
        assert_eq!(file.pointer(pointer), Some(&value), "{name}{pointer} of {file:#}");
    };
    has("account.json", "/email", json!(EMAIL));
    has("account.json", "/id", json!(ada.user));
    has("account.json", "/createdAt", json!("2026-11-22T00:00:00.000Z"));
    has("profile.json", "/firstName", json!("Augusta"));
    has("profile.json", "/lastName", json!("Lovelace"));
    has("profile.json", "/phone", json!("+442079460018"));
    has("profile.json", "/bio", json!("Writes programs.\n„Über“ engines"));
    has("privacy.json", "/shownToMembers/bio", json!(true));
    has("privacy.json", "/shownToMembers/email", json!(false));
    has("notification-preferences.json", "/schedule/zone", json!("Europe/London"));
    let tokens = json_of(&files, "tokens.json");
    let used: Vec<_> =
        tokens.as_array().expect("a list").iter().map(|token| &token["lastUse"]["address"]).collect();
    assert!(used.contains(&&json!("192.0.2.1")), "{tokens:#}");
    has("api-usage.json", "/0/day", json!("2026-11-22"));
    has("api-usage.json", "/0/token", json!(ada.token_id));
    has("sessions.json", "/0/expiresAt", json!("2026-12-22T00:00:00.000Z"));
    has("devices.json", "/0/knownSince", json!("2026-11-22T00:00:00.000Z"));
    has("sessions.json", "/0/via", json!("web"));
    has("sessions.json", "/0/address", json!("192.0.2.1"));
    has("devices.json", "/0/via", json!("web"));
    has("two-factor.json", "/authenticatorApp", json!(false));
    has("passkeys.json", "/0/name", json!("Grey laptop"));
    has(
        "organisations.json",
        "/0",
        json!({
            "id": mine, "name": "Engines", "role": "owner", "joinedAt": "2026-11-22T00:00:00.000Z",
        }),
    );
    has("invites.json", "/0/organisation", json!("Difference"));
    has("invites.json", "/0/role", json!("admin"));
    has("invites-sent.json", "/0/email", json!("mary@example.org"));
    has("exports.json", "/0/state", json!("building"));
    for (pointer, value) in [("/0/reference", &references[0]), ("/1/reference", &references[1])] {
        has("support.json", pointer, json!(value));
    }
    has("support.json", "/0/description", json!("It hisses:\n<why>"));
    has("support.json", "/0/answers/0/text", json!("Oil the valve."));
    for reference in &references {
        let name = format!("screenshots/{reference}.jpg");
        assert!(files[&name].starts_with(&[0xff, 0xd8]), "{name}");
    }
    assert!(files["picture.jpg"].starts_with(&[0xff, 0xd8]));
    assert_eq!(holding(&files, "198.51.100.0/24"), ["tokens.json"]);
    assert_eq!(holding(&files, "Steam is low"), ["notifications.json"]);
    let activity = text_of(&files, "activity.csv");
    let columns = "time,event,subject,address,client,user_agent,organisation_id\n";
    assert!(activity.starts_with(columns), "{activity}");
    let made = activity.lines().find(|line| line.contains(",organisation_created,Engines,"));
    assert!(made.is_some_and(|line| line.ends_with(&format!(",{mine}"))), "{activity}");
    for entry in [
        ",account_created,",
        ",passkey_added,Grey laptop,",
        ",export_requested,",
        ",organisation_created,Engines,",
    ] {
        assert!(activity.contains(entry), "{entry} in {activity}");
    }
}

#[tokio::test]
async fn nothing_in_it_is_secret() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let cookie = enrolled.cookie.as_str();
    let (id, value) = app.token(cookie, &["full"]).await;
    let files = taken(&app, cookie).await;
    assert_eq!(holding(&files, &id), ["tokens.json"]);
    let file = json_of(&files, "two-factor.json");
    assert_eq!(file, json!({ "authenticatorApp": true, "backupCodesLeft": enrolled.backup_codes.len() }));
    let (_, session) = cookie.split_once('=').expect("a cookie");
    let (start, end) = value.split_at(value.len() / 2);
    let hash = keys::stored_hash(&value);
    let mut secrets = vec![&*value, start, end, &*hash, session, PASSWORD, "$argon2", &*enrolled.secret];
    secrets.extend(enrolled.backup_codes.iter().map(String::as_str));
    for secret in secrets {
        let found = holding(&files, secret);
        // The beginning of a token says what it is, which the README may say too.
        assert_eq!(found, [""; 0], "{secret}");
    }
}

#[tokio::test]
async fn nothing_in_it_is_of_others() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder(GRACE).await);
    fill_profile(&app, &grace.cookie, "Brewster", "Hopper", "Finds moths in relays").await;
    let client = app.organisation(&grace.token, "Mark One").await;
    app.join(&grace, &client, &ada, "user").await;
    // What Ada was told under her name before she hid it.
    let rename = async |name: &str| {
        let path = format!("/api/clients/{client}");
        let body = json!({ "clientName": name });
        app.ask(&grace.token, Method::PUT, &path, &body).await.done();
        app.work().await;
    };
    rename("Mark Two").await;
    for item in ["full_name", "email", "picture", "bio", "recent_actions"] {
        app.post_as(&grace.cookie, "/rpc/v1/privacy", json!({ "item": item, "shown": false })).await.done();
    }
    rename("Mark Three").await;
    let other = app.organisation(&grace.token, "Cobol").await;
    app.invite(&grace.token, &other, EMAIL, "admin").await;
    app.invite(&grace.token, &client, "jean@example.org", "user").await;
    submit(&app, &grace.cookie, 7, "My relay sticks").await;
    app.work().await;

    let files = taken(&app, &ada.cookie).await;
    let told = json_of(&files, "notifications.json");
    assert!(told.as_array().is_some_and(|told| told.len() > 1), "{told:#}");
    assert_eq!(holding(&files, "Mark Three").len(), 2, "what she belongs to");
    for of_grace in [
        "Brewster",
        "Hopper",
        "moths",
        "+442079460018",
        GRACE,
        grace.user.as_str(),
        grace.token_id.as_str(),
        "jean@example.org",
        "My relay sticks",
    ] {
        assert_eq!(holding(&files, of_grace), [""; 0], "{of_grace}");
    }
    assert!(!files.contains_key("picture.jpg") && !files.keys().any(|name| name.starts_with("screenshots")));
}

#[tokio::test]
async fn a_long_log_is_whole_and_holds_no_formula() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let user = UserId(ada.user.parse().expect("an id"));
    let transaction = app.app.database.begin().await.expect("a transaction");
    for number in 0..2_300_i64 {
        // Several of each moment.
        let at = Timestamp(app.app.now().0 - number / 7);
        let id = app.app.entropy.uuid();
        let event = SecurityEvent::of_ours(id, user, SecurityEventKind::TokenRenamed, at);
        let event = event.about(&format!("=cmd|'/c calc'!A{number}"));
        security_events::insert(transaction.connection(), event).await.expect("stored");
    }
    transaction.commit().await.expect("stored");
    let files = taken(&app, &ada.cookie).await;
    let activity = text_of(&files, "activity.csv");
    let renamed: Vec<_> = activity.lines().filter(|line| line.contains(",token_renamed,")).collect();
    assert_eq!(renamed.len(), 2_300);
    for number in 0..2_300 {
        assert!(activity.contains(&format!(",'=cmd|'/c calc'!A{number},")), "{number}");
    }
    let times: Vec<_> = renamed.iter().map(|line| line.split(',').next()).collect();
    assert!(times.is_sorted_by(|one, other| one >= other), "the latest first");
}

#[tokio::test]
async fn many_notifications_are_all_there() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let service = app.service("platform").await;
    for number in 0..520 {
        let title = format!("Alert {number}.");
        let report = json!({ "kind": "alert", "title": title, "message": "Look.", "userId": ada.user });
        app.report(&service, &title, &report).await.done();
    }
    app.work().await;
    prove(&app, &ada.cookie).await;
    let files = taken(&app, &ada.cookie).await;
    let told = json_of(&files, "notifications.json");
    let titles: Vec<_> = told.as_array().expect("a list").iter().map(|each| each["title"].as_str()).collect();
    for number in 0..520 {
        let title = format!("Alert {number}.");
        assert_eq!(titles.iter().filter(|found| **found == Some(title.as_str())).count(), 1, "{title}");
    }
}

#[tokio::test]
async fn an_administrator_gets_the_same() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let person = people::find(&app.app, EMAIL).await.expect("an answer").expect("a person");
    app.wait(1);
    let mut file = server::service::export::write_as_admin(&app.app, person.id).await.expect("a file");
    let mut bytes = Vec::new();
    std::io::Seek::rewind(&mut file).expect("its beginning");
    std::io::Read::read_to_end(&mut file, &mut bytes).expect("bytes");
    let theirs = unpacked(&bytes);
    assert_eq!(super::log(&app, &cookie).await[0], "exported_by_admin", "the log says who it was");
    app.mails.forget();
    app.work().await;
    let [mail] = <[_; 1]>::try_from(app.mails.to(EMAIL)).expect("one mail");
    assert!(mail.subject.contains("An administrator made a copy of your data"), "{}", mail.subject);
    assert!(mail.text.contains("/not-me?link="), "{}", mail.text);
    let told = app.post_as(&cookie, "/rpc/v1/notifications", json!({ "filter": "all", "below": null })).await;
    assert!(told.body.contains("exported_by_admin"), "{}", told.body);
    let own = taken(&app, &cookie).await;
    assert_eq!(theirs.keys().collect::<Vec<_>>(), own.keys().collect::<Vec<_>>());
    assert_eq!(theirs["profile.json"], own["profile.json"]);
    let nobody = server::service::export::write_as_admin(&app.app, UserId(app.app.entropy.uuid())).await;
    assert_eq!(nobody.expect_err("nobody").error().code, domain::ErrorCode::NotFound);
}

#[tokio::test]
async fn it_is_in_the_language_of_who_asked() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let asked = testkit::Request::post(super::EXPORTS, &json!({}));
    let asked = asked.header("origin", &app.app.config.server.public_url);
    app.send(asked.cookie(&cookie).header("accept-language", "en-XA")).await.done();
    app.work().await;
    let id = super::latest(&super::list(&app, &cookie).await);
    let files = unpacked(&super::download(&app, &cookie, &id).await.bytes);
    assert!(text_of(&files, "README.txt").starts_with('['), "{}", text_of(&files, "README.txt"));
}
