//! `/api/clients/{clientId}/users`

use axum::http::Method;
use futures_util::future::join;
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use testkit::{Answer, EMAIL, Holder, Request, TestApp};

use super::{clients::pages, refusal, refused};

async fn give(app: &TestApp, by: &Holder, client: &str, to: &Holder, role: &str) -> Answer {
    let path = format!("/api/clients/{client}/users/{}", to.user);
    app.ask(&by.token, Method::PUT, &path, &json!({ "roles": [role] })).await
}

async fn remove(app: &TestApp, by: &Holder, client: &str, whom: &Holder) -> Answer {
    let path = format!("/api/clients/{client}/users/{}", whom.user);
    app.ask(&by.token, Method::DELETE, &path, &Value::Null).await
}

async fn members(app: &TestApp, by: &Holder, client: &str) -> Vec<Value> {
    let path = format!("/api/clients/{client}/users");
    let list = app.ask(&by.token, Method::GET, &path, &Value::Null).await.done();
    list["users"].as_array().expect("users").clone()
}

/// How many owners are left, whoever of the two may still look.
async fn owners(app: &TestApp, one: &Holder, other: &Holder, client: &str) -> usize {
    let path = format!("/api/clients/{client}/users");
    for holder in [one, other] {
        let list = app.ask(&holder.token, Method::GET, &path, &Value::Null).await;
        if list.status == 200 {
            let users = list.json()["users"].as_array().expect("users").clone();
            return users.iter().filter(|user| user["roles"] == json!(["owner", "admin"])).count();
        }
    }
    0
}

/// Ada's organisation, with Grace in it as `role`.
async fn two(app: &TestApp, role: &str) -> (Holder, Holder, String) {
    let (ada, grace) = (app.holder(EMAIL).await, app.holder("grace@example.com").await);
    let client = app.organisation(&ada.token, "Engines").await;
    app.wait(1);
    app.join(&ada, &client, &grace, role).await;
    (ada, grace, client)
}

#[tokio::test]
async fn members_are_listed_in_the_order_of_joining() {
    let app = TestApp::new().await;
    let (ada, _, client) = two(&app, "user").await;
    let path = format!("/api/clients/{client}/users");
    let list = app.ask(&ada.token, Method::GET, &path, &Value::Null).await.done();
    assert_json_snapshot!(list, { ".users[].userId" => "[uuid]" }, @r#"
    {
      "message": "Success",
      "nextCursor": null,
      "users": [
        {
          "roles": [
            "owner",
            "admin"
          ],
          "userEmail": "ada@example.com",
          "userFirstName": "",
          "userId": "[uuid]",
          "userJoinedAt": "2026-11-22T00:00:00.000Z",
          "userLastName": ""
        },
        {
          "roles": [
            "user"
          ],
          "userFirstName": "",
          "userId": "[uuid]",
          "userJoinedAt": "2026-11-22T00:00:01.000Z",
          "userLastName": ""
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn addresses_are_for_whom_their_people_show_them() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "user").await;
    let emails = async |holder: &Holder| -> Vec<Value> {
        members(&app, holder, &client).await.iter().map(|user| user["userEmail"].clone()).collect()
    };
    assert_eq!(emails(&grace).await, [Value::Null, json!("grace@example.com")]);
    for role in ["admin", "owner"] {
        give(&app, &ada, &client, &grace, role).await.done();
        assert_eq!(emails(&grace).await, [Value::Null, json!("grace@example.com")], "{role}");
    }
    let show = json!({ "item": "email", "shown": true });
    app.post_as(&ada.cookie, "/rpc/v1/privacy", show).await.done();
    assert_eq!(emails(&grace).await, [json!(EMAIL), json!("grace@example.com")]);
}

#[tokio::test]
async fn many_members_come_in_pages() {
    let app = TestApp::new().await;
    let (ada, _, client) = two(&app, "user").await;
    for n in 0..3 {
        let guest = app.holder(&format!("guest{n}@example.com")).await;
        app.join(&ada, &client, &guest, "user").await;
    }
    let path = format!("/api/clients/{client}/users");
    for limit in [1, 2, 5] {
        let mut users: Vec<_> = pages(&app, &ada.token, &path, "users", limit)
            .await
            .concat()
            .iter()
            .map(|user| user["userId"].to_string())
            .collect();
        users.sort();
        users.dedup();
        assert_eq!(users.len(), 5, "{limit}");
    }
}

#[tokio::test]
async fn a_member_gets_another_role() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "user").await;
    let changed = give(&app, &ada, &client, &grace, "admin").await.done();
    assert_json_snapshot!(changed, { ".user.userId" => "[uuid]" }, @r#"
    {
      "message": "Success",
      "user": {
        "roles": [
          "admin"
        ],
        "userFirstName": "",
        "userId": "[uuid]",
        "userJoinedAt": "2026-11-22T00:00:01.000Z",
        "userLastName": ""
      }
    }
    "#);
    let path = format!("/api/clients/{client}/users/{}", grace.user);
    let both = json!({ "roles": ["user", "owner", "admin"] });
    let changed = app.ask(&ada.token, Method::PUT, &path, &both).await.done();
    assert_eq!(changed["user"]["roles"], json!(["owner", "admin"]), "the highest counts");
    let none = app.ask(&ada.token, Method::PUT, &path, &json!({ "roles": [] })).await;
    assert_eq!(refusal(&none), refused(422, "invalid"));
    assert_json_snapshot!(none.json()["errors"], @r#"
    [
      {
        "code": "required",
        "detail": "Please fill this in.",
        "field": "roles"
      }
    ]
    "#);
    for roles in [json!(["root"]), json!("admin"), json!([1]), Value::Null] {
        let answer = app.ask(&ada.token, Method::PUT, &path, &json!({ "roles": roles })).await;
        assert_eq!(refusal(&answer), refused(400, "malformed"), "{roles}");
    }
}

#[tokio::test]
async fn who_is_no_member_is_not_there() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "user").await;
    let stranger = app.holder("charles@example.com").await;
    for answer in [
        give(&app, &ada, &client, &stranger, "admin").await,
        remove(&app, &ada, &client, &stranger).await,
        give(&app, &stranger, &client, &grace, "admin").await,
        remove(&app, &stranger, &client, &grace).await,
        remove(&app, &stranger, &client, &stranger).await,
    ] {
        assert_eq!(refusal(&answer), refused(404, "not_found"));
    }
    assert_eq!(members(&app, &ada, &client).await.len(), 2);
}

#[tokio::test]
async fn a_removed_member_sees_nothing_more() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "admin").await;
    assert_json_snapshot!(remove(&app, &ada, &client, &grace).await.done(), @r#"
    {
      "message": "Success"
    }
    "#);
    assert_eq!(refusal(&remove(&app, &ada, &client, &grace).await), refused(404, "not_found"));
    for path in [format!("/api/clients/{client}"), format!("/api/clients/{client}/users")] {
        let answer = app.ask(&grace.token, Method::GET, &path, &Value::Null).await;
        assert_eq!(refusal(&answer), refused(404, "not_found"));
    }
    let list = app.ask(&grace.token, Method::GET, "/api/clients", &Value::Null).await.done();
    assert_eq!(list["clients"], json!([]));
}

