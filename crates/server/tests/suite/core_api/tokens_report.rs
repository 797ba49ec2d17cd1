//! `/api/tokens/report`: for who finds a token where it should not be.

use axum::http::Method;
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use testkit::{Answer, EMAIL, Request, TestApp, other_than};

use super::{refusal, refused};

async fn report(app: &TestApp, from: &str, text: &str) -> Answer {
    let body = json!({ "token": text });
    app.send(Request::api(Method::POST, "/api/tokens/report", &body).from(from)).await
}

async fn whoami(app: &TestApp, token: &str) -> Answer {
    app.ask(token, Method::GET, "/api/whoami", &Value::Null).await
}

#[tokio::test]
async fn a_reported_token_ends_and_its_owner_is_told() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    whoami(&app, &ada.token).await.done();
    app.wait(1);
    let answer = report(&app, "203.0.113.7", &format!(" {}\n", ada.token)).await;
    assert_eq!(answer.status, 202);
    assert_json_snapshot!(answer.json(), @r#"
    {
      "message": "Success"
    }
    "#);
    let gone = whoami(&app, &ada.token).await;
    assert_eq!(refusal(&gone), refused(401, "token_revoked"));
    app.work().await;
    let mails = app.mails.to(EMAIL);
    assert_eq!(mails.len(), 1);
    insta::assert_snapshot!(mails[0].text, @r#"
    Somebody found your key “For full” where it should not be and reported it. We revoked it: it no longer works.

    Look at your keys and create a new one: http://127.0.0.1:8080/settings/keys

    -- 
    You get this mail because this email address is used at RequestRocket.
    "#);
    for text in [&mails[0].subject, &mails[0].text, &mails[0].html] {
        assert!(!text.contains(&ada.token[2..]), "{text}");
    }
    let page = app.get_as(&ada.cookie, "/rpc/v1/tokens").await.done();
    assert_json_snapshot!(page["events"][0], @r#"
    {
      "address": "",
      "at": 1795305601000,
      "kind": "token_reported",
      "token": "For full"
    }
    "#);
    let ended = page["tokens"].as_array().and_then(|tokens| tokens.last()).expect("a token");
    assert_json_snapshot!(ended["state"], @r#"
    {
      "at": 1795305601000,
      "by": "report",
      "reason": "",
      "state": "revoked"
    }
    "#);
}

#[tokio::test]
async fn the_answer_is_the_same_for_any_string() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    // Each request has its own id, if any.
    let report = async |text: &str| {
        let mut answer = report(&app, "203.0.113.7", text).await;
        answer.headers.remove("x-request-id");
        answer
    };
    let real = report(&ada.token).await;
    let wrong = other_than(&ada.token);
    for text in [&ada.token, &wrong, "", "u-", "a\u{0}b", "👩‍🚀", &ada.token_id, &"x".repeat(10_000)] {
        let answer = report(text).await;
        assert_eq!((answer.status, &answer.body), (real.status, &real.body), "{text:?}");
        assert_eq!(answer.headers, real.headers, "{text:?}");
    }
    app.work().await;
    assert_eq!(app.mails.to(EMAIL).len(), 1, "told once");
}

#[tokio::test]
async fn reporting_is_no_way_to_try_tokens_out() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    for n in 0..50 {
        assert_eq!(report(&app, "203.0.113.7", &format!("guess {n}")).await.status, 202);
    }
    let blocked = report(&app, "203.0.113.7", &ada.token).await;
    assert_eq!(refusal(&blocked), refused(429, "too_many_tries"));
    assert_eq!(blocked.header("retry-after"), "30");
    whoami(&app, &ada.token).await.done();
    assert_eq!(report(&app, "203.0.113.8", &ada.token).await.status, 202, "elsewhere it goes on");
    assert_eq!(whoami(&app, &ada.token).await.code(), "token_revoked");
}
