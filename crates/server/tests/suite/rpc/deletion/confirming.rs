//! What the person confirms, and what is in the way.

use axum::http::StatusCode;
use serde_json::json;
use server::service::{deletion::delete_as_admin, support};
use testkit::{EMAIL, PASSWORD, TestApp};

use super::{DELETION, GRACE, ada_and_grace, assert_out, delete, id, is_kept, request, under_way};

#[tokio::test]
async fn the_address_is_the_accounts_own() {
    let (app, ada, _) = ada_and_grace().await;
    for wrong in ["", "ada", GRACE, "ada@example.com.example.org", "ada@example.co"] {
        let answer = app.post_as(&ada.cookie, DELETION, request(wrong, &[])).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::UNPROCESSABLE_ENTITY, "invalid"));
        assert_eq!(
            answer.json()["data"]["fields"],
            json!([{ "field": "email", "problem": "email_mismatch" }])
        );
    }
    assert_eq!(under_way(&app).await, 0);
    app.post_as(&ada.cookie, DELETION, request(" ADA@example.com ", &[])).await.done();
}

#[tokio::test]
async fn each_organisation_that_goes_is_named() {
    let (app, ada, grace) = ada_and_grace().await;
    let looms = app.organisation(&ada.token, "Looms").await;
    let engines = app.organisation(&ada.token, "Engines").await;
    let shared = app.organisation(&ada.token, "Shared").await;
    app.join(&ada, &shared, &grace, "admin").await;
    let graces = app.organisation(&grace.token, "Hers").await;
    let nothing = "00000000-0000-4000-8000-000000000000";
    let both = [(looms.as_str(), "Looms"), (engines.as_str(), "Engines")];
    for wrong in [
        &both[..1],
        &[],
        // One that stays, somebody else's, and none at all: nobody learns which it is.
        &[both[0], both[1], (&shared, "Shared")],
        &[both[0], both[1], (&graces, "Hers")],
        &[both[0], both[1], (nothing, "")],
        &[both[0], (&graces, "Hers")],
    ] {
        let answer = delete(&app, &ada, wrong).await;
        assert_eq!((answer.status, answer.code().as_str()), (StatusCode::CONFLICT, "conflict"), "{wrong:?}");
    }
    for wrong in [
        &[both[0], (engines.as_str(), "Engine")],
        &[both[0], (&engines, "")],
        &[both[0], (&engines, "engines")],
        &[(&looms, "Engines"), (&engines, "Looms")],
    ] {
        let answer = delete(&app, &ada, wrong).await;
        assert_eq!(answer.json()["data"]["fields"], json!([{ "field": "name", "problem": "name_mismatch" }]));
    }
    // Nor the same twice, once wrong.
    let twice = [both[0], both[1], (looms.as_str(), "Loom")];
    assert_eq!(delete(&app, &ada, &twice).await.code(), "invalid");
    assert_eq!(under_way(&app).await, 0);
    app.get_as(&ada.cookie, "/rpc/v1/me").await.done();
    delete(&app, &ada, &[(&engines, " Engines "), both[0]]).await.done();
    assert_eq!(super::roles(&app, &grace, &graces).await.len(), 1);
}

#[tokio::test]
async fn a_name_is_confirmed_as_one_sees_it() {
    let (app, ada, _) = ada_and_grace().await;
    let spaced = app.organisation(&ada.token, "Analytical  Engines").await;
    let unseen = app.organisation(&ada.token, "Lo\u{200b}oms\u{2060}").await;
    for wrong in ["Loms", "Lo oms", "looms"] {
        let answer = delete(&app, &ada, &[(&spaced, "Analytical Engines"), (&unseen, wrong)]).await;
        assert_eq!(answer.code(), "invalid", "{wrong}");
    }
    assert_eq!(
        delete(&app, &ada, &[(&spaced, "AnalyticalEngines"), (&unseen, "Looms")]).await.code(),
        "invalid"
    );
    delete(&app, &ada, &[(&spaced, "Analytical Engines"), (&unseen, "Looms")]).await.done();
}

#[tokio::test]
async fn what_was_confirmed_must_still_be_so() {
    let (app, ada, grace) = ada_and_grace().await;
    let looms = app.organisation(&ada.token, "Looms").await;
    app.join(&ada, &looms, &grace, "user").await;
    // On the page it goes; meanwhile somebody else administers it.
    let path = format!("/api/clients/{looms}/users/{}", grace.user);
    let admin = json!({ "roles": ["admin"] });
    app.ask(&ada.token, axum::http::Method::PUT, &path, &admin).await.done();
    assert_eq!(delete(&app, &ada, &[(&looms, "Looms")]).await.code(), "conflict");
    // Or it was renamed.
    let user = json!({ "roles": ["user"] });
    app.ask(&ada.token, axum::http::Method::PUT, &path, &user).await.done();
    let rename = json!({ "organisation": looms, "name": "Mills", "version": 1 });
    app.post_as(&ada.cookie, "/rpc/v1/organisations/rename", rename).await.done();
    assert_eq!(delete(&app, &ada, &[(&looms, "Looms")]).await.code(), "invalid");
    delete(&app, &ada, &[(&looms, "Mills")]).await.done();
}

