//! `/rpc/v1/preferences`: the matrix, and when mail may come.

use axum::http::StatusCode;
use serde_json::{Value, json};
use testkit::{Answer, EMAIL, TestApp};

async fn page(app: &TestApp, cookie: &str) -> Value {
    app.get_as(cookie, "/rpc/v1/preferences").await.done()
}

async fn set(app: &TestApp, cookie: &str, category: &str, channel: &str, on: bool) -> Answer {
    let body = json!({ "category": category, "channel": channel, "on": on });
    app.post_as(cookie, "/rpc/v1/preferences", body).await
}

async fn schedule(app: &TestApp, cookie: &str, schedule: Value) -> Answer {
    app.post_as(cookie, "/rpc/v1/preferences/schedule", json!({ "schedule": schedule })).await
}

fn row(page: &Value, category: &str) -> (bool, bool) {
    let rows = page["preferences"]["rows"].as_array().expect("rows");
    let row = rows.iter().find(|row| row["category"] == category).expect("the row");
    (row["email"] == true, row["inApp"] == true)
}

#[tokio::test]
async fn the_matrix_has_the_guides_rows_with_what_is_on_at_first() {
    let app = TestApp::new().await;
    let ada = app.signed_in(EMAIL).await;
    let page = page(&app, &ada).await;
    let rows = page["preferences"]["rows"].as_array().expect("rows");
    let rows: Vec<_> = rows.iter().map(|row| (row["category"].as_str(), row["email"] == true)).collect();
    let expected = [
        ("organisation_invitations", true),
        ("security_alerts", true),
        ("system_updates", true),
        ("usage_alerts", true),
        ("billing", true),
        ("real_time_alerts", false),
        ("request_failures", false),
        ("proxy_status_changes", false),
        ("team_activity", false),
    ];
    assert_eq!(rows, expected.map(|(category, email)| (Some(category), email)));
    assert!(expected.iter().all(|(category, _)| row(&page, category).1), "in the app all of them");
    assert_eq!(page["preferences"]["schedule"], json!({ "zone": "UTC", "quiet": null, "digest": null }));
    let zones = page["zones"].as_array().expect("zones");
    assert!(zones.len() > 400 && zones.contains(&json!("Europe/Zurich")));
}

#[tokio::test]
async fn a_switch_moves_one_cell_of_one_person() {
    let app = TestApp::new().await;
    let (ada, charles) = (app.signed_in(EMAIL).await, app.signed_in("charles@example.com").await);
    let before = page(&app, &charles).await;
    let answer = set(&app, &ada, "team_activity", "email", true).await.done();
    assert_eq!(answer, json!({ "category": "team_activity", "email": true, "inApp": true }));
    set(&app, &ada, "team_activity", "in_app", false).await.done();
    set(&app, &ada, "billing", "email", false).await.done();
    let after = page(&app, &ada).await;
    assert_eq!(row(&after, "team_activity"), (true, false));
    assert_eq!(row(&after, "billing"), (false, true));
    assert_eq!(row(&after, "usage_alerts"), (true, true), "the others are as they were");
    assert_eq!(page(&app, &charles).await, before, "and so is everybody else's");
    set(&app, &ada, "team_activity", "email", false).await.done();
    assert_eq!(row(&page(&app, &ada).await, "team_activity"), (false, false));
}

#[tokio::test]
async fn two_cells_of_a_row_that_are_switched_at_once_are_both_switched() {
    let app = TestApp::new().await;
    let ada = app.signed_in(EMAIL).await;
    let (email, in_app) = tokio::join!(
        set(&app, &ada, "team_activity", "email", true),
        set(&app, &ada, "team_activity", "in_app", false)
    );
    email.done();
    in_app.done();
    assert_eq!(row(&page(&app, &ada).await, "team_activity"), (true, false));
}

#[tokio::test]
async fn mail_about_safety_can_not_be_switched_off() {
    let app = TestApp::new().await;
    let ada = app.signed_in(EMAIL).await;
    let answer = set(&app, &ada, "security_alerts", "email", false).await;
    assert_eq!((answer.status, answer.code()), (StatusCode::UNPROCESSABLE_ENTITY, "invalid".into()));
    let field = &answer.json()["data"]["fields"][0];
    assert_eq!((&field["field"], &field["problem"]), (&json!("preference"), &json!("not_optional")));
    set(&app, &ada, "security_alerts", "email", true).await.done();
    set(&app, &ada, "security_alerts", "in_app", false).await.done();
    assert_eq!(row(&page(&app, &ada).await, "security_alerts"), (true, false));
}

#[tokio::test]
async fn what_is_no_cell_is_refused() {
    let app = TestApp::new().await;
    let ada = app.signed_in(EMAIL).await;
    for (category, channel) in [("everything", "email"), ("billing", "pigeon"), ("", "")] {
        let answer = set(&app, &ada, category, channel, false).await;
        assert!(answer.status.is_client_error(), "{category} {channel}: {}", answer.status);
    }
}

#[tokio::test]
async fn a_schedule_is_kept_with_its_zone_as_it_is_written() {
    let app = TestApp::new().await;
    let ada = app.signed_in(EMAIL).await;
    let wanted = json!({ "zone": "europe/zurich", "quiet": { "from": 1320, "until": 420 }, "digest": 0 });
    let kept = json!({ "zone": "Europe/Zurich", "quiet": { "from": 1320, "until": 420 }, "digest": 0 });
    assert_eq!(schedule(&app, &ada, wanted).await.done(), kept);
    assert_eq!(page(&app, &ada).await["preferences"]["schedule"], kept);
    let none = json!({ "zone": "UTC", "quiet": null, "digest": null });
    schedule(&app, &ada, none.clone()).await.done();
    assert_eq!(page(&app, &ada).await["preferences"]["schedule"], none);
}

#[tokio::test]
async fn a_wrong_schedule_says_everything_that_is_wrong_and_changes_nothing() {
    let app = TestApp::new().await;
    let ada = app.signed_in(EMAIL).await;
    let wrong = json!({ "zone": "Atlantis", "quiet": { "from": 1440, "until": 0 }, "digest": 1440 });
    let answer = schedule(&app, &ada, wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = answer.json()["data"]["fields"].clone();
    let fields: Vec<_> = fields.as_array().expect("fields").iter().collect();
    let problem =
        |field: &str| fields.iter().find(|each| each["field"] == field).map(|each| each["problem"].clone());
    assert_eq!(problem("zone"), Some(json!("zone_unknown")));
    assert_eq!(problem("quietHours"), Some(json!("time_of_day")));
    assert_eq!(problem("digest"), Some(json!("time_of_day")));
    let empty = json!({ "zone": "UTC", "quiet": { "from": 60, "until": 60 }, "digest": null });
    let answer = schedule(&app, &ada, empty).await;
    assert_eq!(answer.json()["data"]["fields"][0]["problem"], "quiet_hours_empty");
    for malformed in [json!({ "zone": "UTC", "quiet": null, "digest": -1 }), json!({ "zone": 1 }), json!("")]
    {
        let answer = schedule(&app, &ada, malformed).await;
        assert!(answer.status.is_client_error(), "{}", answer.status);
    }
    let kept = page(&app, &ada).await["preferences"]["schedule"].clone();
    assert_eq!(kept, json!({ "zone": "UTC", "quiet": null, "digest": null }));
}
