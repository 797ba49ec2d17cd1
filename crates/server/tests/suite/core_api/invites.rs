//! `/api/clients/{clientId}/invites` and `/api/users/me/invites`

use axum::http::Method;
use futures_util::future::join_all;
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use testkit::{Answer, EMAIL, Holder, TestApp};

use super::{clients::pages, refusal, refused};

const GRACE: &str = "grace@example.com";
const DAY: u64 = 24 * 3600;

async fn invite(app: &TestApp, by: &Holder, client: &str, email: &str, roles: &Value) -> Answer {
    let path = format!("/api/clients/{client}/invites");
    app.ask(&by.token, Method::POST, &path, &json!({ "inviteEmail": email, "inviteRoles": roles })).await
}

async fn answer(app: &TestApp, by: &Holder, invite: &str, how: &str) -> Answer {
    let path = format!("/api/users/me/invites/{invite}/{how}");
    app.ask(&by.token, Method::POST, &path, &Value::Null).await
}

async fn waiting_for(app: &TestApp, holder: &Holder) -> Value {
    app.ask(&holder.token, Method::GET, "/api/users/me/invites", &Value::Null).await.done()
}

async fn pending(app: &TestApp, by: &Holder, client: &str) -> Value {
    app.ask(&by.token, Method::GET, &format!("/api/clients/{client}/invites"), &Value::Null).await.done()
}

/// Ada's organisation, an invite to Grace, and Grace.
async fn invited(app: &TestApp) -> (Holder, Holder, String, String) {
    let (ada, grace) = (app.holder(EMAIL).await, app.holder(GRACE).await);
    let client = app.organisation(&ada.token, "Engines").await;
    let invite = app.invite(&ada.token, &client, GRACE, "admin").await;
    (ada, grace, client, invite)
}

