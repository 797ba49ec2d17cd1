//! `/api/clients`

use axum::http::Method;
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use testkit::{Answer, EMAIL, Request, TestApp};

use super::{refusal, refused};

async fn create(app: &TestApp, token: &str, name: &str) -> Answer {
    app.ask(token, Method::POST, "/clients", &json!({ "clientName": name })).await
}

async fn rename(app: &TestApp, token: &str, id: &str, name: &str, if_match: Option<&str>) -> Answer {
    let body = json!({ "clientName": name });
    let request = Request::api(Method::PUT, &format!("/api/clients/{id}"), &body).token(token);
    app.send(if_match.map_or(request.clone(), |version| request.header("if-match", version))).await
}

/// Every page of a list with this many items a page: the names, page by page.
pub(super) async fn pages(app: &TestApp, token: &str, path: &str, list: &str, limit: u64) -> Vec<Vec<Value>> {
    let mut pages = Vec::new();
    let mut query = format!("{path}?limit={limit}");
    loop {
        let page = app.ask(token, Method::GET, &query, &Value::Null).await.done();
        pages.push(page[list].as_array().expect("a list").clone());
        let Some(cursor) = page["nextCursor"].as_str() else { return pages };
        assert!(pages.len() < 100, "a list has an end");
        query = format!("{path}?limit={limit}&cursor={cursor}");
    }
}

#[tokio::test]
async fn the_guides_curl_makes_an_organisation() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let request = Request::get("/clients")
        .method(Method::POST)
        .token(&ada.token)
        .header("content-type", "application/json")
        .body(r#"{ "clientName": "My Organisation" }"#);
    let made = app.send(request).await;
    assert_eq!((made.status.as_u16(), made.header("etag")), (201, "\"v1\""));
    let made_json = made.json();
    let id = made_json["client"]["clientId"].as_str().expect("an id");
    assert_eq!(made.header("location"), format!("/api/clients/{id}"));
    assert_json_snapshot!(made_json, {
        ".client.clientId" => "[uuid]",
        ".client.clientMembers[].userId" => "[uuid]",
    }, @r#"
    {
      "client": {
        "clientCreatedAt": "2026-11-22T00:00:00.000Z",
        "clientId": "[uuid]",
        "clientMembers": [
          {
            "roles": [
              "owner",
              "admin"
            ],
            "userId": "[uuid]"
          }
        ],
        "clientName": "My Organisation",
        "clientUpdatedAt": "2026-11-22T00:00:00.000Z"
      },
      "message": "Success"
    }
    "#);
    let read = app.ask(&ada.token, Method::GET, made.header("location"), &Value::Null).await;
    assert_eq!((read.json(), read.header("etag")), (made_json.clone(), "\"v1\""));
    let on_the_page = app.get_as(&ada.cookie, "/rpc/v1/organisations").await.done();
    assert_eq!((&on_the_page[0]["id"], &on_the_page[0]["role"]), (&json!(id), &json!("owner")));
}

#[tokio::test]
async fn a_name_is_tidied_and_must_be_one() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let made = create(&app, &ada.token, "  Žofie & 李 👩‍🚀  ").await.done();
    assert_eq!(made["client"]["clientName"], "Žofie & 李 👩‍🚀");
    let wrong = create(&app, &ada.token, " ").await;
    assert_eq!(refusal(&wrong), refused(422, "invalid"));
    assert_json_snapshot!(wrong.json(), @r#"
    {
      "code": "invalid",
      "detail": "Please correct the marked fields.",
      "errors": [
        {
          "code": "required",
          "detail": "Please fill this in.",
          "field": "clientName"
        }
      ],
      "status": 422,
      "title": "Unprocessable Entity",
      "type": "/api/docs#invalid"
    }
    "#);
    for (name, problem) in [("x".repeat(65), "name_too_long"), ("a\u{0}b".into(), "control_character")] {
        let answer = create(&app, &ada.token, &name).await;
        assert_eq!(answer.json()["errors"][0]["code"], problem);
        let id = made["client"]["clientId"].as_str().expect("an id");
        let answer = rename(&app, &ada.token, id, &name, None).await;
        assert_eq!(answer.json()["errors"][0]["code"], problem);
    }
}

#[tokio::test]
async fn an_organisation_is_renamed_if_its_version_is_the_one() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let id = app.organisation(&ada.token, "Engines").await;
    app.wait(1);
    let renamed = rename(&app, &ada.token, &id, "Analytical Engines", Some("\"v1\"")).await;
    assert_eq!((renamed.status.as_u16(), renamed.header("etag")), (200, "\"v2\""));
    assert_json_snapshot!(renamed.json(), {
        ".client.clientId" => "[uuid]",
        ".client.clientMembers[].userId" => "[uuid]",
    }, @r#"
    {
      "client": {
        "clientCreatedAt": "2026-11-22T00:00:00.000Z",
        "clientId": "[uuid]",
        "clientMembers": [
          {
            "roles": [
              "owner",
              "admin"
            ],
            "userId": "[uuid]"
          }
        ],
        "clientName": "Analytical Engines",
        "clientUpdatedAt": "2026-11-22T00:00:01.000Z"
      },
      "message": "Success"
    }
    "#);
    for stale in ["\"v1\"", "garbage", "\"v9223372036854775807\"", "\"v9223372036854775808\""] {
        let answer = rename(&app, &ada.token, &id, "Late", Some(stale)).await;
        assert_eq!(refusal(&answer), refused(412, "changed"), "{stale}");
    }
    assert_eq!(rename(&app, &ada.token, &id, "Any", Some("*")).await.header("etag"), "\"v3\"");
    assert_eq!(rename(&app, &ada.token, &id, "None", None).await.header("etag"), "\"v4\"");
}

#[tokio::test]
async fn a_deleted_organisation_is_gone_with_its_invites() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder("grace@example.com").await);
    let id = app.organisation(&ada.token, "Engines").await;
    app.invite(&ada.token, &id, &grace.email, "user").await;
    let path = format!("/api/clients/{id}");
    let deleted = app.ask(&ada.token, Method::DELETE, &path, &Value::Null).await;
    assert_json_snapshot!(deleted.done(), @r#"
    {
      "message": "Success"
    }
    "#);
    for method in [Method::GET, Method::DELETE] {
        let answer = app.ask(&ada.token, method, &path, &Value::Null).await;
        assert_eq!(refusal(&answer), refused(404, "not_found"));
    }
    let invites = app.ask(&grace.token, Method::GET, "/api/users/me/invites", &Value::Null).await.done();
    assert_eq!(invites["invites"], json!([]));
}

