//! `/rpc/v1/account/exports`, and the file that comes of it

mod building;
mod contents;
mod pages;

use std::{
    collections::BTreeMap,
    fs,
    io::{Cursor, Read as _},
    path::{Path, PathBuf},
};

use axum::http::{Method, StatusCode};
use futures_util::future::join_all;
use serde_json::{Value, json};
use testkit::{Answer, EMAIL, PASSWORD, Request, TestApp};
use zip::ZipArchive;

const EXPORTS: &str = "/rpc/v1/account/exports";
const OTHER: &str = "charles@example.com";
const NOTHING: &str = "00000000-0000-4000-8000-000000000000";
const HOUR: u64 = 3_600;

async fn request(app: &TestApp, cookie: &str) -> Answer {
    app.post_as(cookie, EXPORTS, json!({})).await
}

async fn list(app: &TestApp, cookie: &str) -> Value {
    app.get_as(cookie, EXPORTS).await.done()
}

async fn delete(app: &TestApp, cookie: &str, id: &str) -> Answer {
    delete_as(app, cookie, id, "ready").await
}

/// Deletes one that was seen in this state.
async fn delete_as(app: &TestApp, cookie: &str, id: &str, state: &str) -> Answer {
    app.post_as(cookie, &format!("{EXPORTS}/delete"), json!({ "id": id, "state": state })).await
}

async fn open(app: &TestApp, cookie: &str, id: &str) -> Answer {
    app.post_as(cookie, &format!("{EXPORTS}/open"), json!({ "id": id })).await
}

fn file(id: &str) -> String {
    format!("/settings/account/exports/{id}.zip")
}

async fn download(app: &TestApp, cookie: &str, id: &str) -> Answer {
    app.get_as(cookie, &file(id)).await
}

async fn prove(app: &TestApp, cookie: &str) {
    app.post_as(cookie, "/rpc/v1/auth/step-up", json!({ "password": PASSWORD })).await.done();
}

/// The state of each, the latest first.
fn states(exports: &Value) -> Vec<&str> {
    let list = exports["list"].as_array().expect("a list").iter();
    list.map(|export| export["state"].as_str().expect("a state")).collect()
}

fn latest(exports: &Value) -> String {
    exports["list"][0]["id"].as_str().expect("an id").to_owned()
}

/// Asks for an export. Answers its id.
async fn requested(app: &TestApp, cookie: &str) -> String {
    latest(&request(app, cookie).await.done())
}

/// An export that is ready. Answers its id.
async fn made(app: &TestApp, cookie: &str) -> String {
    let id = requested(app, cookie).await;
    app.work().await;
    assert_eq!(states(&list(app, cookie).await)[0], "ready");
    id
}

/// The files of an archive, by their names.
fn unpacked(archive: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).expect("an archive");
    let files = (0..archive.len()).map(|index| {
        let mut file = archive.by_index(index).expect("a file");
        let name = file.name().expect("a name").into_owned();
        let is_plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':']);
        assert!(name.split('/').all(is_plain), "{name}");
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).expect("bytes");
        (name, bytes)
    });
    files.collect()
}

/// What a person takes away.
async fn taken(app: &TestApp, cookie: &str) -> BTreeMap<String, Vec<u8>> {
    let id = made(app, cookie).await;
    let answer = download(app, cookie, &id).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    unpacked(&answer.bytes)
}

/// Every export in the folder of objects, also what is not whole.
fn objects(app: &TestApp) -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let mut found = Vec::new();
    walk(&app.app.config.objects_folder().join("exports"), &mut found);
    found
}

/// What the log says, the latest first.
async fn log(app: &TestApp, cookie: &str) -> Vec<String> {
    let body = json!({ "filter": { "group": "account" }, "cursor": null });
    let page = app.post_as(cookie, "/rpc/v1/security/activity", body).await.done();
    let entries = page["entries"].as_array().expect("entries").iter();
    entries.map(|entry| entry["kind"].as_str().expect("a kind").to_owned()).collect()
}

fn refused(answer: &Answer) -> (u16, String) {
    (answer.status.as_u16(), answer.code())
}

fn not_found() -> (u16, String) {
    (404, "not_found".to_owned())
}

