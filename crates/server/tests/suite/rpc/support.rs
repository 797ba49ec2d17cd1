//! `/rpc/v1/support`, and what support does with what arrives there

use std::{io::Cursor, sync::Arc};

use axum::http::StatusCode;
use base64::{Engine as _, prelude::BASE64_STANDARD};
use domain::{
    ErrorCode, UserId,
    picture::{FILE_MAX, PictureKind},
    support::{SupportDraft, SupportState},
};
use futures_util::future::join_all;
use image::{DynamicImage, ImageFormat};
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use server::{
    adapters::mailbox::Mailbox,
    config::Config,
    ports::mailer::{Mail, Mailer as _},
    service::{deletion, support},
};
use testkit::{Answer, BrokenMailer, EMAIL, Holder, TestApp};

const SUBMIT: &str = "/rpc/v1/support";
const SUPPORT: &str = "support@example.org";
const OTHER: &str = "charles@example.com";
const TITLE: &str = "It does not open";
const DESCRIPTION: &str = "First line\n\n  <b>second</b> & last";

fn with_address(config: &mut Config) {
    config.support.email = Some(SUPPORT.into());
}

/// An app whose support has an address, and somebody who is signed in to it.
async fn app_and_ada() -> (TestApp, Holder) {
    let app = TestApp::configured(with_address).await;
    let ada = app.holder(EMAIL).await;
    (app, ada)
}

fn id(number: u32) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

fn draft() -> Value {
    json!({ "category": "Account", "title": TITLE, "description": DESCRIPTION })
}

async fn send(app: &TestApp, cookie: &str, id: &str, draft: Value, screenshot: Option<&[u8]>) -> Answer {
    let screenshot = screenshot.map(|file| BASE64_STANDARD.encode(file));
    app.post_as(cookie, SUBMIT, json!({ "id": id, "draft": draft, "screenshot": screenshot })).await
}

/// Submits a request that is all right. Answers its reference.
async fn submit(app: &TestApp, cookie: &str, number: u32) -> String {
    let made = send(app, cookie, &id(number), draft(), None).await.done();
    made["reference"].as_str().expect("a reference").to_owned()
}

async fn page(app: &TestApp, cookie: &str) -> Value {
    app.get_as(cookie, SUBMIT).await.done()
}

async fn requests(app: &TestApp, cookie: &str) -> usize {
    page(app, cookie).await["requests"].as_array().expect("a list").len()
}

async fn read(app: &TestApp, cookie: &str, reference: &str) -> Answer {
    app.get_as(cookie, &format!("/rpc/v1/support/one?reference={reference}")).await
}

/// The one mail to an address.
#[track_caller]
fn the_mail(mails: Vec<Mail>) -> Mail {
    let [mail] = <[Mail; 1]>::try_from(mails).expect("one mail");
    mail
}

fn is_not_found(answer: &Answer) -> bool {
    answer.status == StatusCode::NOT_FOUND && answer.code() == "not_found"
}

fn png() -> Vec<u8> {
    let mut file = Vec::new();
    DynamicImage::new_rgb8(30, 20).write_to(&mut Cursor::new(&mut file), ImageFormat::Png).expect("written");
    file
}

