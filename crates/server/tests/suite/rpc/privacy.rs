//! `/rpc/v1/privacy` and `/rpc/v1/organisations/members/one`: what people show to fellow members.
//! That nothing hidden is in any answer, whatever the mix, is in `crate::hidden`.

use axum::http::{Method, StatusCode};
use domain::{
    Timestamp,
    token::{LastUse, TokenId, USES_DAYS},
};
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use server::store::token_uses::{self, Uses};
use testkit::{Answer, EMAIL, Holder, PASSWORD, TestApp};

use crate::figures::{Figures, statements};

const GRACE: &str = "grace@example.com";
/// 2 by 2 pixels.
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR42mNQcGgAIgYIBQAXDgOBSbbajgAAAABJRU5ErkJggg==";

async fn switch(app: &TestApp, by: &Holder, item: &str, shown: bool) -> Value {
    app.post_as(&by.cookie, "/rpc/v1/privacy", json!({ "item": item, "shown": shown })).await.done()
}

async fn ask(app: &TestApp, by: &Holder, client: &str, of: &Holder) -> Answer {
    let path = format!("/rpc/v1/organisations/members/one?organisation={client}&member={}", of.user);
    app.get_as(&by.cookie, &path).await
}

/// A member's profile, as another sees it.
async fn seen(app: &TestApp, by: &Holder, client: &str, of: &Holder) -> Value {
    ask(app, by, client, of).await.done()["profile"].clone()
}

/// A member in the list, as another sees it.
async fn listed(app: &TestApp, by: &Holder, client: &str, of: &Holder) -> Value {
    let path = format!("/rpc/v1/organisations/members?organisation={client}");
    let page = app.get_as(&by.cookie, &path).await.done();
    let members = page["members"]["items"].as_array().expect("members");
    members.iter().find(|member| member["user"] == *of.user).expect("the member").clone()
}

async fn named(app: &TestApp, email: &str, first: &str, last: &str) -> Holder {
    let holder = app.holder(email).await;
    let update = json!({ "firstName": first, "lastName": last, "phone": "+442079460018", "bio": format!("{first}'s bio") });
    app.post_as(&holder.cookie, "/rpc/v1/profile", json!({ "update": update, "version": 1 })).await.done();
    holder
}

/// Ada's organisation, with Grace in it as `role`.
async fn two(app: &TestApp, role: &str) -> (Holder, Holder, String) {
    let ada = named(app, EMAIL, "Ada", "Lovelace").await;
    let grace = named(app, GRACE, "Grace", "Hopper").await;
    let client = app.organisation(&ada.token, "Engines").await;
    app.wait(1);
    app.join(&ada, &client, &grace, role).await;
    (ada, grace, client)
}

/// The kinds of a member's entries in one of the lists.
fn kinds(profile: &Value, list: &str) -> Vec<String> {
    let entries = profile[list].as_array().expect("a list");
    entries.iter().map(|entry| entry["kind"].as_str().expect("a kind").to_owned()).collect()
}

/// The kinds of the entries about privacy in somebody's own log, the latest first, with what they are about.
async fn noted(app: &TestApp, of: &Holder) -> Vec<(String, String)> {
    let body = json!({ "filter": { "group": "account" }, "cursor": null });
    let page = app.post_as(&of.cookie, "/rpc/v1/security/activity", body).await.done();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let entries = page["entries"].as_array().expect("entries").iter();
    let entries = entries.map(|entry| (text(&entry["kind"]), text(&entry["subject"])));
    entries.filter(|(kind, _)| kind.starts_with("privacy")).collect()
}

