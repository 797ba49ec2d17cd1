//! `/rpc/v1/tokens`: the life of a token, seen by its owner.

use axum::http::{Method, StatusCode};
use domain::{ErrorCode, UserId, token::TokenId};
use futures_util::future::join_all;
use insta::assert_json_snapshot;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use server::{
    app::{App, Replacements},
    config::Config,
    service::tokens,
};
use testkit::{Answer, EMAIL, Holder, PASSWORD, TestApp};

const HOUR: u64 = 3600;
const DAY: u64 = 24 * HOUR;

fn draft(name: &str) -> Value {
    json!({ "name": name, "scopes": ["full"], "expiry": { "days": 90 }, "networks": "" })
}

async fn create(app: &TestApp, cookie: &str, draft: &Value) -> Answer {
    app.post_as(cookie, "/rpc/v1/tokens/create", json!({ "draft": draft })).await
}

async fn rotate(app: &TestApp, holder: &Holder, overlap: &str) -> Answer {
    let body = json!({ "id": holder.token_id, "overlap": overlap });
    app.post_as(&holder.cookie, "/rpc/v1/tokens/rotate", body).await
}

async fn revoke(app: &TestApp, holder: &Holder, reason: &str) -> Answer {
    let body = json!({ "id": holder.token_id, "reason": reason });
    app.post_as(&holder.cookie, "/rpc/v1/tokens/revoke", body).await
}

async fn page(app: &TestApp, cookie: &str) -> Value {
    app.get_as(cookie, "/rpc/v1/tokens").await.done()
}

async fn whoami(app: &TestApp, token: &str) -> Answer {
    app.ask(token, Method::GET, "/api/whoami", &Value::Null).await
}

/// The token with this id, as its owner's page shows it.
async fn shown(app: &TestApp, holder: &Holder) -> Value {
    let page = page(app, &holder.cookie).await;
    let tokens = page["tokens"].as_array().expect("tokens");
    tokens.iter().find(|token| token["id"] == *holder.token_id).expect("the token").clone()
}

/// What the page says happened, the latest first.
async fn events(app: &TestApp, cookie: &str) -> Vec<String> {
    let page = page(app, cookie).await;
    let events = page["events"].as_array().expect("events").iter();
    events.map(|event| format!("{} {}", text(&event["kind"]), text(&event["token"]))).collect()
}

fn text(value: &Value) -> &str {
    value.as_str().expect("text")
}

#[tokio::test]
async fn a_new_account_has_two_tokens() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let mut page = page(&app, &cookie).await;
    for token in page["tokens"].as_array_mut().expect("tokens") {
        assert_eq!(token["uses"], json!(vec![0; 30]));
        token["uses"] = json!("30 × 0");
    }
    assert_json_snapshot!(page, { ".tokens[].id" => "[uuid]" }, @r#"
    {
      "apiUrl": "http://127.0.0.1:8080",
      "events": [],
      "now": 1795305600000,
      "tokens": [
        {
          "createdAt": 1795305600000,
          "expiresAt": 1803081600000,
          "id": "[uuid]",
          "lastUse": null,
          "name": "User Token 1",
          "networks": [],
          "scopes": [
            "full"
          ],
          "state": {
            "state": "live"
          },
          "uses": "30 × 0"
        },
        {
          "createdAt": 1795305600000,
          "expiresAt": 1803081600000,
          "id": "[uuid]",
          "lastUse": null,
          "name": "User Token 2",
          "networks": [],
          "scopes": [
            "full"
          ],
          "state": {
            "state": "live"
          },
          "uses": "30 × 0"
        }
      ]
    }
    "#);
}

#[tokio::test]
async fn the_tokens_of_a_new_account_work() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    for token in page(&app, &cookie).await["tokens"].as_array().expect("tokens") {
        let value = app.post_as(&cookie, "/rpc/v1/tokens/reveal", json!({ "id": token["id"] })).await.done();
        let answer = whoami(&app, text(&value)).await.done();
        assert_eq!(answer["tokenName"], token["name"]);
    }
}

