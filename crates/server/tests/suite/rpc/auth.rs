//! `/rpc/v1/auth`: signing up, in and out, and the forgotten password.

use axum::http::{StatusCode, header};
use futures_util::future::join_all;
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use testkit::{EMAIL, PASSWORD, Request, TestApp, other_than};

const NEW_PASSWORD: &str = "Difference-Engine-1822?";

async fn begin_sign_up(app: &TestApp, email: &str, password: &str) -> Value {
    let answer = app.post("/rpc/v1/auth/sign-up", json!({ "email": email, "password": password })).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.json()
}

async fn begin_reset(app: &TestApp, email: &str) -> Value {
    let answer = app.post("/rpc/v1/auth/forgot", json!({ "email": email })).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.json()
}

#[tokio::test]
async fn a_person_signs_up_confirms_and_signs_in() {
    let app = TestApp::new().await;
    let flow = begin_sign_up(&app, EMAIL, PASSWORD).await;
    let code = app.code(EMAIL).await;
    let confirmed = app.post("/rpc/v1/auth/confirm", json!({ "flow": flow, "code": code })).await;
    assert_eq!(confirmed.status, StatusCode::OK, "{}", confirmed.body);

    let cookie = app.sign_in(EMAIL, PASSWORD).await;
    let me = app.send(Request::get("/rpc/v1/me").cookie(&cookie)).await;
    assert_json_snapshot!(me.json(), { ".id" => "[uuid]" }, @r#"
    {
      "email": "ada@example.com",
      "id": "[uuid]",
      "initials": "A",
      "latest": 0,
      "name": "",
      "unread": 0
    }
    "#);
}

#[tokio::test]
async fn a_code_works_once() {
    let app = TestApp::new().await;
    let flow = begin_sign_up(&app, EMAIL, PASSWORD).await;
    let body = json!({ "flow": flow, "code": app.code(EMAIL).await });
    assert_eq!(app.post("/rpc/v1/auth/confirm", body.clone()).await.status, StatusCode::OK);
    assert_eq!(app.post("/rpc/v1/auth/confirm", body).await.code(), "dead_code");
}

#[tokio::test]
async fn a_code_ends_after_ten_minutes_and_a_new_one_can_be_asked_for() {
    let app = TestApp::new().await;
    let flow = begin_sign_up(&app, EMAIL, PASSWORD).await;
    let old = app.code(EMAIL).await;
    app.wait(601);
    let late = app.post("/rpc/v1/auth/confirm", json!({ "flow": flow, "code": old })).await;
    assert_eq!(late.code(), "dead_code");

    assert_eq!(app.post("/rpc/v1/auth/resend", json!({ "flow": flow })).await.status, StatusCode::OK);
    let new = app.code(EMAIL).await;
    let confirmed = app.post("/rpc/v1/auth/confirm", json!({ "flow": flow, "code": new })).await;
    assert_eq!(confirmed.status, StatusCode::OK);
}

#[tokio::test]
async fn a_code_bears_five_wrong_tries_even_all_at_once() {
    let app = TestApp::new().await;
    let flow = begin_sign_up(&app, EMAIL, PASSWORD).await;
    let code = app.code(EMAIL).await;
    let wrong = json!({ "flow": flow, "code": other_than(&code) });
    let tries = (0..8).map(|_| app.post("/rpc/v1/auth/confirm", wrong.clone()));
    let codes: Vec<_> = join_all(tries).await.iter().map(testkit::Answer::code).collect();
    assert_eq!(codes.iter().filter(|code| *code == "wrong_code").count(), 4, "{codes:?}");
    assert_eq!(codes.iter().filter(|code| *code == "dead_code").count(), 4, "{codes:?}");
    let right = app.post("/rpc/v1/auth/confirm", json!({ "flow": flow, "code": code })).await;
    assert_eq!(right.code(), "dead_code");
}

#[tokio::test]
async fn a_code_belongs_to_its_own_flow() {
    let app = TestApp::new().await;
    let attackers = begin_sign_up(&app, EMAIL, "Attackers-Password-1!").await;
    let attackers_code = app.code(EMAIL).await;
    app.wait(1);
    let owners = begin_sign_up(&app, EMAIL, PASSWORD).await;
    let mut owners_code = app.code(EMAIL).await;
    while owners_code == attackers_code {
        let resent = app.post("/rpc/v1/auth/resend", json!({ "flow": owners })).await;
        assert_eq!(resent.status, StatusCode::OK);
        owners_code = app.code(EMAIL).await;
    }
    let crossed = app.post("/rpc/v1/auth/confirm", json!({ "flow": attackers, "code": owners_code })).await;
    assert_eq!(crossed.code(), "wrong_code");
    let confirmed = app.post("/rpc/v1/auth/confirm", json!({ "flow": owners, "code": owners_code })).await;
    assert_eq!(confirmed.status, StatusCode::OK);
    // The stranger's sign-up is over, and so is its password.
    let late = app.post("/rpc/v1/auth/confirm", json!({ "flow": attackers, "code": attackers_code })).await;
    assert_eq!(late.code(), "dead_code");
    app.sign_in(EMAIL, PASSWORD).await;
}

#[tokio::test]
async fn signing_up_twice_tells_the_owner_and_nobody_else() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    begin_sign_up(&app, EMAIL, NEW_PASSWORD).await;
    app.work().await;
    let mails = app.mails.to(EMAIL);
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "You already have a RequestRocket account");
    assert!(mails[0].text.contains("http://127.0.0.1:8080/login"));
    app.sign_in(EMAIL, PASSWORD).await;
}

