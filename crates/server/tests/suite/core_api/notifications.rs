//! `/api/notifications`, and those of a person and of an organisation.

use axum::http::Method;
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use testkit::{EMAIL, Holder, TestApp};

use super::{clients::pages, refusal, refused};

struct Scene {
    app: TestApp,
    ada: Holder,
    client: String,
    /// Notifications about the system, the organisation, the person.
    told: [String; 3],
}

async fn scene() -> Scene {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let client = app.organisation(&ada.token, "Engines").await;
    let service = app.service("Platform").await;
    let of = |kind: &str| json!({ "kind": kind, "title": "News", "message": "Look." });
    let (mut organisation, mut person) = (of("billing"), of("usage_alert"));
    organisation["clientId"] = json!(client);
    person["userId"] = json!(ada.user);
    let mut told = Vec::new();
    for (key, report) in [of("system_update"), organisation, person].iter().enumerate() {
        let reported = app.report(&service, &key.to_string(), report).await.done();
        told.push(reported["event"]["eventId"].as_str().expect("an id").to_owned());
    }
    app.work().await;
    Scene { app, ada, client, told: told.try_into().expect("three") }
}

async fn get(app: &TestApp, token: &str, path: &str) -> Value {
    app.ask(token, Method::GET, path, &Value::Null).await.done()
}

/// The notification with this id.
fn one<'a>(list: &'a Value, id: &str) -> &'a Value {
    let all = list["notifications"].as_array().expect("a list");
    all.iter().find(|each| each["notificationId"] == id).unwrap_or_else(|| panic!("{id} in {list}"))
}