#[tokio::test]
async fn names_are_shown_at_first_and_nothing_else() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "user").await;
    assert_json_snapshot!(app.get_as(&ada.cookie, "/rpc/v1/privacy").await.done(), @r#"
    {
      "settings": {
        "apiUsage": false,
        "bio": false,
        "email": false,
        "fullName": true,
        "picture": false,
        "recentActions": false,
        "resourceCreation": false
      }
    }
    "#);
    let page = ask(&app, &grace, &client, &ada).await.done();
    assert_json_snapshot!(page, { ".organisation.id" => "[uuid]", ".user" => "[uuid]" }, @r#"
    {
      "joinedAt": 1795305600000,
      "now": 1795305601000,
      "organisation": {
        "createdAt": 1795305600000,
        "id": "[uuid]",
        "joinedAt": 1795305601000,
        "name": "Engines",
        "role": "user",
        "updatedAt": 1795305600000,
        "version": 1
      },
      "profile": {
        "actions": null,
        "bio": null,
        "creations": null,
        "email": null,
        "name": "Ada Lovelace",
        "picture": null,
        "usage": null
      },
      "role": "owner",
      "user": "[uuid]"
    }
    "#);
}

#[tokio::test]
async fn a_switch_counts_for_others_at_once_and_is_undone() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "user").await;
    for (item, field, value) in
        [("full_name", "name", "Ada Lovelace"), ("email", "email", EMAIL), ("bio", "bio", "Ada's bio")]
    {
        switch(&app, &ada, item, true).await;
        assert_eq!(seen(&app, &grace, &client, &ada).await[field], value, "{item}");
        switch(&app, &ada, item, false).await;
        assert_eq!(seen(&app, &grace, &client, &ada).await[field], Value::Null, "{item}");
        switch(&app, &ada, item, true).await;
        assert_eq!(seen(&app, &grace, &client, &ada).await[field], value, "{item}");
    }
    for (item, list) in
        [("recent_actions", "actions"), ("resource_creation", "creations"), ("api_usage", "usage")]
    {
        switch(&app, &ada, item, true).await;
        assert!(seen(&app, &grace, &client, &ada).await[list].is_array(), "{item}");
        switch(&app, &ada, item, false).await;
        assert_eq!(seen(&app, &grace, &client, &ada).await[list], Value::Null, "{item}");
    }
    let row = listed(&app, &grace, &client, &ada).await;
    assert_eq!((&row["firstName"], &row["email"]), (&json!("Ada"), &json!(EMAIL)));
    switch(&app, &ada, "full_name", false).await;
    switch(&app, &ada, "email", false).await;
    let row = listed(&app, &grace, &client, &ada).await;
    assert_eq!((&row["firstName"], &row["lastName"], &row["email"]), (&json!(""), &json!(""), &Value::Null));
}

#[tokio::test]
async fn a_switch_moves_its_own_item_of_its_own_person_only() {
    let app = TestApp::new().await;
    let (ada, grace, _) = two(&app, "user").await;
    let before = app.get_as(&grace.cookie, "/rpc/v1/privacy").await.done();
    let mut expected = app.get_as(&ada.cookie, "/rpc/v1/privacy").await.done()["settings"].clone();
    for (item, key) in [
        ("full_name", "fullName"),
        ("email", "email"),
        ("picture", "picture"),
        ("bio", "bio"),
        ("recent_actions", "recentActions"),
        ("resource_creation", "resourceCreation"),
        ("api_usage", "apiUsage"),
    ] {
        let shown = !expected[key].as_bool().expect("a switch");
        expected[key] = json!(shown);
        assert_eq!(switch(&app, &ada, item, shown).await, expected, "{item}");
        assert_eq!(app.get_as(&ada.cookie, "/rpc/v1/privacy").await.done()["settings"], expected, "{item}");
        assert_eq!(app.get_as(&grace.cookie, "/rpc/v1/privacy").await.done(), before, "{item}");
    }
    assert_eq!(noted(&app, &grace).await, []);
}

