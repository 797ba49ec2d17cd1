//! Who is told what, where and when: from what happens to the bell and the mailbox.

use std::{collections::HashMap, sync::Arc};

use async_trait::async_trait;
use domain::{
    Timestamp, UserId,
    notification::{Category, Channel},
    organisation::{ClientId, Role},
};
use serde_json::{Value, json};
use server::{
    app::{App, Replacements},
    jobs,
    ports::{
        broadcast::{Broadcast, Heard, News},
        mailer::{Mail, MailError, Mailer},
    },
    store::{self, people::Person},
};
use testkit::{BrokenMailer, EMAIL, Holder, MemoryMailer, TestApp};
use tokio::sync::broadcast::Receiver;
use uuid::Uuid;

pub(super) const GRACE: &str = "grace@example.com";
pub(super) const CHARLES: &str = "charles@example.com";
pub(super) const HOUR: u64 = 3600;

/// Ada's organisation, with Grace and Charles in it; all that was told so far is forgotten.
pub(super) struct Three {
    pub(super) ada: Holder,
    pub(super) grace: Holder,
    pub(super) charles: Holder,
    pub(super) client: String,
}

pub(super) async fn three(app: &TestApp) -> Three {
    let (ada, grace) = (app.holder(EMAIL).await, app.holder(GRACE).await);
    let charles = app.holder(CHARLES).await;
    let client = app.organisation(&ada.token, "Engines").await;
    app.join(&ada, &client, &grace, "user").await;
    app.join(&ada, &client, &charles, "user").await;
    app.work().await;
    for who in [&ada, &grace, &charles] {
        let body = json!({ "up_to": 1_000 });
        app.post_as(&who.cookie, "/rpc/v1/notifications/mark-all", body).await.done();
    }
    app.mails.forget();
    Three { ada, grace, charles, client }
}

pub(super) async fn set(app: &TestApp, who: &Holder, category: &str, channel: &str, on: bool) {
    let body = json!({ "category": category, "channel": channel, "on": on });
    app.post_as(&who.cookie, "/rpc/v1/preferences", body).await.done();
}

pub(super) async fn schedule(app: &TestApp, who: &Holder, schedule: Value) {
    let body = json!({ "schedule": schedule });
    app.post_as(&who.cookie, "/rpc/v1/preferences/schedule", body).await.done();
}

/// What a person has not read: kind and number, the latest first.
async fn unread(app: &TestApp, who: &Holder) -> Vec<(String, i64)> {
    let body = json!({ "filter": "unread", "below": null });
    let page = app.post_as(&who.cookie, "/rpc/v1/notifications", body).await.done();
    let items = page["items"].as_array().expect("items").iter();
    let item = |item: &Value| {
        (item["kind"].as_str().expect("a kind").to_owned(), item["number"].as_i64().expect("a number"))
    };
    items.map(item).collect()
}

async fn kinds(app: &TestApp, who: &Holder) -> Vec<String> {
    unread(app, who).await.into_iter().map(|(kind, _)| kind).collect()
}

pub(super) async fn rename(app: &TestApp, by: &Holder, client: &str, name: &str) {
    let one =
        app.get_as(&by.cookie, &format!("/rpc/v1/organisations/one?organisation={client}")).await.done();
    let body = json!({ "organisation": client, "name": name, "version": one["version"] });
    app.post_as(&by.cookie, "/rpc/v1/organisations/rename", body).await.done();
}

async fn name(app: &TestApp, who: &Holder, first_name: &str) {
    let update = json!({ "firstName": first_name, "lastName": "", "phone": "", "bio": "" });
    let profile = app.get_as(&who.cookie, "/rpc/v1/profile").await.done();
    let body = json!({ "update": update, "version": profile["version"] });
    app.post_as(&who.cookie, "/rpc/v1/profile", body).await.done();
}

pub(super) fn user(holder: &Holder) -> UserId {
    UserId(holder.user.parse().expect("an id"))
}

