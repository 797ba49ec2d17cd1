//! `POST /api/events`: what the platform reports.

use axum::http::Method;
use futures_util::future::join_all;
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use server::service::platform_services;
use testkit::{Answer, EMAIL, Holder, Request, TestApp};

use super::{refusal, refused};

const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

fn failure(user: &str) -> Value {
    json!({
        "kind": "request_failure", "title": "Requests fail", "message": "502.", "userId": user,
        "resource": "payments",
    })
}

fn with(report: &Value, field: &str, value: impl Into<Value>) -> Value {
    let mut report = report.clone();
    report[field] = value.into();
    report
}

fn without(report: &Value, field: &str) -> Value {
    let mut report = report.clone();
    report.as_object_mut().expect("an object").remove(field);
    report
}

/// What a person was told by the platform, by title, the latest first.
async fn told(app: &TestApp, person: &Holder) -> Vec<(String, u64)> {
    app.work().await;
    let body = json!({ "filter": "all", "below": null });
    let page = app.post_as(&person.cookie, "/rpc/v1/notifications", body).await.done();
    let items = page["items"].as_array().expect("items").iter();
    let items = items.map(|item| {
        (item["title"].as_str().expect("a title").to_owned(), item["count"].as_u64().expect("a number"))
    });
    items.filter(|(title, _)| !title.is_empty()).collect()
}

fn result(answer: &Answer) -> (u16, String, u64) {
    let event = &answer.json()["event"];
    let id = event["eventId"].as_str().unwrap_or_else(|| panic!("{}", answer.body)).to_owned();
    (answer.status.as_u16(), id, event["count"].as_u64().expect("a number"))
}

struct Scene {
    app: TestApp,
    ada: Holder,
    service: String,
}

async fn scene() -> Scene {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let service = app.service("Platform").await;
    Scene { app, ada, service }
}