#[tokio::test]
async fn what_changes_nothing_is_not_noted() {
    let app = TestApp::new().await;
    let (ada, _, _) = two(&app, "user").await;
    switch(&app, &ada, "full_name", true).await;
    assert_eq!(noted(&app, &ada).await, []);
    for shown in [true, true, false, false] {
        app.wait(1);
        switch(&app, &ada, "email", shown).await;
    }
    let entry = |kind: &str| (kind.to_owned(), "email".to_owned());
    assert_eq!(noted(&app, &ada).await, [entry("privacy_hidden"), entry("privacy_shown")]);
}

#[tokio::test]
async fn what_is_hidden_is_hidden_from_who_manages_members_too() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "admin").await;
    switch(&app, &ada, "full_name", false).await;
    switch(&app, &grace, "full_name", false).await;
    // Grace is an admin, Ada the owner.
    for (viewer, other) in [(&grace, &ada), (&ada, &grace)] {
        let row = listed(&app, viewer, &client, other).await;
        assert_eq!((&row["firstName"], &row["email"]), (&json!(""), &Value::Null));
        let own = listed(&app, viewer, &client, viewer).await;
        assert_eq!(own["email"], *viewer.email, "one's own row has all");
        assert_ne!(own["firstName"], "");
        let own = seen(&app, viewer, &client, viewer).await;
        assert_eq!((&own["name"], &own["email"]), (&Value::Null, &Value::Null), "as others see it");
    }
}

#[tokio::test]
async fn who_shares_no_organisation_finds_nobody() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "user").await;
    let stranger = app.holder("charles@example.com").await;
    let theirs = app.organisation(&stranger.token, "Difference").await;
    for item in ["email", "bio", "recent_actions", "resource_creation", "api_usage"] {
        switch(&app, &ada, item, true).await;
    }
    let nobody = Holder { user: "00000000-0000-4000-8000-000000000000".to_owned(), ..stranger.clone() };
    let nothing = ask(&app, &stranger, "00000000-0000-4000-8000-000000000000", &nobody).await;
    assert_eq!((nothing.status, nothing.code().as_str()), (StatusCode::NOT_FOUND, "not_found"));
    let refused = async |by: &Holder, client: &str, of: &Holder, what: &str| {
        let answer = ask(&app, by, client, of).await;
        assert_eq!((answer.status, &answer.body), (nothing.status, &nothing.body), "{what}");
    };
    refused(&stranger, &client, &ada, "a stranger's question").await;
    refused(&stranger, &client, &stranger, "a stranger about themselves").await;
    refused(&stranger, &theirs, &ada, "somebody else's member in one's own organisation").await;
    refused(&ada, &client, &stranger, "who is no member").await;
    refused(&ada, &client, &nobody, "who is not there").await;
    // Who is invited is no member yet.
    app.invite(&ada.token, &client, &stranger.email, "admin").await;
    refused(&stranger, &client, &ada, "who is invited").await;
    let removal = json!({ "organisation": client, "member": grace.user });
    seen(&app, &grace, &client, &ada).await;
    app.post_as(&ada.cookie, "/rpc/v1/organisations/members/remove", removal).await.done();
    refused(&grace, &client, &ada, "who was a member").await;
    refused(&grace, &client, &grace, "who was a member, about themselves").await;
    refused(&ada, &client, &grace, "about who was a member").await;
    let path = format!("/api/users/{}", ada.user);
    let answer = app.ask(&grace.token, Method::GET, &path, &Value::Null).await;
    assert_eq!((answer.status, answer.code().as_str()), (StatusCode::NOT_FOUND, "not_found"));
}