#[tokio::test]
async fn a_password_before_the_code_leads_to_the_code() {
    let app = TestApp::new().await;
    let flow = begin_sign_up(&app, EMAIL, PASSWORD).await;
    app.code(EMAIL).await;
    let credentials = json!({ "email": EMAIL, "password": PASSWORD });
    let answer = app.post("/rpc/v1/auth/sign-in", credentials).await;
    assert_eq!(answer.json(), json!({ "outcome": "confirm_first", "flow": flow }));
    assert_eq!(answer.cookie(), None);
    let code = app.code(EMAIL).await;
    assert_eq!(app.mails.to(EMAIL).len(), 2, "a new code");
    let confirmed = app.post("/rpc/v1/auth/confirm", json!({ "flow": flow, "code": code })).await;
    assert_eq!(confirmed.status, StatusCode::OK);
}

#[tokio::test]
async fn no_answer_tells_whether_an_account_exists() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let wrong = json!({ "email": EMAIL, "password": "Wrong-Password-1!" });
    let unknown = json!({ "email": "nobody@example.com", "password": "Wrong-Password-1!" });
    let (wrong, unknown) =
        (app.post("/rpc/v1/auth/sign-in", wrong).await, app.post("/rpc/v1/auth/sign-in", unknown).await);
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
    assert_eq!((wrong.status, &wrong.body), (unknown.status, &unknown.body));
    for (path, known, unknown) in [
        ("forgot", json!({ "email": EMAIL }), json!({ "email": "nobody@example.com" })),
        (
            "sign-up",
            json!({ "email": EMAIL, "password": NEW_PASSWORD }),
            json!({ "email": "nobody@example.com", "password": NEW_PASSWORD }),
        ),
    ] {
        let path = format!("/rpc/v1/auth/{path}");
        let (known, unknown) = (app.post(&path, known).await, app.post(&path, unknown).await);
        assert_eq!(known.status, StatusCode::OK);
        assert_eq!((known.status, known.body.len()), (unknown.status, unknown.body.len()));
    }
    let flow = begin_reset(&app, "nobody@example.com").await;
    let reset = json!({ "flow": flow, "code": "123456", "password": NEW_PASSWORD });
    assert_eq!(app.post("/rpc/v1/auth/reset", reset).await.code(), "wrong_code");
    app.work().await;
    assert!(app.mails.to("nobody@example.com").iter().all(|mail| mail.text.contains("Welcome")));
}

