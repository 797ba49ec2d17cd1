//! Having passkeys: adding, naming, removing, and what takes them away.

use axum::http::StatusCode;
use futures_util::future::join_all;
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use server::service::{deletion, people};
use testkit::{Authenticator, EMAIL, PASSWORD, TestApp};

use super::{
    HOME, add, app, assert_refused, begin, begin_sign_in, finish, finish_sign_in, log, options, parsed,
    passkeys, sign_in,
};

#[tokio::test]
async fn it_is_added_renamed_and_removed_and_its_owner_is_told() {
    let app = app().await;
    let cookie = app.signed_in(EMAIL).await;
    assert_eq!(passkeys(&app, &cookie).await, json!([]));
    let begun = begin(&app, &cookie).await.done();
    assert_json_snapshot!(parsed(&begun), { ".challenge" => "[random]", ".user.id" => "[uuid]" }, @r#"
    {
      "attestation": "none",
      "authenticatorSelection": {
        "requireResidentKey": false,
        "residentKey": "preferred",
        "userVerification": "required"
      },
      "challenge": "[random]",
      "excludeCredentials": [],
      "extensions": {
        "credProps": true,
        "credentialProtectionPolicy": "userVerificationRequired",
        "enforceCredentialProtectionPolicy": false,
        "uvm": true
      },
      "pubKeyCredParams": [
        {
          "alg": -7,
          "type": "public-key"
        },
        {
          "alg": -35,
          "type": "public-key"
        },
        {
          "alg": -257,
          "type": "public-key"
        }
      ],
      "rp": {
        "id": "localhost",
        "name": "RequestRocket"
      },
      "timeout": 300000,
      "user": {
        "displayName": "ada@example.com",
        "id": "[uuid]",
        "name": "ada@example.com"
      }
    }
    "#);
    let mut device = Authenticator::new(HOME);
    let made = finish(&app, &cookie, &begun, &device.register(options(&begun)), " Laptop ").await.done();
    assert_json_snapshot!(made, { ".id" => "[uuid]" }, @r#"
    {
      "createdAt": 1795305600000,
      "id": "[uuid]",
      "lastUsedAt": null,
      "name": "Laptop"
    }
    "#);
    app.wait(1);
    let phone = add(&app, &cookie).await;
    let list = passkeys(&app, &cookie).await;
    assert_eq!(list.as_array().expect("passkeys").len(), 2);
    assert_eq!(list[1], made, "the newest is first");
    let excluded = parsed(&begin(&app, &cookie).await.done())["excludeCredentials"].clone();
    assert_eq!(
        excluded,
        json!([
            { "type": "public-key", "id": phone.id() },
            { "type": "public-key", "id": device.id() },
        ])
    );

    let id = &made["id"];
    let rename = json!({ "id": id, "name": "Work" });
    app.post_as(&cookie, "/rpc/v1/passkeys/rename", rename).await.done();
    assert_eq!(passkeys(&app, &cookie).await[1]["name"], "Work");
    app.post_as(&cookie, "/rpc/v1/passkeys/remove", json!({ "id": id })).await.done();
    assert_eq!(passkeys(&app, &cookie).await, json!([list[0]]));
    let log = log(&app, &cookie).await;
    for line in ["passkey_removed Work", "passkey_renamed Work", "passkey_added Laptop"] {
        assert!(log.contains(&line.to_owned()), "{line}: {log:?}");
    }
    app.work().await;
    let mails = app.mails.to(EMAIL);
    let told: Vec<_> = mails.iter().filter(|mail| mail.text.contains("passkey")).collect();
    assert_eq!(told.len(), 3, "two added, one removed");
    assert!(told.iter().any(|mail| mail.text.contains("The passkey “Work” was removed")), "{told:?}");

    assert_refused(&sign_in(&app, "", &mut device).await, "it was removed");
    let again = app.post_as(&cookie, "/rpc/v1/passkeys/remove", json!({ "id": id })).await;
    assert_eq!(again.code(), "not_found");
}

#[tokio::test]
async fn a_wrong_name_costs_no_passkey() {
    let app = app().await;
    let cookie = app.signed_in(EMAIL).await;
    let begun = begin(&app, &cookie).await.done();
    let answer = Authenticator::new(HOME).register(options(&begun));
    for (name, problem) in
        [(" ", "required"), (&*"x".repeat(65), "name_too_long"), ("a\u{0}b", "control_character")]
    {
        let refused = finish(&app, &cookie, &begun, &answer, name).await;
        let wrong = json!([{ "field": "name", "problem": problem }]);
        assert_eq!(refused.json()["data"]["fields"], wrong);
        let id = "00000000-0000-4000-8000-000000000000";
        let renamed =
            app.post_as(&cookie, "/rpc/v1/passkeys/rename", json!({ "id": id, "name": name })).await;
        assert_eq!(renamed.json()["data"]["fields"], wrong);
    }
    finish(&app, &cookie, &begun, &answer, &"é".repeat(64)).await.done();
}

#[tokio::test]
async fn adding_and_removing_need_a_fresh_proof() {
    let app = app().await;
    let cookie = app.signed_in(EMAIL).await;
    add(&app, &cookie).await;
    app.wait(14 * 60);
    let begun = begin(&app, &cookie).await.done();
    let answer = Authenticator::new(HOME).register(options(&begun));
    app.wait(2 * 60);
    let id = passkeys(&app, &cookie).await[0]["id"].clone();
    let remove = app.post_as(&cookie, "/rpc/v1/passkeys/remove", json!({ "id": id })).await;
    let finished = finish(&app, &cookie, &begun, &answer, "Phone").await;
    for answer in [begin(&app, &cookie).await, finished, remove] {
        assert_eq!((answer.status, answer.code()), (StatusCode::FORBIDDEN, "step_up".to_owned()));
    }
    app.post_as(&cookie, "/rpc/v1/passkeys/rename", json!({ "id": id, "name": "Old" })).await.done();
    app.post_as(&cookie, "/rpc/v1/auth/step-up", json!({ "password": PASSWORD })).await.done();
    finish(&app, &cookie, &begun, &answer, "Phone").await.done();
    assert_eq!(passkeys(&app, &cookie).await.as_array().expect("passkeys").len(), 2);
}

#[tokio::test]
async fn nobody_has_more_than_twenty_even_all_at_once() {
    let app = app().await;
    let cookie = app.signed_in(EMAIL).await;
    for _ in 0..18 {
        add(&app, &cookie).await;
    }
    let begun = join_all((0..5).map(|_| begin(&app, &cookie))).await;
    let added = join_all(begun.iter().map(|begun| async {
        let begun = begun.done();
        let answer = Authenticator::new(HOME).register(options(&begun));
        finish(&app, &cookie, &begun, &answer, "Laptop").await
    }))
    .await;
    assert_eq!(added.iter().filter(|answer| answer.status.is_success()).count(), 2);
    for refused in added.iter().filter(|answer| !answer.status.is_success()) {
        assert_eq!(refused.code(), "too_many_passkeys");
    }
    assert_eq!(begin(&app, &cookie).await.code(), "too_many_passkeys");
    assert_eq!(passkeys(&app, &cookie).await.as_array().expect("passkeys").len(), 20);
}

#[tokio::test]
async fn there_are_none_where_the_address_is_a_number() {
    for home in ["http://127.0.0.1:8080", "http://[::1]:8080", "https://192.0.2.1"] {
        let app = TestApp::configured(|config| config.server.public_url = home.into()).await;
        let enrolled = app.enrolled(EMAIL).await;
        assert_eq!(passkeys(&app, &enrolled.cookie).await, Value::Null);
        assert_eq!(begin(&app, &enrolled.cookie).await.code(), "not_found");
        let pending = app.first_step(EMAIL, PASSWORD, "").await;
        assert_eq!(begin_sign_in(&app, &pending).await.code(), "not_found");
        assert_eq!(begin_sign_in(&app, "").await.code(), "not_found");
        let begun = json!({ "ceremony": "00000000-0000-4000-8000-000000000000" });
        assert_eq!(finish_sign_in(&app, "", &begun, "{}").await.code(), "not_found");
        assert_eq!(finish(&app, &enrolled.cookie, &begun, "{}", "x").await.code(), "not_found");
    }
}

#[tokio::test]
async fn it_ends_with_its_account() {
    let app = app().await;
    let cookie = app.signed_in(EMAIL).await;
    let mut device = add(&app, &cookie).await;
    let person = people::find(&app.app, EMAIL).await.expect("an answer").expect("a person");
    deletion::delete_as_admin(&app.app, person.id).await.expect("a deletion");
    assert_refused(&sign_in(&app, "", &mut device).await, "its account is gone");
}

#[tokio::test]
async fn the_link_in_a_mail_takes_them_away() {
    let app = app().await;
    let cookie = app.signed_in(EMAIL).await;
    let mut device = add(&app, &cookie).await;
    let link = app.link(EMAIL, "not-me").await;
    app.post("/rpc/v1/auth/secure-account", json!({ "link": link })).await.done();
    assert_refused(&sign_in(&app, "", &mut device).await, "it is gone");
}