#[tokio::test]
async fn each_is_told_where_they_want_to_be() {
    let app = TestApp::new().await;
    let Three { ada, grace, charles, client } = three(&app).await;
    set(&app, &grace, "team_activity", "email", true).await;
    set(&app, &grace, "team_activity", "in_app", false).await;
    rename(&app, &ada, &client, "Difference Engines").await;
    assert!(kinds(&app, &charles).await.is_empty(), "not before the worker");
    app.work().await;

    assert!(kinds(&app, &ada).await.is_empty() && app.mails.to(EMAIL).is_empty(), "she did it");
    assert_eq!(kinds(&app, &charles).await, ["organisation_renamed"]);
    assert!(app.mails.to(CHARLES).is_empty());
    assert!(kinds(&app, &grace).await.is_empty());
    let mails = app.mails.to(GRACE);
    assert_eq!(mails.len(), 1);
    let mail = &mails[0];
    assert_eq!(mail.subject, "An organisation of yours is now called Difference Engines");
    let way_out = mail.unsubscribe.as_deref().expect("a way out");
    let url = &app.app.config.server.public_url;
    assert!(way_out.starts_with(&format!("{url}/unsubscribe?link=")), "{way_out}");
    for part in [
        mail.subject.as_str(),
        &format!("{url}/organisations/{client}/members"),
        "You get this mail because Email is on for “Team activity” in your notification settings.",
        &format!("{url}/settings/notifications"),
        way_out,
    ] {
        assert!(mail.text.contains(part), "{part} in {}", mail.text);
        assert!(mail.html.contains(part), "{part} in {}", mail.html);
    }
    app.wait(HOUR);
    app.work().await;
    assert_eq!(app.mails.to(GRACE).len(), 1, "and not again");
}

#[tokio::test]
async fn a_mail_shows_nothing_raw() {
    let app = TestApp::new().await;
    let Three { ada, grace, client, .. } = three(&app).await;
    set(&app, &grace, "team_activity", "email", true).await;
    rename(&app, &ada, &client, "<img src=x>&Co, https://evil.example").await;
    app.work().await;
    let mail = app.mails.to(GRACE).remove(0);
    assert!(mail.text.contains("<img src=x>&Co"), "{}", mail.text);
    assert!(mail.html.contains("&lt;img src=x&gt;&amp;Co") && !mail.html.contains("<img"), "{}", mail.html);
    let ours = format!("{}/", app.app.config.server.public_url);
    let links: Vec<_> = mail.html.split("href=\"").skip(1).collect();
    // The page, the settings, and the way out.
    assert!(links.len() == 3 && links.iter().all(|link| link.starts_with(&ours)), "{}", mail.html);
}

#[tokio::test]
async fn a_mail_is_written_when_it_goes() {
    let mailer = Arc::new(BrokenMailer::default());
    let app = TestApp::with_mailer(Arc::clone(&mailer) as _).await;
    let Three { ada, grace, charles, client } = three(&app).await;
    for who in [&grace, &charles] {
        set(&app, who, "team_activity", "email", true).await;
    }
    name(&app, &ada, "Ada").await;
    let body = json!({ "organisation": client, "member": charles.user, "role": "admin" });
    app.post_as(&ada.cookie, "/rpc/v1/organisations/members/role", body).await.done();
    app.work().await;
    // The mail server is down. Meanwhile Ada hides her name, and Charles wants no more mail.
    app.post_as(&ada.cookie, "/rpc/v1/privacy", json!({ "item": "full_name", "shown": false })).await.done();
    set(&app, &charles, "team_activity", "email", false).await;
    mailer.inbox.forget();
    mailer.repair();
    app.wait(HOUR);
    app.work().await;
    let told: Vec<_> = mailer.inbox.to(GRACE).into_iter().filter(|mail| mail.unsubscribe.is_some()).collect();
    let [mail] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(mail.subject, "A member changed a member’s role in Engines");
    assert!(!mail.text.contains("Ada") && !mail.html.contains("Ada"), "{}", mail.text);
    assert!(mailer.inbox.to(CHARLES).iter().all(|mail| mail.unsubscribe.is_none()));
    app.wait(24 * HOUR);
    app.work().await;
    assert_eq!(mailer.inbox.to(GRACE).iter().filter(|mail| mail.unsubscribe.is_some()).count(), 1);
}

