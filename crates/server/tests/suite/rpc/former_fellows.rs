//! Whoever left an organisation, or was removed from it, keeps what they were told of it, and learns no more by whom.

use axum::http::Method;
use serde_json::{Value, json};
use testkit::{EMAIL, Holder, Request, TestApp};

pub(super) const GRACE: &str = "grace@example.com";
const CHARLES: &str = "charles@example.com";
/// What Ada was called when it happened, and what she is called now. They stand nowhere else.
pub(super) const NAMES: [&str; 2] = ["Xformerx", "Xlaterx"];

/// Ada's organisation, with Grace and Charles in it. Ada has just changed Charles's role.
pub(super) struct Scene {
    pub app: TestApp,
    pub ada: Holder,
    pub grace: Holder,
    pub charles: Holder,
    pub client: String,
}

impl Scene {
    pub async fn new() -> Self {
        let app = TestApp::new().await;
        let (ada, grace) = (app.holder(EMAIL).await, app.holder(GRACE).await);
        let charles = app.holder(CHARLES).await;
        let client = app.organisation(&ada.token, "Engines").await;
        app.join(&ada, &client, &grace, "user").await;
        app.join(&ada, &client, &charles, "user").await;
        app.work().await;
        for who in [&grace, &charles] {
            let body = json!({ "category": "team_activity", "channel": "email", "on": true });
            app.post_as(&who.cookie, "/rpc/v1/preferences", body).await.done();
            let daily = json!({ "zone": "UTC", "quiet": null, "digest": 9 * 60 });
            app.post_as(&who.cookie, "/rpc/v1/preferences/schedule", json!({ "schedule": daily }))
                .await
                .done();
        }
        let scene = Self { app, ada, grace, charles, client };
        scene.name(NAMES[0]).await;
        scene.change_role().await;
        scene.app.mails.forget();
        scene
    }

    /// Gives Ada another name.
    pub async fn name(&self, first_name: &str) {
        let profile = self.app.get_as(&self.ada.cookie, "/rpc/v1/profile").await.done();
        let update = json!({ "firstName": first_name, "lastName": "", "phone": "", "bio": "" });
        let body = json!({ "update": update, "version": profile["version"] });
        self.app.post_as(&self.ada.cookie, "/rpc/v1/profile", body).await.done();
    }

    /// Has Ada give Charles another role.
    async fn change_role(&self) {
        let body = json!({ "organisation": self.client, "member": self.charles.user, "role": "admin" });
        self.app.post_as(&self.ada.cookie, "/rpc/v1/organisations/members/role", body).await.done();
        self.app.work().await;
    }

    pub async fn end(&self, by: &Holder, member: &Holder) {
        let path = format!("/api/clients/{}/users/{}", self.client, member.user);
        self.app.ask(&by.token, Method::DELETE, &path, &Value::Null).await.done();
        self.app.work().await;
    }

    pub async fn list(&self, who: &Holder) -> Value {
        let body = json!({ "filter": "all", "below": null });
        self.app.post_as(&who.cookie, "/rpc/v1/notifications", body).await.done()["items"].clone()
    }

    /// What a person's list says of the latest of a kind.
    pub async fn latest(&self, who: &Holder, kind: &str) -> Value {
        let list = self.list(who).await;
        let found = list.as_array().expect("a list").iter().find(|each| each["kind"] == kind);
        found.unwrap_or_else(|| panic!("{kind} in {list}")).clone()
    }

    /// All that a window is told which comes anew, and what the Core API tells of the person.
    pub async fn elsewhere(&self, who: &Holder) -> [String; 2] {
        let stream = Request::get("/rpc/v1/notifications/stream?after=0").cookie(&who.cookie);
        let mut window = self.app.open(stream).await;
        let mut told = String::new();
        loop {
            let event = window.next().await.expect("an event");
            if event["kind"] == "unread" {
                break;
            }
            told += &event.to_string();
        }
        let path = "/api/users/me/notifications?limit=100";
        [told, self.app.ask(&who.token, Method::GET, path, &Value::Null).await.done().to_string()]
    }

    async fn learns_no_name(&self, who: &Holder) {
        let list = self.list(who).await.to_string();
        let [stream, api] = self.elsewhere(who).await;
        assert!(stream.contains("role_changed") && list.contains("role_changed"), "they keep it: {list}");
        for (door, told) in [("list", list), ("stream", stream), ("Core API", api)] {
            for name in NAMES {
                assert!(!told.contains(name), "{name} in the {door}: {told}");
            }
        }
    }
}

#[tokio::test]
async fn a_fellow_sees_the_name_of_now() {
    let scene = Scene::new().await;
    assert_eq!(scene.latest(&scene.grace, "role_changed").await["actor"], NAMES[0]);
    scene.name(NAMES[1]).await;
    assert_eq!(scene.latest(&scene.grace, "role_changed").await["actor"], NAMES[1]);
    let [stream, _] = scene.elsewhere(&scene.grace).await;
    assert!(stream.contains(NAMES[1]), "{stream}");
}

#[tokio::test]
async fn who_left_keeps_what_they_were_told_and_learns_no_name() {
    let scene = Scene::new().await;
    scene.end(&scene.grace, &scene.grace).await;
    scene.learns_no_name(&scene.grace).await;
    scene.name(NAMES[1]).await;
    scene.learns_no_name(&scene.grace).await;
    let kept = scene.latest(&scene.grace, "role_changed").await;
    assert_eq!((&kept["subject"], &kept["organisation"]), (&json!("Engines"), &json!(scene.client)));
    // Another organisation in common doesn't bring this one's names back.
    let other = scene.app.organisation(&scene.ada.token, "Looms").await;
    scene.app.join(&scene.ada, &other, &scene.grace, "user").await;
    assert_eq!(scene.latest(&scene.grace, "role_changed").await["actor"], Value::Null);
}

