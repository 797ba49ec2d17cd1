//! What has had its day is removed, and nothing else.

use std::{
    fs::File,
    sync::Arc,
    time::{Duration, UNIX_EPOCH},
};

use axum::http::Method;
use domain::{
    Timestamp, UserId,
    token::{LastUse, TokenId},
};
use serde_json::{Value, json};
use server::{
    service::{deletion, support},
    store::{
        sessions::{self, Session},
        token_uses::{self, Uses},
    },
};
use testkit::{EMAIL, Elsewhere, Holder, PASSWORD, TestApp};

const DAY: u64 = 24 * 3600;
/// 2 by 2 pixels.
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR42mNQcGgAIgYIBQAXDgOBSbbajgAAAABJRU5ErkJggg==";

async fn count(app: &TestApp, table: &str) -> usize {
    app.rows().await[table].len()
}

/// Which of these ids are in a table.
async fn left<'a>(app: &TestApp, table: &str, ids: &[&'a str]) -> Vec<&'a str> {
    let rows = app.rows().await.remove(table).expect("a table");
    ids.iter().copied().filter(|id| rows.iter().any(|row| row.contains(id))).collect()
}

fn user(holder: &Holder) -> UserId {
    UserId(holder.user.parse().expect("an id"))
}

/// Has a token been used today.
async fn use_token(app: &TestApp, token: &str) {
    let token = TokenId(token.parse().expect("an id"));
    let last = LastUse { at: app.app.now(), address: "192.0.2.7".into(), client: "curl".into() };
    let day = app.app.now().0.div_euclid(24 * 3600 * 1000);
    let used = Uses { token, day, count: 1, last };
    token_uses::add(app.app.database.connection(), &[used]).await.expect("uses");
}

#[tokio::test]
async fn tokens_that_ended_are_forgotten_after_400_days_with_their_uses() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let draft = |name: &str, expiry: Value| json!({ "draft": { "name": name, "scopes": ["full"], "expiry": expiry, "networks": "" } });
    let make = async |cookie: &str, name: &str, expiry: Value| {
        let made = app.post_as(cookie, "/rpc/v1/tokens/create", draft(name, expiry)).await.done();
        made["token"]["id"].as_str().expect("an id").to_owned()
    };
    let expired = make(&ada.cookie, "Expired", json!({ "days": 30 })).await;
    let revoked = make(&ada.cookie, "Revoked", json!("never")).await;
    let rotated = make(&ada.cookie, "Rotated", json!("never")).await;
    let working = make(&ada.cookie, "Working", json!("never")).await;
    for token in [&expired, &revoked, &rotated, &working] {
        use_token(&app, token).await;
    }
    let rotation = json!({ "id": rotated, "overlap": "now" });
    app.post_as(&ada.cookie, "/rpc/v1/tokens/rotate", rotation).await.done();
    app.wait(29 * DAY);
    let cookie = app.sign_in(EMAIL, PASSWORD).await;
    let revocation = json!({ "id": revoked, "reason": "" });
    app.post_as(&cookie, "/rpc/v1/tokens/revoke", revocation).await.done();
    let all = [&*expired, &*revoked, &*rotated, &*working];
    // 399 days after the first of them ended.
    app.wait(370 * DAY);
    app.housekeeping().await;
    assert_eq!(left(&app, "user_tokens", &all).await, all);
    assert_eq!(left(&app, "token_last_uses", &all).await, all);
    assert_eq!(left(&app, "token_uses", &all).await, [""; 0], "of 30 days");
    app.wait(2 * DAY);
    app.housekeeping().await;
    assert_eq!(left(&app, "user_tokens", &all).await, [&*expired, &*revoked, &*working]);
    app.wait(40 * DAY);
    app.housekeeping().await;
    assert_eq!(left(&app, "user_tokens", &all).await, [&*working], "it still opens doors");
    assert_eq!(left(&app, "token_last_uses", &all).await, [&*working]);
}

#[tokio::test]
async fn uses_go_with_the_token() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let (token, _) = app.token(&ada.cookie, &["full"]).await;
    app.wait(600 * DAY);
    use_token(&app, &token).await;
    app.housekeeping().await;
    assert_eq!(left(&app, "user_tokens", &[&token]).await, [""; 0]);
    assert_eq!(count(&app, "token_uses").await, 0);
}