#[tokio::test]
async fn a_forgotten_password_is_set_anew_and_every_session_ends() {
    let app = TestApp::new().await;
    let elsewhere = app.signed_in(EMAIL).await;
    app.wait(1);
    let flow = begin_reset(&app, EMAIL).await;
    let code = app.code(EMAIL).await;
    let body = json!({ "flow": flow, "code": code, "password": NEW_PASSWORD });
    let answer = app.post("/rpc/v1/auth/reset", body.clone()).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert_eq!(answer.cookie(), None, "nobody is signed in by a reset");

    let me = app.send(Request::get("/rpc/v1/me").cookie(&elsewhere)).await;
    assert_eq!(me.code(), "signed_out");
    let old = app.post("/rpc/v1/auth/sign-in", json!({ "email": EMAIL, "password": PASSWORD })).await;
    assert_eq!(old.code(), "wrong_credentials");
    app.wait(1);
    app.sign_in(EMAIL, NEW_PASSWORD).await;
    assert_eq!(app.post("/rpc/v1/auth/reset", body).await.code(), "dead_code");

    app.work().await;
    let told = app.mails.to(EMAIL);
    let subject = "RequestRocket: Your password was changed";
    assert!(told.iter().any(|mail| mail.subject == subject), "{told:?}");
}

#[tokio::test]
async fn a_wrong_code_changes_no_password() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let flow = begin_reset(&app, EMAIL).await;
    let code = app.code(EMAIL).await;
    let wrong = json!({ "flow": flow, "code": other_than(&code), "password": NEW_PASSWORD });
    assert_eq!(app.post("/rpc/v1/auth/reset", wrong).await.code(), "wrong_code");
    app.sign_in(EMAIL, PASSWORD).await;
}

#[tokio::test]
async fn a_refused_password_does_not_use_the_code_up() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let flow = begin_reset(&app, EMAIL).await;
    let code = app.code(EMAIL).await;
    let reset = |password: &str| json!({ "flow": flow, "code": code, "password": password });
    let weak = app.post("/rpc/v1/auth/reset", reset("short")).await;
    assert_json_snapshot!(weak.json(), @r#"
    {
      "code": 422,
      "data": {
        "code": "invalid",
        "fields": [
          {
            "field": "password",
            "problem": "password_policy"
          }
        ]
      },
      "message": "Please correct the marked fields."
    }
    "#);
    let common = app.post("/rpc/v1/auth/reset", reset("Password1!")).await;
    assert_eq!(common.json()["data"]["fields"][0]["problem"], "password_guessable");
    let good = app.post("/rpc/v1/auth/reset", reset(NEW_PASSWORD)).await;
    assert_eq!(good.status, StatusCode::OK, "{}", good.body);
}

#[tokio::test]
async fn one_network_can_not_ask_for_code_after_code() {
    let app = TestApp::new().await;
    for _ in 0..5 {
        begin_reset(&app, "nobody@example.com").await;
    }
    let answer = app.post("/rpc/v1/auth/forgot", json!({ "email": "nobody@example.com" })).await;
    assert_eq!(answer.code(), "too_many_tries");
    begin_reset(&app, EMAIL).await;
}

#[tokio::test]
async fn many_networks_can_neither_flood_a_mailbox_nor_gain_tries() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let mut flow = Value::Null;
    for network in 0..25 {
        let request = Request::post("/rpc/v1/auth/forgot", &json!({ "email": EMAIL }));
        let answer = app.send(request.from(&format!("198.51.100.{network}"))).await;
        assert_eq!(answer.status, StatusCode::OK, "the same answer as ever");
        flow = answer.json();
    }
    app.work().await;
    assert_eq!(app.mails.to(EMAIL).len(), 20);
    // The last flow has no code that could be guessed, nor does asking again give it one.
    for _ in 0..2 {
        let body = json!({ "flow": flow, "code": "000000", "password": NEW_PASSWORD });
        assert_eq!(app.post("/rpc/v1/auth/reset", body).await.code(), "dead_code");
        app.post("/rpc/v1/auth/resend", json!({ "flow": flow })).await;
    }
    app.work().await;
    assert_eq!(app.mails.to(EMAIL).len(), 20);
}

