//! What is remembered of tokens, and what is counted of their use.

use axum::http::Method;
use futures_util::future::{FutureExt as _, join};
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use server::{
    app::{App, Replacements},
    service::{
        deletion,
        keys::{follow_changes, write_uses},
        platform_services, tokens,
    },
};
use testkit::{Answer, EMAIL, Holder, PASSWORD, Request, TestApp};
use tokio::sync::watch;

use super::{refusal, refused};
use crate::figures::{Figures, statements};

async fn whoami(app: &TestApp, token: &str) -> Answer {
    app.ask(token, Method::GET, "/api/whoami", &Value::Null).await
}

/// One round of what the server does every 50 milliseconds. Then what is remembered counts, until the
/// test's clock goes on.
async fn follow(app: &TestApp) {
    let (stop, stopped) = watch::channel(false);
    // It begins its round before it hears that it is the last one.
    let stopping = async { stop.send(true).expect("somebody listens") };
    join(follow_changes(app.app.clone(), stopped), stopping).await;
}

/// Another process on the same database, as the command line is one.
async fn another(app: &TestApp) -> App {
    let replacements = Replacements { clock: Some(app.clock.clone()), ..Replacements::default() };
    App::new(app.app.config.clone(), replacements).await.expect("an app")
}

fn id(holder: &Holder) -> domain::token::TokenId {
    domain::token::TokenId(holder.token_id.parse().expect("an id"))
}

/// The uses a day and the last use of a token, as its owner's page shows them.
async fn uses(app: &TestApp, holder: &Holder) -> (Vec<u64>, Value) {
    let cookie = app.sign_in(&holder.email, PASSWORD).await;
    let page = app.get_as(&cookie, "/rpc/v1/tokens").await.done();
    let tokens = page["tokens"].as_array().expect("tokens");
    let token = tokens.iter().find(|token| token["id"] == *holder.token_id).expect("the token");
    let uses = token["uses"].as_array().expect("uses").iter().map(|each| each.as_u64().expect("a number"));
    (uses.collect(), token["lastUse"].clone())
}

#[tokio::test]
async fn a_token_that_is_remembered_costs_no_statement() {
    let figures = Figures::of_this_process();
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let cost = async || {
        let before = statements(&figures);
        whoami(&app, &ada.token).await.done();
        statements(&figures) - before
    };
    assert_eq!(cost().await, 1, "nobody follows the changes, so the database is asked each time");
    assert_eq!(cost().await, 1);
    follow(&app).await;
    assert_eq!([cost().await, cost().await], [0, 0], "it was read just now");
    app.clock.advance(std::time::Duration::from_millis(499));
    assert_eq!(cost().await, 0);
    app.clock.advance(std::time::Duration::from_millis(1));
    assert_eq!(cost().await, 1, "without news for half a second nothing counts");
    for _ in 0..59 {
        app.wait(1);
        follow(&app).await;
        assert_eq!(cost().await, 0);
    }
    app.wait(1);
    follow(&app).await;
    assert_eq!(cost().await, 1, "after a minute the database is asked, whatever was heard");
}

#[tokio::test]
async fn a_change_made_here_counts_at_once() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    follow(&app).await;
    assert_eq!(whoami(&app, &ada.token).await.done()["tokenName"], "For full");
    let renamed = json!({ "id": ada.token_id, "name": "CI" });
    app.post_as(&ada.cookie, "/rpc/v1/tokens/rename", renamed).await.done();
    assert_eq!(whoami(&app, &ada.token).await.done()["tokenName"], "CI");
    let rotated = json!({ "id": ada.token_id, "overlap": "one_hour" });
    app.post_as(&ada.cookie, "/rpc/v1/tokens/rotate", rotated).await.done();
    let ends = whoami(&app, &ada.token).await.done()["tokenExpiresAt"].clone();
    assert_eq!(ends, "2026-11-22T01:00:00.000Z");
    let revoked = json!({ "id": ada.token_id, "reason": "" });
    app.post_as(&ada.cookie, "/rpc/v1/tokens/revoke", revoked).await.done();
    assert_eq!(refusal(&whoami(&app, &ada.token).await), refused(401, "token_revoked"));
}

#[tokio::test]
async fn a_change_made_elsewhere_counts_as_soon_as_it_is_heard_of() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let command_line = another(&app).await;
    follow(&app).await;
    whoami(&app, &ada.token).await.done();
    tokens::revoke_as_admin(&command_line, id(&ada)).await.expect("revoked");
    assert_eq!(whoami(&app, &ada.token).await.status, 200, "what is remembered is in use");
    follow(&app).await;
    assert_eq!(refusal(&whoami(&app, &ada.token).await), refused(401, "token_revoked"));
}

#[tokio::test]
async fn without_news_nothing_that_is_remembered_counts() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let command_line = another(&app).await;
    follow(&app).await;
    whoami(&app, &ada.token).await.done();
    tokens::revoke_as_admin(&command_line, id(&ada)).await.expect("revoked");
    // The follower is stuck; the command line waits longer than this before it says that it is done.
    app.wait(1);
    assert_eq!(refusal(&whoami(&app, &ada.token).await), refused(401, "token_revoked"));
}