#[tokio::test]
async fn a_request_is_kept_under_its_reference() {
    let (app, ada) = app_and_ada().await;
    let reference = submit(&app, &ada.cookie, 1).await;
    let random = reference.strip_prefix("SR-").expect("a reference");
    assert!(
        random.len() == 8 && random.bytes().all(|byte| b"0123456789ABCDEFGHJKMNPQRSTVWXYZ".contains(&byte))
    );
    let page = page(&app, &ada.cookie).await;
    assert_json_snapshot!(page, { ".requests[0].reference" => "[reference]" }, @r#"
    {
      "categories": [
        "Account",
        "API keys",
        "Billing",
        "Bug report",
        "Feature request",
        "Feedback",
        "Security",
        "Other"
      ],
      "requests": [
        {
          "category": "Account",
          "createdAt": 1795305600000,
          "reference": "[reference]",
          "state": "open",
          "title": "It does not open",
          "updatedAt": 1795305600000
        }
      ]
    }
    "#);
    let thread = read(&app, &ada.cookie, &reference.to_lowercase()).await.done();
    assert_eq!(thread["request"], page["requests"][0]);
    assert_eq!(thread["description"], DESCRIPTION);
    assert_eq!((&thread["screenshot"], &thread["replies"]), (&json!(false), &json!([])));

    let activity = app.get_as(&ada.cookie, "/rpc/v1/security").await.done();
    let entries = activity["activity"]["entries"].as_array().expect("a list").iter();
    let asked: Vec<_> = entries.filter(|entry| entry["kind"] == "support_requested").collect();
    assert!(asked.len() == 1 && asked[0]["subject"] == reference, "{asked:?}");
}

#[tokio::test]
async fn support_gets_everything_and_the_person_a_copy() {
    let (app, ada) = app_and_ada().await;
    let reference = submit(&app, &ada.cookie, 1).await;
    assert!(app.mails.to(SUPPORT).is_empty(), "nothing waits for mail");
    app.work().await;

    let mail = the_mail(app.mails.to(SUPPORT));
    assert_eq!(mail.subject, format!("[{reference}] Account: {TITLE}"));
    assert_eq!(mail.reply_to.as_deref(), Some(EMAIL));
    assert!(mail.attachment.is_none());
    for part in [EMAIL, &ada.user, &reference, TITLE, DESCRIPTION, "Account", "22 November 2026, 00:00 UTC"] {
        assert!(mail.text.contains(part), "{part} in {}", mail.text);
    }
    assert!(mail.html.contains("&lt;b&gt;second&lt;/b&gt; &amp; last"), "{}", mail.html);

    let copy = the_mail(app.mails.to(EMAIL));
    assert!(copy.subject.contains(&reference) && !copy.subject.contains(TITLE), "{}", copy.subject);
    assert_eq!(copy.reply_to, None);
    let link = format!("http://127.0.0.1:8080/support/{reference}");
    for part in [reference.as_str(), TITLE, DESCRIPTION, &link] {
        assert!(copy.text.contains(part), "{part} in {}", copy.text);
    }
}

#[tokio::test]
async fn without_an_address_of_support_only_the_copy_goes() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let reference = submit(&app, &ada.cookie, 1).await;
    app.work().await;
    assert!(the_mail(app.mails.to(EMAIL)).text.contains(&reference));
    let listed = support::list(&app.app, None).await.expect("a list");
    assert_eq!(listed.len(), 1, "support finds it on the command line");
}

#[tokio::test]
async fn nothing_is_lost_while_the_mail_server_is_down() {
    let mailer = Arc::new(BrokenMailer::default());
    let app = TestApp::with_mailer(Arc::clone(&mailer) as _).await;
    let cookie = app.signed_in(EMAIL).await;
    let reference = submit(&app, &cookie, 1).await;
    app.work().await;
    assert!(mailer.inbox.to(EMAIL).is_empty());
    mailer.repair();
    app.wait(3);
    app.work().await;
    let copies = || mailer.inbox.to(EMAIL).iter().filter(|mail| mail.text.contains(&reference)).count();
    assert_eq!(copies(), 1);
    app.wait(3600);
    app.work().await;
    assert_eq!(copies(), 1, "and not twice");
}

#[tokio::test]
async fn a_screenshot_goes_along_without_what_else_was_in_its_file() {
    let (app, ada) = app_and_ada().await;
    let mut file = png();
    file.extend(b"something that hides behind the picture");
    let made = send(&app, &ada.cookie, &id(1), draft(), Some(&file)).await.done();
    let reference = made["reference"].as_str().expect("a reference");
    assert_eq!(read(&app, &ada.cookie, reference).await.done()["screenshot"], true);
    app.work().await;
    let attached = the_mail(app.mails.to(SUPPORT)).attachment.expect("a file");
    assert_eq!((attached.name.as_str(), attached.media_type.as_str()), ("screenshot.jpg", "image/jpeg"));
    assert_eq!(PictureKind::of(&attached.bytes), Some(PictureKind::Jpeg));
    let picture = image::load_from_memory(&attached.bytes).expect("a picture");
    assert_eq!((picture.width(), picture.height()), (30, 20));
    assert!(the_mail(app.mails.to(EMAIL)).attachment.is_none(), "they have it");
    let on_command_line = support::screenshot_of(&app.app, reference).await.expect("a file");
    assert_eq!(on_command_line, attached.bytes);
}

