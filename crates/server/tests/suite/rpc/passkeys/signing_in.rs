//! Signing in with a passkey, alone and as the second step.

use futures_util::future::join_all;
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use testkit::{Authenticator, EMAIL, PASSWORD};

use super::{
    HOME, add, app, assert_refused, begin, begin_sign_in, finish_sign_in, log, options, parsed, passkeys,
    sign_in,
};

#[tokio::test]
async fn it_signs_in_without_address_password_and_code() {
    let app = app().await;
    let enrolled = app.enrolled(EMAIL).await;
    let mut device = add(&app, &enrolled.cookie).await;
    app.wait(20 * 60);
    let begun = begin_sign_in(&app, "").await.done();
    assert_json_snapshot!(parsed(&begun), { ".challenge" => "[random]" }, @r#"
    {
      "allowCredentials": [],
      "challenge": "[random]",
      "extensions": {
        "uvm": true
      },
      "rpId": "localhost",
      "timeout": 300000,
      "userVerification": "required"
    }
    "#);
    app.wait(60);
    let answer = finish_sign_in(&app, "", &begun, &device.sign_in(options(&begun))).await;
    assert_eq!(answer.done(), json!({ "outcome": "done" }));
    let cookie = answer.cookie().expect("a session");
    assert_eq!(app.get_as(&cookie, "/rpc/v1/me").await.done()["email"], EMAIL);
    let list = passkeys(&app, &cookie).await;
    assert_eq!(list[0]["lastUsedAt"], json!(app.app.now()));
    assert_eq!(log(&app, &cookie).await[0], "signed_in ");
    // It is the proof that a step-up asks for, from when it was asked on.
    begin(&app, &cookie).await.done();
    app.wait(14 * 60);
    assert_eq!(begin(&app, &cookie).await.code(), "step_up");
}

#[tokio::test]
async fn it_signs_in_who_has_another_address_by_now() {
    let app = app().await;
    let cookie = app.signed_in(EMAIL).await;
    let mut device = add(&app, &cookie).await;
    let new = "lovelace@example.com";
    let flow = app.post_as(&cookie, "/rpc/v1/security/email/begin", json!({ "email": new })).await.done();
    let body = json!({ "flow": flow, "code": app.code(new).await });
    app.post_as(&cookie, "/rpc/v1/security/email/confirm", body).await.done();
    let cookie = sign_in(&app, "", &mut device).await.cookie().expect("a session");
    assert_eq!(app.get_as(&cookie, "/rpc/v1/me").await.done()["email"], new);
}

#[tokio::test]
async fn it_makes_the_second_step() {
    let app = app().await;
    let enrolled = app.enrolled(EMAIL).await;
    let mut device = add(&app, &enrolled.cookie).await;
    // An authenticator need not name its owner where it is asked for one passkey.
    device.owner = None;
    let pending = app.first_step(EMAIL, PASSWORD, "").await;
    let waiting = app.get_as(&pending, "/rpc/v1/auth/pending").await.done();
    assert_eq!(waiting["methods"], json!(["authenticator", "backup_code", "passkey"]));
    let begun = begin_sign_in(&app, &pending).await.done();
    let allowed = parsed(&begun)["allowCredentials"].clone();
    assert_eq!((&allowed[0]["id"], &allowed[1]), (&json!(device.id()), &Value::Null));
    let body = json!({
        "ceremony": begun["ceremony"], "answer": device.sign_in(options(&begun)), "trust": true,
    });
    let answer = app.post_as(&pending, "/rpc/v1/auth/passkey/finish", body).await;
    assert_eq!(answer.done()["outcome"], "done");
    let cookie = answer.cookie().expect("a session");
    assert_eq!(app.get_as(&cookie, "/rpc/v1/me").await.done()["email"], EMAIL);
    assert_eq!(app.get_as(&pending, "/rpc/v1/auth/pending").await.code(), "signed_out");
    assert_eq!(passkeys(&app, &cookie).await[0]["lastUsedAt"], json!(app.app.now()));

    let device = answer.device().expect("a device");
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    let spared = app.post_as(&device, "/rpc/v1/auth/sign-in", body).await.done();
    assert_eq!(spared["outcome"], "done", "the device is trusted");
}

#[tokio::test]
async fn a_wrong_second_step_counts_like_a_wrong_code() {
    let app = app().await;
    let ada = app.enrolled(EMAIL).await;
    add(&app, &ada.cookie).await;
    let mut stranger = Authenticator::new(HOME);
    let pending = app.first_step(EMAIL, PASSWORD, "").await;
    for _ in 0..4 {
        assert_refused(&sign_in(&app, &pending, &mut stranger).await, "nobody's");
    }
    assert_eq!(sign_in(&app, &pending, &mut stranger).await.code(), "signed_out", "the fifth was the last");
    assert_eq!(app.get_as(&pending, "/rpc/v1/auth/pending").await.code(), "signed_out");
    let failed = log(&app, &ada.cookie).await;
    assert_eq!(failed.iter().filter(|line| *line == "second_step_failed ").count(), 5, "{failed:?}");
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    assert_eq!(app.post("/rpc/v1/auth/sign-in", body).await.code(), "too_many_tries");
}

#[tokio::test]
async fn a_second_step_asks_for_none_that_is_not_there() {
    let app = app().await;
    app.enrolled(EMAIL).await;
    let pending = app.first_step(EMAIL, PASSWORD, "").await;
    let waiting = app.get_as(&pending, "/rpc/v1/auth/pending").await.done();
    assert_eq!(waiting["methods"], json!(["authenticator", "backup_code"]));
    assert_eq!(begin_sign_in(&app, &pending).await.code(), "not_found");
}

#[tokio::test]
async fn who_fails_too_often_waits() {
    let app = app().await;
    let cookie = app.signed_in(EMAIL).await;
    let mut device = add(&app, &cookie).await;
    for _ in 0..60 {
        sign_in(&app, "", &mut device).await.done();
    }
    let begun = join_all((0..50).map(|_| begin_sign_in(&app, ""))).await;
    assert!(begun.iter().all(|answer| answer.status.is_success()), "as many are free");
    let answer = begin_sign_in(&app, "").await;
    assert_eq!((answer.status.as_u16(), answer.code()), (429, "too_many_tries".to_owned()));

    let unknown = json!({ "ceremony": "00000000-0000-4000-8000-000000000000" });
    for _ in 0..50 {
        assert_refused(&finish_sign_in(&app, "", &unknown, "{}").await, "never asked");
    }
    assert_eq!(finish_sign_in(&app, "", &unknown, "{}").await.code(), "too_many_tries");
    app.wait(15 * 60);
    sign_in(&app, "", &mut device).await.done();
}