#[tokio::test]
async fn who_was_removed_learns_neither_by_whom_nor_any_name() {
    let scene = Scene::new().await;
    scene.end(&scene.ada, &scene.grace).await;
    scene.name(NAMES[1]).await;
    scene.learns_no_name(&scene.grace).await;
    assert_eq!(scene.latest(&scene.grace, "you_were_removed").await["actor"], Value::Null);
}

#[tokio::test]
async fn what_the_headline_leaves_out_is_not_in_the_notification_either() {
    let scene = Scene::new().await;
    let stream = Request::get("/rpc/v1/notifications/stream?after=0").cookie(&scene.charles.cookie);
    assert_eq!(scene.latest(&scene.charles, "your_role_changed").await["actor"], Value::Null);
    let mut window = scene.app.open(stream).await;
    let delete = format!("/api/clients/{}", scene.client);
    scene.app.ask(&scene.ada.token, Method::DELETE, &delete, &Value::Null).await.done();
    scene.app.work().await;
    assert_eq!(scene.latest(&scene.charles, "organisation_deleted").await["actor"], Value::Null);
    loop {
        let told = window.next().await.expect("an event");
        if ["your_role_changed", "organisation_deleted"].iter().any(|kind| told["value"]["kind"] == *kind) {
            assert_eq!(told["value"]["actor"], Value::Null, "{told}");
        }
        if told["value"]["kind"] == "organisation_deleted" {
            break;
        }
    }
}

#[tokio::test]
async fn a_daily_mail_names_nobody_to_who_left_meanwhile() {
    let scene = Scene::new().await;
    scene.end(&scene.grace, &scene.grace).await;
    scene.name(NAMES[1]).await;
    scene.app.mails.forget();
    scene.app.wait(9 * 3600);
    scene.app.work().await;
    let mails = scene.app.mails.to(GRACE);
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    assert!(mail.text.contains("A member changed a member’s role in Engines"), "{}", mail.text);
    for name in NAMES {
        assert!(!format!("{mail:?}").contains(name), "{mail:?}");
    }
}

#[tokio::test]
async fn a_daily_mail_names_fellows_as_they_are_called_when_it_goes() {
    let scene = Scene::new().await;
    scene.name(NAMES[1]).await;
    scene.app.mails.forget();
    scene.app.wait(9 * 3600);
    scene.app.work().await;
    let mails = scene.app.mails.to(GRACE);
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    assert!(mail.text.contains("Xlaterx changed a member’s role in Engines"), "{}", mail.text);
    assert!(!mail.text.contains(NAMES[0]), "{}", mail.text);
}

#[tokio::test]
async fn who_invites_is_known_while_the_invite_waits() {
    let scene = Scene::new().await;
    let mary = scene.app.holder("mary@example.com").await;
    let invite = scene.app.invite(&scene.ada.token, &scene.client, &mary.email, "user").await;
    scene.app.work().await;
    let told = async || scene.latest(&mary, "invite_received").await["actor"].clone();
    assert_eq!(told().await, NAMES[0]);
    let [stream, api] = scene.elsewhere(&mary).await;
    assert!(stream.contains(NAMES[0]) && api.contains(NAMES[0]), "{stream} {api}");
    let cancel = json!({ "organisation": scene.client, "invite": invite });
    scene.app.post_as(&scene.ada.cookie, "/rpc/v1/organisations/invites/cancel", cancel).await.done();
    scene.name(NAMES[1]).await;
    assert_eq!(told().await, Value::Null, "taken back");
    let [stream, api] = scene.elsewhere(&mary).await;
    for name in NAMES {
        assert!(!stream.contains(name) && !api.contains(name), "{stream} {api}");
    }

    // Invited anew, by somebody else: that is not the one who invited then.
    scene.app.invite(&scene.charles.token, &scene.client, &mary.email, "user").await;
    assert_eq!(told().await, Value::Null);
    scene.app.work().await;
    assert!(!scene.list(&mary).await.to_string().contains(NAMES[1]));
}

#[tokio::test]
async fn an_invite_that_is_over_tells_no_name() {
    let scene = Scene::new().await;
    let mary = scene.app.holder("mary@example.com").await;
    scene.app.invite(&scene.ada.token, &scene.client, &mary.email, "user").await;
    scene.app.work().await;
    scene.app.wait(7 * 24 * 3600);
    let cookie = scene.app.sign_in(&mary.email, testkit::PASSWORD).await;
    let mary = Holder { cookie, ..mary };
    assert_eq!(scene.latest(&mary, "invite_received").await["actor"], Value::Null);
}

#[tokio::test]
async fn who_declined_learns_no_name_and_who_accepted_does() {
    let scene = Scene::new().await;
    let (mary, joan) =
        (scene.app.holder("mary@example.com").await, scene.app.holder("joan@example.com").await);
    for (who, answer) in [(&mary, "decline"), (&joan, "accept")] {
        let invite = scene.app.invite(&scene.ada.token, &scene.client, &who.email, "user").await;
        scene.app.work().await;
        let path = format!("/api/users/me/invites/{invite}/{answer}");
        scene.app.ask(&who.token, Method::POST, &path, &Value::Null).await.done();
    }
    scene.name(NAMES[1]).await;
    assert_eq!(scene.latest(&mary, "invite_received").await["actor"], Value::Null);
    assert_eq!(scene.latest(&joan, "invite_received").await["actor"], NAMES[1]);
}
