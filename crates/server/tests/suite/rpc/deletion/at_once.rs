//! What is so once the answer is there.

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};
use server::{jobs, service::deletion::delete_as_admin, store};
use testkit::{EMAIL, PASSWORD, Request, TestApp};

use super::{
    GRACE, ada_and_grace, assert_out, assert_unknown, delete, id, is_kept, last_mails, request, sign_up,
    under_way,
};

#[tokio::test]
async fn the_person_is_out_everywhere() {
    let (app, ada, grace) = ada_and_grace().await;
    let elsewhere = app.sign_in(EMAIL, PASSWORD).await;
    let answer = delete(&app, &ada, &[]).await;
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    assert!(answer.header("set-cookie").contains("Max-Age=0"), "{:?}", answer.headers);
    // Before any job ran.
    assert_eq!(under_way(&app).await, 1);
    assert_out(&app, &ada).await;
    assert_eq!(app.get_as(&elsewhere, "/rpc/v1/me").await.code(), "signed_out");
    assert_unknown(&app, EMAIL).await;
    app.get_as(&grace.cookie, "/rpc/v1/me").await.done();
    app.work().await;
    assert_eq!(under_way(&app).await, 0);
    assert_out(&app, &ada).await;
    assert_unknown(&app, EMAIL).await;
    app.ask(&grace.token, Method::GET, "/api/whoami", &Value::Null).await.done();
}

#[tokio::test]
async fn open_windows_close() {
    let (app, ada, grace) = ada_and_grace().await;
    let stream = |cookie| Request::get("/rpc/v1/notifications/stream?after=0").cookie(cookie);
    let (mut adas, mut graces) = (app.open(stream(&ada.cookie)).await, app.open(stream(&grace.cookie)).await);
    while adas.next().await.expect("an event")["kind"] != "unread" {}
    while graces.next().await.expect("an event")["kind"] != "unread" {}
    delete(&app, &ada, &[]).await.done();
    assert_eq!(adas.next().await, None);
    let service = app.service("Platform").await;
    app.alert(&service, &grace.user, "Hello").await;
    assert_eq!(graces.next().await.expect("an event")["value"]["title"], "Hello");
}

#[tokio::test]
async fn a_sign_in_that_waits_for_its_code_waits_for_nothing() {
    let app = TestApp::new().await;
    let enrolled = app.enrolled(EMAIL).await;
    let waiting = app.first_step(EMAIL, PASSWORD, "").await;
    app.post_as(&enrolled.cookie, super::DELETION, request(EMAIL, &[])).await.done();
    let code = app.totp_in(&enrolled.secret, 30);
    assert_eq!(app.second_step(&waiting, &code).await.code(), "signed_out");
    assert_unknown(&app, EMAIL).await;
    app.work().await;
    assert!(!is_kept(&app, EMAIL).await);
}

#[tokio::test]
async fn the_address_is_somebody_new_at_once() {
    let (app, ada, grace) = ada_and_grace().await;
    let client = app.organisation(&grace.token, "Engines").await;
    app.invite(&grace.token, &client, EMAIL, "user").await;
    app.organisation(&ada.token, "Looms").await;
    let plan = app.get_as(&ada.cookie, "/rpc/v1/account/deletion").await.done();
    let looms = plan["gone"][0]["id"].as_str().expect("an id").to_owned();
    delete(&app, &ada, &[(&looms, "Looms")]).await.done();

    sign_up(&app, EMAIL).await;
    let anew = app.sign_in(EMAIL, PASSWORD).await;
    let me = app.get_as(&anew, "/rpc/v1/me").await.done();
    assert_ne!(me["id"], json!(ada.user));
    for (path, list) in
        [("/rpc/v1/organisations", ""), ("/rpc/v1/invites", ""), ("/rpc/v1/support", "requests")]
    {
        let answer = app.get_as(&anew, path).await.done();
        let found = if list.is_empty() { &answer } else { &answer[list] };
        assert_eq!(found, &json!([]), "{path}");
    }
    let security = app.get_as(&anew, "/rpc/v1/security").await.done();
    let entries = security["activity"]["entries"].as_array().expect("a list").iter();
    let mut kinds: Vec<_> = entries.map(|entry| entry["kind"].as_str().expect("a kind")).collect();
    kinds.sort_unstable();
    assert_eq!(kinds, ["account_created", "signed_in"]);
    // The old one's last mail, and then none but those of the new.
    app.work().await;
    assert_eq!((last_mails(&app, EMAIL), under_way(&app).await), (1, 0));
    app.get_as(&anew, "/rpc/v1/me").await.done();
    assert!(!is_kept(&app, &ada.user).await);
}