#[tokio::test]
async fn the_last_owner_stays_one() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "admin").await;
    let leaving = remove(&app, &ada, &client, &ada).await;
    assert_eq!(refusal(&leaving), refused(409, "last_owner"));
    assert_json_snapshot!(leaving.json(), @r#"
    {
      "code": "last_owner",
      "detail": "An organisation needs an owner. Make another member the owner first, or delete the organisation.",
      "status": 409,
      "title": "Conflict",
      "type": "/api/docs#last_owner"
    }
    "#);
    for role in ["admin", "user"] {
        let stepping_down = give(&app, &ada, &client, &ada, role).await;
        assert_eq!(refusal(&stepping_down), refused(409, "last_owner"));
    }
    // The way out: another owner.
    give(&app, &ada, &client, &grace, "owner").await.done();
    remove(&app, &ada, &client, &ada).await.done();
    assert_eq!(refusal(&remove(&app, &grace, &client, &grace).await), refused(409, "last_owner"));
    assert_eq!(members(&app, &grace, &client).await.len(), 1);
}

#[tokio::test]
async fn two_owners_who_demote_each_other_at_once_leave_one() {
    for _ in 0..5 {
        let app = TestApp::new().await;
        let (ada, grace, client) = two(&app, "owner").await;
        let (one, other) =
            join(give(&app, &ada, &client, &grace, "user"), give(&app, &grace, &client, &ada, "user")).await;
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 403], "{} {}", one.body, other.body);
        assert_eq!(owners(&app, &ada, &grace, &client).await, 1);
    }
}

#[tokio::test]
async fn two_owners_who_leave_at_once_leave_one() {
    for _ in 0..5 {
        let app = TestApp::new().await;
        let (ada, grace, client) = two(&app, "owner").await;
        let (one, other) =
            join(remove(&app, &ada, &client, &ada), remove(&app, &grace, &client, &grace)).await;
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409], "{} {}", one.body, other.body);
        assert_eq!(owners(&app, &ada, &grace, &client).await, 1);
    }
}

#[tokio::test]
async fn two_owners_who_remove_each_other_at_once_leave_one() {
    for _ in 0..5 {
        let app = TestApp::new().await;
        let (ada, grace, client) = two(&app, "owner").await;
        let (one, other) =
            join(remove(&app, &ada, &client, &grace), remove(&app, &grace, &client, &ada)).await;
        let mut statuses = [one.status.as_u16(), other.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 404], "{} {}", one.body, other.body);
        assert_eq!(owners(&app, &ada, &grace, &client).await, 1);
    }
}

#[tokio::test]
async fn a_role_is_changed_only_from_the_one_that_the_request_names() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder("grace@example.com").await);
    let client = app.organisation(&ada.token, "Engines").await;
    app.join(&ada, &client, &grace, "user").await;
    let path = format!("/api/clients/{client}/users/{}", grace.user);
    let change = |role: &str, tag: &str| {
        let request = Request::api(Method::PUT, &path, &json!({ "roles": [role] })).token(&ada.token);
        if tag.is_empty() { request } else { request.header("if-match", tag) }
    };
    for wrong in ["\"v1\"", "\"v9\"", "W/\"v0\"", "nonsense"] {
        assert_eq!(refusal(&app.send(change("admin", wrong)).await), refused(412, "changed"), "{wrong}");
    }
    let changed = app.send(change("admin", "\"v0\"")).await;
    assert_eq!((changed.status.as_u16(), changed.header("etag")), (200, "\"v1\""));
    for right in ["\"v1\"", "*", ""] {
        assert_eq!(app.send(change("admin", right)).await.header("etag"), "\"v1\"", "{right}");
    }
}
