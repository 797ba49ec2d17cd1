//! `/rpc/v1/organisations` and `/rpc/v1/invites`: what the pages do that the Core API does not.

use axum::http::StatusCode;
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use testkit::{Answer, EMAIL, Holder, PASSWORD, TestApp};

const GRACE: &str = "grace@example.com";
const DAY: u64 = 24 * 3600;

async fn of(app: &TestApp, by: &Holder, function: &str, client: &str, mut body: Value) -> Answer {
    body["organisation"] = json!(client);
    app.post_as(&by.cookie, &format!("/rpc/v1/organisations/{function}"), body).await
}

async fn members(app: &TestApp, by: &Holder, client: &str) -> Value {
    app.get_as(&by.cookie, &format!("/rpc/v1/organisations/members?organisation={client}")).await.done()
}

/// Ada's organisation, with Grace in it as `role`.
async fn two(app: &TestApp, role: &str) -> (Holder, Holder, String) {
    let (ada, grace) = (app.holder(EMAIL).await, app.holder(GRACE).await);
    let client = app.organisation(&ada.token, "Engines").await;
    app.wait(1);
    app.join(&ada, &client, &grace, role).await;
    (ada, grace, client)
}

#[tokio::test]
async fn the_members_page_shows_who_is_there_and_who_is_invited() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "user").await;
    app.invite(&ada.token, &client, "mary@example.com", "user").await;
    let page = members(&app, &ada, &client).await;
    assert_json_snapshot!(page, {
        ".organisation.id" => "[uuid]",
        ".members.items[].user" => "[uuid]",
        ".invites[].id" => "[uuid]",
        ".invites[].client" => "[uuid]",
    }, @r#"
    {
      "invites": [
        {
          "client": "[uuid]",
          "createdAt": 1795305601000,
          "email": "mary@example.com",
          "expiresAt": 1795910401000,
          "id": "[uuid]",
          "role": "user"
        }
      ],
      "members": {
        "items": [
          {
            "email": "ada@example.com",
            "firstName": "",
            "joinedAt": 1795305600000,
            "lastName": "",
            "role": "owner",
            "user": "[uuid]"
          },
          {
            "email": null,
            "firstName": "",
            "joinedAt": 1795305601000,
            "lastName": "",
            "role": "user",
            "user": "[uuid]"
          }
        ],
        "next": null
      },
      "organisation": {
        "createdAt": 1795305600000,
        "id": "[uuid]",
        "joinedAt": 1795305600000,
        "name": "Engines",
        "role": "owner",
        "updatedAt": 1795305600000,
        "version": 1
      }
    }
    "#);
    let seen_by_a_user = members(&app, &grace, &client).await;
    assert_eq!(seen_by_a_user["invites"], json!([]));
    assert_eq!(seen_by_a_user["members"]["items"][0]["email"], Value::Null);
}

#[tokio::test]
async fn more_members_than_a_page_holds_are_read_from_its_end_on() {
    let app = TestApp::configured(|config| {
        config.api.requests_per_minute = 100_000.try_into().expect("not zero");
    })
    .await;
    let (ada, _, client) = two(&app, "user").await;
    for n in 0..50 {
        app.wait(3601);
        let guest = app.holder(&format!("guest{n}@example.com")).await;
        app.join(&ada, &client, &guest, "user").await;
    }
    let first = members(&app, &ada, &client).await["members"].clone();
    assert_eq!(first["items"].as_array().map(Vec::len), Some(50));
    let rest = of(&app, &ada, "members/more", &client, json!({ "after": first["next"] })).await.done();
    assert_eq!(rest["items"].as_array().map(Vec::len), Some(2));
    assert_eq!(rest["next"], Value::Null);
    let last = app.sign_in("guest49@example.com", PASSWORD).await;
    let me = app.get_as(&last, "/rpc/v1/me").await.done();
    assert_eq!(rest["items"][1]["user"], me["id"]);
}