#[tokio::test]
async fn members_see_what_was_done_in_their_organisation_and_in_no_other() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "user").await;
    switch(&app, &ada, "recent_actions", true).await;
    switch(&app, &ada, "resource_creation", true).await;
    app.wait(1);
    let other = app.organisation(&ada.token, "Other").await;
    let rename = |client: &str, name: &str| json!({ "organisation": client, "name": name, "version": 1 });
    app.post_as(&ada.cookie, "/rpc/v1/organisations/rename", rename(&other, "Others")).await.done();
    let invite = app.invite(&ada.token, &other, "mary@example.com", "user").await;
    let cancel = json!({ "organisation": other, "invite": invite });
    app.post_as(&ada.cookie, "/rpc/v1/organisations/invites/cancel", cancel).await.done();
    app.wait(1);
    app.post_as(&ada.cookie, "/rpc/v1/organisations/rename", rename(&client, "Engines 2")).await.done();

    let profile = seen(&app, &grace, &client, &ada).await;
    assert_eq!(kinds(&profile, "actions"), ["organisation_renamed", "member_invited", "profile_changed"]);
    assert_eq!(kinds(&profile, "creations").iter().filter(|kind| *kind == "organisation_created").count(), 1);
    assert!(kinds(&profile, "creations").iter().any(|kind| kind == "token_created"));
    for entry in [&profile["actions"][0], &profile["creations"][0]] {
        let mut keys: Vec<_> = entry.as_object().expect("an entry").keys().collect();
        keys.sort();
        assert_eq!(keys, ["at", "kind"], "no names");
    }
    // All together is for the person.
    let preview = app.get_as(&ada.cookie, "/rpc/v1/privacy/preview").await.done();
    let expected = [
        "organisation_renamed",
        "invite_cancelled",
        "member_invited",
        "organisation_renamed",
        "member_invited",
        "profile_changed",
    ];
    let (mut all, mut expected) = (kinds(&preview["profile"], "actions"), expected.map(str::to_owned));
    assert_eq!(all[0], "organisation_renamed", "the latest first");
    all.sort();
    expected.sort();
    assert_eq!(all, expected);
    assert_eq!(
        kinds(&preview["profile"], "creations").iter().filter(|kind| *kind == "organisation_created").count(),
        2
    );
}

#[tokio::test]
async fn what_was_done_in_an_organisation_is_noted_with_it() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "user").await;
    switch(&app, &ada, "recent_actions", true).await;
    let of = async |function: &str, mut body: Value| {
        app.wait(1);
        body["organisation"] = json!(client);
        app.post_as(&ada.cookie, &format!("/rpc/v1/organisations/{function}"), body).await.done()
    };
    of("members/role", json!({ "member": grace.user, "role": "admin" })).await;
    let invite = of("invites/create", json!({ "email": "mary@example.com", "role": "user" })).await;
    of("invites/resend", json!({ "invite": invite["id"] })).await;
    of("invites/cancel", json!({ "invite": invite["id"] })).await;
    let charles = app.holder("charles@example.com").await;
    app.wait(1);
    app.join(&ada, &client, &charles, "user").await;
    of("members/remove", json!({ "member": charles.user })).await;
    of("transfer", json!({ "member": grace.user })).await;
    let profile = seen(&app, &grace, &client, &ada).await;
    let expected = [
        "member_role_changed",
        "member_removed",
        "member_invited",
        "invite_cancelled",
        "member_invited",
        "member_invited",
        "member_role_changed",
        "member_invited",
        "profile_changed",
    ];
    assert_eq!(kinds(&profile, "actions"), expected);
    switch(&app, &grace, "recent_actions", true).await;
    let profile = seen(&app, &ada, &client, &grace).await;
    assert_eq!(kinds(&profile, "actions"), ["invite_accepted", "profile_changed"]);
}

#[tokio::test]
async fn ten_entries_are_shown_the_latest_first() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "user").await;
    switch(&app, &ada, "recent_actions", true).await;
    for version in 1..=12 {
        app.wait(1);
        let name = json!({ "organisation": client, "name": format!("E{version}"), "version": version });
        app.post_as(&ada.cookie, "/rpc/v1/organisations/rename", name).await.done();
    }
    let now = app.app.now().0;
    let profile = seen(&app, &grace, &client, &ada).await;
    let times: Vec<_> =
        profile["actions"].as_array().expect("a list").iter().map(|each| &each["at"]).collect();
    let expected: Vec<_> = (0..10).map(|second| json!(now - second * 1000)).collect();
    assert_eq!(times, expected.iter().collect::<Vec<_>>());
}