#[tokio::test]
async fn who_is_concerned_is_told_in_words_of_their_own_and_once() {
    let app = TestApp::new().await;
    let Three { ada, grace, charles, client } = three(&app).await;
    let body = json!({ "organisation": client, "member": charles.user, "role": "admin" });
    let change = "/rpc/v1/organisations/members/role";
    app.post_as(&ada.cookie, change, body.clone()).await.done();
    // The same role again is no change.
    app.post_as(&ada.cookie, change, body).await.done();
    app.work().await;
    assert_eq!(kinds(&app, &charles).await, ["your_role_changed"]);
    assert_eq!(kinds(&app, &grace).await, ["role_changed"]);

    let remove = "/rpc/v1/organisations/members/remove";
    let body = json!({ "organisation": client, "member": charles.user });
    app.post_as(&ada.cookie, remove, body).await.done();
    app.work().await;
    assert_eq!(kinds(&app, &charles).await, ["you_were_removed", "your_role_changed"]);
    assert_eq!(kinds(&app, &grace).await, ["member_removed", "role_changed"]);

    let body = json!({ "organisation": client, "member": grace.user });
    app.post_as(&grace.cookie, remove, body).await.done();
    app.work().await;
    assert_eq!(kinds(&app, &ada).await, ["member_left"]);
    assert_eq!(kinds(&app, &grace).await.len(), 2, "who leaves knows it");
}

#[tokio::test]
async fn who_joins_is_announced_to_those_who_are_there() {
    let app = TestApp::new().await;
    let Three { ada, grace, charles, client } = three(&app).await;
    let mary = app.holder("mary@example.com").await;
    app.join(&ada, &client, &mary, "user").await;
    app.work().await;
    for who in [&ada, &grace, &charles] {
        assert_eq!(kinds(&app, who).await, ["member_joined"]);
    }
    // Her invite was answered before the worker came to it.
    assert_eq!(kinds(&app, &mary).await, ["security"]);
}

#[tokio::test]
async fn the_end_of_an_organisation_is_told_to_those_who_were_in_it() {
    let app = TestApp::new().await;
    let Three { ada, grace, charles, client } = three(&app).await;
    let body = json!({ "organisation": client, "name": "Engines" });
    app.post_as(&ada.cookie, "/rpc/v1/organisations/delete", body).await.done();
    app.work().await;
    assert_eq!(kinds(&app, &grace).await, ["organisation_deleted"]);
    assert_eq!(kinds(&app, &charles).await, ["organisation_deleted"]);
    assert!(kinds(&app, &ada).await.is_empty());
}

#[tokio::test]
async fn safety_is_told_in_the_app_and_by_one_mail_that_nothing_delays() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let quiet = json!({ "from": 0, "until": 1439 });
    schedule(&app, &ada, json!({ "zone": "UTC", "quiet": quiet, "digest": 720 })).await;
    app.token(&ada.cookie, &["full"]).await;
    app.work().await;
    let mails = app.mails.to(EMAIL);
    assert_eq!(mails.len(), 1, "{mails:?}");
    assert!(mails[0].text.contains("/not-me?link=") && mails[0].unsubscribe.is_none(), "{}", mails[0].text);
    let before = kinds(&app, &ada).await;
    assert_eq!(before.first().map(String::as_str), Some("security"));
    set(&app, &ada, "security_alerts", "in_app", false).await;
    app.token(&ada.cookie, &["full"]).await;
    app.wait(48 * HOUR);
    app.work().await;
    assert_eq!(app.mails.to(EMAIL).len(), 2, "one each");
    assert_eq!(kinds(&app, &ada).await, before, "in the app it can be switched off");
}