#[tokio::test]
async fn requests_that_nobody_waits_for_are_forgotten_after_two_years_with_their_screenshots() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let ask = async |number: u32, screenshot: Option<&str>| {
        let draft =
            json!({ "category": "Other", "title": format!("Question {number}"), "description": "What?" });
        let id = format!("00000000-0000-4000-8000-{number:012}");
        let body = json!({ "id": id, "draft": draft, "screenshot": screenshot });
        let made = app.post_as(&ada.cookie, "/rpc/v1/support", body).await.done();
        made["reference"].as_str().expect("a reference").to_owned()
    };
    let (open, answered, closed) = (ask(1, None).await, ask(2, None).await, ask(3, Some(PNG)).await);
    let all = [&*open, &*answered, &*closed];
    for reference in [&answered, &closed] {
        support::reply(&app.app, reference, "Look again.").await.expect("answered");
    }
    support::close(&app.app, &closed).await.expect("closed");
    app.work().await;
    app.wait(729 * DAY);
    app.housekeeping().await;
    assert_eq!(left(&app, "support_requests", &all).await, all);
    app.wait(2 * DAY);
    app.housekeeping().await;
    assert_eq!(left(&app, "support_requests", &all).await, all[..2], "somebody may wait for the others");
    assert_eq!(count(&app, "support_replies").await, 1);
    let at = UNIX_EPOCH + Duration::from_millis(u64::try_from(app.app.now().0).expect("after 1970"));
    for object in app.objects() {
        let file = File::options().write(true).open(&object).expect("a file");
        file.set_modified(at - Duration::from_hours(25)).expect("set");
    }
    assert_eq!(app.objects().len(), 1);
    for _ in 0..256 {
        app.housekeeping().await;
        app.wait(600);
    }
    assert!(app.objects().is_empty(), "nothing names it any more");
}

#[tokio::test]
async fn notes_of_deletions_are_forgotten_after_three_years_unless_one_is_not_through() {
    let elsewhere = Arc::new(Elsewhere::default());
    let app = TestApp::elsewhere(&elsewhere).await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder("grace@example.com").await);
    deletion::delete_as_admin(&app.app, user(&ada)).await.expect("deleted");
    app.work().await;
    elsewhere.go_away();
    deletion::delete_as_admin(&app.app, user(&grace)).await.expect("deleted");
    app.wait(3 * 365 * DAY);
    app.housekeeping().await;
    assert_eq!(count(&app, "deletions").await, 2);
    app.wait(DAY);
    app.housekeeping().await;
    assert_eq!(count(&app, "deletions").await, 1);
    elsewhere.come_back();
    app.work().await;
    app.housekeeping().await;
    assert_eq!(count(&app, "deletions").await, 0);
}

#[tokio::test]
async fn very_many_rows_are_removed_by_the_batch_in_one_round() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let mut secrets = Vec::new();
    for n in 0..2_300 {
        let id = app.app.entropy.uuid();
        let session = Session {
            id,
            secret_hash: format!("hash {n}"),
            user: user(&ada),
            via: "web",
            address: "192.0.2.1".into(),
            user_agent: String::new(),
            created_at: app.app.now(),
            expires_at: app.app.now() + Duration::from_secs(if n < 2_200 { 60 } else { 600 }),
            grant: None,
        };
        sessions::insert(app.app.database.connection(), session).await.expect("a session");
        secrets.push(id);
    }
    app.wait(61);
    app.housekeeping().await;
    let rows = app.rows().await.remove("sessions").expect("a table");
    assert_eq!(rows.len(), 101, "the hundred that go on, and Ada's own");
    for id in &secrets[2_200..] {
        assert!(rows.iter().any(|row| row.contains(&id.to_string())));
    }
}

/// The row of a session that was about to begin when all were ended comes to be and means nothing.
#[tokio::test]
async fn a_session_that_was_over_before_it_began_is_not_listed() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let me = app.get_as(&cookie, "/rpc/v1/me").await.done();
    let before = app.app.now();
    app.wait(5);
    app.post_as(&cookie, "/rpc/v1/security/sessions/end-others", json!({})).await.done();
    let late = Session {
        id: app.app.entropy.uuid(),
        secret_hash: "a hash".into(),
        user: UserId(me["id"].as_str().expect("an id").parse().expect("an id")),
        via: "web",
        address: "192.0.2.99".into(),
        user_agent: String::new(),
        created_at: before,
        expires_at: Timestamp(i64::MAX),
        grant: None,
    };
    sessions::insert(app.app.database.connection(), late).await.expect("a session");
    let security = app.get_as(&cookie, "/rpc/v1/security").await.done();
    assert_eq!(security["sessions"].as_array().expect("a list").len(), 1, "{security}");
}

/// What a person may do is not forgotten for being old.
#[tokio::test]
async fn what_is_in_use_stays_for_years() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let never = json!({ "name": "Old", "scopes": ["full"], "expiry": "never", "networks": "" });
    let made = app.post_as(&ada.cookie, "/rpc/v1/tokens/create", json!({ "draft": never })).await.done();
    let token = made["value"].as_str().expect("a value").to_owned();
    let client = app.organisation(&token, "Engines").await;
    app.wait(1_500 * DAY);
    for _ in 0..3 {
        app.housekeeping().await;
    }
    let path = format!("/api/clients/{client}");
    app.ask(&token, Method::GET, &path, &Value::Null).await.done();
    app.sign_in(EMAIL, PASSWORD).await;
}
