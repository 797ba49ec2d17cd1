//! Passkeys: adding, signing in with one, alone and as the second step, and everything that must not work.

use axum::http::StatusCode;
use futures_util::future::join_all;
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use server::service::people;
use testkit::{Answer, Authenticator, EMAIL, PASSWORD, TestApp};

const HOME: &str = "http://localhost:8080";
const OTHER: &str = "charles@example.com";

/// An app at an address that browsers make passkeys for.
async fn app() -> TestApp {
    TestApp::configured(|config| config.server.public_url = HOME.into()).await
}

fn options(begun: &Value) -> &str {
    begun["options"].as_str().expect("options")
}

/// What the browser is asked, with keys in the order that snapshots have.
fn parsed(begun: &Value) -> Value {
    let mut asked: Value = serde_json::from_str(options(begun)).expect("options");
    asked.sort_all_objects();
    asked
}

async fn begin(app: &TestApp, cookie: &str) -> Answer {
    app.post_as(cookie, "/rpc/v1/passkeys/begin", json!({})).await
}

async fn finish(app: &TestApp, cookie: &str, begun: &Value, answer: &str, name: &str) -> Answer {
    let body = json!({ "ceremony": begun["ceremony"], "answer": answer, "name": name });
    app.post_as(cookie, "/rpc/v1/passkeys/finish", body).await
}

async fn add_with(app: &TestApp, cookie: &str, device: &mut Authenticator) -> Answer {
    let begun = begin(app, cookie).await.done();
    let answer = device.register(options(&begun));
    finish(app, cookie, &begun, &answer, "Laptop").await
}

async fn add(app: &TestApp, cookie: &str) -> Authenticator {
    let mut device = Authenticator::new(HOME);
    add_with(app, cookie, &mut device).await.done();
    device
}

async fn begin_sign_in(app: &TestApp, cookie: &str) -> Answer {
    app.post_as(cookie, "/rpc/v1/auth/passkey/begin", json!({})).await
}

async fn finish_sign_in(app: &TestApp, cookie: &str, begun: &Value, answer: &str) -> Answer {
    let body = json!({ "ceremony": begun["ceremony"], "answer": answer, "trust": false });
    app.post_as(cookie, "/rpc/v1/auth/passkey/finish", body).await
}

async fn sign_in(app: &TestApp, cookie: &str, device: &mut Authenticator) -> Answer {
    let begun = begin_sign_in(app, cookie).await.done();
    finish_sign_in(app, cookie, &begun, &device.sign_in(options(&begun))).await
}

/// Makes the first step of a sign-in. Answers the cookie of what is pending.
async fn first_step(app: &TestApp, email: &str) -> String {
    let answer = app.post("/rpc/v1/auth/sign-in", json!({ "email": email, "password": PASSWORD })).await;
    assert_eq!(answer.done()["outcome"], "second_step");
    answer.cookie().expect("a cookie")
}

async fn passkeys(app: &TestApp, cookie: &str) -> Value {
    app.get_as(cookie, "/rpc/v1/security").await.done()["summary"]["Ok"].clone()["passkeys"].clone()
}

/// What the log says, the latest first.
async fn log(app: &TestApp, cookie: &str) -> Vec<String> {
    let body = json!({ "filter": {}, "cursor": null });
    let page = app.post_as(cookie, "/rpc/v1/security/activity", body).await.done();
    let entries = page["entries"].as_array().expect("entries").iter();
    entries.map(|entry| format!("{} {}", entry["kind"], entry["subject"]).replace('"', "")).collect()
}

fn assert_refused(answer: &Answer, why: &str) {
    let found = (answer.status, answer.code());
    let refused = (StatusCode::UNPROCESSABLE_ENTITY, "passkey_refused".to_owned());
    assert_eq!(found, refused, "{why}: {}", answer.body);
}

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
    assert!(told.iter().any(|mail| mail.text.contains("The passkey Work was removed")), "{told:?}");

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
    let pending = first_step(&app, EMAIL).await;
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
    let pending = first_step(&app, EMAIL).await;
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
async fn an_answer_counts_once_even_all_at_once() {
    let app = app().await;
    let cookie = app.signed_in(EMAIL).await;
    let mut device = Authenticator::new(HOME);
    // One that does not count, so that it is not its counter that gives the second away.
    device.counter = 0;
    let begun = begin(&app, &cookie).await.done();
    let answer = device.register(options(&begun));
    let made = join_all((0..5).map(|_| finish(&app, &cookie, &begun, &answer, "Laptop"))).await;
    assert_eq!(made.iter().filter(|answer| answer.status.is_success()).count(), 1);
    made.iter().filter(|answer| !answer.status.is_success()).for_each(|one| assert_refused(one, "used"));
    assert_eq!(passkeys(&app, &cookie).await.as_array().expect("passkeys").len(), 1);

    let begun = begin_sign_in(&app, "").await.done();
    let answer = device.sign_in(options(&begun));
    let opened = join_all((0..5).map(|_| finish_sign_in(&app, "", &begun, &answer))).await;
    assert_eq!(opened.iter().filter(|answer| answer.status.is_success()).count(), 1);
    opened.iter().filter(|answer| !answer.status.is_success()).for_each(|one| assert_refused(one, "used"));
    sign_in(&app, "", &mut device).await.done();
}