#[tokio::test]
async fn an_invite_that_is_sent_again_has_seven_days_anew() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    app.person(GRACE).await;
    let client = app.organisation(&ada.token, "Engines").await;
    let invite = app.invite(&ada.token, &client, GRACE, "user").await;
    app.work().await;
    app.wait(6 * DAY);
    let resent = of(&app, &ada, "invites/resend", &client, json!({ "invite": invite })).await.done();
    assert_eq!(resent["expiresAt"].as_i64(), Some(app.app.now().0 + 7 * 24 * 3600 * 1000));
    app.work().await;
    assert_eq!(app.mails.to(GRACE).len(), 2);
    app.wait(7 * DAY - 1);
    let waiting = app.get_as(&app.sign_in(GRACE, PASSWORD).await, "/rpc/v1/invites").await.done();
    assert_eq!((&waiting[0]["id"], &waiting[0]["expiresAt"]), (&json!(invite), &resent["expiresAt"]));
    app.wait(1);
    let cookie_of_ada = app.sign_in(EMAIL, PASSWORD).await;
    let late = json!({ "organisation": client, "invite": invite });
    let late = app.post_as(&cookie_of_ada, "/rpc/v1/organisations/invites/resend", late).await;
    assert_eq!((late.status, late.code().as_str()), (StatusCode::NOT_FOUND, "not_found"));
}

#[tokio::test]
async fn who_is_removed_or_demoted_takes_their_invites_along() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "admin").await;
    app.invite(&grace.token, &client, "again@example.com", "admin").await;
    of(&app, &ada, "members/role", &client, json!({ "member": grace.user, "role": "user" })).await.done();
    assert_eq!(members(&app, &ada, &client).await["invites"], json!([]));

    of(&app, &ada, "members/role", &client, json!({ "member": grace.user, "role": "admin" })).await.done();
    let invite = app.invite(&grace.token, &client, "again@example.com", "user").await;
    of(&app, &ada, "members/remove", &client, json!({ "member": grace.user })).await.done();
    let again = app.signed_in("again@example.com").await;
    let answer = app.post_as(&again, "/rpc/v1/invites/accept", json!({ "invite": invite })).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::NOT_FOUND, "not_found"));
}

#[tokio::test]
async fn nobody_makes_an_owner_with_an_old_sign_in() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "user").await;
    app.wait(15 * 60);
    for (path, body) in [
        ("members/role", json!({ "member": grace.user, "role": "owner" })),
        ("invites/create", json!({ "email": "mary@example.com", "role": "owner" })),
    ] {
        let answer = of(&app, &ada, path, &client, body).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::FORBIDDEN, "step_up"), "{path}");
    }
    of(&app, &ada, "members/role", &client, json!({ "member": grace.user, "role": "admin" })).await.done();
}

#[tokio::test]
async fn an_address_is_not_mailed_again_and_again() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let client = app.organisation(&ada.token, "Engines").await;
    let invite = app.invite(&ada.token, &client, GRACE, "user").await;
    for _ in 0..4 {
        of(&app, &ada, "invites/resend", &client, json!({ "invite": invite })).await.done();
    }
    let blocked = of(&app, &ada, "invites/resend", &client, json!({ "invite": invite })).await;
    assert_eq!((blocked.status, blocked.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "too_many_tries"));
    app.work().await;
    assert_eq!(app.mails.to(GRACE).len(), 5);
}

#[tokio::test]
async fn an_invite_is_answered_on_the_page() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder(GRACE).await);
    let client = app.organisation(&ada.token, "Engines").await;
    let invite = app.invite(&ada.token, &client, GRACE, "admin").await;
    let waiting = app.get_as(&grace.cookie, "/rpc/v1/invites").await.done();
    assert_eq!((&waiting[0]["organisation"], &waiting[0]["role"]), (&json!("Engines"), &json!("admin")));
    let accept = json!({ "invite": invite });
    let joined = app.post_as(&grace.cookie, "/rpc/v1/invites/accept", accept.clone()).await.done();
    assert_eq!((&joined["name"], &joined["role"]), (&json!("Engines"), &json!("admin")));
    assert_eq!(app.post_as(&grace.cookie, "/rpc/v1/invites/accept", accept).await.code(), "not_found");
    let again = app.invite(&ada.token, &client, "mary@example.com", "user").await;
    let declined = app.post_as(&grace.cookie, "/rpc/v1/invites/decline", json!({ "invite": again })).await;
    assert_eq!(declined.code(), "not_found", "it is Mary's");
}