#[tokio::test]
async fn a_notification_is_as_documented() {
    let Scene { app, ada, told: [id, ..], .. } = scene().await;
    let list = get(&app, &ada.token, "/api/notifications/system").await;
    assert_eq!(get(&app, &ada.token, "/notifications/system").await, list, "without the prefix");
    assert_json_snapshot!(list, { ".notifications[].notificationId" => "[uuid]", ".notifications[].sKey" => "[uuid]" }, @r#"
    {
      "message": "Success",
      "nextCursor": null,
      "notifications": [
        {
          "clientId": null,
          "count": 1,
          "createdAt": "2026-11-22T00:00:00.000Z",
          "kind": "system_update",
          "message": "Look.",
          "notificationId": "[uuid]",
          "pKey": "SYSTEM_NOTIFICATION",
          "read": false,
          "sKey": "[uuid]",
          "title": "News",
          "type": "system"
        }
      ]
    }
    "#);
    assert_eq!(
        (&list["notifications"][0]["notificationId"], &list["notifications"][0]["sKey"]),
        (&json!(id), &json!(id))
    );
}

#[tokio::test]
async fn each_is_on_one_shelf() {
    let Scene { app, ada, client, told } = scene().await;
    let shelves = [
        ("/api/notifications/system".to_owned(), "system", "SYSTEM_NOTIFICATION"),
        (format!("/api/clients/{client}/notifications"), "client", client.as_str()),
        (format!("/api/users/{}/notifications", ada.user), "user", ada.user.as_str()),
    ];
    for (place, (path, kind, first_key)) in shelves.iter().enumerate() {
        let list = get(&app, &ada.token, path).await;
        let found = one(&list, &told[place]);
        assert_eq!((&found["type"], &found["pKey"]), (&json!(kind), &json!(first_key)));
        for other in told.iter().filter(|id| **id != told[place]) {
            assert!(!list.to_string().contains(other.as_str()), "{path}");
            let answer = app.ask(&ada.token, Method::GET, &format!("{path}/{other}"), &Value::Null).await;
            assert_eq!(refusal(&answer), refused(404, "not_found"), "{path}");
        }
    }
    let mine = get(&app, &ada.token, "/api/users/me/notifications").await;
    assert_eq!(mine, get(&app, &ada.token, &format!("/api/users/{}/notifications", ada.user)).await);
}

#[tokio::test]
async fn a_system_update_for_an_organisation_is_on_its_shelf_and_gone_with_the_membership() {
    let Scene { app, ada, client, .. } = scene().await;
    let grace = app.holder("grace@example.com").await;
    app.join(&ada, &client, &grace, "user").await;
    let service = app.service("Other").await;
    let report = json!({ "kind": "system_update", "title": "Moved", "message": "Look.", "clientId": client });
    let id = app.report(&service, "one", &report).await.done()["event"]["eventId"].clone();
    let id = id.as_str().expect("an id");
    app.work().await;
    let (system, theirs) = ("/api/notifications/system", format!("/api/clients/{client}/notifications"));
    let listed = get(&app, &grace.token, &theirs).await;
    let found = one(&listed, id);
    assert_eq!((&found["type"], &found["pKey"]), (&json!("client"), &json!(client)));
    let leave = format!("/api/clients/{client}/users/{}", grace.user);
    for left in [false, true] {
        if left {
            app.ask(&grace.token, Method::DELETE, &leave, &Value::Null).await.done();
        }
        for path in [system, "/api/users/me/notifications"] {
            assert!(!get(&app, &grace.token, path).await.to_string().contains(id), "{path}");
            let answer = app.ask(&grace.token, Method::GET, &format!("{path}/{id}"), &Value::Null).await;
            assert_eq!(refusal(&answer), refused(404, "not_found"), "{path}");
        }
        let status = app.ask(&grace.token, Method::GET, &format!("{theirs}/{id}"), &Value::Null).await.status;
        assert_eq!(status, if left { 404 } else { 200 });
    }
}

#[tokio::test]
async fn who_fetches_one_has_read_it_and_who_lists_has_not() {
    let Scene { app, ada, client, told: [system, organisation, person] } = scene().await;
    for (list, id) in [
        ("/api/notifications/system".to_owned(), system),
        (format!("/api/clients/{client}/notifications"), organisation),
        ("/api/users/me/notifications".to_owned(), person),
    ] {
        for _ in 0..2 {
            assert_eq!(one(&get(&app, &ada.token, &list).await, &id)["read"], false, "{list}");
        }
        let fetched = get(&app, &ada.token, &format!("{list}/{id}")).await;
        assert_eq!(
            (&fetched["notification"]["read"], &fetched["message"]),
            (&json!(true), &json!("Success"))
        );
        assert_eq!(get(&app, &ada.token, &format!("{list}/{id}")).await, fetched);
        assert_eq!(one(&get(&app, &ada.token, &list).await, &id)["read"], true, "{list}");
    }
}

#[tokio::test]
async fn other_peoples_are_not_there() {
    let Scene { app, ada, client, told: [system, organisation, person] } = scene().await;
    let grace = app.holder("grace@example.com").await;
    let asks = async |path: String| refusal(&app.ask(&grace.token, Method::GET, &path, &Value::Null).await);
    let outside = [
        format!("/api/users/{}/notifications", ada.user),
        format!("/api/users/{}/notifications/{person}", ada.user),
        format!("/api/users/me/notifications/{person}"),
        "/api/users/ME/notifications".to_owned(),
        format!("/api/clients/{client}/notifications"),
        format!("/api/clients/{client}/notifications/{organisation}"),
        format!("/api/notifications/system/{system}"),
    ];
    for path in &outside {
        assert_eq!(asks(path.clone()).await, refused(404, "not_found"), "{path}");
    }
    // A fellow member sees what they were told themselves, which was nothing yet.
    app.join(&ada, &client, &grace, "admin").await;
    let list = get(&app, &grace.token, &format!("/api/clients/{client}/notifications")).await;
    assert!(!list.to_string().contains(&organisation), "{list}");
    assert_eq!(asks(format!("/api/clients/{client}/notifications/{organisation}")).await.0, 404);
    let list = get(&app, &ada.token, &format!("/api/clients/{client}/notifications")).await;
    assert_eq!(one(&list, &organisation)["read"], false, "nobody read it for her");
}

#[tokio::test]
async fn who_left_reads_nothing_more_of_it() {
    let Scene { app, ada, client, .. } = scene().await;
    let grace = app.holder("grace@example.com").await;
    app.join(&ada, &client, &grace, "user").await;
    let service = app.service("Other").await;
    let report = json!({ "kind": "billing", "title": "Invoice", "message": "Look.", "clientId": client });
    let id = app.report(&service, "one", &report).await.done()["event"]["eventId"].clone();
    app.work().await;
    let path = format!("/api/clients/{client}/notifications");
    let one = format!("{path}/{}", id.as_str().expect("an id"));
    get(&app, &grace.token, &one).await;
    let leave = format!("/api/clients/{client}/users/{}", grace.user);
    app.ask(&grace.token, Method::DELETE, &leave, &Value::Null).await.done();
    for path in [path, one] {
        let answer = app.ask(&grace.token, Method::GET, &path, &Value::Null).await;
        assert_eq!(refusal(&answer), refused(404, "not_found"), "{path}");
    }
}

#[tokio::test]
async fn an_invite_is_about_the_person_and_not_yet_about_the_organisation() {
    let Scene { app, ada, client, .. } = scene().await;
    let grace = app.holder("grace@example.com").await;
    app.invite(&ada.token, &client, &grace.email, "user").await;
    app.work().await;
    let mine = get(&app, &grace.token, "/api/users/me/notifications").await;
    let all = mine["notifications"].as_array().expect("a list");
    let invite = all.iter().find(|each| each["kind"] == "invite_received").expect("an invite");
    assert_eq!((&invite["type"], &invite["clientId"]), (&json!("user"), &json!(client)));
}

#[tokio::test]
async fn lists_have_pages() {
    let Scene { app, ada, .. } = scene().await;
    let service = app.service("Other").await;
    for number in 0..7 {
        app.alert(&service, &ada.user, &format!("Number {number}")).await;
    }
    let whole = get(&app, &ada.token, "/api/users/me/notifications?limit=100").await;
    let all = whole["notifications"].as_array().expect("a list");
    let in_pages = pages(&app, &ada.token, "/api/users/me/notifications", "notifications", 3).await;
    assert!(in_pages.len() >= 3);
    assert_eq!(&in_pages.concat(), all);
    assert_eq!(all[0]["title"], "Number 6", "the latest first");
    for wrong in ["limit=0", "limit=101", "cursor=x"] {
        let path = format!("/api/users/me/notifications?{wrong}");
        let answer = app.ask(&ada.token, Method::GET, &path, &Value::Null).await;
        assert_eq!(refusal(&answer), refused(422, "invalid"), "{wrong}");
    }
}

#[tokio::test]
async fn the_page_of_notifications_stays_a_page() {
    let Scene { app, .. } = scene().await;
    let page = app.get("/notifications").await;
    assert_ne!(page.header("content-type"), "application/problem+json");
    let unknown = app.get("/notifications/system/x/y").await;
    assert_eq!(refusal(&unknown), refused(404, "not_found"));
}