#[tokio::test]
async fn an_answer_comes_within_five_minutes() {
    let app = app().await;
    let cookie = app.signed_in(EMAIL).await;
    let mut device = Authenticator::new(HOME);
    for (seconds, comes) in [(300, false), (299, true)] {
        let begun = begin(&app, &cookie).await.done();
        let answer = device.register(options(&begun));
        app.wait(seconds);
        let answer = finish(&app, &cookie, &begun, &answer, "Laptop").await;
        assert_eq!(answer.status.is_success(), comes, "{seconds}");
        let begun = begin_sign_in(&app, "").await.done();
        let answer = device.sign_in(options(&begun));
        app.wait(seconds);
        assert_eq!(finish_sign_in(&app, "", &begun, &answer).await.status.is_success(), comes, "{seconds}");
        app.housekeeping().await;
        app.post_as(&cookie, "/rpc/v1/auth/step-up", json!({ "password": PASSWORD })).await.done();
    }
}

#[tokio::test]
async fn what_is_asked_of_one_person_no_other_answers() {
    let app = app().await;
    let ada = app.enrolled(EMAIL).await;
    let charles = app.enrolled(OTHER).await;
    let mut hers = add(&app, &ada.cookie).await;
    let mut his = add(&app, &charles.cookie).await;

    let begun = begin(&app, &ada.cookie).await.done();
    let answer = Authenticator::new(HOME).register(options(&begun));
    let taken = finish(&app, &charles.cookie, &begun, &answer, "Mine").await;
    assert_refused(&taken, "begun by Ada");
    assert_refused(&add_with(&app, &charles.cookie, &mut hers.copy()).await, "she has it already");

    let pending = first_step(&app, EMAIL).await;
    assert_refused(&sign_in(&app, &pending, &mut his).await, "not hers");
    let mut liar = his.copy();
    liar.owner = hers.owner.clone();
    assert_refused(&sign_in(&app, &pending, &mut liar).await, "not hers, whatever it says");
    let begun = begin_sign_in(&app, &pending).await.done();
    let alone = finish_sign_in(&app, "", &begun, &hers.sign_in(options(&begun))).await;
    assert_eq!(alone.code(), "signed_out", "the first step is missing");
    let begun = begin_sign_in(&app, &pending).await.done();
    let other = first_step(&app, OTHER).await;
    let crossed = finish_sign_in(&app, &other, &begun, &hers.sign_in(options(&begun))).await;
    assert_refused(&crossed, "his first step, her second");
    sign_in(&app, &pending, &mut hers).await.done();

    let id = passkeys(&app, &ada.cookie).await[0]["id"].clone();
    for (path, body) in [("rename", json!({ "id": id, "name": "Mine" })), ("remove", json!({ "id": id }))] {
        let answer = app.post_as(&charles.cookie, &format!("/rpc/v1/passkeys/{path}"), body).await;
        assert_eq!(answer.code(), "not_found", "{path}");
    }
}

#[tokio::test]
async fn a_question_is_for_what_it_was_asked_for() {
    let app = app().await;
    let enrolled = app.enrolled(EMAIL).await;
    let mut device = add(&app, &enrolled.cookie).await;
    let pending = first_step(&app, EMAIL).await;
    let begun = begin_sign_in(&app, &pending).await.done();
    let answer = device.sign_in(options(&begun));
    assert_refused(&finish(&app, &enrolled.cookie, &begun, &answer, "x").await, "a second step");
    let begun = begin(&app, &enrolled.cookie).await.done();
    let answer = Authenticator::new(HOME).register(options(&begun));
    assert_refused(&finish_sign_in(&app, &pending, &begun, &answer).await, "a new passkey");
    let unknown = json!({ "ceremony": "00000000-0000-4000-8000-000000000000" });
    assert_refused(&finish_sign_in(&app, "", &unknown, &answer).await, "never asked");
    for nonsense in ["", "{}", "null", "[[[[", "{\"rawId\":\"\"}"] {
        let begun = begin_sign_in(&app, "").await.done();
        assert_refused(&finish_sign_in(&app, "", &begun, nonsense).await, nonsense);
        let begun = begin(&app, &enrolled.cookie).await.done();
        assert_refused(&finish(&app, &enrolled.cookie, &begun, nonsense, "x").await, nonsense);
    }
}

/// Not where the app is.
const ELSEWHERE: [&str; 4] =
    ["https://localhost:8080", "http://localhost:8081", "http://evil.localhost:8080", "null"];

