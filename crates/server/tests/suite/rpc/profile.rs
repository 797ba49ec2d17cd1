//! `/rpc/v1/profile`

use axum::http::StatusCode;
use futures_util::future::join_all;
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use testkit::{Answer, EMAIL, Request, TestApp};

fn update(first: &str, phone: &str, bio: &str) -> Value {
    json!({ "firstName": first, "lastName": "Lovelace", "phone": phone, "bio": bio })
}

async fn save(app: &TestApp, cookie: &str, update: Value, version: i64) -> Answer {
    let body = json!({ "update": update, "version": version });
    app.send(Request::post("/rpc/v1/profile", &body).cookie(cookie)).await
}

#[tokio::test]
async fn a_profile_is_saved_tidied_and_read_back() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let saved = save(&app, &cookie, update(" Ada ", "+44 20 7946 0018", "a\r\nb"), 1).await;
    assert_json_snapshot!(saved.json(), @r#"
    {
      "bio": "a\nb",
      "email": "ada@example.com",
      "firstName": "Ada",
      "lastName": "Lovelace",
      "phone": "+442079460018",
      "version": 2
    }
    "#);
    let read = app.send(Request::get("/rpc/v1/profile").cookie(&cookie)).await;
    assert_eq!(read.json(), saved.json());
}

#[tokio::test]
async fn each_wrong_field_is_named() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let wrong = save(&app, &cookie, update("\u{7}", "020 7946 0018", &"x".repeat(501)), 1).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_json_snapshot!(wrong.json()["data"], @r#"
    {
      "code": "invalid",
      "fields": [
        {
          "field": "firstName",
          "problem": "control_character"
        },
        {
          "field": "phone",
          "problem": "phone_form"
        },
        {
          "field": "bio",
          "problem": "bio_too_long"
        }
      ]
    }
    "#);
    let unknown = save(&app, &cookie, update("Ada", "+999 123 4567", ""), 1).await;
    assert_eq!(unknown.json()["data"]["fields"][0]["problem"], "phone_unknown");
    let read = app.send(Request::get("/rpc/v1/profile").cookie(&cookie)).await;
    assert_eq!(read.json()["version"], 1, "nothing was changed");
}

#[tokio::test]
async fn who_comes_second_is_told_so() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    assert_eq!(save(&app, &cookie, update("First", "", ""), 1).await.status, StatusCode::OK);
    let second = save(&app, &cookie, update("Second", "", ""), 1).await;
    assert_eq!((second.status, second.code().as_str()), (StatusCode::CONFLICT, "conflict"));
    let read = app.send(Request::get("/rpc/v1/profile").cookie(&cookie)).await;
    assert_eq!(read.json()["firstName"], "First");
}

#[tokio::test]
async fn of_many_at_once_one_wins() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let names: Vec<String> = (0..6).map(|n| format!("Name {n}")).collect();
    let saves = names.iter().map(|name| save(&app, &cookie, update(name, "", ""), 1));
    let statuses: Vec<_> = join_all(saves).await.iter().map(|answer| answer.status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == StatusCode::OK).count(), 1, "{statuses:?}");
    assert_eq!(statuses.iter().filter(|status| **status == StatusCode::CONFLICT).count(), 5, "{statuses:?}");
}

#[tokio::test]
async fn names_of_every_script_survive() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    for (version, name) in (1..).zip(["Žofie", "李小龍", "محمد", "👩‍🚀", "O'Brien <script>", "a\u{202e}b"])
    {
        let saved = save(&app, &cookie, update(name, "", ""), version).await;
        assert_eq!(saved.json()["firstName"], name);
    }
}

#[tokio::test]
async fn an_unknown_field_is_refused() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let mut sneaky = update("Ada", "", "");
    sneaky["email"] = json!("other@example.com");
    assert_eq!(save(&app, &cookie, sneaky, 1).await.status, StatusCode::BAD_REQUEST);
}
