//! The activity log: filter, search, pages, export.

use serde_json::{Value, json};
use testkit::{EMAIL, PASSWORD, Request, TestApp};

async fn page(app: &TestApp, cookie: &str, filter: Value, cursor: Value) -> Value {
    let body = json!({ "filter": filter, "cursor": cursor });
    app.post_as(cookie, "/rpc/v1/security/activity", body).await.done()
}

fn kinds(page: &Value) -> Vec<String> {
    let entries = page["entries"].as_array().expect("entries").iter();
    entries.map(|entry| entry["kind"].as_str().expect("a kind").to_owned()).collect()
}

#[tokio::test]
async fn what_happened_is_there_the_latest_first() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    app.wait(1);
    let cookie = app.sign_in(EMAIL, PASSWORD).await;
    app.wait(1);
    let wrong = json!({ "email": EMAIL, "password": "Wrong-Engine-1!" });
    let user_agent = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";
    let request = Request::post("/rpc/v1/auth/sign-in", &wrong).from("203.0.113.7");
    app.send(request.header("user-agent", user_agent)).await;
    app.work().await;
    let page = page(&app, &cookie, json!({}), Value::Null).await;
    assert_eq!(kinds(&page), ["sign_in_failed", "signed_in", "account_created"]);
    assert_eq!(page["entries"][0]["address"], "203.0.113.7");
    assert_eq!(page["entries"][0]["client"], "Firefox on Linux");
    assert_eq!(page["next"], Value::Null);
}

#[tokio::test]
async fn it_is_filtered_and_searched() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let draft = json!({ "name": "50%_off", "scopes": ["full"], "expiry": { "days": 90 }, "networks": "" });
    app.post_as(&cookie, "/rpc/v1/tokens/create", json!({ "draft": draft })).await.done();
    let found = async |filter: Value| kinds(&page(&app, &cookie, filter, Value::Null).await);
    assert_eq!(found(json!({ "group": "tokens" })).await, ["token_created"]);
    assert_eq!(found(json!({ "group": "two_factor" })).await, [""; 0]);
    assert_eq!(found(json!({ "search": " 50%_OFF " })).await, ["token_created"]);
    assert_eq!(found(json!({ "search": "%" })).await, ["token_created"], "no letter is a wildcard");
    assert_eq!(found(json!({ "search": "192.0.2" })).await.len(), 2);
    assert_eq!(found(json!({ "search": "\\" })).await, [""; 0]);
    assert_eq!(found(json!({ "group": "sign_ins", "search": "off" })).await, [""; 0]);
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_and_repetition() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    // All in one moment: the cursor tells them apart all the same.
    for _ in 0..60 {
        let step_up = json!({ "password": PASSWORD });
        app.post_as(&cookie, "/rpc/v1/auth/step-up", step_up).await.done();
    }
    let (mut seen, mut cursor, mut pages) = (Vec::new(), Value::Null, 0);
    loop {
        let page = page(&app, &cookie, json!({}), cursor).await;
        seen.extend(kinds(&page));
        pages += 1;
        cursor = page["next"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!((pages, seen.len()), (3, 62));
    for wrong in ["", "x", "1.2", "99999999999999999999.00000000-0000-4000-8000-000000000000"] {
        let body = json!({ "filter": {}, "cursor": wrong });
        let answer = app.post_as(&cookie, "/rpc/v1/security/activity", body).await;
        assert_eq!(answer.json()["data"]["fields"][0]["problem"], "cursor_form", "{wrong}");
    }
}

#[tokio::test]
async fn it_can_be_taken_away_as_a_file() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    app.wait(1);
    let cookie = app.sign_in(EMAIL, PASSWORD).await;
    let draft = json!({ "name": "=1+1,\"x\"", "scopes": ["full"], "expiry": { "days": 90 }, "networks": "" });
    app.post_as(&cookie, "/rpc/v1/tokens/create", json!({ "draft": draft })).await.done();
    for _ in 0..600 {
        let step_up = json!({ "password": PASSWORD });
        app.post_as(&cookie, "/rpc/v1/auth/step-up", step_up).await.done();
    }
    app.wait(1);
    let csv = app.get_as(&cookie, "/settings/security/activity.csv").await;
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"activity.csv\"");
    let lines: Vec<_> = csv.body.lines().collect();
    assert_eq!(lines[0], "time,event,subject,address,client");
    assert_eq!(lines.len(), 1 + 604, "each entry once, and the export itself");
    assert!(csv.body.contains("token_created,\"'=1+1,\"\"x\"\"\",192.0.2.1,"), "no cell is a formula");
    app.wait(1);
    let json = app.get_as(&cookie, "/settings/security/activity.json").await.done();
    let entries = json.as_array().expect("a list");
    assert_eq!(entries.len(), 605);
    assert_eq!(entries[0]["event"], "activity_exported");
    assert_eq!(entries[604]["event"], "account_created");
    assert_eq!(
        app.get("/settings/security/activity.csv").await.status,
        303,
        "a stranger is led to the login"
    );
}

#[tokio::test]
async fn entries_are_kept_as_long_as_the_setting_says() {
    let app = TestApp::configured(|config| {
        config.activity.keep_days = 2.try_into().expect("a number");
    })
    .await;
    app.signed_in(EMAIL).await;
    app.wait(3 * 24 * 3600);
    let again = app.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(kinds(&page(&app, &again, json!({}), Value::Null).await).len(), 3);
    app.housekeeping().await;
    assert_eq!(kinds(&page(&app, &again, json!({}), Value::Null).await), ["signed_in"]);
}
