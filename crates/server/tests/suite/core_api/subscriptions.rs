//! `POST /events` about subscriptions: what the platform says of them decides whether an account can be deleted with
//! its organisations.

use axum::http::Method;
use futures_util::future::join_all;
use serde_json::{Value, json};
use testkit::{EMAIL, Holder, TestApp};

use super::{refusal, refused};

struct Scene {
    app: TestApp,
    ada: Holder,
    service: String,
    client: String,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let ada = app.holder(EMAIL).await;
        let service = app.service("Billing").await;
        let client = app.organisation(&ada.token, "Engines").await;
        Self { app, ada, service, client }
    }

    /// Reports at `at`, if it is given, that the subscription is so.
    fn report(&self, subscription: &str, at: Option<&str>) -> Value {
        let mut report = json!({
            "kind": "billing", "title": format!("Subscription {subscription}"), "message": "Look.",
            "clientId": self.client, "subscription": subscription,
        });
        if let Some(at) = at {
            report["occurredAt"] = at.into();
        }
        report
    }

    async fn say(&self, key: &str, subscription: &str, at: Option<&str>) {
        self.app.report(&self.service, key, &self.report(subscription, at)).await.done();
    }

    /// Whether Ada's only organisation has an active subscription.
    async fn subscribed(&self) -> bool {
        let plan = self.app.get_as(&self.ada.cookie, "/rpc/v1/account/deletion").await.done();
        plan["gone"][0]["subscribed"].as_bool().unwrap_or_else(|| panic!("{plan}"))
    }
}

#[tokio::test]
async fn a_subscription_is_active_until_it_is_cancelled() {
    let scene = Scene::new().await;
    assert!(!scene.subscribed().await);
    scene.say("one", "active", None).await;
    assert!(scene.subscribed().await);
    scene.app.wait(1);
    // What says nothing of it changes nothing.
    let mut invoice = scene.report("active", None);
    invoice.as_object_mut().expect("an object").remove("subscription");
    scene.app.report(&scene.service, "two", &invoice).await.done();
    assert!(scene.subscribed().await);
    scene.app.wait(1);
    scene.say("three", "cancelled", None).await;
    assert!(!scene.subscribed().await);
    scene.app.wait(1);
    scene.say("four", "active", None).await;
    assert!(scene.subscribed().await, "again");
}

#[tokio::test]
async fn the_latest_by_its_own_time_counts() {
    let scene = Scene::new().await;
    scene.say("cancelled", "cancelled", Some("2026-11-21T12:00:00Z")).await;
    scene.say("late", "active", Some("2026-11-21T11:59:59.999Z")).await;
    assert!(!scene.subscribed().await, "it began before it ended");
    scene.say("again", "active", Some("2026-11-21T12:00:00.001Z")).await;
    assert!(scene.subscribed().await);
    scene.say("later", "cancelled", Some("2026-11-21T12:00:00Z")).await;
    assert!(scene.subscribed().await, "that end was before");
    scene.say("same", "cancelled", Some("2026-11-21T12:00:00.001Z")).await;
    assert!(!scene.subscribed().await, "of two at once the one that was said last");
}

#[tokio::test]
async fn a_clock_that_is_ahead_keeps_out_nothing_that_comes_after() {
    let scene = Scene::new().await;
    // Now it is 2026-11-22T00:00:00Z.
    scene.say("ahead", "active", Some("2026-11-22T00:05:00Z")).await;
    assert!(scene.subscribed().await);
    scene.app.wait(1);
    scene.say("end", "cancelled", None).await;
    assert!(!scene.subscribed().await);
}

#[tokio::test]
async fn the_same_report_again_changes_nothing() {
    let scene = Scene::new().await;
    scene.say("one", "active", None).await;
    scene.app.wait(1);
    scene.say("two", "cancelled", None).await;
    scene.app.wait(1);
    // Its time is when it comes, if it names none: the second time it is not taken at all.
    scene.say("one", "active", None).await;
    assert!(!scene.subscribed().await);
    let other = scene.app.report(&scene.service, "two", &scene.report("active", None)).await;
    assert_eq!(refusal(&other), refused(422, "key_reused"));
    assert!(!scene.subscribed().await, "nor when it says something else under a known key");
}

