//! Every operation, asked by everybody: nobody, a session, a token with each scope, tokens that ended,
//! a token of somebody else, a service. What is expected stands in the OpenAPI document.

use axum::http::StatusCode;
use serde_json::json;
use testkit::Request;

use super::{
    operations::{Need, Operation, Scene, operations},
    refusal, refused,
};

const SCOPES: [&str; 5] =
    ["profile:read", "profile:write", "clients:read", "clients:write", "notifications:read"];

/// The same request, and without the prefix.
fn both(scene: &Scene, operation: &Operation) -> [Request; 2] {
    let bare = Operation { path: operation.path.replacen("/api", "", 1), ..operation.clone() };
    [scene.request(operation), scene.request(&bare)]
}

async fn refuses(scene: &Scene, operation: &Operation, token: &str, status: u16, code: &str) {
    for request in both(scene, operation) {
        let answer = scene.app.send(request.token(token)).await;
        assert_eq!(refusal(&answer), refused(status, code), "{}: {token}: {}", operation.id, answer.body);
    }
}

fn operations_with_tokens() -> impl Iterator<Item = (Operation, Option<String>)> {
    operations().into_iter().filter_map(|operation| match &operation.need {
        Need::Token(scope) => Some((operation.clone(), scope.clone())),
        Need::Nothing | Need::Service => None,
    })
}

#[tokio::test]
async fn nobody_gets_in_without_a_token_nor_with_a_session() {
    let scene = Scene::new().await;
    for operation in operations().iter().filter(|operation| operation.need != Need::Nothing) {
        for request in both(&scene, operation) {
            for request in [request.clone(), request.cookie(&scene.ada.cookie).ours()] {
                let answer = scene.app.send(request).await;
                assert_eq!(refusal(&answer), refused(401, "token_missing"), "{}", operation.id);
            }
        }
    }
}

#[tokio::test]
async fn what_is_open_is_open_to_everybody() {
    let scene = Scene::new().await;
    let open: Vec<_> = operations().into_iter().filter(|each| each.need == Need::Nothing).collect();
    let names: Vec<_> = open.iter().map(|operation| operation.id.as_str()).collect();
    assert_eq!(names, ["reportToken"], "nothing else is meant to be");
    for operation in &open {
        for request in both(&scene, operation) {
            assert!(scene.app.send(request.clone()).await.status.is_success());
            assert!(scene.app.send(request.token("u-nothing")).await.status.is_success());
        }
    }
}

#[tokio::test]
async fn a_token_opens_what_its_scope_names_and_no_more() {
    for (operation, scope) in operations_with_tokens() {
        let scene = Scene::new().await;
        let mut fitting = Vec::new();
        for held in SCOPES {
            let (_, token) = scene.app.token(&scene.ada.cookie, &[held]).await;
            match &scope {
                Some(wanted) if wanted != held => {
                    refuses(&scene, &operation, &token, 403, "missing_scope").await;
                    let answer = scene.app.send(scene.request(&operation).token(&token)).await;
                    assert_eq!(answer.json()["missing_scopes"], json!([wanted]), "{}", operation.id);
                }
                _ => fitting.push(token),
            }
        }
        assert!(!fitting.is_empty(), "{} wants a scope that a token can have", operation.id);
        let first = scene.app.send(scene.request(&operation).token(&fitting[0])).await;
        assert!(first.status.is_success(), "{}: {}", operation.id, first.body);
        fitting.push(scene.ada.token.clone());
        for token in fitting {
            // What was done once may be done with: then it is gone, but not forbidden.
            let answer = scene.app.send(scene.request(&operation).token(&token)).await;
            let shut = [StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(&answer.status);
            assert!(!shut, "{}: {}", operation.id, answer.body);
        }
    }
}

#[tokio::test]
async fn a_token_for_everything_opens_everything() {
    for (operation, _) in operations_with_tokens() {
        let scene = Scene::new().await;
        let answer = scene.app.send(scene.request(&operation).token(&scene.ada.token)).await;
        assert!(answer.status.is_success(), "{}: {}", operation.id, answer.body);
    }
}

#[tokio::test]
async fn a_token_that_ended_opens_nothing_and_is_told_why() {
    let scene = Scene::new().await;
    let (app, cookie) = (&scene.app, &scene.ada.cookie);
    let (revoked, revoked_value) = app.token(cookie, &["full"]).await;
    let (rotated, rotated_value) = app.token(cookie, &["full"]).await;
    let draft = json!({ "name": "Short", "scopes": ["full"], "expiry": { "days": 1 }, "networks": "" });
    let short = app.post_as(cookie, "/rpc/v1/tokens/create", json!({ "draft": draft })).await.done();
    let expired_value = short["value"].as_str().expect("a value");
    let revoke = json!({ "id": revoked, "reason": "" });
    app.post_as(cookie, "/rpc/v1/tokens/revoke", revoke).await.done();
    let rotate = json!({ "id": rotated, "overlap": "one_hour" });
    app.post_as(cookie, "/rpc/v1/tokens/rotate", rotate).await.done();
    app.wait(24 * 3600);
    for (operation, _) in operations_with_tokens() {
        refuses(&scene, &operation, &revoked_value, 401, "token_revoked").await;
        refuses(&scene, &operation, &rotated_value, 401, "token_rotated").await;
        refuses(&scene, &operation, expired_value, 401, "token_expired").await;
    }
}

#[tokio::test]
async fn somebody_elses_token_finds_nothing_of_it() {
    let scene = Scene::new().await;
    let other = scene.app.holder("charles@example.com").await;
    let mut asked = 0;
    for (operation, _) in operations_with_tokens().filter(|(operation, _)| operation.names_a_thing()) {
        refuses(&scene, &operation, &other.token, 404, "not_found").await;
        asked += 1;
    }
    assert!(asked >= 12, "{asked}");
    for (operation, _) in operations_with_tokens().filter(|(operation, _)| !operation.names_a_thing()) {
        let answer = scene.app.send(scene.request(&operation).token(&other.token)).await;
        assert!(answer.status.is_success(), "{}: {}", operation.id, answer.body);
        for hers in [&scene.ada.user, &scene.ada.token_id, &scene.ada.email] {
            assert!(!answer.body.contains(hers.as_str()), "{}: {}", operation.id, answer.body);
        }
    }
    // And nothing of Ada's was touched on the way.
    for (operation, _) in operations_with_tokens().filter(|(operation, _)| operation.method == "GET") {
        scene.app.send(scene.request(&operation).token(&scene.ada.token)).await.done();
    }
}

#[tokio::test]
async fn a_service_opens_what_is_for_services_and_a_token_does_not() {
    let scene = Scene::new().await;
    let mut asked = 0;
    for operation in operations() {
        match &operation.need {
            Need::Service => {
                refuses(&scene, &operation, &scene.ada.token, 401, "token_invalid").await;
                for request in both(&scene, &operation) {
                    scene.app.send(request.token(&scene.service)).await.done();
                }
                asked += 1;
            }
            Need::Token(_) => refuses(&scene, &operation, &scene.service, 401, "token_invalid").await,
            Need::Nothing => {}
        }
    }
    assert_eq!(asked, 2);
}