#[tokio::test]
async fn it_takes_a_fresh_proof() {
    let (app, ada, _) = ada_and_grace().await;
    app.wait(16 * 60);
    let answer = delete(&app, &ada, &[]).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::FORBIDDEN, "step_up"));
    assert_eq!(under_way(&app).await, 0);
    app.post_as(&ada.cookie, "/rpc/v1/auth/step-up", json!({ "password": PASSWORD })).await.done();
    delete(&app, &ada, &[]).await.done();
}

#[tokio::test]
async fn a_token_or_another_site_deletes_nothing() {
    let (app, ada, _) = ada_and_grace().await;
    let body = request(EMAIL, &[]);
    let by_token = testkit::Request::post(DELETION, &body).token(&ada.token);
    assert_eq!(app.send(by_token).await.code(), "signed_out");
    let strange = testkit::Request::post(DELETION, &body).cookie(&ada.cookie);
    let strange = strange.header("origin", "https://evil.example").header("sec-fetch-site", "cross-site");
    assert_eq!(app.send(strange).await.status, StatusCode::FORBIDDEN);
    assert_eq!(under_way(&app).await, 0);
}

#[tokio::test]
async fn there_is_no_second_time() {
    let (app, ada, _) = ada_and_grace().await;
    delete(&app, &ada, &[]).await.done();
    assert_eq!(delete(&app, &ada, &[]).await.code(), "signed_out");
    app.work().await;
    assert_eq!(delete(&app, &ada, &[]).await.code(), "signed_out");
}

#[tokio::test]
async fn what_is_paid_for_is_in_the_way_of_what_goes_only() {
    let (app, ada, grace) = ada_and_grace().await;
    let service = app.service("Billing").await;
    let looms = app.organisation(&ada.token, "Looms").await;
    let shared = app.organisation(&ada.token, "Shared").await;
    app.join(&ada, &shared, &grace, "admin").await;
    let say = async |key: &str, client: &str, subscription: &str| {
        let report = json!({
            "kind": "billing", "title": "Subscription", "message": "Look.",
            "clientId": client, "subscription": subscription,
        });
        app.report(&service, key, &report).await.done();
    };
    say("one", &looms, "active").await;
    say("two", &shared, "active").await;
    let answer = delete(&app, &ada, &[(&looms, "Looms")]).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::CONFLICT, "subscription_active"));
    let refused = delete_as_admin(&app.app, id(&ada)).await.expect_err("it is paid for");
    assert_eq!(refused.error().code, domain::ErrorCode::SubscriptionActive);
    assert_eq!(under_way(&app).await, 0);
    app.wait(1);
    say("three", &looms, "cancelled").await;
    delete(&app, &ada, &[(&looms, "Looms")]).await.done();
    assert_out(&app, &ada).await;
}

#[tokio::test]
async fn why_they_left_is_kept_without_who_it_was() {
    let app = TestApp::configured(|config| config.support.email = Some("support@example.org".into())).await;
    app.wait(3600);
    let ada = app.holder(EMAIL).await;
    let mut body = request(EMAIL, &[]);
    body["request"]["feedback"] = json!(" Too dear.\r\nAnd slow. ");
    app.post_as(&ada.cookie, DELETION, body).await.done();
    app.work().await;
    let listed = support::list(&app.app, None).await.expect("a list");
    assert_eq!(listed.len(), 1);
    assert_eq!((listed[0].user, &*listed[0].request.category), (None, "Feedback"));
    // The moment would be that of the deletion.
    let (now, day) = (app.app.now().0, 24 * 3600 * 1000);
    assert_ne!(now % day, 0);
    assert_eq!(
        (listed[0].request.created_at.0, listed[0].request.updated_at.0),
        (now - now % day, now - now % day)
    );
    assert_eq!(listed[0].description, "Too dear.\nAnd slow.");
    let mails = app.mails.to("support@example.org");
    assert_eq!(mails.len(), 1);
    assert!(mails[0].text.contains("Too dear.") && mails[0].subject.contains("Why somebody left"));
    assert_eq!(mails[0].reply_to, None);
    for part in [&mails[0].text, &mails[0].html] {
        assert!(
            !part.contains(EMAIL) && !part.contains(&ada.user) && !part.contains("support reply"),
            "{part}"
        );
    }
    assert_eq!(app.mails.to(EMAIL).len(), 1, "no copy");
    assert!(!is_kept(&app, &ada.user).await && !is_kept(&app, EMAIL).await);
}

#[tokio::test]
async fn feedback_goes_where_there_is_a_place_for_it() {
    let app =
        TestApp::configured(|config| config.support.categories = vec!["Sales".into(), "Help".into()]).await;
    let ada = app.holder(EMAIL).await;
    let mut body = request(EMAIL, &[]);
    body["request"]["feedback"] = json!("x\u{0}");
    assert_eq!(app.post_as(&ada.cookie, DELETION, body.clone()).await.code(), "invalid");
    body["request"]["feedback"] = json!("Too dear.");
    app.post_as(&ada.cookie, DELETION, body).await.done();
    let listed = support::list(&app.app, None).await.expect("a list");
    assert_eq!(listed[0].request.category, "Sales");
}
