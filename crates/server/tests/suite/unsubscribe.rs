//! `/unsubscribe`: the way out of mails, for mail programs and for people without scripts.

use axum::http::{Method, StatusCode};
use domain::{
    UserId,
    notification::{Category, Preference},
};
use serde_json::json;
use server::store;
use testkit::{Answer, EMAIL, Holder, Request, TestApp};

const GRACE: &str = "grace@example.com";
const ONE_CLICK: &str = "List-Unsubscribe=One-Click";

/// Grace, who got a mail about an invoice, and the path that its header names.
async fn mailed(app: &TestApp) -> (Holder, String) {
    let grace = app.holder(GRACE).await;
    let service = app.service("Billing").await;
    let report = json!({ "kind": "billing", "title": "Invoice", "message": "Paid.", "userId": grace.user });
    app.report(&service, "invoice", &report).await.done();
    app.work().await;
    let url = app.mails.to(GRACE).pop().and_then(|mail| mail.unsubscribe).expect("a way out");
    let path = url.strip_prefix(&app.app.config.server.public_url).expect("a page of ours");
    (grace, path.to_owned())
}

/// A POST from anywhere, with no cookie and nothing that a page of ours would send.
async fn post(app: &TestApp, path: &str, body: &str) -> Answer {
    let request = Request::get(path).method(Method::POST).body(body);
    app.send(request.header("content-type", "application/x-www-form-urlencoded")).await
}

/// The rows that differ from what everybody begins with.
async fn changed(app: &TestApp, who: &Holder) -> Vec<Preference> {
    let user = UserId(who.user.parse().expect("an id"));
    store::preferences::changed(app.app.database.connection(), user).await.expect("rows")
}

fn billing_off() -> Vec<Preference> {
    vec![Preference { category: Category::Billing, email: false, in_app: true }]
}

#[tokio::test]
async fn one_click_without_a_sign_in_switches_exactly_that_row() {
    let app = TestApp::new().await;
    let other = app.holder(EMAIL).await;
    let (grace, path) = mailed(&app).await;
    for _ in 0..2 {
        let answer = post(&app, &path, ONE_CLICK).await;
        assert_eq!((answer.status, answer.body.as_str()), (StatusCode::OK, ""));
        assert!(answer.cookies().is_empty());
        assert_eq!(changed(&app, &grace).await, billing_off());
    }
    assert!(changed(&app, &other).await.is_empty(), "nobody else's");
    let service = app.service("More").await;
    for (kind, title) in [("billing", "Another invoice"), ("usage_alert", "Nearly full")] {
        let report = json!({ "kind": kind, "title": title, "message": "Look.", "userId": grace.user });
        app.report(&service, kind, &report).await.done();
    }
    app.work().await;
    let subjects: Vec<_> = app.mails.to(GRACE).into_iter().map(|mail| mail.subject).collect();
    assert_eq!(subjects, ["Invoice", "Nearly full"]);
}

/// Grace, who got a daily mail about an invoice and a limit, and the path that its header names.
async fn mailed_both(app: &TestApp) -> (Holder, String) {
    let grace = app.holder(GRACE).await;
    let schedule = json!({ "schedule": { "zone": "UTC", "quiet": null, "digest": 60 } });
    app.post_as(&grace.cookie, "/rpc/v1/preferences/schedule", schedule).await.done();
    let service = app.service("Platform").await;
    for kind in ["usage_alert", "billing"] {
        let report = json!({ "kind": kind, "title": kind, "message": "Look.", "userId": grace.user });
        app.report(&service, kind, &report).await.done();
    }
    app.work().await;
    app.wait(60 * 60);
    app.work().await;
    let mails = app.mails.to(GRACE);
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    let url = mail.unsubscribe.as_deref().expect("a way out");
    let path = url.strip_prefix(&app.app.config.server.public_url).expect("a page of ours").to_owned();
    (grace, path)
}

#[tokio::test]
async fn the_daily_mail_has_one_way_out_of_all_that_is_in_it() {
    let app = TestApp::new().await;
    let (grace, path) = mailed_both(&app).await;
    let both = ["<li>Usage alerts</li>", "<li>Billing notifications</li>"];
    let page = app.get(&path).await.body;
    assert!(both.iter().all(|row| page.contains(row)) && page.matches("<li>").count() == 2, "{page}");
    assert!(page.contains("<form method=\"post\"") && changed(&app, &grace).await.is_empty());
    for body in [ONE_CLICK, ONE_CLICK, "by=button"] {
        let answer = post(&app, &path, body).await;
        assert!(answer.status.is_success() || answer.status.is_redirection(), "{}", answer.body);
        let mut rows = changed(&app, &grace).await;
        rows.sort_unstable_by_key(|row| row.category);
        let off = |category| Preference { category, email: false, in_app: true };
        assert_eq!(rows, [off(Category::UsageAlerts), off(Category::Billing)]);
    }
    let done = app.get(&path).await.body;
    assert!(done.contains("Switched off") && both.iter().all(|row| done.contains(row)), "{done}");
    assert!(!done.contains("<form"));
}

