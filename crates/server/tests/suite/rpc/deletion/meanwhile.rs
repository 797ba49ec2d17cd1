//! What changed since the page was read, and what changed so lately that nobody but an administrator deletes the account.

use std::net::{IpAddr, Ipv4Addr};

use axum::http::{Method, StatusCode};
use domain::{ErrorCode, Locale, account::DeletionRequest};
use serde_json::{Value, json};
use server::{
    auth::{Actor, CurrentUser},
    service::deletion,
};
use testkit::{Answer, EMAIL, Holder, PASSWORD, TestApp};

use super::{CHARLES, GRACE, ada_and_grace, assert_out, delete, delete_after, id, plan, roles, under_way};

/// As long as a change of the address can be undone.
const UNDO: u64 = 72 * 3600;
const NEW: &str = "lovelace@example.org";

async fn set_role(app: &TestApp, by: &Holder, client: &str, member: &Holder, role: &str) {
    let path = format!("/api/clients/{client}/users/{}", member.user);
    app.ask(&by.token, Method::PUT, &path, &json!({ "roles": [role] })).await.done();
}

/// Ada's organisation with Charles, who joined first, and Grace as an admin.
async fn looms() -> (TestApp, Holder, Holder, Holder, String) {
    let (app, ada, grace) = ada_and_grace().await;
    let charles = app.holder(CHARLES).await;
    let looms = app.organisation(&ada.token, "Looms").await;
    app.join(&ada, &looms, &charles, "user").await;
    app.wait(1);
    app.join(&ada, &looms, &grace, "admin").await;
    (app, ada, grace, charles, looms)
}

#[track_caller]
fn assert_conflict(answer: &Answer) {
    assert_eq!(
        (answer.status, answer.code().as_str()),
        (StatusCode::CONFLICT, "conflict"),
        "{}",
        answer.body
    );
}

#[tokio::test]
async fn nobody_takes_the_place_of_the_heir_on_the_page() {
    let (app, ada, _, charles, looms) = looms().await;
    let read = plan(&app, &ada).await;
    set_role(&app, &ada, &looms, &charles, "admin").await;
    assert_conflict(&delete_after(&app, &ada, &read, &[]).await);
    assert_eq!(under_way(&app).await, 0);
    let now = plan(&app, &ada).await;
    assert_eq!(now["handedOver"][0]["heir"], json!(charles.user));
    delete_after(&app, &ada, &now, &[]).await.done();
    assert!(roles(&app, &charles, &looms).await.contains(&(charles.user.clone(), "owner".to_owned())));
}

#[tokio::test]
async fn what_was_only_left_is_not_handed_over_unread_nor_the_other_way_round() {
    let (app, ada, grace, charles, looms) = looms().await;
    let handed_over = plan(&app, &ada).await;
    set_role(&app, &ada, &looms, &charles, "owner").await;
    assert_conflict(&delete_after(&app, &ada, &handed_over, &[]).await);
    let left = plan(&app, &ada).await;
    assert_eq!((&left["handedOver"], &left["left"][0]["name"]), (&json!([]), &json!("Looms")));
    let path = format!("/api/clients/{looms}/users/{}", charles.user);
    app.ask(&charles.token, Method::DELETE, &path, &Value::Null).await.done();
    assert_conflict(&delete_after(&app, &ada, &left, &[]).await);
    assert_eq!(under_way(&app).await, 0);
    // It is Grace's again, as it was at first.
    delete_after(&app, &ada, &handed_over, &[]).await.done();
    assert_eq!(roles(&app, &grace, &looms).await, [(grace.user.clone(), "owner".to_owned())]);
}

#[tokio::test]
async fn nobody_chooses_another_heir() {
    let (app, ada, grace, charles, looms) = looms().await;
    let hers = app.organisation(&grace.token, "Hers").await;
    app.join(&grace, &hers, &ada, "admin").await;
    let right = json!({ "id": looms, "heir": grace.user });
    for wrong in [
        json!([]),
        json!([{ "id": looms, "heir": charles.user }]),
        json!([{ "id": looms, "heir": ada.user }]),
        json!([{ "id": hers, "heir": grace.user }]),
        json!([right, { "id": hers, "heir": ada.user }]),
        json!([right, { "id": looms, "heir": charles.user }]),
    ] {
        let answer = delete_after(&app, &ada, &json!({ "handedOver": wrong }), &[]).await;
        assert_conflict(&answer);
    }
    assert_eq!(under_way(&app).await, 0);
    delete_after(&app, &ada, &json!({ "handedOver": [right] }), &[]).await.done();
}

