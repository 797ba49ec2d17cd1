//! What an authenticator answers, and every answer that must not count.

use futures_util::future::join_all;
use serde_json::{Value, json};
use testkit::{Authenticator, EMAIL, PASSWORD};

use super::{
    HOME, OTHER, add, add_with, app, assert_refused, begin, begin_sign_in, finish, finish_sign_in, options,
    parsed, passkeys, sign_in,
};

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

    let pending = app.first_step(EMAIL, PASSWORD, "").await;
    assert_refused(&sign_in(&app, &pending, &mut his).await, "not hers");
    let mut liar = his.copy();
    liar.owner = hers.owner.clone();
    assert_refused(&sign_in(&app, &pending, &mut liar).await, "not hers, whatever it says");
    let begun = begin_sign_in(&app, &pending).await.done();
    let alone = finish_sign_in(&app, "", &begun, &hers.sign_in(options(&begun))).await;
    assert_eq!(alone.code(), "signed_out", "the first step is missing");
    let begun = begin_sign_in(&app, &pending).await.done();
    let other = app.first_step(OTHER, PASSWORD, "").await;
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
    let pending = app.first_step(EMAIL, PASSWORD, "").await;
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