#[tokio::test]
async fn a_value_is_handed_over_on_creation_and_on_reveal_only() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let mut made = create(&app, &cookie, &draft(" CI ")).await.done();
    let value = text(&made["value"]).to_owned();
    made["token"]["uses"] = Value::Null;
    assert_json_snapshot!(made, { ".token.id" => "[uuid]", ".value" => "[value]" }, @r#"
    {
      "token": {
        "createdAt": 1795305600000,
        "expiresAt": 1803081600000,
        "id": "[uuid]",
        "lastUse": null,
        "name": "CI",
        "networks": [],
        "scopes": [
          "full"
        ],
        "state": {
          "state": "live"
        },
        "uses": null
      },
      "value": "[value]"
    }
    "#);
    assert!(value.starts_with("u-") && value.len() == 52, "{value}");
    let revealed = json!({ "id": made["token"]["id"] });
    assert_eq!(app.post_as(&cookie, "/rpc/v1/tokens/reveal", revealed).await.done(), json!(value));
    let page = page(&app, &cookie).await;
    let tokens = page["tokens"].as_array().expect("tokens");
    assert!(tokens.iter().any(|token| token["id"] == made["token"]["id"]), "it is listed");
    assert!(!page.to_string().contains(&value[2..]), "{page}");
    let listed = app.ask(&value, Method::GET, "/api/users/me/tokens", &Value::Null).await.done();
    assert!(!listed.to_string().contains(&value[2..]), "{listed}");
}

#[tokio::test]
async fn every_wrong_field_of_a_draft_is_named() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let wrong = json!({ "name": " ", "scopes": [], "expiry": { "at": 0 }, "networks": "10.0.0.0/99" });
    let answer = create(&app, &cookie, &wrong).await;
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_json_snapshot!(answer.json()["data"], @r#"
    {
      "code": "invalid",
      "fields": [
        {
          "field": "name",
          "problem": "required"
        },
        {
          "field": "scopes",
          "problem": "scopes_required"
        },
        {
          "field": "expiry",
          "problem": "expiry_past"
        },
        {
          "field": "networks",
          "problem": "network_form"
        }
      ]
    }
    "#);
    let many: Vec<String> = (0..21).map(|n| format!("10.0.0.{n}")).collect();
    for (field, wrong, problem) in [
        ("name", json!("x".repeat(65)), "name_too_long"),
        ("name", json!("a\u{0}b"), "control_character"),
        ("expiry", json!({ "days": 0 }), "expiry_past"),
        ("expiry", json!({ "days": 3654 }), "expiry_far"),
        ("expiry", json!({ "at": i64::MAX }), "expiry_far"),
        ("networks", json!("example.com"), "network_form"),
        ("networks", json!("::1/129"), "network_form"),
        ("networks", json!(many.join(" ")), "networks_too_many"),
    ] {
        let mut draft = draft("CI");
        draft[field] = wrong;
        let answer = create(&app, &cookie, &draft).await;
        let expected = json!({ "code": "invalid", "fields": [{ "field": field, "problem": problem }] });
        assert_eq!(answer.json()["data"], expected, "{draft}");
    }
    for (field, unreadable) in [
        ("scopes", json!(["root"])),
        ("expiry", json!({ "days": 65_536 })),
        ("expiry", json!("soon")),
        ("id", json!("mine")),
    ] {
        let mut draft = draft("CI");
        draft[field] = unreadable;
        assert_eq!(create(&app, &cookie, &draft).await.code(), "malformed", "{draft}");
    }
    assert_eq!(page(&app, &cookie).await["tokens"].as_array().map(Vec::len), Some(2), "nothing was made");
}

