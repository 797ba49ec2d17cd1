//! Requests that nobody honest sends: each gets a 4xx as a problem, and the server goes on.

use axum::http::Method;
use serde_json::Value;
use testkit::{Answer, EMAIL, Request, TestApp};

use super::{
    operations::{Operation, Scene, body_of, operations},
    refusal, refused,
};
use crate::figures::{Figures, statements};

fn with_bodies() -> impl Iterator<Item = Operation> {
    operations().into_iter().filter(|operation| operation.takes_json)
}

async fn send(scene: &Scene, operation: &Operation, body: impl Into<Vec<u8>>) -> Answer {
    scene.app.send(scene.request(operation).token(scene.credential(operation)).body(body)).await
}

#[tokio::test]
async fn a_body_that_can_not_be_read_is_refused_in_words() {
    let scene = Scene::new().await;
    let mut asked = 0;
    for operation in with_bodies() {
        let good = body_of(&operation.id).to_string();
        let (first, rest) = good.split_once(':').expect("a field");
        let deep = "[".repeat(10_000);
        let bodies = [
            String::new(),
            " ".into(),
            "{".into(),
            "null".into(),
            "true".into(),
            "[]".into(),
            "\"text\"".into(),
            "{}".into(),
            good.replace('}', ""),
            format!("{good}{good}"),
            format!("[{good}]"),
            // The same field twice.
            format!("{first}:{},{}:{rest}", rest.trim_end_matches('}'), &first[1..]),
            format!("{first}:1e999999}}"),
            format!("{first}:{}}}", "9".repeat(1000)),
            format!("{first}:{{}}}}"),
            format!("{first}:null}}"),
            format!("{first}:\"\\ud800\"}}"),
            format!("{first}:{deep}"),
            format!("{first}:{deep}{}}}", "]".repeat(10_000)),
            "{\"a\":".repeat(10_000),
            format!("{},\"unknown\":1}}", good.trim_end_matches('}')),
            format!("\u{feff}{good}"),
        ];
        for body in bodies {
            let answer = send(&scene, &operation, body.clone()).await;
            let shown: String = body.chars().take(80).collect();
            assert_eq!(refusal(&answer), refused(400, "malformed"), "{}: {shown}", operation.id);
        }
        for bytes in [&b"\xff\xfe"[..], b"{\"a\":\"\xc3\x28\"}", b"\0", b"{\0}"] {
            let answer = send(&scene, &operation, bytes).await;
            assert_eq!(refusal(&answer), refused(400, "malformed"), "{}: {bytes:?}", operation.id);
        }
        let utf16: Vec<u8> = good.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(refusal(&send(&scene, &operation, utf16).await), refused(400, "malformed"));
        asked += 1;
    }
    assert_eq!(asked, 7);
}

