//! Which page leads where, and the two forms that need no script.

use axum::http::{StatusCode, header::LOCATION};
use serde_json::json;
use testkit::{Answer, EMAIL, PASSWORD, Request, TestApp};

fn target(answer: &Answer) -> &str {
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.body);
    answer.headers[LOCATION].to_str().expect("text")
}

fn form(path: &str, body: &str) -> Request {
    Request::post(path, &json!({})).header("content-type", "application/x-www-form-urlencoded").body(body)
}

#[tokio::test]
async fn a_private_page_leads_a_stranger_to_the_login_and_back() {
    let app = TestApp::new().await;
    assert_eq!(target(&app.get("/").await), "/settings/profile");
    assert_eq!(target(&app.get("/settings").await), "/settings/profile");
    assert_eq!(target(&app.get("/settings/profile").await), "/login");
    assert_eq!(target(&app.get("/settings/account").await), "/login?next=%2Fsettings%2Faccount");
    let deletion = app.get("/settings/account/delete").await;
    assert_eq!(target(&deletion), "/login?next=%2Fsettings%2Faccount%2Fdelete");
    assert_eq!(target(&app.get("/organisations").await), "/login?next=%2Forganisations");
    assert_eq!(target(&app.get("/organisations/invites").await), "/login?next=%2Forganisations%2Finvites");
    let cookie = app.signed_in(EMAIL).await;
    assert_eq!(target(&app.send(Request::get("/login").cookie(&cookie)).await), "/settings/profile");
}

#[tokio::test]
async fn the_login_form_works_without_scripts() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let right = format!("email=ada%40example.com&password={PASSWORD}&next=%2Fsettings%2Faccount");
    let answer = app.send(form("/forms/login", &right)).await;
    assert_eq!(target(&answer), "/settings/account");
    let cookie = answer.cookie().expect("a cookie");
    assert_eq!(app.send(Request::get("/rpc/v1/me").cookie(&cookie)).await.status, StatusCode::OK);

    let answer = app.send(form("/forms/login", "email=ada%40example.com&password=Wrong-1!")).await;
    assert_eq!(target(&answer), "/login?problem=wrong_credentials&next=%2Fsettings%2Fprofile");
    let typed = answer.header("set-cookie");
    assert!(
        typed.starts_with("typed=ada%40example%2Ecom; HttpOnly;") && typed.contains("Path=/login"),
        "{typed}"
    );
    let answer = app.send(form("/forms/login", "email=&password=")).await;
    assert_eq!(target(&answer), "/login?problem=invalid&next=%2Fsettings%2Fprofile");

    let answer = app.send(form("/forms/logout", "").cookie(&cookie)).await;
    assert_eq!(target(&answer), "/login");
    assert_eq!(app.send(Request::get("/rpc/v1/me").cookie(&cookie)).await.code(), "signed_out");
}

#[tokio::test]
async fn the_login_form_takes_nothing_from_another_site() {
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let body = format!("email=ada%40example.com&password={PASSWORD}");
    let forged = form("/forms/login", &body).header("origin", "https://evil.example");
    assert_eq!(app.send(forged).await.status, StatusCode::FORBIDDEN);
}