#[tokio::test]
async fn nobody_has_more_than_twenty_that_work_even_all_at_once() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    for n in 3..=18 {
        create(&app, &cookie, &draft(&format!("Token {n}"))).await.done();
    }
    let more = draft("One more");
    let answers = join_all((0..5).map(|_| create(&app, &cookie, &more))).await;
    let made = answers.iter().filter(|answer| answer.status == StatusCode::OK).count();
    let refused = answers.iter().filter(|answer| answer.code() == "too_many_tokens").count();
    assert_eq!((made, refused), (2, 3));
    let page = page(&app, &cookie).await;
    let tokens = page["tokens"].as_array().expect("tokens");
    assert_eq!(tokens.len(), 20);
    let id = &tokens[0]["id"];
    let at_leisure = json!({ "id": id, "overlap": "one_hour" });
    let refused = app.post_as(&cookie, "/rpc/v1/tokens/rotate", at_leisure).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::CONFLICT, "too_many_tokens"));
    app.post_as(&cookie, "/rpc/v1/tokens/rotate", json!({ "id": id, "overlap": "now" })).await.done();
    app.post_as(&cookie, "/rpc/v1/tokens/revoke", json!({ "id": tokens[1]["id"], "reason": "" }))
        .await
        .done();
    create(&app, &cookie, &more).await.done();
    assert_eq!(create(&app, &cookie, &more).await.code(), "too_many_tokens");
}

#[tokio::test]
async fn a_renamed_token_keeps_its_value() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    assert_eq!(whoami(&app, &ada.token).await.done()["tokenName"], "For full");
    let body = json!({ "id": ada.token_id, "name": "  Laptop  " });
    app.post_as(&ada.cookie, "/rpc/v1/tokens/rename", body).await.done();
    assert_eq!(shown(&app, &ada).await["name"], "Laptop");
    assert_eq!(whoami(&app, &ada.token).await.done()["tokenName"], "Laptop");
    let body = json!({ "id": ada.token_id, "name": "" });
    let wrong = app.post_as(&ada.cookie, "/rpc/v1/tokens/rename", body).await;
    assert_eq!(wrong.json()["data"]["fields"], json!([{ "field": "name", "problem": "required" }]));
}

#[tokio::test]
async fn a_revoked_token_is_refused_from_the_next_request_on() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    whoami(&app, &ada.token).await.done();
    let long = revoke(&app, &ada, &"x".repeat(201)).await;
    assert_eq!(long.json()["data"]["fields"], json!([{ "field": "reason", "problem": "reason_too_long" }]));
    whoami(&app, &ada.token).await.done();
    revoke(&app, &ada, " The laptop was stolen ").await.done();
    let refused = whoami(&app, &ada.token).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::UNAUTHORIZED, "token_revoked"));
    assert_json_snapshot!(shown(&app, &ada).await["state"], @r#"
    {
      "at": 1795305600000,
      "by": "owner",
      "reason": "The laptop was stolen",
      "state": "revoked"
    }
    "#);
    for path in ["/rpc/v1/tokens/reveal", "/rpc/v1/tokens/revoke", "/rpc/v1/tokens/rotate"] {
        let body = match path {
            "/rpc/v1/tokens/reveal" => json!({ "id": ada.token_id }),
            "/rpc/v1/tokens/revoke" => json!({ "id": ada.token_id, "reason": "Again" }),
            _ => json!({ "id": ada.token_id, "overlap": "now" }),
        };
        let answer = app.post_as(&ada.cookie, path, body).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::CONFLICT, "token_ended"), "{path}");
    }
    assert_eq!(shown(&app, &ada).await["state"]["reason"], "The laptop was stolen", "the first one is kept");
}

#[tokio::test]
async fn a_rotated_token_works_until_the_overlap_is_over() {
    for (overlap, seconds) in [("now", 0), ("one_hour", HOUR), ("one_day", DAY), ("seven_days", 7 * DAY)] {
        let app = TestApp::new().await;
        let ada = app.holder(EMAIL).await;
        let new = rotate(&app, &ada, overlap).await.done();
        let value = text(&new["value"]);
        assert_ne!(value, ada.token);
        if seconds > 0 {
            app.wait(seconds - 1);
            assert_eq!(shown(&app, &ada).await["state"]["state"], "retiring", "{overlap}");
            whoami(&app, &ada.token).await.done();
            app.wait(1);
        }
        let old = whoami(&app, &ada.token).await;
        assert_eq!(
            (old.status, old.code().as_str()),
            (StatusCode::UNAUTHORIZED, "token_rotated"),
            "{overlap}"
        );
        assert_eq!(shown(&app, &ada).await["state"]["state"], "rotated", "{overlap}");
        let who = whoami(&app, value).await.done();
        assert_eq!(who["tokenName"], "For full");
    }
}