#[tokio::test]
async fn the_last_mail_is_in_the_persons_language_and_comes_once() {
    let (app, ada, _) = ada_and_grace().await;
    let posting = Request::post(super::DELETION, &request(EMAIL, &[])).cookie(&ada.cookie);
    app.send(posting.header("accept-language", "en-XA")).await.done();
    app.work().await;
    app.wait(3600);
    app.work().await;
    let mails = app.mails.to(EMAIL);
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].subject.starts_with('['), "{}", mails[0].subject);
    assert!(mails[0].unsubscribe.is_none() && mails[0].reply_to.is_none());
}

#[tokio::test]
async fn what_is_noted_names_nobody() {
    let (app, ada, _) = ada_and_grace().await;
    let looms = app.organisation(&ada.token, "Looms").await;
    delete(&app, &ada, &[(&looms, "Looms")]).await.done();
    app.work().await;
    let noted = app.rows().await.remove("deletions").expect("a table");
    let [row] = <[String; 1]>::try_from(noted).expect("one row");
    let row: Value = serde_json::from_str(&row).expect("a row");
    assert_eq!((&row["requested_by"], &row["organisations"]), (&json!("person"), &json!(1)));
    assert_eq!((&row["at"], &row["finished_at"]), (&json!(app.app.now().0), &json!(app.app.now().0)));
    assert_eq!(row["pseudonym"].as_str().map(str::len), Some(43), "a keyed hash");
    assert!(!is_kept(&app, &ada.user).await && !is_kept(&app, EMAIL).await && !is_kept(&app, &looms).await);
}

#[tokio::test]
async fn an_administrator_does_the_same() {
    let (app, ada, grace) = ada_and_grace().await;
    let looms = app.organisation(&ada.token, "Looms").await;
    app.join(&ada, &looms, &grace, "user").await;
    let deleted = delete_as_admin(&app.app, id(&ada)).await.expect("deleted");
    let gone: Vec<_> = deleted.organisations.iter().map(|gone| (gone.id.to_string(), &*gone.name)).collect();
    assert_eq!(gone, [(looms, "Looms")]);
    assert_out(&app, &ada).await;
    jobs::run_one(&app.app, deleted.message).await;
    assert_eq!(under_way(&app).await, 0);
    app.work().await;
    assert_eq!(last_mails(&app, EMAIL), 1);
    let noted = app.rows().await.remove("deletions").expect("a table");
    assert!(noted.iter().all(|row| row.contains("administrator")), "{noted:?}");
    let again = delete_as_admin(&app.app, id(&ada)).await.expect_err("nobody is there");
    assert_eq!(again.error().code, domain::ErrorCode::NotFound);
}

#[tokio::test]
async fn there_is_nobody_to_be_found() {
    let (app, ada, _) = ada_and_grace().await;
    delete(&app, &ada, &[]).await.done();
    // The row is there until the job is through.
    let db = app.app.database.connection();
    assert!(store::deletions::find(db, id(&ada)).await.expect("an answer").is_some());
    assert_eq!(store::people::find(db, id(&ada)).await.expect("an answer"), None);
    for email in [EMAIL, &ada.user] {
        assert_eq!(store::people::find_by_email(db, email).await.expect("an answer"), None);
    }
    assert!(!store::people::lock(db, id(&ada)).await.expect("an answer"));
    let listed = store::people::page(db, "", 10).await.expect("a page");
    assert_eq!(listed.iter().map(|person| &*person.email).collect::<Vec<_>>(), [GRACE]);
    let everybody = store::deliveries::people(db, None, None, 10).await.expect("a page");
    assert!(!everybody.contains(&id(&ada)));
    assert!(store::deliveries::people(db, Some(&[id(&ada)]), None, 10).await.expect("a page").is_empty());
}