#[tokio::test]
async fn who_has_an_account_is_told_of_an_invite_as_they_want() {
    let app = TestApp::new().await;
    let Three { ada, client, .. } = three(&app).await;
    let (mary, joan) = (app.holder("mary@example.com").await, app.holder("joan@example.com").await);
    set(&app, &joan, "organisation_invitations", "email", false).await;
    name(&app, &ada, "Ada").await;
    let mut invites = Vec::new();
    for email in ["mary@example.com", "joan@example.com", "nobody@example.com"] {
        invites.push(app.invite(&ada.token, &client, email, "user").await);
    }
    app.mails.forget();
    app.work().await;
    assert_eq!(kinds(&app, &mary).await.first().map(String::as_str), Some("invite_received"));
    assert_eq!(kinds(&app, &joan).await.first().map(String::as_str), Some("invite_received"));
    let (to_mary, to_nobody) = (app.mails.to("mary@example.com"), app.mails.to("nobody@example.com"));
    assert_eq!((to_mary.len(), to_nobody.len()), (1, 1));
    assert_eq!(to_mary[0].subject, to_nobody[0].subject, "the words of an invite");
    let lead = "Ada invites you to join the organisation Engines as User";
    assert!(to_mary[0].text.starts_with(lead) && to_nobody[0].text.starts_with(lead), "{}", to_mary[0].text);
    assert!(to_mary[0].unsubscribe.is_some() && to_nobody[0].unsubscribe.is_none());
    assert!(app.mails.to("joan@example.com").is_empty(), "she wants no mail of invites");

    // Sent again it is told again.
    let path = format!("/api/clients/{client}/invites/{}/resend", invites[0]);
    app.ask(&ada.token, axum::http::Method::POST, &path, &Value::Null).await;
    app.work().await;
    assert!(app.mails.to("mary@example.com").len() <= 2);
}

#[tokio::test]
async fn an_invite_that_was_taken_back_is_not_mailed() {
    let mailer = Arc::new(BrokenMailer::default());
    let app = TestApp::with_mailer(Arc::clone(&mailer) as _).await;
    let Three { ada, client, .. } = three(&app).await;
    app.holder("mary@example.com").await;
    let invite = app.invite(&ada.token, &client, "mary@example.com", "user").await;
    app.work().await;
    let body = json!({ "organisation": client, "invite": invite });
    app.post_as(&ada.cookie, "/rpc/v1/organisations/invites/cancel", body).await.done();
    mailer.repair();
    app.wait(HOUR);
    app.work().await;
    assert!(mailer.inbox.to("mary@example.com").iter().all(|mail| !mail.text.contains("Engines")));
}

#[tokio::test]
async fn a_daily_mail_brings_all_of_a_day_once() {
    let app = TestApp::new().await;
    let Three { ada, grace, client, .. } = three(&app).await;
    set(&app, &grace, "team_activity", "email", true).await;
    schedule(&app, &grace, json!({ "zone": "Europe/Zurich", "quiet": null, "digest": 9 * 60 })).await;
    let service = app.service("Proxy").await;
    rename(&app, &ada, &client, "First").await;
    app.work().await;
    app.wait(HOUR);
    rename(&app, &ada, &client, "Second").await;
    app.work().await;
    assert!(app.mails.to(GRACE).is_empty());
    assert_eq!(kinds(&app, &grace).await.len(), 2, "the app doesn't wait");

    // It is midnight in UTC when tests begin, so nine in Zurich is eight hours on.
    app.wait(7 * HOUR - 1);
    app.work().await;
    assert!(app.mails.to(GRACE).is_empty(), "not a second too early");
    app.wait(1);
    app.work().await;
    let mails = app.mails.to(GRACE);
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    assert_eq!(mail.subject, format!("2 notifications from {}", app.app.config.brand.name));
    let (first, second) = (mail.text.find("called First"), mail.text.find("called Second"));
    assert!(first.is_some() && first < second, "in the order of happening: {}", mail.text);
    assert_eq!(mail.text.matches("Team activity").count(), 2, "its heading and its way out: {}", mail.text);
    assert!(mail.unsubscribe.as_deref().is_some_and(|url| mail.text.contains(url)));

    // The day after: two rows, each with its way out, and one of both for the mail program.
    rename(&app, &ada, &client, "Third").await;
    let report = json!({ "kind": "billing", "title": "Invoice", "message": "Paid.", "userId": grace.user });
    app.report(&service, "invoice", &report).await.done();
    app.work().await;
    app.wait(24 * HOUR);
    app.work().await;
    let mails = app.mails.to(GRACE);
    let [_, mail] = mails.as_slice() else { panic!("{mails:?}") };
    let of_both = mail.unsubscribe.as_deref().expect("a way out");
    assert!(!mail.text.contains(of_both), "{}", mail.text);
    assert_eq!(mail.text.matches("/unsubscribe?link=").count(), 2, "{}", mail.text);
    assert!(mail.text.contains("Invoice") && mail.text.contains("called Third"), "{}", mail.text);
    assert!(!mail.text.contains("called Second"), "what was told is not told again: {}", mail.text);
    app.wait(48 * HOUR);
    app.work().await;
    assert_eq!(app.mails.to(GRACE).len(), 2, "nothing happened, so nothing comes");
}