#[tokio::test]
async fn a_screenshot_that_is_too_large_for_a_mail_is_told_of_in_it() {
    for (size, goes_along) in [(5_000_000, true), (5_000_001, false)] {
        let (app, ada) = app_and_ada().await;
        let made = send(&app, &ada.cookie, &id(1), draft(), Some(&png())).await.done();
        let reference = made["reference"].as_str().expect("a reference");
        // As if ours had become so large: noise of that size takes long to write.
        let screenshots = app.app.config.objects_folder().join("screenshots");
        let folder =
            std::fs::read_dir(screenshots).expect("a folder").next().expect("one").expect("a folder");
        let file = std::fs::read_dir(folder.path()).expect("a folder").next().expect("one").expect("a file");
        std::fs::write(file.path(), vec![0; size]).expect("written");
        app.work().await;
        let mail = the_mail(app.mails.to(SUPPORT));
        assert_eq!(mail.attachment.is_some(), goes_along);
        let how = format!("personal-settings support show {reference} --screenshot");
        assert_eq!(mail.text.contains(&how), !goes_along, "{}", mail.text);
        let on_command_line = support::screenshot_of(&app.app, reference).await.expect("a file");
        assert_eq!(on_command_line.len(), size);
    }
}

#[tokio::test]
async fn what_is_no_reference_is_not_there() {
    let (app, ada) = app_and_ada().await;
    let reference = submit(&app, &ada.cookie, 1).await;
    for wrong in
        ["", "SR-", "%00", "SR-10ABCDE%00", "SR-10ABCDE%C3%89", "SR-10ABCDEFG", &format!("{reference}%00")]
    {
        assert!(is_not_found(&read(&app, &ada.cookie, wrong).await), "{wrong}");
    }
    let failure = support::close(&app.app, "SR-10ABCDE\0").await.expect_err("no reference");
    assert_eq!(failure.error().code, ErrorCode::NotFound);
}

#[tokio::test]
async fn what_is_no_picture_is_refused_and_nothing_is_kept() {
    let (app, ada) = app_and_ada().await;
    let mut huge = png();
    huge.resize(FILE_MAX + 1, 0);
    let mut broken = png();
    broken.truncate(40);
    for (file, problem) in [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), "picture_kind"),
        (Vec::new(), "picture_kind"),
        (broken, "picture_broken"),
        (huge, "picture_too_large"),
    ] {
        let answer = send(&app, &ada.cookie, &id(1), draft(), Some(&file)).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{problem}: {}", answer.body);
        let fields = &answer.json()["data"]["fields"];
        assert_eq!(*fields, json!([{ "field": "screenshot", "problem": problem }]));
    }
    assert_eq!(requests(&app, &ada.cookie).await, 0);
    app.work().await;
    assert!(app.mails.to(SUPPORT).is_empty() && app.mails.to(EMAIL).is_empty());
    submit(&app, &ada.cookie, 1).await;
}

#[tokio::test]
async fn pictures_that_come_to_nothing_are_looked_at_a_few_times_only() {
    let (app, ada) = app_and_ada().await;
    let mut broken = png();
    broken.truncate(40);
    for _ in 0..30 {
        assert_eq!(send(&app, &ada.cookie, &id(1), draft(), Some(&broken)).await.code(), "invalid");
    }
    assert_eq!(send(&app, &ada.cookie, &id(1), draft(), Some(&broken)).await.code(), "too_many_tries");
    submit(&app, &ada.cookie, 1).await;
}