#[tokio::test]
async fn ownership_is_handed_over_with_a_fresh_proof() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "user").await;
    let to = |whom: &Holder| json!({ "member": whom.user });
    let by_a_user = of(&app, &grace, "transfer", &client, to(&grace)).await;
    assert_eq!((by_a_user.status, by_a_user.code().as_str()), (StatusCode::FORBIDDEN, "forbidden"));
    assert_eq!(of(&app, &ada, "transfer", &client, to(&ada)).await.code(), "forbidden");
    app.wait(15 * 60);
    let stale = of(&app, &ada, "transfer", &client, to(&grace)).await;
    assert_eq!((stale.status, stale.code().as_str()), (StatusCode::FORBIDDEN, "step_up"));
    app.post_as(&ada.cookie, "/rpc/v1/auth/step-up", json!({ "password": PASSWORD })).await.done();
    of(&app, &ada, "transfer", &client, to(&grace)).await.done();
    let roles: Vec<Value> = members(&app, &ada, &client).await["members"]["items"]
        .as_array()
        .expect("members")
        .iter()
        .map(|member| member["role"].clone())
        .collect();
    assert_eq!(roles, ["admin", "owner"]);
}

#[tokio::test]
async fn an_organisation_is_deleted_by_its_typed_name_and_a_fresh_proof() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "admin").await;
    let named = |name: &str| json!({ "name": name });
    let by_an_admin = of(&app, &grace, "delete", &client, named("Engines")).await;
    assert_eq!((by_an_admin.status, by_an_admin.code().as_str()), (StatusCode::FORBIDDEN, "forbidden"));
    for wrong in ["", "engines", "Engine", "Engines!"] {
        let answer = of(&app, &ada, "delete", &client, named(wrong)).await;
        let fields = json!([{ "field": "name", "problem": "name_mismatch" }]);
        assert_eq!(answer.json()["data"]["fields"], fields, "{wrong}");
    }
    app.wait(15 * 60);
    assert_eq!(of(&app, &ada, "delete", &client, named("Engines")).await.code(), "step_up");
    app.post_as(&ada.cookie, "/rpc/v1/auth/step-up", json!({ "password": PASSWORD })).await.done();
    of(&app, &ada, "delete", &client, named(" Engines ")).await.done();
    for holder in [&ada, &grace] {
        assert_eq!(app.get_as(&holder.cookie, "/rpc/v1/organisations").await.done(), json!([]));
    }
}

#[tokio::test]
async fn who_names_it_second_is_told_so() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "admin").await;
    let renamed = of(&app, &ada, "rename", &client, json!({ "name": "First", "version": 1 })).await.done();
    assert_eq!((&renamed["name"], &renamed["version"]), (&json!("First"), &json!(2)));
    let second = of(&app, &grace, "rename", &client, json!({ "name": "Second", "version": 1 })).await;
    assert_eq!((second.status, second.code().as_str()), (StatusCode::CONFLICT, "conflict"));
    let path = format!("/rpc/v1/organisations/one?organisation={client}");
    assert_eq!(app.get_as(&grace.cookie, &path).await.done()["name"], "First");
}

#[tokio::test]
async fn the_last_owner_is_told_why_they_can_not_leave() {
    let app = TestApp::new().await;
    let (ada, _, client) = two(&app, "admin").await;
    let leaving = of(&app, &ada, "members/remove", &client, json!({ "member": ada.user })).await;
    assert_eq!(leaving.status, StatusCode::CONFLICT);
    assert_json_snapshot!(leaving.json(), @r#"
    {
      "code": 409,
      "data": {
        "code": "last_owner"
      },
      "message": "An organisation needs an owner. Make another member the owner first, or delete the organisation."
    }
    "#);
}