#[tokio::test]
async fn refused_passwords_use_no_try_up() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let flow = begin_reset(&app, EMAIL).await;
    let code = app.code(EMAIL).await;
    for _ in 0..8 {
        let body = json!({ "flow": flow, "code": code, "password": "Password1!" });
        assert_eq!(app.post("/rpc/v1/auth/reset", body).await.code(), "invalid");
    }
    let body = json!({ "flow": flow, "code": code, "password": NEW_PASSWORD });
    assert_eq!(app.post("/rpc/v1/auth/reset", body).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_sign_up_wants_an_address_and_a_password_by_the_rules() {
    let app = TestApp::new().await;
    let answer = app.post("/rpc/v1/auth/sign-up", json!({ "email": "ada", "password": "short" })).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields: Vec<_> = answer.json()["data"]["fields"]
        .as_array()
        .expect("fields")
        .iter()
        .map(|field| format!("{}: {}", field["field"], field["problem"]))
        .collect();
    assert_eq!(fields, [r#""email": "email_form""#, r#""password": "password_policy""#]);
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_other_sites() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    let answer = app.post("/rpc/v1/auth/sign-in", body.clone()).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().expect("text");
    assert!(cookie.starts_with("session="), "{cookie}");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Path=/"));
    assert_eq!(answer.json(), json!({ "outcome": "done" }), "the secret is in the cookie only");

    let secure = TestApp::configured(|config| config.server.public_url = "https://id.example".into()).await;
    secure.person(EMAIL).await;
    let request = Request::post("/rpc/v1/auth/sign-in", &body).header("origin", "https://id.example");
    let answer = secure.send(request).await;
    let cookie = answer.headers[header::SET_COOKIE].to_str().expect("text");
    assert!(cookie.starts_with("__Host-session=") && cookie.contains("Secure"), "{cookie}");
    assert!(!cookie.contains("Domain"));
}

#[tokio::test]
async fn a_new_sign_in_ends_the_one_it_replaces() {
    let app = TestApp::new().await;
    let first = app.signed_in(EMAIL).await;
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    let second = app.send(Request::post("/rpc/v1/auth/sign-in", &body).cookie(&first)).await;
    let second = second.cookie().expect("a cookie");
    assert_ne!(first, second);
    assert_eq!(app.send(Request::get("/rpc/v1/me").cookie(&first)).await.code(), "signed_out");
    assert_eq!(app.send(Request::get("/rpc/v1/me").cookie(&second)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn signing_out_ends_the_session_on_the_server() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let answer = app.send(Request::post("/rpc/v1/auth/sign-out", &json!({})).cookie(&cookie)).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.headers[header::SET_COOKIE].to_str().expect("text").contains("Max-Age=0"));
    assert_eq!(app.send(Request::get("/rpc/v1/me").cookie(&cookie)).await.code(), "signed_out");
    let again = app.send(Request::post("/rpc/v1/auth/sign-out", &json!({})).cookie(&cookie)).await;
    assert_eq!(again.status, StatusCode::OK);
}

#[tokio::test]
async fn a_session_ends_when_idle_and_at_its_limit() {
    const DAY: u64 = 24 * 3600;
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let is_live =
        async || app.send(Request::get("/rpc/v1/me").cookie(&cookie)).await.status == StatusCode::OK;
    for _ in 0..4 {
        app.wait(6 * DAY);
        assert!(is_live().await);
    }
    app.wait(6 * DAY);
    assert!(!is_live().await, "thirty days at most");

    let cookie = app.sign_in(EMAIL, PASSWORD).await;
    app.wait(7 * DAY);
    assert_eq!(app.send(Request::get("/rpc/v1/me").cookie(&cookie)).await.code(), "signed_out");
}

#[tokio::test]
async fn the_desktop_app_gets_and_sends_a_bearer() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let desktop = |request: Request| {
        request.without("origin").without("sec-fetch-site").header("x-personal-settings-client", "desktop")
    };
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    let answer = app.send(desktop(Request::post("/rpc/v1/auth/sign-in", &body))).await;
    assert_eq!(answer.cookie(), None);
    let bearer = answer.json()["bearer"].as_str().expect("a bearer").to_owned();
    let me = desktop(Request::get("/rpc/v1/me")).header("authorization", &format!("Bearer {bearer}"));
    assert_eq!(app.send(me).await.status, StatusCode::OK);
    // The same secret is no cookie's: neither channel takes the other's.
    let as_cookie = desktop(Request::get("/rpc/v1/me")).cookie(&format!("session={bearer}"));
    assert_eq!(app.send(as_cookie).await.code(), "signed_out");
}

#[tokio::test]
async fn a_garbled_session_is_no_session() {
    let app = TestApp::new().await;
    for cookie in ["session=", "session=x", "session=%00", &format!("session={}", "A".repeat(5000))] {
        let answer = app.send(Request::get("/rpc/v1/me").cookie(cookie)).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNAUTHORIZED, "signed_out"));
    }
}