#[tokio::test]
async fn a_report_is_taken_and_told() {
    let Scene { app, ada, service } = scene().await;
    let answer = app.report(&service, "one", &failure(&ada.user)).await;
    assert_eq!(answer.status, 202);
    assert_json_snapshot!(answer.json(), { ".event.eventId" => "[uuid]" }, @r#"
    {
      "event": {
        "count": 1,
        "eventId": "[uuid]"
      },
      "message": "Success"
    }
    "#);
    assert_eq!(told(&app, &ada).await, [("Requests fail".to_owned(), 1)]);
    let bare = Request::api(Method::POST, "/events", &failure(&ada.user)).token(&service);
    let again = app.send(bare.header("idempotency-key", "one")).await;
    assert_eq!((again.status, &again.body), (answer.status, &answer.body), "without the prefix, and Bearer");
}

#[tokio::test]
async fn everybody_it_is_for_is_told_and_nobody_else() {
    let Scene { app, ada, service } = scene().await;
    let (grace, charles) = (app.holder("grace@example.com").await, app.holder("charles@example.com").await);
    let client = app.organisation(&ada.token, "Engines").await;
    app.join(&ada, &client, &grace, "user").await;
    let of = |kind: &str, title: &str| json!({ "kind": kind, "title": title, "message": "Look." });
    let reports = [
        of("system_update", "For all"),
        with(&of("billing", "For members"), "clientId", client.as_str()),
        with(&of("usage_alert", "For Ada"), "userId", ada.user.as_str()),
        with(&of("system_update", "Only for Charles"), "userId", charles.user.as_str()),
    ];
    for (key, report) in reports.iter().enumerate() {
        app.report(&service, &key.to_string(), report).await.done();
    }
    let titles = async |person: &Holder| -> Vec<String> {
        told(&app, person).await.into_iter().map(|(title, _)| title).collect()
    };
    let mut adas = titles(&ada).await;
    adas.sort();
    assert_eq!(adas, ["For Ada", "For all", "For members"]);
    let mut graces = titles(&grace).await;
    graces.sort();
    assert_eq!(graces, ["For all", "For members"]);
    let mut charless = titles(&charles).await;
    charless.sort();
    assert_eq!(charless, ["For all", "Only for Charles"]);
}

#[tokio::test]
async fn the_same_report_again_is_the_same_event() {
    let Scene { app, ada, service } = scene().await;
    let report = failure(&ada.user);
    let first = app.report(&service, "one", &report).await;
    app.report(&service, "two", &report).await.done();
    let again = app.report(&service, "one", &report).await;
    assert_eq!((again.status, &again.body), (first.status, &first.body), "though there are two by now");
    let other = app.report(&service, "one", &with(&report, "title", "Other")).await;
    assert_eq!(refusal(&other), refused(422, "key_reused"));
    assert_eq!(told(&app, &ada).await, [("Requests fail".to_owned(), 2)]);
}

#[tokio::test]
async fn keys_of_two_services_have_nothing_to_do_with_each_other() {
    let Scene { app, ada, service } = scene().await;
    let other = app.service("Billing").await;
    let billing = with(&failure(&ada.user), "kind", "billing");
    let first = result(&app.report(&service, "one", &failure(&ada.user)).await);
    let second = result(&app.report(&other, "one", &billing).await);
    assert_ne!(first.1, second.1);
}

#[tokio::test]
async fn the_same_report_at_once_counts_once() {
    let Scene { app, ada, service } = scene().await;
    let report = failure(&ada.user);
    let answers = join_all((0..8).map(|_| app.report(&service, "one", &report))).await;
    for answer in &answers {
        assert_eq!((answer.status.as_u16(), &answer.body), (202, &answers[0].body));
    }
    assert_eq!(told(&app, &ada).await, [("Requests fail".to_owned(), 1)]);
}

#[tokio::test]
async fn a_burst_is_one_event_with_a_count_also_when_it_comes_at_once() {
    let Scene { app, ada, service } = scene().await;
    let report = failure(&ada.user);
    let keys: Vec<String> = (0..100).map(|key| key.to_string()).collect();
    let mut counts = Vec::new();
    for keys in keys.chunks(10) {
        let answers = join_all(keys.iter().map(|key| app.report(&service, key, &report))).await;
        counts.extend(answers.iter().map(result));
    }
    let mut numbers: Vec<u64> = counts.iter().map(|(_, _, count)| *count).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (1..=100).collect::<Vec<u64>>(), "each counted, and none twice");
    assert!(counts.iter().all(|(status, id, _)| (*status, id) == (202, &counts[0].1)));
    assert_eq!(told(&app, &ada).await, [("Requests fail".to_owned(), 100)]);
}

#[tokio::test]
async fn a_burst_lasts_a_minute_from_its_first() {
    let Scene { app, ada, service } = scene().await;
    let report = failure(&ada.user);
    let (_, first, _) = result(&app.report(&service, "first", &report).await);
    app.wait(59);
    assert_eq!(result(&app.report(&service, "second", &report).await), (202, first.clone(), 2));
    app.wait(1);
    let (_, next, count) = result(&app.report(&service, "third", &report).await);
    assert!(next != first && count == 1, "a new one");
    assert_eq!(result(&app.report(&service, "fourth", &report).await), (202, next, 2));
    let both = [("Requests fail".to_owned(), 2), ("Requests fail".to_owned(), 2)];
    assert_eq!(told(&app, &ada).await, both);
    app.wait(60);
    app.housekeeping().await;
    assert_eq!(result(&app.report(&service, "fifth", &report).await).2, 1);
}