#[tokio::test]
async fn every_wrong_field_is_named() {
    let (app, ada) = app_and_ada().await;
    let fields = async |draft: Value| {
        let answer = send(&app, &ada.cookie, &id(1), draft, None).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.body);
        answer.json()["data"]["fields"].clone()
    };
    let empty = json!({ "category": "", "title": " ", "description": "\n" });
    assert_eq!(
        fields(empty).await,
        json!([
            { "field": "category", "problem": "required" },
            { "field": "title", "problem": "required" },
            { "field": "description", "problem": "required" },
        ])
    );
    let unknown = json!({ "category": "account", "title": TITLE, "description": DESCRIPTION });
    assert_eq!(fields(unknown).await, json!([{ "field": "category", "problem": "category_unknown" }]));
    let long = json!({ "category": "Account", "title": "x".repeat(121), "description": "x".repeat(5001) });
    assert_eq!(
        fields(long).await,
        json!([
            { "field": "title", "problem": "title_too_long" },
            { "field": "description", "problem": "description_too_long" },
        ])
    );
    let most = json!({ "category": "Other", "title": "é".repeat(120), "description": "é".repeat(5000) });
    send(&app, &ada.cookie, &id(1), most, None).await.done();
}

#[tokio::test]
async fn the_categories_are_the_installations() {
    let app = TestApp::configured(|config| config.support.categories = vec!["Sales".into()]).await;
    let ada = app.holder(EMAIL).await;
    assert_eq!(page(&app, &ada.cookie).await["categories"], json!(["Sales"]));
    let answer = send(&app, &ada.cookie, &id(1), draft(), None).await;
    assert_eq!(answer.code(), "invalid", "the usual ones are none of its");
    let sales = json!({ "category": "Sales", "title": TITLE, "description": DESCRIPTION });
    send(&app, &ada.cookie, &id(1), sales, None).await.done();
}

#[tokio::test]
async fn nobody_writes_headers_of_a_mail() {
    let (app, ada) = app_and_ada().await;
    for title in
        ["Hello\r\nBcc: eve@example.com", "Hello\nBcc: eve@example.com", "Hello\rBcc: eve@example.com"]
    {
        let injected = json!({ "category": "Account", "title": title, "description": DESCRIPTION });
        let answer = send(&app, &ada.cookie, &id(1), injected, None).await;
        assert_eq!(answer.json()["data"]["fields"][0]["problem"], "control_character", "{title:?}");
        let injected = json!({ "category": title, "title": TITLE, "description": DESCRIPTION });
        assert_eq!(send(&app, &ada.cookie, &id(1), injected, None).await.code(), "invalid", "{title:?}");
    }
    // What separates lines for some programs and is no control character; and a text as long as a header can bear.
    let title = format!("Hello\u{2028}Bcc: eve@example.com {}", "W".repeat(90));
    let description = "Hello\r\n.\r\n\r\nBcc: eve@example.com\r\nSubject: Another";
    let draft = json!({ "category": "Account", "title": title, "description": description });
    send(&app, &ada.cookie, &id(1), draft, None).await.done();
    app.work().await;
    let of_ours = ["Message-ID", "From", "To", "Subject", "Reply-To", "MIME-Version", "Date", "Content-Type"];
    for to in [SUPPORT, EMAIL] {
        let headers = headers_of(&the_mail(app.mails.to(to))).await;
        // What begins with a space goes on from the line above.
        let mut names: Vec<_> = headers.lines().filter(|line| !line.starts_with([' ', '\t'])).collect();
        for line in &mut names {
            *line = line.split(':').next().unwrap_or_default();
        }
        assert!(names.iter().all(|name| of_ours.contains(name)), "{headers}");
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count, "each stands there once: {headers}");
    }
}

