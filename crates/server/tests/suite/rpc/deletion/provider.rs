//! An identity provider that is another system: it follows when it can, and nobody waits for it.

use std::sync::Arc;

use axum::http::StatusCode;
use serde_json::json;
use server::service::{deletion::delete_as_admin, people};
use testkit::{EMAIL, Elsewhere, Holder, PASSWORD, TestApp};

use super::{assert_out, assert_unknown, delete, id, is_kept, last_mails, sign_up, try_sign_in, under_way};

async fn app_and_ada() -> (Arc<Elsewhere>, TestApp, Holder) {
    let elsewhere = Arc::new(Elsewhere::default());
    let app = TestApp::elsewhere(&elsewhere).await;
    let ada = app.holder(EMAIL).await;
    assert!(elsewhere.knows(EMAIL));
    (elsewhere, app, ada)
}

#[tokio::test]
async fn it_follows_when_it_is_back() {
    let (elsewhere, app, ada) = app_and_ada().await;
    elsewhere.go_away();
    delete(&app, &ada, &[]).await.done();
    assert_out(&app, &ada).await;
    for _ in 0..10 {
        app.work().await;
        app.wait(360);
    }
    assert_eq!((under_way(&app).await, last_mails(&app, EMAIL)), (1, 1));
    assert_out(&app, &ada).await;
    assert!(!is_kept(&app, EMAIL).await);
    elsewhere.come_back();
    app.wait(3600);
    app.work().await;
    assert_eq!((under_way(&app).await, last_mails(&app, EMAIL)), (0, 1));
    assert!(!elsewhere.knows(EMAIL) && !is_kept(&app, &ada.user).await);
    assert_eq!(elsewhere.deleted(), [id(&ada)]);
}

#[tokio::test]
async fn nothing_else_waits_for_it_but_the_tombstone() {
    let (elsewhere, app, ada) = app_and_ada().await;
    app.post_as(&ada.cookie, "/rpc/v1/account/exports", json!({})).await.done();
    app.work().await;
    assert_eq!(app.objects().len(), 1);
    elsewhere.go_away();
    delete(&app, &ada, &[]).await.done();
    app.work().await;
    assert_eq!(app.objects().len(), 0);
    let rows = app.rows().await;
    let naming = rows.iter().filter(|(_, rows)| rows.iter().any(|row| row.contains(&ada.user)));
    let naming: Vec<_> = naming.map(|(table, _)| table.as_str()).filter(|table| *table != "outbox").collect();
    assert!(naming.contains(&"users"), "{naming:?}");
    // What Cognito would have to forget, and what is purged an hour later.
    let allowed = ["users", "notification_heads", "throttles", "key_changes"];
    assert!(naming.iter().all(|table| allowed.contains(table)), "{naming:?}");
    assert_eq!((under_way(&app).await, elsewhere.deleted()), (1, Vec::new()));
    elsewhere.come_back();
    app.wait(3600);
    app.work().await;
    assert_eq!((under_way(&app).await, elsewhere.deleted()), (0, vec![id(&ada)]));
    assert!(!is_kept(&app, &ada.user).await);
}

#[tokio::test]
async fn whom_it_still_knows_can_not_sign_in() {
    let (elsewhere, app, ada) = app_and_ada().await;
    delete_as_admin(&app.app, id(&ada)).await.expect("deleted");
    assert!(elsewhere.knows(EMAIL), "nothing has asked it yet");
    assert_unknown(&app, EMAIL).await;
    let flow = app.post("/rpc/v1/auth/forgot", json!({ "email": EMAIL })).await.done();
    let new = json!({ "flow": flow, "code": "123456", "password": "Difference-Engine-1822?" });
    assert!(!app.post("/rpc/v1/auth/reset", new).await.status.is_success());
    assert_unknown(&app, EMAIL).await;
    assert!(people::find(&app.app, EMAIL).await.expect("an answer").is_none());
    app.work().await;
    assert_unknown(&app, EMAIL).await;
    assert_eq!(under_way(&app).await, 0);
}

#[tokio::test]
async fn who_signs_up_anew_has_it_forget_the_old_account_first() {
    let (elsewhere, app, ada) = app_and_ada().await;
    elsewhere.go_away();
    delete(&app, &ada, &[]).await.done();
    app.work().await;
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    let answer = app.post("/rpc/v1/auth/sign-up", body).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::SERVICE_UNAVAILABLE, "unavailable"));
    elsewhere.come_back();
    // The job's turn is later.
    sign_up(&app, EMAIL).await;
    assert_eq!((elsewhere.deleted(), under_way(&app).await), (vec![id(&ada)], 1));
    let cookie = app.sign_in(EMAIL, PASSWORD).await;
    let me = app.get_as(&cookie, "/rpc/v1/me").await.done();
    assert_ne!(me["id"], json!(ada.user));
    app.wait(3600);
    app.work().await;
    assert_eq!((elsewhere.deleted(), under_way(&app).await), (vec![id(&ada)], 0));
    assert!(elsewhere.knows(EMAIL));
    let again = app.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(app.get_as(&again, "/rpc/v1/me").await.done()["id"], me["id"]);
}

#[tokio::test]
async fn so_does_an_administrator_who_makes_an_account_and_who_moves_to_the_address() {
    let (elsewhere, app, ada) = app_and_ada().await;
    delete_as_admin(&app.app, id(&ada)).await.expect("deleted");
    app.person(EMAIL).await;
    assert_eq!(elsewhere.deleted(), [id(&ada)]);
    let anew = people::find(&app.app, EMAIL).await.expect("an answer").expect("a person");
    delete_as_admin(&app.app, anew.id).await.expect("deleted");

    let grace = app.signed_in("grace@example.com").await;
    let flow = app.post_as(&grace, "/rpc/v1/security/email/begin", json!({ "email": EMAIL })).await.done();
    // Only the code's mail: the job is not to come first.
    elsewhere.go_away();
    let code = app.code(EMAIL).await;
    elsewhere.come_back();
    assert!(elsewhere.knows(EMAIL));
    let body = json!({ "flow": flow, "code": code });
    app.post_as(&grace, "/rpc/v1/security/email/confirm", body).await.done();
    assert_eq!(elsewhere.deleted(), [id(&ada), anew.id]);
    app.wait(3600);
    app.work().await;
    assert_eq!(under_way(&app).await, 0);
    assert_eq!(try_sign_in(&app, EMAIL).await.status, StatusCode::OK);
}