#[tokio::test]
async fn a_new_passkey_is_checked() {
    let app = app().await;
    let cookie = app.signed_in(EMAIL).await;
    let refused = async |twist: &dyn Fn(&mut Authenticator, &mut Value), why: &str| {
        let mut device = Authenticator::new(HOME);
        let begun = begin(&app, &cookie).await.done();
        let mut asked = parsed(&begun);
        twist(&mut device, &mut asked);
        let answer = device.register(&asked.to_string());
        assert_refused(&finish(&app, &cookie, &begun, &answer, "Laptop").await, why);
    };
    for origin in ELSEWHERE {
        refused(&|device, _| origin.clone_into(&mut device.origin), origin).await;
    }
    refused(&|_, asked| asked["challenge"] = json!("AAAA"), "another challenge").await;
    refused(&|_, asked| asked["rp"]["id"] = json!("evil.example"), "another site").await;
    refused(&|device, _| device.verifies = false, "nobody was verified").await;
    assert_eq!(passkeys(&app, &cookie).await, json!([]));
}

#[tokio::test]
async fn a_sign_in_is_checked() {
    let app = app().await;
    let cookie = app.signed_in(EMAIL).await;
    let device = add(&app, &cookie).await;
    let other = app.signed_in(OTHER).await;
    let other_owner = add(&app, &other).await.owner;
    let refused = async |twist: &dyn Fn(&mut Authenticator, &mut Value), why: &str| {
        let mut device = device.copy();
        let begun = begin_sign_in(&app, "").await.done();
        let mut asked = parsed(&begun);
        twist(&mut device, &mut asked);
        let answer = device.sign_in(&asked.to_string());
        assert_refused(&finish_sign_in(&app, "", &begun, &answer).await, why);
    };
    for origin in ELSEWHERE {
        refused(&|device, _| origin.clone_into(&mut device.origin), origin).await;
    }
    refused(&|_, asked| asked["challenge"] = json!("AAAA"), "another challenge").await;
    refused(&|_, asked| asked["rpId"] = json!("evil.example"), "another site").await;
    refused(&|device, _| device.verifies = false, "nobody was verified").await;
    refused(&|device, _| device.owner = None, "of nobody").await;
    refused(&|device, _| device.owner.clone_from(&other_owner), "of somebody else").await;
    refused(&|device, _| *device = Authenticator::new(HOME), "unknown").await;
    let begun = begin_sign_in(&app, "").await.done();
    let mut forged: Value = serde_json::from_str(&device.copy().sign_in(options(&begun))).expect("an answer");
    let earlier = begin_sign_in(&app, "").await.done();
    let signed: Value = serde_json::from_str(&device.copy().sign_in(options(&earlier))).expect("an answer");
    forged["response"]["signature"] = signed["response"]["signature"].clone();
    let answer = finish_sign_in(&app, "", &begun, &forged.to_string()).await;
    assert_refused(&answer, "another signature");
    sign_in(&app, "", &mut device.copy()).await.done();
}

#[tokio::test]
async fn a_copy_that_is_behind_is_refused() {
    let app = app().await;
    let cookie = app.signed_in(EMAIL).await;
    let mut device = add(&app, &cookie).await;
    let mut copy = device.copy();
    sign_in(&app, "", &mut device).await.done();
    assert_refused(&sign_in(&app, "", &mut copy).await, "it counts what was counted");
    sign_in(&app, "", &mut device).await.done();

    let begun = [begin_sign_in(&app, "").await.done(), begin_sign_in(&app, "").await.done()];
    let mut copy = device.copy();
    let answers = [device.sign_in(options(&begun[0])), copy.sign_in(options(&begun[1]))];
    let opened = join_all((0..2).map(|one| finish_sign_in(&app, "", &begun[one], &answers[one]))).await;
    assert_eq!(opened.iter().filter(|answer| answer.status.is_success()).count(), 1, "even at once");
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
        let pending = first_step(&app, EMAIL).await;
        assert_eq!(begin_sign_in(&app, &pending).await.code(), "not_found");
        assert_eq!(begin_sign_in(&app, "").await.code(), "not_found");
        let begun = json!({ "ceremony": "00000000-0000-4000-8000-000000000000" });
        assert_eq!(finish_sign_in(&app, "", &begun, "{}").await.code(), "not_found");
        assert_eq!(finish(&app, &enrolled.cookie, &begun, "{}", "x").await.code(), "not_found");
    }
}

#[tokio::test]
async fn a_second_step_asks_for_none_that_is_not_there() {
    let app = app().await;
    app.enrolled(EMAIL).await;
    let pending = first_step(&app, EMAIL).await;
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

#[tokio::test]
async fn it_ends_with_its_account() {
    let app = app().await;
    let cookie = app.signed_in(EMAIL).await;
    let mut device = add(&app, &cookie).await;
    let person = people::find(&app.app, EMAIL).await.expect("an answer").expect("a person");
    people::delete(&app.app, person.id).await.expect("a deletion");
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
