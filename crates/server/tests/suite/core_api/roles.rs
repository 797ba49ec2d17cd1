//! What a user, an admin and an owner may do in an organisation.

use axum::http::Method;
use serde_json::{Value, json};
use testkit::{EMAIL, TestApp};

struct Row {
    what: &'static str,
    method: Method,
    /// Below `/api/clients/{clientId}`.
    path: &'static str,
    body: Value,
    /// The status for a user, an admin, an owner.
    statuses: [u16; 3],
}

fn rows() -> Vec<Row> {
    let row = |what, method, path, body, statuses| Row { what, method, path, body, statuses };
    let roles = |role: &str| json!({ "roles": [role] });
    let invite = |role: &str| json!({ "inviteEmail": "new@example.com", "inviteRoles": [role] });
    vec![
        row("see it", Method::GET, "", Value::Null, [200; 3]),
        row("name it", Method::PUT, "", json!({ "clientName": "New" }), [403, 200, 200]),
        row("delete it", Method::DELETE, "", Value::Null, [403, 403, 200]),
        row("see the members", Method::GET, "/users", Value::Null, [200; 3]),
        row("make a user an admin", Method::PUT, "/users/{user}", roles("admin"), [403, 200, 200]),
        row("make a user an owner", Method::PUT, "/users/{user}", roles("owner"), [403, 422, 200]),
        row("make an admin a user", Method::PUT, "/users/{admin}", roles("user"), [403, 200, 200]),
        row("make an owner a user", Method::PUT, "/users/{owner}", roles("user"), [403, 403, 200]),
        row("make oneself an owner", Method::PUT, "/users/{me}", roles("owner"), [403, 422, 200]),
        row("make oneself a user", Method::PUT, "/users/{me}", roles("user"), [403, 200, 200]),
        row("remove a user", Method::DELETE, "/users/{user}", Value::Null, [403, 200, 200]),
        row("remove an admin", Method::DELETE, "/users/{admin}", Value::Null, [403, 200, 200]),
        row("remove an owner", Method::DELETE, "/users/{owner}", Value::Null, [403, 403, 200]),
        row("leave", Method::DELETE, "/users/{me}", Value::Null, [200; 3]),
        row("see the invites", Method::GET, "/invites", Value::Null, [403, 200, 200]),
        row("invite a user", Method::POST, "/invites", invite("user"), [403, 201, 201]),
        row("invite an admin", Method::POST, "/invites", invite("admin"), [403, 201, 201]),
        row("invite an owner", Method::POST, "/invites", invite("owner"), [403, 422, 201]),
        row("take an invite back", Method::DELETE, "/invites/{invite}", Value::Null, [403, 200, 200]),
    ]
}

#[tokio::test]
async fn each_role_may_do_what_it_may() {
    let app = TestApp::configured(|config| {
        config.api.requests_per_minute = 100_000.try_into().expect("not zero");
    })
    .await;
    let host = app.holder(EMAIL).await;
    let me = app.holder("me@example.com").await;
    let (user, admin) = (app.holder("user@example.com").await, app.holder("admin@example.com").await);
    for row in rows() {
        for (role, status) in ["user", "admin", "owner"].into_iter().zip(row.statuses) {
            // So many invites would be throttled within an hour.
            app.wait(3601);
            let client = app.organisation(&host.token, "Engines").await;
            app.join(&host, &client, &me, role).await;
            app.join(&host, &client, &user, "user").await;
            app.join(&host, &client, &admin, "admin").await;
            let invite = app.invite(&host.token, &client, "waits@example.com", "user").await;
            let path = row
                .path
                .replace("{user}", &user.user)
                .replace("{admin}", &admin.user)
                .replace("{owner}", &host.user)
                .replace("{me}", &me.user)
                .replace("{invite}", &invite);
            let path = format!("/api/clients/{client}{path}");
            let answer = app.ask(&me.token, row.method.clone(), &path, &row.body).await;
            assert_eq!(answer.status, status, "{role}: {}: {}", row.what, answer.body);
            match status {
                403 => assert_eq!(answer.code(), "forbidden"),
                422 => assert_eq!(answer.json()["errors"][0]["code"], "role_forbidden"),
                _ => {}
            }
        }
    }
}