#[tokio::test]
async fn an_export_is_asked_for_and_downloaded() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    assert_eq!(list(&app, &cookie).await, json!({ "list": [], "nextAt": null }));
    let asked = request(&app, &cookie).await.done();
    assert_eq!(states(&asked), ["waiting"]);
    assert_eq!(refused(&open(&app, &cookie, &latest(&asked)).await), not_found(), "not yet");
    assert_eq!(refused(&download(&app, &cookie, &latest(&asked)).await), not_found());
    app.mails.forget();
    app.work().await;

    let export = list(&app, &cookie).await["list"][0].clone();
    assert_eq!((&export["state"], &export["progress"]), (&json!("ready"), &json!(100)));
    let week = 7 * 24 * 3_600_000;
    assert_eq!(export["expiresAt"], json!(app.app.now().0 + week));
    let id = export["id"].as_str().expect("an id");
    open(&app, &cookie, id).await.done();
    let packed = Request::get(&file(id)).cookie(&cookie).header("accept-encoding", "gzip, br");
    let answer = app.send(packed).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), "application/zip");
    let disposition = "attachment; filename=\"personal-settings-2026-11-22.zip\"";
    assert_eq!(answer.header("content-disposition"), disposition);
    assert_eq!(answer.header("content-length"), export["size"].to_string());
    assert_eq!(answer.header("content-encoding"), "", "packed twice, its length would be lost");
    assert_eq!(
        (answer.header("cache-control"), answer.header("x-content-type-options")),
        ("no-store", "nosniff")
    );
    assert_eq!(answer.bytes.len() as u64, export["size"].as_u64().expect("a size"));
    assert!(unpacked(&answer.bytes).contains_key("README.txt"));

    let [mail] = <[_; 1]>::try_from(app.mails.to(EMAIL)).expect("one mail");
    for words in ["29 November 2026, 00:00 UTC", "/settings/account", "/not-me?link="] {
        assert!(mail.text.contains(words), "{words} in {}", mail.text);
    }
    let told = app.post_as(&cookie, "/rpc/v1/notifications", json!({ "filter": "all", "below": null })).await;
    assert!(told.body.contains("export_ready"), "{}", told.body);
    let mut log = log(&app, &cookie).await;
    log.sort();
    assert_eq!(log, ["account_created", "export_downloaded", "export_ready", "export_requested"]);
}

#[tokio::test]
async fn whoever_only_asks_what_there_is_has_not_had_it() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let id = made(&app, &cookie).await;
    let size = list(&app, &cookie).await["list"][0]["size"].to_string();
    let head = app.send(Request::get(&file(&id)).method(Method::HEAD).cookie(&cookie)).await;
    assert_eq!((head.status, head.header("content-length")), (StatusCode::OK, size.as_str()));
    assert!(head.bytes.is_empty());
    assert!(!log(&app, &cookie).await.contains(&"export_downloaded".to_owned()));
}

#[tokio::test]
async fn that_it_can_not_be_read_now_is_said_on_the_page() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let id = made(&app, &cookie).await;
    let (folder, away) = (app.app.config.objects_folder(), app.app.config.data_dir.join("away"));
    fs::rename(&folder, &away).expect("moved");
    fs::write(&folder, b"").expect("written");
    assert_eq!(refused(&open(&app, &cookie, &id).await), (503, "unavailable".to_owned()));
    assert_eq!(refused(&download(&app, &cookie, &id).await).0, 503);
    assert!(!log(&app, &cookie).await.contains(&"export_downloaded".to_owned()));
    fs::remove_file(&folder).expect("removed");
    fs::rename(&away, &folder).expect("moved");
    open(&app, &cookie, &id).await.done();
    fs::remove_dir_all(&folder).expect("removed");
    assert_eq!(refused(&open(&app, &cookie, &id).await), not_found());
}

#[tokio::test]
async fn it_takes_a_fresh_proof() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let id = made(&app, &cookie).await;
    app.wait(HOUR / 2);
    let step_up = (403, "step_up".to_owned());
    for answer in
        [request(&app, &cookie).await, open(&app, &cookie, &id).await, download(&app, &cookie, &id).await]
    {
        assert_eq!(refused(&answer), step_up);
    }
    assert!(!log(&app, &cookie).await.contains(&"export_downloaded".to_owned()));
    prove(&app, &cookie).await;
    assert_eq!(download(&app, &cookie, &id).await.status, StatusCode::OK);
    app.wait(HOUR / 2);
    delete(&app, &cookie, &id).await.done();
}

#[tokio::test]
async fn somebody_elses_is_not_there() {
    let app = TestApp::new().await;
    let (ada, charles) = (app.signed_in(EMAIL).await, app.signed_in(OTHER).await);
    let id = made(&app, &ada).await;
    for wanted in [id.as_str(), NOTHING] {
        assert_eq!(refused(&open(&app, &charles, wanted).await), not_found());
        assert_eq!(refused(&delete(&app, &charles, wanted).await), not_found());
        assert_eq!(refused(&download(&app, &charles, wanted).await), not_found());
        let head = Request::get(&file(wanted)).method(Method::HEAD).cookie(&charles);
        assert_eq!(app.send(head).await.status, StatusCode::NOT_FOUND);
    }
    for odd in ["", "x", "..%2F..%2Fsecrets", &id, &format!("{id}.zip"), "%00", "%FF"] {
        let path = format!("/settings/account/exports/{odd}.zip");
        let found = app.get_as(&ada, &path).await.status;
        // What is no address of a file at all is a page's.
        assert_eq!(found == StatusCode::OK, odd == id, "{path}: {found}");
    }
    assert_eq!(app.get(&file(&id)).await.status, StatusCode::SEE_OTHER, "a stranger is led to the login");
    assert!(list(&app, &charles).await["list"].as_array().is_some_and(Vec::is_empty));
    assert_eq!(download(&app, &ada, &id).await.status, StatusCode::OK, "it is still there for its owner");
}