#[tokio::test]
async fn what_is_counted_into_a_burst_counts_too() {
    let scene = Scene::new().await;
    let mut counts = Vec::new();
    for (key, subscription) in ["active", "cancelled", "active"].iter().enumerate() {
        let mut report = scene.report(subscription, None);
        report["resource"] = "plan".into();
        let answer = scene.app.report(&scene.service, &key.to_string(), &report).await.done();
        counts.push(answer["event"]["count"].clone());
        assert_eq!(scene.subscribed().await, *subscription == "active", "{key}");
        scene.app.wait(1);
    }
    assert_eq!(counts, [1, 2, 3], "one event");
}

#[tokio::test]
async fn reports_at_once_leave_the_latest() {
    let scene = Scene::new().await;
    let reports: Vec<Value> = (0..10)
        .map(|second| {
            let subscription = if second == 9 { "active" } else { "cancelled" };
            scene.report(subscription, Some(&format!("2026-11-21T12:00:0{second}Z")))
        })
        .collect();
    let keys: Vec<String> = (0..10).map(|key| key.to_string()).collect();
    let asked = keys.iter().zip(&reports).rev();
    let answers = join_all(asked.map(|(key, report)| scene.app.report(&scene.service, key, report))).await;
    assert!(answers.iter().all(|answer| answer.status == 202), "{answers:?}");
    assert!(scene.subscribed().await);
}

#[tokio::test]
async fn it_belongs_to_an_organisation_and_to_billing() {
    let scene = Scene::new().await;
    let right = scene.report("active", None);
    let with = |field: &str, value: Value| {
        let mut report = right.clone();
        report[field] = value;
        report
    };
    let mut persons = with("userId", json!(scene.ada.user));
    persons.as_object_mut().expect("an object").remove("clientId");
    let mut everybodys = with("kind", json!("system_update"));
    everybodys.as_object_mut().expect("an object").remove("clientId");
    for wrong in [persons, everybodys, with("kind", json!("usage_alert")), with("kind", json!("alert"))] {
        let answer = scene.app.report(&scene.service, "one", &wrong).await;
        assert_eq!(refusal(&answer), refused(422, "invalid"), "{wrong}");
        let errors = answer.json()["errors"].clone();
        assert_eq!(
            (errors.as_array().map(Vec::len), &errors[0]["field"], &errors[0]["code"]),
            (Some(1), &json!("subscription"), &json!("subscription_form")),
            "{wrong}"
        );
    }
    for unreadable in [json!("none"), json!("Active"), json!("paused"), json!(true), json!("")] {
        let answer = scene.app.report(&scene.service, "one", &with("subscription", unreadable.clone())).await;
        assert_eq!(refusal(&answer), refused(400, "malformed"), "{unreadable}");
    }
    assert!(!scene.subscribed().await);
    scene.app.report(&scene.service, "one", &right).await.done();
    assert!(scene.subscribed().await, "the key was not used up");
}

#[tokio::test]
async fn who_is_no_service_cancels_nothing() {
    let scene = Scene::new().await;
    scene.say("one", "active", None).await;
    scene.app.wait(1);
    let answer = scene.app.report(&scene.ada.token, "two", &scene.report("cancelled", None)).await;
    assert_eq!(refusal(&answer), refused(401, "token_invalid"));
    // Nor by what an owner may change.
    let path = format!("/api/clients/{}", scene.client);
    let change = json!({ "clientName": "Looms", "subscription": "cancelled" });
    let answer = scene.app.ask(&scene.ada.token, Method::PUT, &path, &change).await;
    assert_eq!(refusal(&answer), refused(400, "malformed"));
    assert!(scene.subscribed().await);
}

#[tokio::test]
async fn another_organisations_is_none_of_ones_own() {
    let scene = Scene::new().await;
    let grace = scene.app.holder("grace@example.com").await;
    let hers = scene.app.organisation(&grace.token, "Looms").await;
    let mut report = scene.report("active", None);
    report["clientId"] = hers.into();
    scene.app.report(&scene.service, "one", &report).await.done();
    assert!(!scene.subscribed().await);
    // Where somebody else stays, nothing is in the way.
    scene.say("two", "active", None).await;
    scene.app.join(&scene.ada, &scene.client, &grace, "admin").await;
    let plan = scene.app.get_as(&scene.ada.cookie, "/rpc/v1/account/deletion").await.done();
    assert_eq!((&plan["gone"], &plan["handedOver"][0]["name"]), (&json!([]), &json!("Engines")));
}