#[tokio::test]
async fn an_account_that_was_deleted_elsewhere_opens_nothing() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let command_line = another(&app).await;
    follow(&app).await;
    whoami(&app, &ada.token).await.done();
    let user = domain::UserId(ada.user.parse().expect("an id"));
    deletion::delete_as_admin(&command_line, user).await.expect("deleted");
    follow(&app).await;
    assert_eq!(refusal(&whoami(&app, &ada.token).await), refused(401, "token_invalid"));
}

#[tokio::test]
async fn a_service_that_was_revoked_elsewhere_learns_nothing_more() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let command_line = another(&app).await;
    let (service, value) = platform_services::create(&command_line, "Runner").await.expect("a credential");
    let question = Request::get("/api/introspect")
        .method(Method::POST)
        .token(value.expose())
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("token={}", ada.token));
    follow(&app).await;
    assert_eq!(app.send(question.clone()).await.done()["active"], true);
    tokens::revoke_as_admin(&command_line, id(&ada)).await.expect("revoked");
    follow(&app).await;
    assert_eq!(app.send(question.clone()).await.done(), json!({ "active": false }));
    platform_services::revoke(&command_line, service.id).await.expect("revoked");
    follow(&app).await;
    assert_eq!(refusal(&app.send(question).await), refused(401, "token_revoked"));
}

#[tokio::test]
async fn uses_are_counted_and_shown_with_the_last_one() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let ask = async |from: &str, client: &str| {
        let request = Request::get("/api/whoami").token(&ada.token).from(from).header("user-agent", client);
        app.send(request).await
    };
    assert_eq!(uses(&app, &ada).await, (vec![0; 30], Value::Null));
    for _ in 0..5 {
        ask("192.0.2.1", "curl/8.5.0").await.done();
    }
    app.wait(90);
    ask("[2001:db8::1]", "runner/1.0").await.done();
    let (days, last) = uses(&app, &ada).await;
    assert_eq!((days[29], days[..29].iter().sum::<u64>()), (6, 0));
    assert_json_snapshot!(last, @r#"
    {
      "address": "2001:db8::1",
      "at": 1795305690000,
      "client": "runner/1.0"
    }
    "#);
    app.wait(24 * 3600);
    ask("192.0.2.1", "curl/8.5.0").await.done();
    let (days, _) = uses(&app, &ada).await;
    assert_eq!((days[28], days[29]), (6, 1));
    app.wait(29 * 24 * 3600);
    let (days, last) = uses(&app, &ada).await;
    assert_eq!((days[0], days[1..].iter().sum::<u64>()), (1, 0), "older days are not shown");
    assert_ne!(last, Value::Null, "never \"never\" once used");
}

#[tokio::test]
async fn uses_of_several_processes_add_up() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let other = another(&app).await;
    for _ in 0..3 {
        whoami(&app, &ada.token).await.done();
    }
    let known = other.keys.token(&other, &ada.token).await.expect("a token");
    for _ in 0..4 {
        other.keys.count(&known.key, other.now(), [192, 0, 2, 1].into(), "elsewhere");
    }
    write_uses(&other).await;
    write_uses(&other).await;
    assert_eq!(uses(&app, &ada).await.0[29], 7);
}

#[tokio::test]
async fn refused_requests_are_no_uses() {
    let app = TestApp::configured(|config| {
        config.api.requests_per_minute = 1.try_into().expect("not zero");
    })
    .await;
    let cookie = app.signed_in(EMAIL).await;
    let (token_id, token) = app.token_from(&cookie, &["full"], "192.0.2.1").await;
    let ada = Holder { email: EMAIL.into(), user: String::new(), cookie, token_id, token };
    let ask = async |from: &str| app.send(Request::get("/api/whoami").token(&ada.token).from(from)).await;
    ask("203.0.113.1").await;
    ask("192.0.2.1").await.done();
    assert_eq!(ask("192.0.2.1").await.status, 429);
    assert_eq!(uses(&app, &ada).await.0[29], 1);
}

#[tokio::test]
async fn uses_of_a_token_that_is_gone_do_not_hold_up_the_others() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder("grace@example.com").await);
    whoami(&app, &ada.token).await.done();
    whoami(&app, &grace.token).await.done();
    let user = domain::UserId(ada.user.parse().expect("an id"));
    deletion::delete_as_admin(&app.app, user).await.expect("deleted");
    write_uses(&app.app).await;
    assert_eq!(uses(&app, &grace).await.0[29], 1);
}

#[tokio::test]
async fn a_request_that_is_given_up_takes_no_count_with_it() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    whoami(&app, &ada.token).await.done();
    // Begun, and dropped before the database has answered.
    let mut given_up = Box::pin(write_uses(&app.app));
    assert!(given_up.as_mut().now_or_never().is_none());
    drop(given_up);
    write_uses(&app.app).await;
    assert_eq!(uses(&app, &ada).await.0[29], 1);
}

#[tokio::test]
async fn uses_cost_no_statement_until_they_are_written_together() {
    let figures = Figures::of_this_process();
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    follow(&app).await;
    whoami(&app, &ada.token).await.done();
    let before = statements(&figures);
    for _ in 0..100 {
        whoami(&app, &ada.token).await.done();
    }
    assert_eq!(statements(&figures), before);
    write_uses(&app.app).await;
    let written = statements(&figures) - before;
    assert!((1..=3).contains(&written), "{written}");
    write_uses(&app.app).await;
    assert_eq!(statements(&figures) - before, written);
    assert_eq!(uses(&app, &ada).await.0[29], 101);
}
