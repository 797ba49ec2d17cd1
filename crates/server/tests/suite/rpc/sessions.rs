//! Where somebody is signed in, and ending it.

use serde_json::{Value, json};
use testkit::{EMAIL, PASSWORD, Request, TestApp, other_than};

const NEWS: &str = "RequestRocket: Somebody logged in to your account on a new device or from a new place";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0";

async fn sign_in_with(app: &TestApp, user_agent: &str, from: &str) -> String {
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    let request = Request::post("/rpc/v1/auth/sign-in", &body).header("user-agent", user_agent).from(from);
    app.send(request).await.cookie().expect("a session")
}

async fn list(app: &TestApp, cookie: &str) -> Vec<Value> {
    let page = app.get_as(cookie, "/rpc/v1/security").await.done();
    page["sessions"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn they_are_listed_with_what_people_know_them_by() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let first = sign_in_with(&app, FIREFOX, "203.0.113.7").await;
    app.wait(120);
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    let desktop =
        Request::post("/rpc/v1/auth/sign-in", &body).header("x-personal-settings-client", "desktop");
    let bearer = app.send(desktop).await.done()["bearer"].as_str().expect("a bearer").to_owned();
    let sessions = list(&app, &first).await;
    assert_eq!(sessions.len(), 2);
    assert_eq!(sessions[0]["client"], "Firefox on Linux");
    assert_eq!(sessions[0]["address"], "203.0.113.7");
    assert_eq!((&sessions[0]["current"], &sessions[1]["current"]), (&json!(true), &json!(false)));
    assert_eq!((&sessions[1]["desktop"], &sessions[1]["client"]), (&json!(true), &json!("Desktop app")));
    assert!(sessions[0]["lastActiveAt"].as_i64() > sessions[0]["signedInAt"].as_i64());
    let shown = json!(sessions).to_string();
    let secret = first.split('=').nth(1).expect("a secret");
    assert!(!shown.contains(secret) && !shown.contains(&bearer), "no secret is shown");
}

#[tokio::test]
async fn one_that_is_ended_is_out_with_its_next_request() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let here = sign_in_with(&app, "", "192.0.2.1").await;
    let there = sign_in_with(&app, FIREFOX, "203.0.113.7").await;
    let sessions = list(&app, &here).await;
    let id = sessions.iter().find(|each| each["current"] == false).expect("the other")["id"].clone();
    app.post_as(&here, "/rpc/v1/security/sessions/end", json!({ "id": id })).await.done();
    assert_eq!(app.get_as(&there, "/rpc/v1/me").await.code(), "signed_out");
    assert_eq!(list(&app, &here).await.len(), 1);
    let again = app.post_as(&here, "/rpc/v1/security/sessions/end", json!({ "id": id })).await;
    assert_eq!(again.code(), "not_found");
    let own = list(&app, &here).await[0]["id"].clone();
    let own = app.post_as(&here, "/rpc/v1/security/sessions/end", json!({ "id": own })).await;
    assert_eq!(own.code(), "not_found", "this one logs out");
    assert!(app.get_as(&here, "/rpc/v1/me").await.status.is_success());
}

#[tokio::test]
async fn all_others_end_and_this_one_goes_on() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let here = sign_in_with(&app, "", "192.0.2.1").await;
    let there = sign_in_with(&app, FIREFOX, "203.0.113.7").await;
    app.post_as(&here, "/rpc/v1/security/sessions/end-others", json!({})).await.done();
    assert_eq!(app.get_as(&there, "/rpc/v1/me").await.code(), "signed_out");
    assert!(app.get_as(&here, "/rpc/v1/me").await.status.is_success());
    app.wait(1);
    let new = sign_in_with(&app, FIREFOX, "203.0.113.7").await;
    app.post_as(&here, "/rpc/v1/security/sessions/end-all", json!({})).await.done();
    for cookie in [&here, &new] {
        assert_eq!(app.get_as(cookie, "/rpc/v1/me").await.code(), "signed_out");
    }
    app.wait(1);
    sign_in_with(&app, FIREFOX, "203.0.113.7").await;
}

#[tokio::test]
async fn a_new_device_is_told_of_and_a_known_one_is_not() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    let first = app.post("/rpc/v1/auth/sign-in", body.clone()).await;
    let device = first.device().expect("a device");
    app.send(Request::post("/rpc/v1/auth/sign-in", &body).cookie(&device)).await.done();
    app.work().await;
    assert_eq!(app.mails.to(EMAIL).len(), 0, "neither the very first nor a known device");
    sign_in_with(&app, FIREFOX, "203.0.113.7").await;
    app.work().await;
    let mails = app.mails.to(EMAIL);
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, NEWS);
    assert!(
        mails[0].text.contains("from the IP address 203.0.113.7, with Firefox on Linux."),
        "{}",
        mails[0].text
    );
    assert!(mails[0].text.contains("http://127.0.0.1:8080/not-me?link="));
}