#[tokio::test]
async fn uses_of_all_tokens_are_added_up_by_day() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "user").await;
    switch(&app, &ada, "api_usage", true).await;
    let (other, _) = app.token(&ada.cookie, &["full"]).await;
    let today = app.app.now().0.div_euclid(24 * 3600 * 1000);
    let uses = |token: &str, days_ago: i64, count: u32| Uses {
        token: TokenId(token.parse().expect("an id")),
        day: today - days_ago,
        count,
        last: LastUse { at: Timestamp(0), address: String::new(), client: String::new() },
    };
    let add = async |uses: Uses| {
        token_uses::add(app.app.database.connection(), &[uses]).await.expect("they are added");
    };
    add(uses(&ada.token_id, 1, 3)).await;
    add(uses(&other, 1, 4)).await;
    add(uses(&other, 29, 5)).await;
    add(uses(&other, 30, 100)).await;
    add(uses(&grace.token_id, 1, 1000)).await;
    // A token that ended was used all the same.
    let revoke = json!({ "id": other, "reason": "" });
    app.post_as(&ada.cookie, "/rpc/v1/tokens/revoke", revoke).await.done();
    let usage = seen(&app, &grace, &client, &ada).await["usage"].clone();
    let days: Vec<u64> =
        usage.as_array().expect("days").iter().map(|day| day.as_u64().expect("uses")).collect();
    assert_eq!(days.len(), usize::from(USES_DAYS));
    let (first, yesterday, now) = (days[0], days[28], days[29]);
    assert_eq!((first, yesterday), (5, 7));
    assert_eq!(days.iter().sum::<u64>(), first + yesterday + now);
    // The uses that nobody has written yet count too: making the organisation and the invite.
    assert_eq!(now, 2);
    let preview = app.get_as(&ada.cookie, "/rpc/v1/privacy/preview").await.done();
    assert_eq!(preview["profile"]["usage"], usage);
}

#[tokio::test]
async fn the_preview_is_what_others_see() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "user").await;
    for (item, shown) in [("bio", true), ("full_name", false), ("email", true), ("recent_actions", true)] {
        switch(&app, &ada, item, shown).await;
        let preview = app.get_as(&ada.cookie, "/rpc/v1/privacy/preview").await.done();
        // She did all that she did in one organisation.
        assert_eq!(preview["profile"], seen(&app, &grace, &client, &ada).await, "{item}");
    }
}

#[tokio::test]
async fn a_picture_that_is_hidden_gets_another_name() {
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "user").await;
    let picture = async || app.get_as(&ada.cookie, "/rpc/v1/profile").await.done()["picture"].clone();
    // Without a picture there is nothing to name.
    switch(&app, &ada, "picture", true).await;
    switch(&app, &ada, "picture", false).await;
    assert_eq!(picture().await, Value::Null);
    let file = json!({ "file": PNG, "crop": null });
    let first = app.post_as(&ada.cookie, "/rpc/v1/profile/picture", file.clone()).await.done();
    app.post_as(&grace.cookie, "/rpc/v1/profile/picture", file).await.done();
    let of_grace = app.get_as(&grace.cookie, "/rpc/v1/profile").await.done()["picture"].clone();
    assert_eq!(seen(&app, &grace, &client, &ada).await["picture"], Value::Null);
    switch(&app, &ada, "picture", true).await;
    assert_eq!(seen(&app, &grace, &client, &ada).await["picture"], first);
    assert_eq!(listed(&app, &grace, &client, &ada).await["picture"], first);
    let path = |name: &Value| format!("/pictures/{}", name.as_str().expect("a name"));
    assert_eq!(app.get(&path(&first)).await.status, StatusCode::OK);

    switch(&app, &ada, "picture", false).await;
    let second = picture().await;
    assert_ne!(second, first);
    assert_eq!(seen(&app, &grace, &client, &ada).await["picture"], Value::Null);
    assert_eq!(app.get(&path(&first)).await.status, StatusCode::NOT_FOUND, "the link that Grace knows");
    assert_eq!(app.get(&path(&second)).await.status, StatusCode::OK, "Ada sees it");
    // Nothing changes, so the name doesn't.
    switch(&app, &ada, "picture", false).await;
    assert_eq!(picture().await, second);
    switch(&app, &ada, "bio", true).await;
    switch(&app, &ada, "bio", false).await;
    assert_eq!(picture().await, second);
    assert_eq!(app.get_as(&grace.cookie, "/rpc/v1/profile").await.done()["picture"], of_grace);
}

