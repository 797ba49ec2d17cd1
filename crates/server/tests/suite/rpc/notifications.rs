//! `/rpc/v1/notifications`: the list, and what is read.

use domain::notification::UNREAD_MAX;
use serde_json::{Value, json};
use testkit::{Answer, EMAIL, Holder, TestApp};

struct Scene {
    app: TestApp,
    ada: Holder,
    service: String,
}

impl Scene {
    async fn new() -> Self {
        let app = TestApp::new().await;
        let ada = app.holder(EMAIL).await;
        let service = app.service("Platform").await;
        // What came before is not what these tests are about.
        mark_all(&app, &ada.cookie, i64::MAX).await;
        Self { app, ada, service }
    }

    async fn alert(&self, title: &str) -> String {
        self.app.alert(&self.service, &self.ada.user, title).await
    }
}

/// With two that are not read.
async fn scene() -> Scene {
    let scene = Scene::new().await;
    scene.alert("First").await;
    scene.alert("Second").await;
    scene
}

async fn page(app: &TestApp, cookie: &str, filter: &str, below: Option<i64>) -> Value {
    let body = json!({ "filter": filter, "below": below });
    app.post_as(cookie, "/rpc/v1/notifications", body).await.done()
}

async fn mark(app: &TestApp, cookie: &str, id: &str, read: bool) -> Answer {
    app.post_as(cookie, "/rpc/v1/notifications/mark", json!({ "id": id, "read": read })).await
}

async fn mark_all(app: &TestApp, cookie: &str, up_to: i64) -> Value {
    app.post_as(cookie, "/rpc/v1/notifications/mark-all", json!({ "up_to": up_to })).await.done()
}

fn titles(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().expect("items");
    items.iter().map(|item| item["title"].as_str().expect("a title")).collect()
}

fn number(item: &Value) -> i64 {
    item["number"].as_i64().expect("a number")
}

#[tokio::test]
async fn a_page_shows_the_latest_first_and_how_many_are_unread() {
    let Scene { app, ada, .. } = &scene().await;
    let all = page(app, &ada.cookie, "all", None).await;
    assert_eq!(titles(&all)[..2], ["Second", "First"]);
    assert_eq!(
        (&all["unread"], number(&all["items"][0])),
        (&json!(2), all["latest"].as_i64().expect("a number"))
    );
    let me = app.get_as(&ada.cookie, "/rpc/v1/me").await.done();
    assert_eq!((&me["unread"], &me["latest"]), (&all["unread"], &all["latest"]));
    insta::assert_json_snapshot!(all["items"][0], { ".id" => "[uuid]", ".number" => "[number]" }, @r#"
    {
      "at": 1795305600000,
      "count": 1,
      "id": "[uuid]",
      "kind": "alert",
      "message": "Look.",
      "number": "[number]",
      "read": false,
      "subject": "",
      "title": "Second"
    }
    "#);
}

#[tokio::test]
async fn what_is_read_is_not_among_the_unread() {
    let scene = Scene::new().await;
    let (app, cookie) = (&scene.app, &scene.ada.cookie);
    let first = scene.alert("First").await;
    scene.alert("Second").await;
    assert_eq!(mark(app, cookie, &first, true).await.done(), json!(1));
    assert_eq!(mark(app, cookie, &first, true).await.done(), json!(1), "again");
    assert_eq!(titles(&page(app, cookie, "unread", None).await), ["Second"]);
    assert_eq!(mark(app, cookie, &first, false).await.done(), json!(2));
    assert_eq!(titles(&page(app, cookie, "unread", None).await), ["Second", "First"]);
}

#[tokio::test]
async fn all_are_read_up_to_what_was_seen() {
    let scene = Scene::new().await;
    let (app, cookie) = (&scene.app, &scene.ada.cookie);
    scene.alert("Seen").await;
    let seen = page(app, cookie, "all", None).await["latest"].as_i64().expect("a number");
    scene.alert("Not seen").await;
    assert_eq!(mark_all(app, cookie, seen).await, json!(1));
    assert_eq!(titles(&page(app, cookie, "unread", None).await), ["Not seen"]);
    for nonsense in [i64::MIN, -1, 0] {
        assert_eq!(mark_all(app, cookie, nonsense).await, json!(1));
    }
}

#[tokio::test]
async fn another_persons_are_not_there() {
    let scene = Scene::new().await;
    let app = &scene.app;
    let hers = scene.alert("Hers").await;
    let other = app.holder("charles@example.com").await;
    assert_eq!(mark(app, &other.cookie, &hers, true).await.code(), "not_found");
    mark_all(app, &other.cookie, i64::MAX).await;
    assert!(!page(app, &other.cookie, "all", None).await.to_string().contains("Hers"));
    assert_eq!(titles(&page(app, &scene.ada.cookie, "unread", None).await), ["Hers"], "still unread");
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repetition() {
    let scene = Scene::new().await;
    let (app, cookie) = (&scene.app, &scene.ada.cookie);
    let count = usize::try_from(UNREAD_MAX).expect("a small number") + 1;
    for number in 0..count {
        let title = format!("Number {number}");
        let report = json!({ "kind": "alert", "title": title, "message": "Look.", "userId": scene.ada.user });
        app.report(&scene.service, &title, &report).await.done();
    }
    app.work().await;
    let first = page(app, cookie, "unread", None).await;
    assert_eq!(first["unread"], json!(UNREAD_MAX), "counting ends there");
    let (mut seen, mut next) = (Vec::new(), None);
    loop {
        let some = page(app, cookie, "unread", next).await;
        let items = some["items"].as_array().expect("items").clone();
        assert!(items.len() <= 50);
        seen.extend(items.iter().map(number));
        next = some["next"].as_i64();
        if next.is_none() {
            break;
        }
    }
    assert_eq!(seen.len(), count);
    assert!(seen.is_sorted_by(|earlier, later| earlier > later), "{seen:?}");
    for nonsense in [i64::MIN, 0] {
        assert!(titles(&page(app, cookie, "all", Some(nonsense)).await).is_empty());
    }
}