#[tokio::test]
async fn what_is_not_the_same_is_no_burst() {
    let Scene { app, ada, service } = scene().await;
    let grace = app.holder("grace@example.com").await;
    let client = app.organisation(&ada.token, "Engines").await;
    let report = failure(&ada.user);
    let nameless = without(&report, "resource");
    let reports = [
        report.clone(),
        with(&report, "kind", "proxy_status"),
        with(&report, "resource", "orders"),
        with(&report, "userId", grace.user.as_str()),
        with(&without(&report, "userId"), "clientId", client.as_str()),
        nameless.clone(),
        with(&nameless, "title", "Another title"),
    ];
    let mut events = Vec::new();
    for (key, report) in reports.iter().enumerate() {
        let (_, event, count) = result(&app.report(&service, &key.to_string(), report).await);
        assert!(count == 1 && !events.contains(&event), "{report}");
        events.push(event);
    }
    // With a resource the title may differ: the first one's stands.
    let (_, event, count) = result(&app.report(&service, "x", &with(&report, "title", "Worse")).await);
    assert_eq!((&event, count), (&events[0], 2));
}

#[tokio::test]
async fn every_wrong_field_is_named_as_it_is_in_the_request() {
    let Scene { app, ada, service } = scene().await;
    let wrong = json!({
        "kind": "alert", "title": "", "message": "x".repeat(1001), "resource": "x".repeat(129),
        "userId": ada.user, "clientId": NOBODY,
    });
    let answer = app.report(&service, "one", &wrong).await;
    assert_eq!(refusal(&answer), refused(422, "invalid"));
    assert_json_snapshot!(answer.json()["errors"], @r#"
    [
      {
        "code": "required",
        "detail": "Please fill this in.",
        "field": "title"
      },
      {
        "code": "message_too_long",
        "detail": "Use at most 1,000 characters.",
        "field": "message"
      },
      {
        "code": "resource_too_long",
        "detail": "Use at most 128 characters.",
        "field": "resource"
      },
      {
        "code": "audience_form",
        "detail": "Give exactly one of userId and clientId; only a system update may have neither.",
        "field": "userId"
      }
    ]
    "#);
    let nobody = without(&failure(&ada.user), "userId");
    assert_eq!(refusal(&app.report(&service, "one", &nobody).await), refused(422, "invalid"));
    // The key is not used up by what was refused.
    app.report(&service, "one", &failure(&ada.user)).await.done();
    assert_eq!(told(&app, &ada).await.len(), 1);
}

#[tokio::test]
async fn what_can_not_be_read_is_refused() {
    let Scene { app, ada, service } = scene().await;
    let report = failure(&ada.user);
    for wrong in [
        with(&report, "kind", "security"),
        with(&report, "kind", "invite_received"),
        with(&report, "occurredAt", "yesterday"),
        with(&report, "occurredAt", 5),
        with(&report, "userId", "ada"),
        with(&report, "count", 1000),
        without(&report, "title"),
    ] {
        assert_eq!(refusal(&app.report(&service, "one", &wrong).await), refused(400, "malformed"), "{wrong}");
    }
    let nameless = Request::api(Method::POST, "/api/events", &report).token(&service);
    assert_eq!(refusal(&app.send(nameless.clone()).await), refused(400, "malformed"));
    for key in ["", &"x".repeat(256), "ü"] {
        let answer = app.send(nameless.clone().header("idempotency-key", key)).await;
        assert_eq!(refusal(&answer), refused(400, "malformed"), "{key}");
    }
    assert!(told(&app, &ada).await.is_empty());
}

#[tokio::test]
async fn whom_nobody_knows_nobody_tells() {
    let Scene { app, ada, service } = scene().await;
    let report = failure(&ada.user);
    for wrong in [with(&report, "userId", NOBODY), with(&without(&report, "userId"), "clientId", NOBODY)] {
        assert_eq!(refusal(&app.report(&service, "one", &wrong).await), refused(404, "not_found"), "{wrong}");
    }
    app.report(&service, "one", &report).await.done();
}

#[tokio::test]
async fn when_it_happened_is_as_reported_but_never_in_the_future() {
    let Scene { app, ada, service } = scene().await;
    let times = [
        ("2026-11-21T23:00:00Z", 1_795_302_000_000_i64),
        ("2026-11-22T00:30:00.5+01:00", 1_795_303_800_500),
        ("2026-11-21T00:00:00Z", 1_795_219_200_000),
        ("2026-11-22T00:05:00Z", 1_795_305_600_000),
    ];
    for (written, at) in times {
        let report = with(&with(&failure(&ada.user), "resource", written), "occurredAt", written);
        app.report(&service, written, &report).await.done();
        app.work().await;
        let body = json!({ "filter": "all", "below": null });
        let page = app.post_as(&ada.cookie, "/rpc/v1/notifications", body).await.done();
        assert_eq!((&page["items"][0]["subject"], &page["items"][0]["at"]), (&json!(written), &json!(at)));
    }
}

#[tokio::test]
async fn what_did_not_happen_lately_is_refused_and_leaves_nothing() {
    let Scene { app, ada, service } = scene().await;
    let report = failure(&ada.user);
    for wrong in [
        "1970-01-01T00:00:00Z",
        "2026-11-20T23:59:59.999Z",
        "2026-11-22T00:05:00.001Z",
        "9999-01-01T00:00:00Z",
    ] {
        let answer = app.report(&service, "one", &with(&report, "occurredAt", wrong)).await;
        assert_eq!(refusal(&answer), refused(422, "invalid"), "{wrong}");
        let errors = &answer.json()["errors"];
        assert_eq!(
            (&errors[0]["field"], &errors[0]["code"]),
            (&json!("occurredAt"), &json!("occurred_at_range"))
        );
    }
    assert!(told(&app, &ada).await.is_empty());
    // The key is not used up, and what was taken stays when old things are removed.
    app.report(&service, "one", &with(&report, "occurredAt", "2026-11-21T00:00:00Z")).await.done();
    app.work().await;
    app.housekeeping().await;
    assert_eq!(told(&app, &ada).await.len(), 1);
}

#[tokio::test]
async fn only_a_service_reports() {
    let Scene { app, ada, service } = scene().await;
    let report = failure(&ada.user);
    let request = Request::api(Method::POST, "/api/events", &report).header("idempotency-key", "one");
    let signed_in = request.clone().cookie(&ada.cookie).ours();
    assert_eq!(refusal(&app.send(request.clone()).await), refused(401, "token_missing"));
    assert_eq!(refusal(&app.send(signed_in).await), refused(401, "token_missing"));
    for wrong in [ada.token.as_str(), "s-", "s-nothing", &service[1..], &ada.cookie] {
        let answer = app.send(request.clone().token(wrong)).await;
        assert_eq!(refusal(&answer), refused(401, "token_invalid"), "{wrong}");
        // Nor is it told what is wrong with what it sends.
        let broken = request.clone().token(wrong).body("{");
        assert_eq!(refusal(&app.send(broken).await), refused(401, "token_invalid"), "{wrong}");
    }
    let (credential, value) = platform_services::create(&app.app, "Old").await.expect("a credential");
    platform_services::revoke(&app.app, credential.id).await.expect("revoked");
    let answer = app.report(value.expose(), "one", &report).await;
    assert_eq!(refusal(&answer), refused(401, "token_revoked"));
    assert!(told(&app, &ada).await.is_empty());
}

#[tokio::test]
async fn the_key_of_a_report_is_kept_for_a_day() {
    let Scene { app, ada, service } = scene().await;
    let (_, first, _) = result(&app.report(&service, "one", &failure(&ada.user)).await);
    app.wait(23 * 3600);
    app.housekeeping().await;
    assert_eq!(result(&app.report(&service, "one", &failure(&ada.user)).await).1, first);
    app.wait(2 * 3600);
    app.housekeeping().await;
    assert_ne!(result(&app.report(&service, "one", &failure(&ada.user)).await).1, first);
}