#[tokio::test]
async fn the_page_of_a_member_costs_the_same_however_much_they_did() {
    let figures = Figures::of_this_process();
    let app = TestApp::new().await;
    let (ada, grace, client) = two(&app, "user").await;
    for item in ["recent_actions", "resource_creation", "api_usage"] {
        switch(&app, &ada, item, true).await;
    }
    let cost = async || {
        let before = statements(&figures);
        seen(&app, &grace, &client, &ada).await;
        statements(&figures) - before
    };
    // The first look also writes the uses that gathered.
    cost().await;
    let before = cost().await;
    for version in 1..=5 {
        let name = json!({ "organisation": client, "name": format!("E{version}"), "version": version });
        app.post_as(&ada.cookie, "/rpc/v1/organisations/rename", name).await.done();
        app.token(&ada.cookie, &["full"]).await;
    }
    assert_eq!(cost().await, before);
}

#[tokio::test]
async fn what_is_no_item_is_refused() {
    let app = TestApp::new().await;
    let (ada, _, _) = two(&app, "user").await;
    let before = app.get_as(&ada.cookie, "/rpc/v1/privacy").await.done();
    for body in [
        json!({ "item": "phone", "shown": true }),
        json!({ "item": "fullName", "shown": false }),
        json!({ "item": ["email", "bio"], "shown": true }),
        json!({ "item": "email" }),
        json!({ "item": "email", "shown": "true" }),
        json!({ "shown": true }),
    ] {
        let answer = app.post_as(&ada.cookie, "/rpc/v1/privacy", body.clone()).await;
        assert!(answer.status.is_client_error(), "{body}: {}", answer.status);
    }
    assert_eq!(app.get_as(&ada.cookie, "/rpc/v1/privacy").await.done(), before);
}

#[tokio::test]
async fn a_name_that_is_hidden_later_is_hidden_in_an_invite_that_waits() {
    let app = TestApp::new().await;
    let (ada, _, client) = two(&app, "user").await;
    let mary = app.holder("mary@example.com").await;
    app.invite(&ada.token, &client, &mary.email, "user").await;
    let invited_by =
        async || app.get_as(&mary.cookie, "/rpc/v1/invites").await.done()[0]["invitedBy"].clone();
    assert_eq!(invited_by().await, "Ada Lovelace");
    switch(&app, &ada, "full_name", false).await;
    assert_eq!(invited_by().await, "");
    app.work().await;
    let mails = app.mails.to(&mary.email);
    let [mail] = mails.as_slice() else { panic!("one mail, not {}", mails.len()) };
    assert!(mail.text.contains("Engines"), "{}", mail.text);
    assert!(!format!("{} {} {}", mail.subject, mail.text, mail.html).contains("Lovelace"), "{}", mail.text);
    // A sign-in elsewhere changes nothing of it.
    let again = app.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(app.get_as(&again, "/rpc/v1/privacy").await.done()["settings"]["fullName"], false);
}