#[tokio::test]
async fn quiet_hours_keep_mail_until_they_end() {
    let app = TestApp::new().await;
    let Three { ada, grace, charles, client } = three(&app).await;
    for who in [&grace, &charles] {
        set(&app, who, "team_activity", "email", true).await;
    }
    let quiet = json!({ "from": 22 * 60, "until": 7 * 60 });
    schedule(&app, &grace, json!({ "zone": "UTC", "quiet": quiet, "digest": null })).await;
    rename(&app, &ada, &client, "At night").await;
    app.work().await;
    assert_eq!((app.mails.to(GRACE).len(), app.mails.to(CHARLES).len()), (0, 1));
    app.wait(7 * HOUR);
    rename(&app, &ada, &client, "In the morning").await;
    app.work().await;
    let mails = app.mails.to(GRACE);
    assert_eq!(mails.len(), 2, "one that waited, one that needn't: {mails:?}");
    assert!(mails.iter().any(|mail| mail.text.contains("At night")));
    assert!(mails.iter().any(|mail| mail.subject.contains("In the morning")));
}

#[tokio::test]
async fn a_daily_mail_survives_the_mail_server_and_leaves_out_what_is_no_longer_wanted() {
    let mailer = Arc::new(BrokenMailer::default());
    let app = TestApp::with_mailer(Arc::clone(&mailer) as _).await;
    let Three { ada, grace, client, .. } = three(&app).await;
    set(&app, &grace, "team_activity", "email", true).await;
    schedule(&app, &grace, json!({ "zone": "UTC", "quiet": null, "digest": 8 * 60 })).await;
    let service = app.service("Proxy").await;
    rename(&app, &ada, &client, "First").await;
    let report = json!({ "kind": "billing", "title": "Invoice", "message": "Paid.", "userId": grace.user });
    app.report(&service, "invoice", &report).await.done();
    app.work().await;
    app.wait(8 * HOUR);
    app.work().await;
    set(&app, &grace, "billing", "email", false).await;
    mailer.repair();
    app.wait(HOUR);
    app.work().await;
    app.wait(HOUR);
    app.work().await;
    let daily: Vec<_> =
        mailer.inbox.to(GRACE).into_iter().filter(|mail| mail.unsubscribe.is_some()).collect();
    let [mail] = daily.as_slice() else { panic!("{daily:?}") };
    assert!(mail.text.contains("called First") && !mail.text.contains("Invoice"), "{}", mail.text);
}

#[tokio::test]
async fn the_mail_about_a_burst_says_how_many() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    set(&app, &ada, "request_failures", "email", true).await;
    let service = app.service("Proxy").await;
    let report = json!({
        "kind": "request_failure", "title": "Requests fail", "message": "502", "userId": ada.user,
        "resource": "payments",
    });
    for key in ["a", "b", "c"] {
        app.report(&service, key, &report).await.done();
        app.work().await;
        app.wait(10);
    }
    assert!(app.mails.to(EMAIL).is_empty(), "not while it may grow");
    app.wait(30);
    app.work().await;
    let mails = app.mails.to(EMAIL);
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    assert_eq!(mail.subject, "Requests fail (3 times)");
}