#[tokio::test]
async fn an_invite_is_made_shown_to_both_and_accepted() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder(GRACE).await);
    let client = app.organisation(&ada.token, "Engines").await;
    let made = invite(&app, &ada, &client, " Grace@Example.com ", &json!(["admin"])).await;
    assert_eq!(made.status, 201);
    assert_json_snapshot!(made.json(), { ".invite.inviteId" => "[uuid]", ".invite.clientId" => "[uuid]" }, @r#"
    {
      "invite": {
        "clientId": "[uuid]",
        "inviteCreatedAt": "2026-11-22T00:00:00.000Z",
        "inviteEmail": "grace@example.com",
        "inviteExpiresAt": "2026-11-29T00:00:00.000Z",
        "inviteId": "[uuid]",
        "inviteRoles": [
          "admin"
        ]
      },
      "message": "Success"
    }
    "#);
    let listed = pending(&app, &ada, &client).await;
    assert_eq!(listed["invites"], json!([made.json()["invite"]]));
    let mine = waiting_for(&app, &grace).await;
    assert_json_snapshot!(mine, { ".invites[].inviteId" => "[uuid]", ".invites[].clientId" => "[uuid]" }, @r#"
    {
      "invites": [
        {
          "clientId": "[uuid]",
          "clientName": "Engines",
          "inviteCreatedAt": "2026-11-22T00:00:00.000Z",
          "inviteExpiresAt": "2026-11-29T00:00:00.000Z",
          "inviteId": "[uuid]",
          "inviteRoles": [
            "admin"
          ],
          "invitedByName": ""
        }
      ],
      "message": "Success",
      "nextCursor": null
    }
    "#);
    app.wait(1);
    let id = mine["invites"][0]["inviteId"].as_str().expect("an id").to_owned();
    let accepted = answer(&app, &grace, &id, "accept").await.done();
    assert_json_snapshot!(accepted, {
        ".client.clientId" => "[uuid]",
        ".client.clientMembers[].userId" => "[uuid]",
    }, @r#"
    {
      "client": {
        "clientCreatedAt": "2026-11-22T00:00:00.000Z",
        "clientId": "[uuid]",
        "clientMembers": [
          {
            "roles": [
              "admin"
            ],
            "userId": "[uuid]"
          }
        ],
        "clientName": "Engines",
        "clientUpdatedAt": "2026-11-22T00:00:00.000Z"
      },
      "message": "Success"
    }
    "#);
    assert_eq!(accepted["client"]["clientMembers"][0]["userId"], grace.user);
    assert_eq!(pending(&app, &ada, &client).await["invites"], json!([]));
    assert_eq!(waiting_for(&app, &grace).await["invites"], json!([]));
}

#[tokio::test]
async fn an_invite_arrives_by_mail_without_a_secret_in_it() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let name = json!({ "userFirstName": "Ada", "userLastName": "Lovelace", "userPhone": "", "userBio": "" });
    app.ask(&ada.token, Method::PUT, "/api/users/me", &name).await.done();
    let client = app.organisation(&ada.token, "Engines <&> more").await;
    let id = app.invite(&ada.token, &client, GRACE, "user").await;
    assert!(app.mails.to(GRACE).is_empty(), "not before the commit");
    app.work().await;
    let mails = app.mails.to(GRACE);
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "Invite to Engines <&> more on RequestRocket");
    insta::assert_snapshot!(mails[0].text, @r#"
    Ada Lovelace invites you to join the organisation Engines <&> more as User.

    Log in as grace@example.com, or sign up with this email address, and answer the invite within 7 days: http://127.0.0.1:8080/organisations/invites

    If you don't know the organisation, ignore this mail. Nothing happens unless you accept.

    -- 
    You get this mail because this email address is used at RequestRocket.
    "#);
    assert!(mails[0].html.contains("Engines &lt;&amp;&gt; more"), "{}", mails[0].html);
    // Who reads the mail must still prove the address; nothing in it opens anything.
    for text in [&mails[0].text, &mails[0].html] {
        assert!(!text.contains(&id) && !text.contains(&client), "{text}");
    }
    app.work().await;
    assert_eq!(app.mails.to(GRACE).len(), 1);
}

#[tokio::test]
async fn an_invite_that_was_taken_back_is_not_mailed() {
    let app = TestApp::new().await;
    let (ada, grace, client, invite) = invited(&app).await;
    let path = format!("/api/clients/{client}/invites/{invite}");
    let cancelled = app.ask(&ada.token, Method::DELETE, &path, &Value::Null).await;
    assert_json_snapshot!(cancelled.done(), @r#"
    {
      "message": "Success"
    }
    "#);
    let again = app.ask(&ada.token, Method::DELETE, &path, &Value::Null).await;
    assert_eq!(refusal(&again), refused(404, "not_found"));
    app.work().await;
    assert!(app.mails.to(GRACE).is_empty());
    assert_eq!(refusal(&answer(&app, &grace, &invite, "accept").await), refused(404, "not_found"));
}

#[tokio::test]
async fn an_invite_is_for_its_address_and_tells_nobody_else() {
    let app = TestApp::new().await;
    let (ada, grace, client, invite) = invited(&app).await;
    let stranger = app.holder("charles@example.com").await;
    let of_nothing = answer(&app, &stranger, "00000000-0000-4000-8000-000000000000", "accept").await;
    for how in ["accept", "decline"] {
        for other in [&stranger, &ada] {
            let refused = answer(&app, other, &invite, how).await;
            assert_eq!((refused.status, &refused.body), (of_nothing.status, &of_nothing.body), "{how}");
        }
    }
    assert_eq!(waiting_for(&app, &stranger).await["invites"], json!([]));
    let path = format!("/api/clients/{client}/invites");
    for (method, path) in [(Method::GET, path.clone()), (Method::DELETE, format!("{path}/{invite}"))] {
        let answer = app.ask(&stranger.token, method, &path, &Value::Null).await;
        assert_eq!((answer.status, &answer.body), (of_nothing.status, &of_nothing.body));
    }
    // Nor does the invited person see more than the invite before they answer.
    let path = format!("/api/clients/{client}");
    let early = app.ask(&grace.token, Method::GET, &path, &Value::Null).await;
    assert_eq!(refusal(&early), refused(404, "not_found"));
    answer(&app, &grace, &invite, "accept").await.done();
}

#[tokio::test]
async fn an_invite_can_be_answered_once_even_all_at_once() {
    let app = TestApp::new().await;
    let (ada, grace, client, invite) = invited(&app).await;
    let answers = join_all((0..4).map(|n| {
        let how = if n % 2 == 0 { "accept" } else { "decline" };
        answer(&app, &grace, &invite, how)
    }))
    .await;
    let won: Vec<_> = answers.iter().enumerate().filter(|(_, answer)| answer.status == 200).collect();
    assert_eq!(won.len(), 1, "{answers:?}");
    assert_eq!(answers.iter().filter(|answer| answer.status == 404).count(), 3, "{answers:?}");
    let path = format!("/api/clients/{client}/users");
    let members = app.ask(&ada.token, Method::GET, &path, &Value::Null).await.done();
    let expected = if won[0].0 % 2 == 0 { 2 } else { 1 };
    assert_eq!(members["users"].as_array().map(Vec::len), Some(expected));
}

#[tokio::test]
async fn a_declined_invite_is_gone_and_can_be_made_anew() {
    let app = TestApp::new().await;
    let (ada, grace, client, first) = invited(&app).await;
    assert_json_snapshot!(answer(&app, &grace, &first, "decline").await.done(), @r#"
    {
      "message": "Success"
    }
    "#);
    assert_eq!(refusal(&answer(&app, &grace, &first, "accept").await), refused(404, "not_found"));
    assert_eq!(pending(&app, &ada, &client).await["invites"], json!([]));
    let second = app.invite(&ada.token, &client, GRACE, "user").await;
    answer(&app, &grace, &second, "accept").await.done();
}

#[tokio::test]
async fn an_invite_ends_after_seven_days() {
    let app = TestApp::new().await;
    let (ada, grace, client, invite) = invited(&app).await;
    app.wait(7 * DAY - 1);
    assert_eq!(waiting_for(&app, &grace).await["invites"][0]["inviteId"], invite);
    app.wait(1);
    assert_eq!(waiting_for(&app, &grace).await["invites"], json!([]));
    assert_eq!(pending(&app, &ada, &client).await["invites"], json!([]));
    for how in ["accept", "decline"] {
        assert_eq!(refusal(&answer(&app, &grace, &invite, how).await), refused(404, "not_found"));
    }
    // The address is free for another one.
    let second = app.invite(&ada.token, &client, GRACE, "user").await;
    answer(&app, &grace, &second, "accept").await.done();
}

#[tokio::test]
async fn an_invite_that_makes_no_sense_is_refused() {
    let app = TestApp::new().await;
    let (ada, _, client, _) = invited(&app).await;
    let twice = invite(&app, &ada, &client, "GRACE@example.com", &json!(["user"])).await;
    assert_eq!(refusal(&twice), refused(422, "invalid"));
    assert_json_snapshot!(twice.json(), @r#"
    {
      "code": "invalid",
      "detail": "Please correct the marked fields.",
      "errors": [
        {
          "code": "email_invited",
          "detail": "This address is invited already. You can send the invite again from the list.",
          "field": "inviteEmail"
        }
      ],
      "status": 422,
      "title": "Unprocessable Entity",
      "type": "/api/docs#invalid"
    }
    "#);
    for (email, roles, field, problem) in [
        (EMAIL, json!(["user"]), "inviteEmail", "email_member"),
        ("nobody", json!(["user"]), "inviteEmail", "email_form"),
        ("a\u{0}@example.com", json!(["user"]), "inviteEmail", "email_form"),
        ("", json!(["user"]), "inviteEmail", "required"),
        ("mary@example.com", json!([]), "inviteRoles", "required"),
    ] {
        let answer = invite(&app, &ada, &client, email, &roles).await;
        assert_eq!(refusal(&answer), refused(422, "invalid"), "{email:?}: {}", answer.body);
        let error = &answer.json()["errors"][0];
        assert_eq!((&error["field"], &error["code"]), (&json!(field), &json!(problem)), "{email:?}");
    }
    app.work().await;
    assert_eq!(app.mails.to(EMAIL).len(), 0);
}

#[tokio::test]
async fn nobody_mails_strangers_without_end() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let client = app.organisation(&ada.token, "Engines").await;
    for n in 0..50 {
        app.invite(&ada.token, &client, &format!("stranger{n}@example.com"), "user").await;
    }
    let answer = invite(&app, &ada, &client, "one.more@example.com", &json!(["user"])).await;
    assert_eq!(refusal(&answer), refused(429, "too_many_tries"));
    assert_eq!(answer.header("retry-after"), "30");
    // After an hour of quiet more go, up to as many as can wait.
    app.wait(3601);
    for n in 50..100 {
        app.invite(&ada.token, &client, &format!("stranger{n}@example.com"), "user").await;
    }
    app.wait(3601);
    let answer = invite(&app, &ada, &client, "one.more@example.com", &json!(["user"])).await;
    assert_eq!(refusal(&answer), refused(409, "too_many_invites"));
    let path = format!("/api/clients/{client}/invites");
    assert_eq!(pages(&app, &ada.token, &path, "invites", 7).await.concat().len(), 100);
}

#[tokio::test]
async fn refused_invites_cost_nothing() {
    let app = TestApp::new().await;
    let (ada, _, client, _) = invited(&app).await;
    for _ in 0..10 {
        let answer = invite(&app, &ada, &client, GRACE, &json!(["user"])).await;
        assert_eq!(refusal(&answer), refused(422, "invalid"));
    }
}

#[tokio::test]
async fn invites_to_oneself_come_in_pages() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder(GRACE).await);
    for n in 0..4 {
        let client = app.organisation(&ada.token, &format!("Engine {n}")).await;
        app.invite(&ada.token, &client, GRACE, "user").await;
    }
    for limit in [1, 3, 4] {
        let all = pages(&app, &grace.token, "/api/users/me/invites", "invites", limit).await.concat();
        let mut names: Vec<_> = all.iter().map(|each| each["clientName"].to_string()).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 4, "{limit}");
    }
}