async fn change_address(app: &TestApp, ada: &mut Holder) {
    let begin = json!({ "email": NEW });
    let flow = app.post_as(&ada.cookie, "/rpc/v1/security/email/begin", begin).await.done();
    let body = json!({ "flow": flow, "code": app.code(NEW).await });
    app.post_as(&ada.cookie, "/rpc/v1/security/email/confirm", body).await.done();
    NEW.clone_into(&mut ada.email);
}

#[tokio::test]
async fn while_a_change_of_the_address_can_be_undone_the_account_stays() {
    let (app, mut ada, _) = ada_and_grace().await;
    assert_eq!(plan(&app, &ada).await["notBefore"], Value::Null);
    change_address(&app, &mut ada).await;
    let from = app.app.now().0 + i64::try_from(UNDO * 1000).expect("a time");
    assert_eq!(plan(&app, &ada).await["notBefore"], json!(from));
    let refused = delete(&app, &ada, &[]).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "address_changed"));
    let step_up = async || {
        let proof = json!({ "password": PASSWORD });
        app.post_as(&ada.cookie, "/rpc/v1/auth/step-up", proof).await.done();
    };
    app.wait(UNDO - 60);
    step_up().await;
    assert_eq!(delete(&app, &ada, &[]).await.code(), "address_changed");
    assert_eq!(under_way(&app).await, 0);
    // Whose mailbox it was has their way back until then.
    assert!(app.link(EMAIL, "undo-email").await.len() > 20);
    app.wait(61);
    assert_eq!(plan(&app, &ada).await["notBefore"], Value::Null);
    delete(&app, &ada, &[]).await.done();
    assert_out(&app, &ada).await;
}

#[tokio::test]
async fn who_undid_the_change_is_free_and_so_is_an_administrator() {
    let (app, mut ada, mut grace) = ada_and_grace().await;
    change_address(&app, &mut ada).await;
    deletion::delete_as_admin(&app.app, id(&ada)).await.expect("deleted");
    assert_out(&app, &ada).await;
    app.work().await;
    app.mails.forget();

    change_address(&app, &mut grace).await;
    let link = app.link(GRACE, "undo-email").await;
    let flow = app.post("/rpc/v1/auth/undo-email-change", json!({ "link": link })).await.done();
    // Everything else is ended: whoever has the mailbox sets a new password.
    let password = "Difference-Engine-1822?";
    let body = json!({ "flow": flow, "code": app.code(GRACE).await, "password": password });
    app.post("/rpc/v1/auth/reset", body).await.done();
    app.wait(1);
    GRACE.clone_into(&mut grace.email);
    grace.cookie = app.sign_in(GRACE, password).await;
    assert_eq!(plan(&app, &grace).await["notBefore"], Value::Null);
    delete(&app, &grace, &[]).await.done();
}

#[tokio::test]
async fn a_session_that_was_ended_meanwhile_deletes_nothing() {
    let (app, ada, grace) = ada_and_grace().await;
    let rows = app.rows().await;
    let mut sessions = rows["sessions"].iter().filter(|row| row.contains(&ada.user));
    let session: Value = serde_json::from_str(sessions.next().expect("a session")).expect("a row");
    assert!(sessions.next().is_none());
    // Recognised, with a fresh proof, a moment before it was ended.
    let actor = Actor {
        id: id(&ada),
        email: EMAIL.to_owned(),
        address: IpAddr::V4(Ipv4Addr::LOCALHOST),
        user_agent: String::new(),
        locale: Locale::default(),
    };
    let recognised = CurrentUser {
        actor,
        session: session["id"].as_str().expect("an id").parse().expect("an id"),
        proved_at: app.app.now(),
        grant: None,
        device_secrets: Vec::new(),
    };
    let request = || DeletionRequest { email: EMAIL.to_owned(), ..DeletionRequest::default() };
    let elsewhere = app.sign_in(EMAIL, PASSWORD).await;
    app.post_as(&elsewhere, "/rpc/v1/security/sessions/end-others", json!({})).await.done();
    let refused = deletion::delete(&app.app, &recognised, request()).await.expect_err("it is ended");
    assert_eq!(refused.error().code, ErrorCode::SignedOut);
    // Nor somebody else's that lasts.
    let stranger = CurrentUser { actor: Actor { id: id(&grace), ..recognised.actor.clone() }, ..recognised };
    let refused = deletion::delete(&app.app, &stranger, request()).await.expect_err("nor is it hers");
    assert_ne!(refused.error().code, ErrorCode::Internal);
    assert_eq!(under_way(&app).await, 0);
    app.get_as(&elsewhere, "/rpc/v1/me").await.done();
}
