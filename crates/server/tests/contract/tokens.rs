//! Which access tokens count. They are Cognito's own, over the wire, and then spoilt.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use aws_sdk_cognitoidentityprovider::types::{AuthFlowType, AuthenticationResultType, ExplicitAuthFlowsType};
use axum::{Router, routing::get};
use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::ErrorCode;
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use server::{
    adapters::cognito::Verifier,
    config::CognitoSection,
    ports::identity::{Grant, Identity},
};
use testkit::FixedClock;

use crate::world::{PASSWORD, World};

const PATIENCE: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_token_of_the_pool_for_our_client_counts_until_it_ends() {
    let world = World::cognito().await;
    let (person, token) = person_with_token(&world).await;
    let clock = Arc::new(FixedClock::default());
    let verifier = verifier(&world.pool().section, &clock);
    let access = verifier.verify(&token).await.expect("it counts");
    assert_eq!(access.user, person.user);
    clock.advance(Duration::from_hours(24 * 365 * 20));
    let error = verifier.verify(&token).await.expect_err("it ended").to_string();
    assert!(error.contains("has run out"), "{error}");
}

#[tokio::test]
async fn a_spoilt_token_does_not_count() {
    let world = World::cognito().await;
    let (_, token) = person_with_token(&world).await;
    let verifier = verifier(&world.pool().section, &Arc::default());
    let [header, claims, signature] = parts(&token);
    let kid = json(header)["kid"].clone();
    let mut others = json(claims);
    others["sub"] = json!("00000000-0000-4000-8000-000000000000");
    for spoilt in [
        format!("{header}.{}.{signature}", text(&others)),
        format!("{header}.{claims}."),
        format!("{}.{claims}.", text(&json!({ "alg": "none", "kid": kid }))),
        format!("{}.{claims}.{signature}", text(&json!({ "alg": "HS256", "kid": kid }))),
        format!("{}.{claims}.{signature}", text(&json!({ "alg": "RS512", "kid": kid }))),
        format!("{}.{claims}.{signature}", text(&json!({ "alg": "RS256" }))),
        format!("{}.{claims}.{signature}", text(&json!({ "alg": "RS256", "kid": "invented" }))),
        String::new(),
        "a.b.c".to_owned(),
    ] {
        let failure = verifier.verify(&spoilt).await.expect_err(&spoilt);
        assert_eq!(failure.error().code, ErrorCode::Unavailable);
    }
    verifier.verify(&token).await.expect("the whole one does");
}

#[tokio::test]
async fn a_token_for_somebody_or_something_else_does_not_count() {
    let world = World::cognito().await;
    let (person, token) = person_with_token(&world).await;
    let section = &world.pool().section;
    let ours = verifier(section, &Arc::default());
    let others = tokens_of_another_client(&world, &person).await;
    let refused =
        |reason: &'static str| move |failure: String| assert!(failure.contains(reason), "{failure}");
    let access = others.access_token.expect("a token");
    refused("another client")(ours.verify(&access).await.expect_err("not ours").to_string());
    let identity = others.id_token.expect("a token");
    assert!(ours.verify(&identity).await.is_err(), "says who somebody is, and opens nothing");

    let elsewhere = World::cognito().await;
    let (_, foreign) = person_with_token(&elsewhere).await;
    refused("unknown key")(ours.verify(&foreign).await.expect_err("another pool's").to_string());
    let strict = CognitoSection { issuer: "https://example.com/pool".to_owned(), ..section.clone() };
    let strict = verifier(&strict, &Arc::default());
    refused("Issuer")(strict.verify(&token).await.expect_err("another issuer's").to_string());
}

#[tokio::test]
async fn keys_are_asked_for_when_needed_and_not_for_every_invention() {
    let world = World::cognito().await;
    let (_, token) = person_with_token(&world).await;
    let (url, asked) = counting_keys(&world.pool().section.jwks_url).await;
    let section = CognitoSection { jwks_url: url, ..world.pool().section.clone() };
    let clock = Arc::new(FixedClock::default());
    let verifier = verifier(&section, &clock);
    for _ in 0..3 {
        verifier.verify(&token).await.expect("it counts");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1, "the keys are remembered");
    let [_, claims, signature] = parts(&token);
    let invent = |name: usize| {
        format!("{}.{claims}.{signature}", text(&json!({ "alg": "RS256", "kid": name.to_string() })))
    };
    for name in 0..20 {
        assert!(verifier.verify(&invent(name)).await.is_err());
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1, "they were read a moment ago");
    clock.advance(Duration::from_secs(31));
    for name in 0..20 {
        assert!(verifier.verify(&invent(name)).await.is_err());
    }
    assert_eq!(asked.load(Ordering::SeqCst), 2, "a new key may have come since");
    verifier.ready().await.expect("ready");
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn without_keys_nobody_is_ready_and_no_token_counts() {
    let world = World::cognito().await;
    let (_, token) = person_with_token(&world).await;
    let section =
        CognitoSection { jwks_url: "http://127.0.0.1:1/keys".to_owned(), ..world.pool().section.clone() };
    let verifier = verifier(&section, &Arc::default());
    assert!(verifier.ready().await.is_err());
    assert!(verifier.ready().await.is_err(), "nor a moment later");
    let failure = verifier.verify(&token).await.expect_err("nothing to verify with");
    assert_eq!(failure.error().code, ErrorCode::Unavailable);
}

fn verifier(section: &CognitoSection, clock: &Arc<FixedClock>) -> Verifier {
    Verifier::new(section, PATIENCE, Arc::clone(clock) as _).expect("a verifier")
}

async fn person_with_token(world: &World) -> (Identity, String) {
    let person = world.person().await;
    let grant = world.grant(&person).await.expect("a grant");
    let token = token_of(&grant);
    (person, token)
}

fn token_of(grant: &Grant) -> String {
    let secret: Value = serde_json::from_str(grant.secret.expose_secret()).expect("JSON");
    secret["access_token"].as_str().expect("a token").to_owned()
}

async fn tokens_of_another_client(world: &World, person: &Identity) -> AuthenticationResultType {
    let pool = world.pool();
    let made = pool.admin.create_user_pool_client().user_pool_id(&pool.section.user_pool_id);
    let made = made.client_name("another").explicit_auth_flows(ExplicitAuthFlowsType::AllowUserPasswordAuth);
    let made = made.send().await.expect("a client").user_pool_client.expect("a client");
    let answer = pool
        .admin
        .initiate_auth()
        .client_id(made.client_id.expect("an id"))
        .auth_flow(AuthFlowType::UserPasswordAuth)
        .auth_parameters("USERNAME", &person.email)
        .auth_parameters("PASSWORD", PASSWORD)
        .send()
        .await
        .expect("a sign-in");
    answer.authentication_result.expect("tokens")
}

/// Serves the keys of `source`, and counts how often.
async fn counting_keys(source: &str) -> (String, Arc<AtomicUsize>) {
    let keys = reqwest::get(source).await.expect("keys").text().await.expect("JSON");
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let answer = move || {
        count.fetch_add(1, Ordering::SeqCst);
        let keys = keys.clone();
        async move { keys }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}/keys", listener.local_addr().expect("an address"));
    let router: Router = Router::new().route("/keys", get(answer));
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, asked)
}

fn parts(token: &str) -> [&str; 3] {
    let parts: Vec<_> = token.split('.').collect();
    parts.try_into().expect("three parts")
}

fn json(part: &str) -> Value {
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(part).expect("Base64")).expect("JSON")
}

fn text(value: &Value) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(value.to_string())
}