#[tokio::test]
async fn a_new_value_has_the_rights_and_the_life_of_the_old() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let draft = json!({
        "name": "CI", "scopes": ["clients:read"], "expiry": { "days": 30 }, "networks": "192.0.2.0/24",
    });
    let old = create(&app, &cookie, &draft).await.done();
    app.wait(10 * DAY);
    let cookie = app.sign_in(EMAIL, PASSWORD).await;
    let body = json!({ "id": old["token"]["id"], "overlap": "one_hour" });
    let new = app.post_as(&cookie, "/rpc/v1/tokens/rotate", body.clone()).await.done();
    for kept in ["name", "scopes", "networks"] {
        assert_eq!(new["token"][kept], old["token"][kept]);
    }
    let life = |token: &Value| token["expiresAt"].as_i64().zip(token["createdAt"].as_i64());
    let (old_life, new_life) = (life(&old["token"]).expect("times"), life(&new["token"]).expect("times"));
    assert_eq!(new_life.0 - new_life.1, old_life.0 - old_life.1);
    let again = app.post_as(&cookie, "/rpc/v1/tokens/rotate", body).await;
    assert_eq!(
        (again.status, again.code().as_str()),
        (StatusCode::CONFLICT, "token_ended"),
        "once is enough"
    );
}

#[tokio::test]
async fn of_many_rotations_at_once_one_makes_a_token() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let answers = join_all((0..5).map(|_| rotate(&app, &ada, "one_day"))).await;
    let made = answers.iter().filter(|answer| answer.status == StatusCode::OK).count();
    let refused = answers.iter().filter(|answer| answer.code() == "token_ended").count();
    assert_eq!((made, refused), (1, 4));
}

#[tokio::test]
async fn an_expired_token_is_refused_as_expired() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    app.wait(90 * DAY - 1);
    whoami(&app, &ada.token).await.done();
    app.wait(1);
    let refused = whoami(&app, &ada.token).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::UNAUTHORIZED, "token_expired"));
}

#[tokio::test]
async fn a_token_that_never_expires_does_not() {
    let app = TestApp::new().await;
    let cookie = app.signed_in(EMAIL).await;
    let mut draft = draft("Forever");
    draft["expiry"] = json!("never");
    let made = create(&app, &cookie, &draft).await.done();
    assert_eq!(made["token"]["expiresAt"], Value::Null);
    app.wait(3650 * DAY);
    let who = whoami(&app, text(&made["value"])).await.done();
    assert_eq!(who["tokenExpiresAt"], Value::Null);
}

#[tokio::test]
async fn whatever_happens_to_a_token_is_told_to_its_owner() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let mut told = vec!["token_created For full"];
    assert_eq!(events(&app, &ada.cookie).await, told);
    let id = || json!({ "id": ada.token_id });
    let renamed = json!({ "id": ada.token_id, "name": "CI" });
    let mut values = vec![ada.token.clone()];
    for (path, body, event) in [
        ("/rpc/v1/tokens/reveal", id(), "token_revealed For full"),
        ("/rpc/v1/tokens/reveal", id(), "token_revealed For full"),
        ("/rpc/v1/tokens/rename", renamed, "token_renamed CI"),
        ("/rpc/v1/tokens/rotate", json!({ "id": ada.token_id, "overlap": "one_day" }), "token_rotated CI"),
        ("/rpc/v1/tokens/revoke", json!({ "id": ada.token_id, "reason": "" }), "token_revoked CI"),
    ] {
        app.wait(1);
        let done = app.post_as(&ada.cookie, path, body).await.done();
        values.extend(done["value"].as_str().map(str::to_owned));
        told.insert(0, event);
        assert_eq!(events(&app, &ada.cookie).await, told);
    }
    let page = page(&app, &ada.cookie).await;
    assert_eq!(values.len(), 2);
    assert!(values.iter().all(|value| !page.to_string().contains(&value[2..])), "{page}");
    assert_json_snapshot!(page["events"][0], @r#"
    {
      "address": "192.0.2.1",
      "at": 1795305605000,
      "kind": "token_revoked",
      "token": "CI"
    }
    "#);
}