#[tokio::test]
async fn a_list_is_read_page_by_page_even_where_times_are_the_same() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let mut names: Vec<String> = (0..5).map(|n| format!("At once {n}")).collect();
    for name in &names {
        app.organisation(&ada.token, name).await;
    }
    app.wait(1);
    names.push("Later".into());
    app.organisation(&ada.token, "Later").await;
    for limit in [1, 2, 3, 5, 6, 100] {
        let pages = pages(&app, &ada.token, "/api/clients", "clients", limit).await;
        let size = usize::try_from(limit).expect("small");
        assert!(pages.iter().rev().skip(1).all(|page| page.len() == size), "{limit}: {pages:?}");
        let all: Vec<_> = pages.concat().iter().map(|each| each["clientName"].to_string()).collect();
        assert_eq!(all.last().map(String::as_str), Some("\"Later\""), "the oldest come first");
        let mut sorted: Vec<_> = all.iter().map(|name| name.trim_matches('"').to_owned()).collect();
        sorted.sort();
        assert_eq!(sorted, names, "{limit}: each once");
    }
    let empty = app.holder("charles@example.com").await;
    let answer = app.ask(&empty.token, Method::GET, "/api/clients", &Value::Null).await.done();
    assert_json_snapshot!(answer, @r#"
    {
      "clients": [],
      "message": "Success",
      "nextCursor": null
    }
    "#);
}

#[tokio::test]
async fn a_page_that_nobody_can_read_is_refused() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let wrong = app.ask(&ada.token, Method::GET, "/api/clients?limit=0", &Value::Null).await;
    assert_eq!(refusal(&wrong), refused(422, "invalid"));
    assert_json_snapshot!(wrong.json()["errors"], @r#"
    [
      {
        "code": "limit_range",
        "detail": "Use a number from 1 to 100.",
        "field": "limit"
      }
    ]
    "#);
    for (query, status, code) in [
        ("limit=101", 422, "limit_range"),
        ("limit=-1", 422, "limit_range"),
        ("limit=1.5", 422, "limit_range"),
        ("limit=", 422, "limit_range"),
        ("limit=99999999999999999999999", 422, "limit_range"),
        ("limit=%00", 422, "limit_range"),
        ("cursor=", 422, "cursor_form"),
        ("cursor=AAAA", 422, "cursor_form"),
        ("cursor=%ff", 422, "cursor_form"),
        ("cursor=../../etc", 422, "cursor_form"),
    ] {
        let answer = app.ask(&ada.token, Method::GET, &format!("/api/clients?{query}"), &Value::Null).await;
        assert_eq!(refusal(&answer).0, status, "{query}: {}", answer.body);
        assert_eq!(answer.json()["errors"][0]["code"], code, "{query}");
    }
    let twice = app.ask(&ada.token, Method::GET, "/api/clients?limit=1&limit=2", &Value::Null).await;
    assert_eq!(refusal(&twice), refused(400, "malformed"));
}

#[tokio::test]
async fn a_place_before_and_after_all_times_is_a_place() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    app.organisation(&ada.token, "Engines").await;
    let (least, greatest) = (format!("g{}", "A".repeat(31)), format!("f{}", "_".repeat(31)));
    for (cursor, items) in [(least, 1), (greatest, 0)] {
        let path = format!("/api/clients?cursor={cursor}");
        let page = app.ask(&ada.token, Method::GET, &path, &Value::Null).await.done();
        assert_eq!(page["clients"].as_array().map(Vec::len), Some(items), "{cursor}");
    }
}

#[tokio::test]
async fn nobody_belongs_to_more_than_two_hundred() {
    let app = TestApp::configured(|config| {
        config.api.requests_per_minute = 100_000.try_into().expect("not zero");
    })
    .await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder("grace@example.com").await);
    for n in 0..200 {
        app.organisation(&ada.token, &format!("Number {n}")).await;
    }
    let answer = create(&app, &ada.token, "One more").await;
    assert_eq!(refusal(&answer), refused(409, "too_many_organisations"));
    let client = app.organisation(&grace.token, "Engines").await;
    let invite = app.invite(&grace.token, &client, EMAIL, "user").await;
    let path = format!("/api/users/me/invites/{invite}/accept");
    let answer = app.ask(&ada.token, Method::POST, &path, &Value::Null).await;
    assert_eq!(refusal(&answer), refused(409, "too_many_organisations"));
    let waiting = app.ask(&ada.token, Method::GET, "/api/users/me/invites", &Value::Null).await.done();
    assert_eq!(waiting["invites"][0]["inviteId"], invite, "the invite is not used up");
    assert_eq!(pages(&app, &ada.token, "/api/clients", "clients", 100).await.concat().len(), 200);
}