/// A crowd of people who want mail, in an organisation that only Ada belonged to.
async fn crowd(app: &TestApp, client: &str, people: u128) {
    let transaction = app.app.database.begin().await.expect("a transaction");
    let (db, now) = (transaction.connection(), Timestamp(0));
    let client = ClientId(client.parse().expect("an id"));
    for number in 0..people {
        let id = UserId(Uuid::from_u128(number + 1));
        let person = Person { id, email: address(number), created_at: now };
        store::people::insert_if_new(db, &person).await.expect("a person");
        store::clients::join(db, client, id, Role::User, now).await.expect("a member");
        store::preferences::set(db, id, Category::TeamActivity, Channel::Email, true).await.expect("a row");
    }
    transaction.commit().await.expect("a crowd");
}

fn address(number: u128) -> String {
    format!("person-{number}@example.com")
}

/// The event that a person was told of last.
async fn newest(app: &TestApp, who: &Holder) -> Uuid {
    let body = json!({ "filter": "all", "below": null });
    let page = app.post_as(&who.cookie, "/rpc/v1/notifications", body).await.done();
    page["items"][0]["id"].as_str().and_then(|id| id.parse().ok()).expect("an event")
}

/// Who was told of the event that a person was told of last, and their numbers.
async fn told(app: &TestApp, by: &Holder) -> HashMap<UserId, i64> {
    let (db, event) = (app.app.database.connection(), newest(app, by).await);
    store::notifications::told_of(db, event, None, 100_000).await.expect("people").into_iter().collect()
}

/// Another server on the same database.
pub(super) async fn another(app: &TestApp, replacements: Replacements) -> App {
    let clock = Some(app.clock.clone() as _);
    App::new(app.app.config.clone(), Replacements { clock, ..replacements }).await.expect("an app")
}

/// Its process ends with the first page.
struct Dies;

#[async_trait]
impl Broadcast for Dies {
    async fn tell(&self, _: News) {
        panic!("killed");
    }

    fn follow(&self, _: UserId) -> Option<Receiver<Heard>> {
        None
    }
}

/// More than two pages of people.
const CROWD: u128 = 1_100;

#[tokio::test]
async fn a_server_that_is_killed_between_pages_tells_nobody_twice_and_forgets_nobody() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder(GRACE).await);
    let client = app.organisation(&ada.token, "Engines").await;
    crowd(&app, &client, CROWD).await;
    app.join(&ada, &client, &grace, "user").await;
    app.work().await;
    app.wait(HOUR);
    app.work().await;
    app.mails.forget();

    rename(&app, &ada, &client, "Renamed").await;
    let replacements = || Replacements {
        mailer: Some(Arc::clone(&app.mails) as _),
        broadcast: Some(Arc::new(Dies)),
        ..Replacements::default()
    };
    for _ in 0..2 {
        let dying = another(&app, replacements()).await;
        jobs::run_due(&dying).await.expect("an outbox");
        assert!(kinds(&app, &grace).await.len() <= 1, "she comes last or among the others");
        app.wait(121);
    }
    app.work().await;
    for _ in 0..3 {
        app.wait(HOUR);
        app.work().await;
    }
    let numbers = told(&app, &grace).await;
    assert_eq!(numbers.len() as u128, CROWD + 1);
    for number in 0..CROWD {
        let id = UserId(Uuid::from_u128(number + 1));
        assert_eq!(numbers.get(&id), Some(&2), "the second after Grace's joining: {number}");
        assert_eq!(app.mails.to(&address(number)).len(), 1, "{number}");
    }
    assert!(!numbers.contains_key(&user(&ada)));
}