#[tokio::test]
async fn what_was_refused_leaves_no_event() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let before = events(&app, &ada.cookie).await;
    app.wait(15 * 60);
    for (path, body) in [
        ("/rpc/v1/tokens/create", json!({ "draft": draft("CI") })),
        ("/rpc/v1/tokens/reveal", json!({ "id": ada.token_id })),
        ("/rpc/v1/tokens/rename", json!({ "id": ada.token_id, "name": "" })),
        ("/rpc/v1/tokens/rotate", json!({ "id": ada.token_id, "overlap": "now" })),
    ] {
        assert!(app.post_as(&ada.cookie, path, body).await.status.is_client_error(), "{path}");
    }
    assert_eq!(events(&app, &ada.cookie).await, before);
}

#[tokio::test]
async fn the_support_person_leaves_traces_that_the_owner_sees() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let user = UserId(ada.user.parse().expect("an id"));
    let id = TokenId(ada.token_id.parse().expect("an id"));
    app.wait(1);
    let listed = tokens::list_as_admin(&app.app, user).await.expect("a list");
    assert_eq!(listed.len(), 3);
    app.wait(1);
    let value = tokens::reveal_as_admin(&app.app, user, id).await.expect("a value");
    assert_eq!(value.expose(), ada.token);
    app.wait(1);
    tokens::revoke_as_admin(&app.app, id).await.expect("it worked");
    let told = events(&app, &ada.cookie).await;
    let expected =
        ["token_revoked_by_admin For full", "tokens_revealed_by_admin For full", "tokens_listed_by_admin "];
    assert_eq!(told[..3], expected);
    assert_eq!(whoami(&app, &ada.token).await.code(), "token_revoked");
    app.work().await;
    let mails = app.mails.to(EMAIL);
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "A key of your RequestRocket account was revoked");
    assert!(mails[0].text.contains("An administrator revoked your key “For full”."), "{}", mails[0].text);
    assert!(!mails[0].text.contains(&ada.token[2..]) && !mails[0].html.contains(&ada.token[2..]));
}

#[tokio::test]
async fn values_sealed_under_the_key_before_are_still_shown() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let user = UserId(ada.user.parse().expect("an id"));
    let id = TokenId(ada.token_id.parse().expect("an id"));
    let data = app.app.config.data_dir.display().to_string();
    let under_a_new_key = async |settings: &str| {
        let file = app.app.config.data_dir.join("settings.toml");
        let database = app.app.config.database.url();
        let database = database.expose_secret();
        let settings = format!(
            "data_dir = '{data}'\ndatabase.url = '{database}'\n\
             secrets.key = 'bmV3LWtleS1uZXcta2V5LW5ldy1rZXktbmV3LWtleSE='\n{settings}"
        );
        std::fs::write(&file, settings).expect("written");
        let config = Config::load(Some(&file)).expect("a configuration");
        let app = App::new(config, Replacements::default()).await.expect("an app");
        tokens::reveal_as_admin(&app, user, id).await.map(|value| value.expose().to_owned())
    };
    let previous = format!("secrets.previous_key_file = '{data}/secrets.key'");
    assert_eq!(under_a_new_key(&previous).await.expect("a value"), ada.token);
    let lost = under_a_new_key("").await.expect_err("no key fits");
    assert_eq!(lost.error().code, ErrorCode::Internal);
}
