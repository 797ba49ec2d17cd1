//! Languages are files: whatever is there is chosen by the request, also for what comes later by mail. The second
//! language of the tests is the first in brackets.

use serde_json::{Value, json};
use testkit::{Answer, EMAIL, PASSWORD, Request, TestApp};

const OTHER: &str = "tlh, en-XA;q=0.9, en;q=0.8";
const NEW_PASSWORD: &str = "Difference-Engine-1822?";

async fn post(app: &TestApp, name: &str, body: Value) -> Answer {
    let request = Request::post(&format!("/rpc/v1/auth/{name}"), &body).header("accept-language", OTHER);
    let answer = app.send(request).await;
    assert_eq!(answer.status, 200, "{name}: {}", answer.body);
    answer
}

/// The newest mail's code; fails unless all of the mail is in the second language.
async fn bracketed_code(app: &TestApp) -> String {
    app.work().await;
    let mail = app.mails.to(EMAIL).pop().expect("a mail");
    assert!(mail.subject.starts_with('[') && mail.subject.ends_with(']'), "{}", mail.subject);
    assert!(mail.text.lines().filter(|line| line.contains(' ')).all(bracketed), "{}", mail.text);
    assert!(mail.html.contains("<html lang=\"en-XA\">"), "{}", mail.html);
    mail.subject.chars().filter(char::is_ascii_digit).collect()
}

fn bracketed(line: &str) -> bool {
    // The address of what to do next is in no language.
    let line = line.rsplit_once(" http").map_or(line, |(line, _)| line).trim();
    line == "--"
        || line.bytes().all(|byte| byte.is_ascii_digit())
        || line.starts_with('[') && line.ends_with(']')
}

#[tokio::test]
async fn a_mail_is_in_the_language_of_the_request_that_caused_it() {
    let app = TestApp::new().await;
    let flow = post(&app, "sign-up", json!({ "email": EMAIL, "password": PASSWORD })).await.json();
    bracketed_code(&app).await;
    post(&app, "resend", json!({ "flow": flow })).await;
    bracketed_code(&app).await;
    // The right password before the code: another mail.
    post(&app, "sign-in", json!({ "email": EMAIL, "password": PASSWORD })).await;
    let code = bracketed_code(&app).await;
    post(&app, "confirm", json!({ "flow": flow, "code": code })).await;

    let flow = post(&app, "forgot", json!({ "email": EMAIL })).await.json();
    let code = bracketed_code(&app).await;
    post(&app, "reset", json!({ "flow": flow, "code": code, "password": NEW_PASSWORD })).await;
    // That it was changed.
    bracketed_code(&app).await;
}

#[tokio::test]
async fn a_page_is_in_the_language_of_its_request_and_says_so() {
    let app = TestApp::new().await;
    let page = app.send(Request::get("/dev/mailbox").header("accept-language", OTHER)).await;
    assert!(page.body.contains("<html lang=\"en-XA\">") && page.body.contains("<h1>["), "{}", page.body);
    let page = app.send(Request::get("/dev/mailbox")).await;
    assert!(page.body.contains("<html lang=\"en-GB\">"), "{}", page.body);
}