#[tokio::test]
async fn two_a_day_are_enough() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    made(&app, &cookie).await;
    app.wait(HOUR);
    prove(&app, &cookie).await;
    let second = made(&app, &cookie).await;
    let next_at = app.app.now().0 + 23 * 3_600_000;
    assert_eq!(list(&app, &cookie).await["nextAt"], json!(next_at));
    delete(&app, &cookie, &second).await.done();
    let answer = request(&app, &cookie).await;
    assert_eq!(refused(&answer), (429, "too_many_exports".to_owned()), "that it is deleted makes no room");
    assert_eq!(answer.json()["data"]["retryAfter"], json!(23 * HOUR));
    app.wait(23 * HOUR - 1);
    prove(&app, &cookie).await;
    assert_eq!(refused(&request(&app, &cookie).await).0, 429);
    app.wait(1);
    assert_eq!(states(&request(&app, &cookie).await.done()), ["waiting", "ready"]);
}

#[tokio::test]
async fn while_one_is_under_way_there_is_no_other() {
    let app = TestApp::new().await;
    let (ada, charles) = (app.signed_in(EMAIL).await, app.signed_in(OTHER).await);
    let asked = join_all((0..8).map(|_| request(&app, &ada))).await;
    let ids: Vec<_> = asked.iter().map(|answer| latest(&answer.done())).collect();
    assert!(ids.iter().all(|id| *id == ids[0]), "{ids:?}");
    assert_eq!(states(&request(&app, &ada).await.done()), ["waiting"]);
    assert_eq!(states(&request(&app, &charles).await.done()), ["waiting"], "each has their own");
    app.work().await;
    assert_eq!(states(&list(&app, &ada).await), ["ready"]);
    assert_eq!(objects(&app).len(), 2);
}

#[tokio::test]
async fn it_is_there_for_a_week() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let id = made(&app, &cookie).await;
    app.wait(7 * 24 * HOUR - 1);
    let cookie = app.sign_in(EMAIL, PASSWORD).await;
    app.housekeeping().await;
    assert_eq!(download(&app, &cookie, &id).await.status, StatusCode::OK);
    app.wait(1);
    // Also before anybody has cleared it away.
    for answer in
        [open(&app, &cookie, &id).await, download(&app, &cookie, &id).await, delete(&app, &cookie, &id).await]
    {
        assert_eq!(refused(&answer), not_found());
    }
    assert_eq!(states(&list(&app, &cookie).await), [""; 0]);
    assert_eq!(objects(&app).len(), 1);
    app.housekeeping().await;
    app.work().await;
    assert_eq!(objects(&app), Vec::<PathBuf>::new());
}

#[tokio::test]
async fn it_can_be_deleted_before() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let id = made(&app, &cookie).await;
    assert_eq!(states(&delete(&app, &cookie, &id).await.done()), [""; 0]);
    assert_eq!(refused(&download(&app, &cookie, &id).await), not_found());
    assert_eq!(refused(&open(&app, &cookie, &id).await), not_found());
    assert_eq!(refused(&delete(&app, &cookie, &id).await), not_found(), "once");
    app.work().await;
    assert_eq!(objects(&app), Vec::<PathBuf>::new());
    assert_eq!(log(&app, &cookie).await.iter().filter(|kind| *kind == "export_deleted").count(), 1);
}

#[tokio::test]
async fn what_is_another_by_now_is_not_deleted() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let conflict = (409, "conflict".to_owned());
    let id = requested(&app, &cookie).await;
    for state in ["ready", "failed", "deleted"] {
        assert_eq!(refused(&delete_as(&app, &cookie, &id, state).await), conflict, "{state}");
    }
    app.work().await;
    for state in ["waiting", "building", "failed", "deleted"] {
        assert_eq!(refused(&delete_as(&app, &cookie, &id, state).await), conflict, "{state}");
    }
    assert_eq!(download(&app, &cookie, &id).await.status, StatusCode::OK);
    assert!(!log(&app, &cookie).await.contains(&"export_deleted".to_owned()));
    delete_as(&app, &cookie, &id, "ready").await.done();

    let id = requested(&app, &cookie).await;
    delete_as(&app, &cookie, &id, "building").await.done();
    let left = list(&app, &cookie).await;
    assert_eq!(states(&left), [""; 0], "however far it was");
}