/// What stands above a mail as it travels.
async fn headers_of(mail: &Mail) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let mailbox = Mailbox { folder: folder.path().to_owned(), from: "no-reply@example.com".into() };
    mailbox.send(mail).await.expect("kept");
    let file = folder.path().join(format!("{}.eml", mail.id));
    let text = std::fs::read_to_string(file).expect("a mail");
    text.split("\r\n\r\n").next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn the_same_request_is_stored_once_however_often_it_is_sent() {
    let (app, ada) = app_and_ada().await;
    let at_once = join_all((0..6).map(|_| submit(&app, &ada.cookie, 1))).await;
    assert!(at_once.iter().all(|reference| *reference == at_once[0]), "{at_once:?}");
    app.wait(7200);
    let other = json!({ "category": "Other", "title": "Another", "description": "Another" });
    let again = send(&app, &ada.cookie, &id(1), other, Some(&png())).await.done();
    assert_eq!((&again["reference"], &again["title"]), (&json!(at_once[0]), &json!(TITLE)));
    assert_eq!(requests(&app, &ada.cookie).await, 1);
    app.work().await;
    the_mail(app.mails.to(SUPPORT));
    the_mail(app.mails.to(EMAIL));
}

#[tokio::test]
async fn the_id_of_somebody_elses_request_opens_nothing() {
    let (app, ada) = app_and_ada().await;
    let eve = app.holder(OTHER).await;
    let reference = submit(&app, &ada.cookie, 1).await;
    let answer = send(&app, &eve.cookie, &id(1), draft(), None).await;
    assert!(is_not_found(&answer), "{}", answer.body);
    assert!(!answer.body.contains(&reference) && !answer.body.contains(TITLE), "{}", answer.body);
    assert_eq!((requests(&app, &ada.cookie).await, requests(&app, &eve.cookie).await), (1, 0));
    let unknown = read(&app, &eve.cookie, "SR-00000000").await;
    let known = read(&app, &eve.cookie, &reference).await;
    assert!(is_not_found(&unknown) && is_not_found(&known));
    assert_eq!(known.body, unknown.body, "that there is one is not told");
    app.work().await;
    assert!(app.mails.to(OTHER).is_empty());
}

#[tokio::test]
async fn two_people_at_once_with_one_id_make_one_request() {
    let (app, ada) = app_and_ada().await;
    let eve = app.holder(OTHER).await;
    let id = id(1);
    let (first, second) = tokio::join!(
        send(&app, &ada.cookie, &id, draft(), None),
        send(&app, &eve.cookie, &id, draft(), None)
    );
    let made = [&first, &second].iter().filter(|answer| answer.status == StatusCode::OK).count();
    let refused = [&first, &second].iter().filter(|answer| is_not_found(answer)).count();
    assert_eq!((made, refused), (1, 1), "{} {}", first.body, second.body);
}

#[tokio::test]
async fn ten_an_hour_and_no_more() {
    let (app, ada) = app_and_ada().await;
    let eve = app.holder(OTHER).await;
    let reference = submit(&app, &ada.cookie, 1).await;
    app.wait(1800);
    let ids: Vec<_> = (2..=16).map(id).collect();
    let answers = join_all(ids.iter().map(|id| send(&app, &ada.cookie, id, draft(), None))).await;
    let (made, refused): (Vec<_>, Vec<_>) =
        answers.iter().partition(|answer| answer.status == StatusCode::OK);
    assert_eq!((made.len(), refused.len()), (9, 6), "with the first one ten");
    for answer in refused {
        assert_eq!((answer.status.as_u16(), answer.code()), (429, "too_many_tries".to_owned()));
        assert_eq!(answer.json()["data"]["retryAfter"], 1800, "until the first one is an hour old");
    }
    assert_eq!(requests(&app, &ada.cookie).await, 10);
    assert_eq!(submit(&app, &ada.cookie, 1).await, reference, "what is stored is answered all the same");
    submit(&app, &eve.cookie, 50).await;

    app.wait(1799);
    assert_eq!(send(&app, &ada.cookie, &id(30), draft(), None).await.status.as_u16(), 429);
    app.wait(1);
    submit(&app, &ada.cookie, 30).await;
    assert_eq!(
        send(&app, &ada.cookie, &id(31), draft(), None).await.status.as_u16(),
        429,
        "one went, one came"
    );
}

#[tokio::test]
async fn what_is_refused_does_not_count() {
    let (app, ada) = app_and_ada().await;
    let wrong = json!({ "category": "Account", "title": "", "description": DESCRIPTION });
    for number in 0..20 {
        let answer = send(&app, &ada.cookie, &id(number), wrong.clone(), None).await;
        assert_eq!(answer.code(), "invalid");
    }
    for number in 0..10 {
        submit(&app, &ada.cookie, number).await;
    }
}

