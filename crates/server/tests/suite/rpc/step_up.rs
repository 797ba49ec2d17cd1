//! Step-up: what is sensitive needs a proof of who asks that is not old, and what proves nothing.

use axum::http::StatusCode;
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use testkit::{Answer, EMAIL, PASSWORD, TestApp};

fn draft() -> Value {
    json!({ "draft": { "name": "CI", "scopes": ["full"], "expiry": { "days": 30 }, "networks": "" } })
}

async fn create(app: &TestApp, cookie: &str) -> Answer {
    app.post_as(cookie, "/rpc/v1/tokens/create", draft()).await
}

#[tokio::test]
async fn what_hands_a_value_over_needs_a_fresh_proof() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let sensitive = [
        ("/rpc/v1/tokens/create", draft()),
        ("/rpc/v1/tokens/reveal", json!({ "id": ada.token_id })),
        ("/rpc/v1/tokens/rotate", json!({ "id": ada.token_id, "overlap": "one_day" })),
    ];
    app.wait(15 * 60);
    for (path, body) in &sensitive {
        let answer = app.post_as(&ada.cookie, path, body.clone()).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::FORBIDDEN, "step_up"), "{path}");
    }
    // What takes something away does not wait for a password.
    let renamed = json!({ "id": ada.token_id, "name": "Old" });
    app.post_as(&ada.cookie, "/rpc/v1/tokens/rename", renamed).await.done();

    let password = json!({ "password": PASSWORD });
    app.post_as(&ada.cookie, "/rpc/v1/auth/step-up", password).await.done();
    app.wait(15 * 60 - 1);
    for (path, body) in sensitive {
        app.post_as(&ada.cookie, path, body).await.done();
    }
    app.wait(1);
    app.post_as(&ada.cookie, "/rpc/v1/tokens/revoke", json!({ "id": ada.token_id, "reason": "" }))
        .await
        .done();
}

#[tokio::test]
async fn a_proof_counts_for_its_own_session() {
    let app = TestApp::new().await;
    let first = app.signed_in(EMAIL).await;
    let second = app.sign_in(EMAIL, PASSWORD).await;
    app.wait(15 * 60);
    let password = json!({ "password": PASSWORD });
    app.post_as(&first, "/rpc/v1/auth/step-up", password).await.done();
    create(&app, &first).await.done();
    assert_eq!(create(&app, &second).await.code(), "step_up");
}

#[tokio::test]
async fn a_wrong_password_proves_nothing_and_signs_nobody_out() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    app.wait(15 * 60);
    let wrong = json!({ "password": "Wrong-1!" });
    let answer = app.post_as(&cookie, "/rpc/v1/auth/step-up", wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_json_snapshot!(answer.json(), @r#"
    {
      "code": 422,
      "data": {
        "code": "invalid",
        "fields": [
          {
            "field": "password",
            "problem": "password_wrong"
          }
        ]
      },
      "message": "Please correct the marked fields."
    }
    "#);
    let empty = app.post_as(&cookie, "/rpc/v1/auth/step-up", json!({ "password": "" })).await;
    assert_eq!(empty.json()["data"]["fields"][0]["problem"], "required");
    assert_eq!(create(&app, &cookie).await.code(), "step_up");
    assert_eq!(app.get_as(&cookie, "/rpc/v1/me").await.status, StatusCode::OK);
}

#[tokio::test]
async fn another_persons_password_proves_nothing() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let other = app.signed_in("charles@example.com").await;
    app.wait(15 * 60);
    let password = json!({ "password": PASSWORD });
    app.post_as(&other, "/rpc/v1/auth/step-up", password).await.done();
    assert_eq!(create(&app, &cookie).await.code(), "step_up");
}

#[tokio::test]
async fn proofs_and_sign_ins_are_guessed_at_from_one_purse() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let wrong = json!({ "password": "Wrong-1!" });
    for _ in 0..5 {
        let answer = app.post_as(&cookie, "/rpc/v1/auth/step-up", wrong.clone()).await;
        assert_eq!(answer.code(), "invalid");
    }
    let right = json!({ "password": PASSWORD });
    let blocked = app.post_as(&cookie, "/rpc/v1/auth/step-up", right.clone()).await;
    assert_eq!((blocked.status, blocked.code().as_str()), (StatusCode::TOO_MANY_REQUESTS, "too_many_tries"));
    assert_eq!(blocked.json()["data"]["retryAfter"], 30);
    let sign_in = json!({ "email": EMAIL, "password": PASSWORD });
    assert_eq!(app.post("/rpc/v1/auth/sign-in", sign_in).await.code(), "too_many_tries");
    app.wait(31);
    app.post_as(&cookie, "/rpc/v1/auth/step-up", right).await.done();
    // Success wipes the slate.
    assert_eq!(app.post_as(&cookie, "/rpc/v1/auth/step-up", wrong).await.code(), "invalid");
}