#[tokio::test]
async fn two_servers_that_think_the_other_dead_tell_once() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder(GRACE).await);
    let client = app.organisation(&ada.token, "Engines").await;
    crowd(&app, &client, CROWD).await;
    app.join(&ada, &client, &grace, "user").await;
    app.work().await;
    app.wait(HOUR);
    app.work().await;
    app.mails.forget();
    rename(&app, &ada, &client, "Renamed").await;
    let mailer = Some(Arc::clone(&app.mails) as _);
    let other = another(&app, Replacements { mailer, ..Replacements::default() }).await;
    let late = async {
        for _ in 0..20 {
            tokio::task::yield_now().await;
            // The lease of whoever is at it runs out.
            app.wait(121);
            jobs::run_due(&other).await.expect("an outbox");
        }
    };
    let work = async { jobs::run_due(&app.app).await.expect("an outbox") };
    tokio::join!(work, late);
    app.wait(HOUR);
    app.work().await;
    assert_eq!(told(&app, &grace).await.len() as u128, CROWD + 1);
    let unread = unread(&app, &grace).await;
    assert_eq!(unread.iter().filter(|(kind, _)| kind == "organisation_renamed").count(), 1);
}

#[tokio::test]
async fn the_end_of_a_large_organisation_reaches_all() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder(GRACE).await);
    let client = app.organisation(&ada.token, "Engines").await;
    crowd(&app, &client, CROWD).await;
    app.join(&ada, &client, &grace, "user").await;
    let body = json!({ "organisation": client, "name": "Engines" });
    app.post_as(&ada.cookie, "/rpc/v1/organisations/delete", body).await.done();
    app.work().await;
    assert_eq!(kinds(&app, &grace).await.first().map(String::as_str), Some("organisation_deleted"));
    assert_eq!(told(&app, &grace).await.len() as u128, CROWD + 1);
}

/// Takes every mail, and dies before it can say so.
#[derive(Default)]
struct DiesAfterwards {
    taken: MemoryMailer,
}

#[async_trait]
impl Mailer for DiesAfterwards {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.taken.send(mail).await?;
        panic!("killed");
    }
}

/// The one place where a mail goes twice: both have the same Message-ID, and say the same.
#[tokio::test]
async fn a_mail_that_goes_twice_is_the_same_mail() {
    let app = TestApp::new().await;
    let Three { ada, grace, charles, client } = three(&app).await;
    for who in [&grace, &charles] {
        set(&app, who, "team_activity", "email", true).await;
    }
    schedule(&app, &charles, json!({ "zone": "UTC", "quiet": null, "digest": 60 })).await;
    rename(&app, &ada, &client, "Renamed").await;
    let dying = Arc::new(DiesAfterwards::default());
    let mailer = Some(Arc::clone(&dying) as _);
    let other = another(&app, Replacements { mailer, ..Replacements::default() }).await;
    for seconds in [0, HOUR] {
        app.wait(seconds);
        jobs::run_due(&other).await.expect("an outbox");
        app.wait(121);
        app.work().await;
    }
    for email in [GRACE, CHARLES] {
        let (first, second) = (dying.taken.to(email), app.mails.to(email));
        assert_eq!(first, second, "{email}");
        assert_eq!(second.len(), 1, "{email}");
        assert!(second[0].text.contains("called Renamed"), "{}", second[0].text);
    }
    app.wait(HOUR);
    app.work().await;
    assert_eq!((app.mails.to(GRACE).len(), app.mails.to(CHARLES).len()), (1, 1));
}

#[tokio::test]
async fn what_was_told_half_a_year_ago_is_forgotten() {
    let app = TestApp::new().await;
    let Three { ada, grace, client, .. } = three(&app).await;
    rename(&app, &ada, &client, "Renamed").await;
    app.work().await;
    let event = newest(&app, &grace).await;
    let db = app.app.database.connection();
    let there = || async {
        let events = store::events::find(db, &[event]).await.expect("events");
        let told = store::notifications::told_of(db, event, None, 10).await.expect("people");
        (events.len(), told.len())
    };
    app.wait(179 * 24 * HOUR);
    app.housekeeping().await;
    assert_eq!(there().await, (1, 2));
    app.wait(2 * 24 * HOUR);
    app.housekeeping().await;
    assert_eq!(there().await, (0, 0));
}