#[tokio::test]
async fn an_answer_reaches_its_person_in_the_app_and_in_one_mail() {
    let (app, ada) = app_and_ada().await;
    let eve = app.holder(OTHER).await;
    let reference = submit(&app, &ada.cookie, 1).await;
    app.work().await;
    app.mails.forget();
    app.wait(60);
    let typed = reference.to_lowercase();
    support::reply(&app.app, &typed, " Try again.\r\nIt <b>works</b> now. ").await.expect("answered");
    app.work().await;

    let thread = read(&app, &ada.cookie, &reference).await.done();
    assert_eq!(thread["request"]["state"], "answered");
    let at = thread["request"]["createdAt"].as_i64().expect("a time") + 60_000;
    assert_eq!(thread["request"]["updatedAt"], at);
    assert_eq!(thread["replies"], json!([{ "text": "Try again.\nIt <b>works</b> now.", "at": at }]));

    let mail = the_mail(app.mails.to(EMAIL));
    assert!(mail.subject.contains(&reference) && mail.subject.contains(TITLE), "{}", mail.subject);
    assert!(mail.text.contains("Try again.\nIt <b>works</b> now."), "{}", mail.text);
    assert!(mail.html.contains("It &lt;b&gt;works&lt;/b&gt; now."), "{}", mail.html);
    assert_eq!(mail.reply_to.as_deref(), Some(SUPPORT), "what they write back goes to support");
    assert!(app.mails.to(SUPPORT).is_empty());

    let all = json!({ "filter": "all", "below": null });
    let answers = async |cookie: &str| {
        let told = app.post_as(cookie, "/rpc/v1/notifications", all.clone()).await.done();
        let all = told["items"].as_array().expect("a list").iter();
        let answers = all.filter(|item| item["kind"] == "support_replied");
        answers.map(|item| (item["subject"].clone(), item["message"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(answers(&ada.cookie).await, [(json!(TITLE), json!(reference))]);
    assert_eq!(answers(&eve.cookie).await, []);
}

#[tokio::test]
async fn answers_stand_in_the_order_in_which_they_came() {
    let (app, ada) = app_and_ada().await;
    let reference = submit(&app, &ada.cookie, 1).await;
    for text in ["One", "Two", "Three"] {
        app.wait(1);
        support::reply(&app.app, &reference, text).await.expect("answered");
    }
    let thread = read(&app, &ada.cookie, &reference).await.done();
    let texts: Vec<_> =
        thread["replies"].as_array().expect("a list").iter().map(|each| &each["text"]).collect();
    assert_eq!(texts, ["One", "Two", "Three"]);
    app.work().await;
    let mails = app.mails.to(EMAIL);
    assert_eq!(mails.len(), 4, "a copy and three answers");
    let ids: std::collections::HashSet<_> = mails.iter().map(|mail| &mail.id).collect();
    assert_eq!(ids.len(), 4, "each has its own Message-ID");
}

#[tokio::test]
async fn an_empty_answer_and_one_to_nothing_are_refused() {
    let (app, ada) = app_and_ada().await;
    let reference = submit(&app, &ada.cookie, 1).await;
    for text in ["", " \n", "\u{1b}[2J", &"x".repeat(5001)] {
        let failure = support::reply(&app.app, &reference, text).await.expect_err("refused");
        assert_eq!(failure.error().code, ErrorCode::Invalid);
    }
    for nothing in ["SR-00000000", "", "'; DROP TABLE support_requests; --"] {
        let failure = support::reply(&app.app, nothing, "Hello").await.expect_err("nobody asked");
        assert_eq!(failure.error().code, ErrorCode::NotFound);
        assert!(support::close(&app.app, nothing).await.is_err());
        assert!(support::ticket(&app.app, nothing).await.is_err());
    }
    assert_eq!(read(&app, &ada.cookie, &reference).await.done()["replies"], json!([]));
}

#[tokio::test]
async fn closing_tells_nobody_by_mail() {
    let (app, ada) = app_and_ada().await;
    let reference = submit(&app, &ada.cookie, 1).await;
    app.work().await;
    app.mails.forget();
    for _ in 0..2 {
        let closed = support::close(&app.app, &reference).await.expect("closed");
        assert_eq!(closed.state, SupportState::Closed);
    }
    app.work().await;
    assert!(app.mails.to(EMAIL).is_empty() && app.mails.to(SUPPORT).is_empty());
    assert_eq!(page(&app, &ada.cookie).await["requests"][0]["state"], "closed");
    support::reply(&app.app, &reference, "One more thing.").await.expect("answered");
    assert_eq!(page(&app, &ada.cookie).await["requests"][0]["state"], "answered");
}

#[tokio::test]
async fn support_lists_what_waits() {
    let (app, ada) = app_and_ada().await;
    let mut references = Vec::new();
    for number in 0..3 {
        app.wait(1);
        references.push(submit(&app, &ada.cookie, number).await);
    }
    support::reply(&app.app, &references[0], "Yes.").await.expect("answered");
    support::close(&app.app, &references[1]).await.expect("closed");
    let listed = async |state| {
        let listed = support::list(&app.app, state).await.expect("a list");
        listed.into_iter().map(|each| each.request.reference).collect::<Vec<_>>()
    };
    let latest_first: Vec<_> = references.iter().rev().cloned().collect();
    assert_eq!(listed(None).await, latest_first);
    assert_eq!(listed(Some(SupportState::Answered)).await, references[..1]);
    assert_eq!(listed(Some(SupportState::Closed)).await, references[1..2]);
    assert_eq!(listed(Some(SupportState::Open)).await, references[2..]);
    let ticket = support::ticket(&app.app, &references[2]).await.expect("a request");
    assert_eq!(ticket.person.map(|(_, email)| email).as_deref(), Some(EMAIL));
}

#[tokio::test]
async fn what_was_wrong_outlives_the_account_but_not_whose_it_was() {
    let (app, ada) = app_and_ada().await;
    let reference = submit(&app, &ada.cookie, 1).await;
    let user = UserId(ada.user.parse().expect("an id"));
    deletion::delete_as_admin(&app.app, user).await.expect("deleted");
    app.work().await;
    let last = the_mail(app.mails.to(EMAIL));
    assert!(last.subject.contains("account is deleted"), "nobody is there to get a copy: {}", last.subject);
    let mail = the_mail(app.mails.to(SUPPORT));
    assert_eq!(mail.reply_to, None);
    assert!(!mail.text.contains(EMAIL) && !mail.text.contains(&ada.user), "{}", mail.text);
    let ticket = support::ticket(&app.app, &reference).await.expect("a request");
    assert_eq!((ticket.person, ticket.thread.description.as_str()), (None, DESCRIPTION));
    let failure = support::reply(&app.app, &reference, "Hello").await.expect_err("nobody would read it");
    assert_eq!(failure.error().code, ErrorCode::NotFound);
    support::close(&app.app, &reference).await.expect("closed");
}

#[tokio::test]
async fn a_reference_is_nobody_elses() {
    let (app, ada) = app_and_ada().await;
    submit(&app, &ada.cookie, 1).await;
    let db = app.app.database.connection();
    let mut taken = support::list(&app.app, None).await.expect("a list").remove(0);
    taken.id = "00000000-0000-4000-8000-000000000002".parse().expect("an id");
    assert!(!server::store::support::insert(db, &taken).await.expect("an answer"), "the reference is taken");
    taken.request.reference = "SR-00000000".into();
    assert!(server::store::support::insert(db, &taken).await.expect("an answer"));
}

#[tokio::test]
async fn a_draft_says_nothing_more_than_it_should() {
    let (app, ada) = app_and_ada().await;
    let mut more = draft();
    more["state"] = json!("closed");
    let answer = send(&app, &ada.cookie, &id(1), more, None).await;
    assert_eq!(answer.status, StatusCode::BAD_REQUEST, "{}", answer.body);
    assert!(serde_json::from_value::<SupportDraft>(draft()).is_ok());
}