#[tokio::test]
async fn a_known_device_in_a_new_place_is_told_of() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    let sign_in = |from: &str, device: &str| {
        app.send(Request::post("/rpc/v1/auth/sign-in", &body).from(from).cookie(device))
    };
    let device = sign_in("192.0.2.1", "").await.device().expect("a device");
    sign_in("192.0.99.1", &device).await.done();
    app.work().await;
    assert_eq!(app.mails.to(EMAIL).len(), 0, "the provider's next address is no other place");
    sign_in("203.0.113.7", &device).await.done();
    sign_in("203.0.113.8", &device).await.done();
    app.work().await;
    let subjects: Vec<_> = app.mails.to(EMAIL).into_iter().map(|mail| mail.subject).collect();
    assert_eq!(subjects, [NEWS], "once");
}

#[tokio::test]
async fn the_link_in_a_mail_ends_all_sessions_and_begins_a_reset() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let here = sign_in_with(&app, "", "192.0.2.1").await;
    sign_in_with(&app, FIREFOX, "203.0.113.7").await;
    let link = app.link(EMAIL, "not-me").await;
    app.wait(60);
    let (first, others) = link.split_at(1);
    for wrong in ["", "x", others, &format!("{}{others}", other_than(first))] {
        let answer = app.post("/rpc/v1/auth/secure-account", json!({ "link": wrong })).await;
        assert_eq!(answer.code(), "dead_link", "{wrong}");
        let answer = app.post("/rpc/v1/auth/undo-email-change", json!({ "link": wrong })).await;
        assert_eq!(answer.code(), "dead_link", "{wrong}");
    }
    let other_kind = app.post("/rpc/v1/auth/undo-email-change", json!({ "link": link })).await;
    assert_eq!(other_kind.code(), "dead_link", "a link is for one thing");
    let flow = app.post("/rpc/v1/auth/secure-account", json!({ "link": link })).await.done();
    assert_eq!(app.get_as(&here, "/rpc/v1/me").await.code(), "signed_out");
    let code = app.code(EMAIL).await;
    let reset = json!({ "flow": flow, "code": code, "password": "Difference-Engine-1822?" });
    app.post("/rpc/v1/auth/reset", reset).await.done();
    app.wait(8 * 24 * 3600);
    let old = app.post("/rpc/v1/auth/secure-account", json!({ "link": link })).await;
    assert_eq!(old.code(), "dead_link");
}

#[tokio::test]
async fn an_account_that_is_deleted_is_out_everywhere() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let me = app.get_as(&cookie, "/rpc/v1/me").await.done();
    let user = serde_json::from_value(me["id"].clone()).expect("an id");
    server::service::deletion::delete_as_admin(&app.app, user).await.expect("it is gone");
    assert_eq!(app.get_as(&cookie, "/rpc/v1/me").await.code(), "signed_out");
}

#[tokio::test]
async fn a_secret_counts_only_the_way_it_was_given_out() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let secret = cookie.split('=').nth(1).expect("a secret").to_owned();
    let as_desktop = |secret: &str| {
        let request = Request::get("/rpc/v1/me").header("x-personal-settings-client", "desktop");
        app.send(request.header("authorization", &format!("Bearer {secret}")))
    };
    assert_eq!(as_desktop(&secret).await.code(), "signed_out");
    let body = json!({ "email": EMAIL, "password": PASSWORD });
    let desktop =
        Request::post("/rpc/v1/auth/sign-in", &body).header("x-personal-settings-client", "desktop");
    let bearer = app.send(desktop).await.done()["bearer"].as_str().expect("a bearer").to_owned();
    as_desktop(&bearer).await.done();
    assert_eq!(app.get_as(&format!("session={bearer}"), "/rpc/v1/me").await.code(), "signed_out");
}

#[tokio::test]
async fn a_list_that_keeps_itself_fresh_does_not_keep_its_session_from_being_idle() {
    for path in ["/rpc/v1/account/deletion", "/rpc/v1/account/exports"] {
        let app = TestApp::new().await;
        let cookie = app.signed_in(EMAIL).await;
        for _ in 0..6 {
            app.wait(24 * 3600);
            app.get_as(&cookie, path).await.done();
        }
        app.wait(24 * 3600);
        assert_eq!(app.get_as(&cookie, path).await.code(), "signed_out", "{path}");
    }
}