#[tokio::test]
async fn a_row_that_was_switched_on_again_ends_with_the_others() {
    let app = TestApp::new().await;
    let (grace, path) = mailed_both(&app).await;
    post(&app, &path, ONE_CLICK).await;
    for (channel, on) in [("email", true), ("in_app", false)] {
        let body = json!({ "category": "billing", "channel": channel, "on": on });
        app.post_as(&grace.cookie, "/rpc/v1/preferences", body).await.done();
    }
    assert!(app.get(&path).await.body.contains("<form"), "one of them comes");
    assert_eq!(post(&app, &path, ONE_CLICK).await.status, StatusCode::OK);
    let rows = changed(&app, &grace).await;
    let billing = rows.iter().find(|row| row.category == Category::Billing).copied();
    assert_eq!(billing, Some(Preference { category: Category::Billing, email: false, in_app: false }));
}

#[tokio::test]
async fn mail_programs_may_post_as_they_like() {
    let app = TestApp::new().await;
    let (grace, path) = mailed(&app).await;
    let parts =
        "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n";
    let request = Request::get(&path)
        .method(Method::POST)
        .header("content-type", "multipart/form-data; boundary=b")
        .header("origin", "https://mail.example")
        .header("sec-fetch-site", "cross-site")
        .body(parts);
    assert_eq!(app.send(request).await.status, StatusCode::OK);
    assert_eq!(changed(&app, &grace).await, billing_off());
}

#[tokio::test]
async fn looking_changes_nothing() {
    let app = TestApp::new().await;
    let (grace, path) = mailed(&app).await;
    let answer = app.get(&path).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert!(answer.body.contains("Stop mails about “Billing notifications”?"), "{}", answer.body);
    assert!(answer.body.contains("<form method=\"post\"") && !answer.body.contains("<script"));
    assert_eq!(answer.header("cache-control"), "no-store");
    app.send(Request::get(&path).method(Method::HEAD)).await;
    app.send(Request::get(&format!("{path}&List-Unsubscribe=One-Click&by=button"))).await;
    assert!(changed(&app, &grace).await.is_empty());
}

#[tokio::test]
async fn the_button_works_without_scripts_and_leads_back() {
    let app = TestApp::new().await;
    let (grace, path) = mailed(&app).await;
    let page = app.get(&path).await.body;
    let (_, action) = page.split_once("action=\"").expect("a form");
    let (action, _) = action.split_once('"').expect("its address");
    let answer = post(&app, &action.replace("&amp;", "&"), "by=button").await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    let done = app.get(answer.header("location")).await;
    assert!(
        done.body.contains("Switched off") && done.body.contains("Billing notifications"),
        "{}",
        done.body
    );
    assert!(done.body.contains("href=\"/settings/notifications\"") && !done.body.contains("<form"));
    assert_eq!(changed(&app, &grace).await, billing_off());
}

#[tokio::test]
async fn a_link_that_is_not_ours_does_nothing_and_says_what_to_do() {
    let app = TestApp::new().await;
    let (grace, path) = mailed(&app).await;
    let cut = &path[..path.len() - 1];
    let mut turned = path.clone().into_bytes();
    turned[40] = if turned[40] == b'A' { b'B' } else { b'A' };
    let turned = String::from_utf8(turned).expect("text");
    for wrong in ["/unsubscribe", "/unsubscribe?link=", "/unsubscribe?link=%3Cscript%3E", cut, &turned] {
        for answer in [app.get(wrong).await, post(&app, wrong, ONE_CLICK).await] {
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{wrong}");
            assert!(answer.body.contains("This link doesn’t work"), "{wrong}: {}", answer.body);
            assert!(!answer.body.contains("<script"), "{wrong}");
        }
    }
    assert!(changed(&app, &grace).await.is_empty());
}

#[tokio::test]
async fn a_post_that_says_nothing_changes_nothing() {
    let app = TestApp::new().await;
    let (grace, path) = mailed(&app).await;
    for body in ["", "List-Unsubscribe=Later", "by=somebody"] {
        assert_eq!(post(&app, &path, body).await.status, StatusCode::BAD_REQUEST, "{body}");
    }
    for method in [Method::PUT, Method::DELETE, Method::PATCH] {
        let request = Request::get(&path).method(method).body(ONE_CLICK);
        assert_eq!(app.send(request).await.status, StatusCode::METHOD_NOT_ALLOWED);
    }
    assert!(changed(&app, &grace).await.is_empty());
}

#[tokio::test]
async fn only_this_path_is_open_to_other_sites() {
    let app = TestApp::new().await;
    let (grace, path) = mailed(&app).await;
    let query = path.strip_prefix("/unsubscribe").expect("its path");
    for near in ["/unsubscribe/", "/unsubscribe.css", "/unsubscribes", "//unsubscribe", "/Unsubscribe"] {
        let answer = post(&app, &format!("{near}{query}"), ONE_CLICK).await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{near}");
    }
    let body = json!({ "category": "billing", "channel": "email", "on": false });
    let request = Request::post("/rpc/v1/preferences", &body)
        .cookie(&grace.cookie)
        .header("sec-fetch-site", "cross-site")
        .header("origin", "https://mail.example");
    assert_eq!(app.send(request).await.status, StatusCode::FORBIDDEN);
    assert!(changed(&app, &grace).await.is_empty());
}

#[tokio::test]
async fn the_page_brings_its_own_style() {
    let app = TestApp::new().await;
    let style = app.get("/plain.css").await;
    assert_eq!(style.status, StatusCode::OK);
    assert!(style.header("content-type").starts_with("text/css"));
}