#[tokio::test]
async fn a_body_is_an_object_and_not_its_values_in_a_row() {
    let scene = Scene::new().await;
    for operation in with_bodies() {
        let body = body_of(&operation.id);
        let values: Vec<Value> = body.as_object().expect("an object").values().cloned().collect();
        let answer = send(&scene, &operation, Value::Array(values).to_string()).await;
        assert_eq!(refusal(&answer), refused(400, "malformed"), "{}", operation.id);
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_refused() {
    let scene = Scene::new().await;
    for operation in with_bodies() {
        let good = body_of(&operation.id).to_string();
        let padded = |length: usize| format!("{good}{}", " ".repeat(length - good.len()));
        let answer = send(&scene, &operation, padded(70 * 1024)).await;
        assert_eq!(refusal(&answer), refused(413, "too_large"), "{}", operation.id);
        assert_eq!(refusal(&send(&scene, &operation, padded(64 * 1024 + 1)).await).0, 413);
        let largest = send(&scene, &operation, padded(64 * 1024)).await;
        assert!(largest.status.is_success(), "{}: {}", operation.id, largest.body);
    }
}

#[tokio::test]
async fn a_body_that_does_not_say_that_it_is_json_is_refused() {
    let scene = Scene::new().await;
    for operation in with_bodies() {
        let request = scene.request(&operation).token(scene.credential(&operation));
        for kind in
            ["text/plain", "application/x-www-form-urlencoded", "application/jsonx", "json", "text/json", ""]
        {
            let answer = scene.app.send(request.clone().header("content-type", kind)).await;
            assert_eq!(refusal(&answer), refused(415, "unsupported_media_type"), "{}: {kind}", operation.id);
        }
        let answer = scene.app.send(request.clone().without("content-type")).await;
        assert_eq!(refusal(&answer), refused(415, "unsupported_media_type"), "{}", operation.id);
        let spoken = request.header("content-type", "Application/JSON; charset=utf-8");
        assert!(scene.app.send(spoken).await.status.is_success(), "{}", operation.id);
    }
}

#[tokio::test]
async fn a_body_where_none_belongs_changes_nothing() {
    let scene = Scene::new().await;
    for operation in operations().into_iter().filter(|each| each.method == Method::GET) {
        let answer = send(&scene, &operation, vec![0xff; 70 * 1024]).await;
        assert_eq!(answer.status, 200, "{}: {}", operation.id, answer.body);
    }
}

#[tokio::test]
async fn hostile_texts_are_refused_or_kept_as_they_are() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let me = |first: &str, bio: &str| serde_json::json!({ "userFirstName": first, "userLastName": "", "userPhone": "", "userBio": bio });
    for text in ["a\u{0}b", "\u{1b}[31m", "a\u{7f}", "\u{0}"] {
        for body in [me(text, ""), me("", text)] {
            let answer = app.ask(&ada.token, Method::PUT, "/api/users/me", &body).await;
            assert_eq!(refusal(&answer), refused(422, "invalid"), "{text:?}");
        }
    }
    for text in
        ["'; DROP TABLE users; --", "<script>", "{{7*7}}", "%s%n", "\u{202e}abc", "Žofie 李 👩‍🚀", "\u{fffd}"]
    {
        let answer = app.ask(&ada.token, Method::PUT, "/api/users/me", &me(text, text)).await.done();
        assert_eq!(
            (&answer["user"]["userFirstName"], &answer["user"]["userBio"]),
            (&text.into(), &text.into())
        );
    }
}

#[tokio::test]
async fn paths_that_lead_elsewhere_lead_nowhere() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    for path in [
        "/api/clients/..%2f..",
        "/api/clients/%2e%2e",
        "/api/clients/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/api/clients/../../etc/passwd",
        "/api/../rpc/v1/me",
        "/api//clients",
        "/api/clients//users",
        "/api/clients/%00",
        "/api/clients/%ff%fe",
        "/api/clients/%",
        "/api/clients/1",
        "/api/clients/-1",
        "/api/clients/99999999999999999999999999999999999999",
        "/api/clients/00000000-0000-4000-8000-00000000000g",
        "/api/clients/'%20OR%201=1%20--",
        "/api/users/me%2ftokens",
        "/api/users/%F0%9F%98%80",
        "/clients/..%2f..%2fsettings",
        "/clients/%ff",
    ] {
        let answer = app.ask(&ada.token, Method::GET, path, &Value::Null).await;
        assert_eq!(refusal(&answer), refused(404, "not_found"), "{path}");
    }
    let long = format!("/api/clients/{}", "a".repeat(60_000));
    assert_eq!(
        refusal(&app.ask(&ada.token, Method::GET, &long, &Value::Null).await),
        refused(404, "not_found")
    );
}

#[tokio::test]
async fn a_header_of_a_megabyte_is_no_fault() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let huge = "x".repeat(1024 * 1024);
    let body = serde_json::json!({ "clientName": "Engines" });
    let create = Request::api(Method::POST, "/api/clients", &body).token(&ada.token);
    let client = app.organisation(&ada.token, "Engines").await;
    let rename = Request::api(Method::PUT, &format!("/api/clients/{client}"), &body).token(&ada.token);
    for (request, status, code) in [
        (create.clone().token(&huge), 401, "token_invalid"),
        (create.clone().token(&format!("Bearer {huge}")), 401, "token_invalid"),
        (create.clone().token(&format!("{}{huge}", ada.token)), 401, "token_invalid"),
        (create.clone().header("idempotency-key", &huge), 400, "malformed"),
        (create.clone().header("content-type", &huge), 415, "unsupported_media_type"),
        (rename.header("if-match", &huge), 412, "changed"),
    ] {
        assert_eq!(refusal(&app.send(request).await), refused(status, code));
    }
    for name in ["user-agent", "cookie", "x-forwarded-for", "accept", "accept-language", "x-request-id"] {
        let answer = app.send(create.clone().header(name, &huge)).await;
        assert_eq!(answer.status, 201, "{name}: {}", answer.body);
    }
    let page = app.get_as(&ada.cookie, "/rpc/v1/tokens").await.done();
    assert!(
        !page.to_string().contains(&huge[..513]),
        "no more than 512 letters of a program's name are kept"
    );
}

#[tokio::test]
async fn a_wrong_checksum_is_refused_without_asking_the_database() {
    let figures = Figures::of_this_process();
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let asked = async |token: &str| {
        let before = statements(&figures);
        let answer = app.ask(token, Method::GET, "/api/whoami", &Value::Null).await;
        (answer.status.as_u16(), statements(&figures) - before)
    };
    // That statements are counted at all: a token of the right form is looked up.
    assert_eq!(asked(&ada.token).await, (200, 1));
    let kind = server::service::keys::Kind::UserToken;
    let unknown = server::service::keys::generate(&*app.app.entropy, kind);
    assert_eq!(asked(unknown.expose()).await, (401, 1));
    for place in 0..ada.token.len() {
        let mut letters: Vec<char> = ada.token.chars().collect();
        letters[place] = if letters[place] == 'x' { 'y' } else { 'x' };
        let wrong: String = letters.into_iter().collect();
        assert_eq!(asked(&wrong).await, (401, 0), "{place}");
    }
    for wrong in ["", "u-", "Bearer", &ada.token[1..], &ada.token[..51], &format!("{}0", ada.token)] {
        assert_eq!(asked(wrong).await, (401, 0), "{wrong}");
    }
}
