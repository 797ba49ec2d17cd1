//! Whatever somebody hides is in no answer to a fellow member, through any door and in any mail, whatever the
//! mix of their switches and whatever the other may do in the organisation.

use axum::http::Method;
use domain::{
    Timestamp,
    token::{LastUse, TokenId},
};
use proptest::{
    prelude::*,
    test_runner::{Config, TestRunner},
};
use serde_json::{Value, json};
use server::store::token_uses::{self, Uses};
use testkit::{Holder, TestApp};

/// Texts that stand nowhere else.
const FIRST_NAME: &str = "Xfirstnamex";
const LAST_NAME: &str = "Xlastnamex";
const SUBJECT_EMAIL: &str = "xaddressx@example.com";
const BIO: &str = "Xbiox";
const PHONE: &str = "+442079460018";
const TOKEN_NAME: &str = "Xtokennamex";
/// Long enough that it is in no random text: hexadecimal digits may all be decimal ones.
const USES: u32 = 4_000_000_017;
/// 2 by 2 pixels.
const PNG: &str =
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR42mNQcGgAIgYIBQAXDgOBSbbajgAAAABJRU5ErkJggg==";

const ITEMS: [&str; 7] =
    ["full_name", "email", "picture", "bio", "recent_actions", "resource_creation", "api_usage"];

/// Whose switches are moved, and who looks.
struct World {
    app: TestApp,
    subject: Holder,
    /// A user, an admin and an owner of the subject's organisation.
    viewers: [Holder; 3],
    /// Another member, whose role the subject changes to and fro.
    moved: Holder,
    invited: Holder,
    client: String,
    invite: String,
    /// When they made a token.
    made_at: i64,
}

impl World {
    async fn new() -> Self {
        let app = TestApp::configured(|config| {
            config.api.requests_per_minute = 1_000_000.try_into().expect("not zero");
        })
        .await;
        let subject = app.holder(SUBJECT_EMAIL).await;
        let update = json!({ "firstName": FIRST_NAME, "lastName": LAST_NAME, "phone": PHONE, "bio": BIO });
        app.post_as(&subject.cookie, "/rpc/v1/profile", json!({ "update": update, "version": 1 }))
            .await
            .done();
        let client = app.organisation(&subject.token, "Engines").await;
        let mut viewers = Vec::new();
        for role in ["user", "admin", "owner"] {
            let viewer = app.holder(&format!("{role}@example.com")).await;
            app.join(&subject, &client, &viewer, role).await;
            viewers.push(viewer);
        }
        let viewers: [Holder; 3] = viewers.try_into().expect("three");
        let moved = app.holder("moved@example.com").await;
        app.join(&subject, &client, &moved, "user").await;
        let mailed = json!({ "category": "team_activity", "channel": "email", "on": true });
        app.post_as(&viewers[0].cookie, "/rpc/v1/preferences", mailed).await.done();
        app.wait(7);
        let (token, _) = app.token(&subject.cookie, &["full"]).await;
        let renamed = json!({ "id": token, "name": TOKEN_NAME });
        app.post_as(&subject.cookie, "/rpc/v1/tokens/rename", renamed).await.done();
        let made_at = app.app.now().0;
        let used = Uses {
            token: TokenId(token.parse().expect("an id")),
            day: made_at.div_euclid(24 * 3600 * 1000) - 9,
            count: USES,
            last: LastUse { at: Timestamp(0), address: String::new(), client: String::new() },
        };
        token_uses::add(app.app.database.connection(), &[used]).await.expect("uses");
        app.wait(7);
        let picture = json!({ "file": PNG, "crop": null });
        app.post_as(&subject.cookie, "/rpc/v1/profile/picture", picture).await.done();
        let invited = app.holder("invited@example.com").await;
        let invite = app.invite(&subject.token, &client, &invited.email, "user").await;
        app.work().await;
        app.mails.forget();
        Self { app, subject, viewers, moved, invited, client, invite, made_at }
    }

    /// Sets all switches. Answers the name of the picture that nobody may know, or the one that they may.
    async fn set(&self, mix: [bool; 7]) -> String {
        for (item, shown) in ITEMS.iter().zip(mix) {
            let body = json!({ "item": item, "shown": shown });
            self.app.post_as(&self.subject.cookie, "/rpc/v1/privacy", body).await.done();
        }
        let profile = self.app.get_as(&self.subject.cookie, "/rpc/v1/profile").await.done();
        profile["picture"].as_str().expect("a picture").to_owned()
    }

    /// Has the subject do something that leaves no other trace. Answers when.
    async fn act(&self) -> i64 {
        let passing = self.app.invite(&self.subject.token, &self.client, "passing@example.com", "user").await;
        self.app.wait(7);
        let cancel = json!({ "organisation": self.client, "invite": passing });
        self.app.post_as(&self.subject.cookie, "/rpc/v1/organisations/invites/cancel", cancel).await.done();
        let acted_at = self.app.app.now().0;
        self.app.wait(7);
        acted_at
    }

    /// What stands for each item in an answer that shows it.
    fn markers(&self, picture: &str, acted_at: i64) -> [Vec<String>; 7] {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let entry = |kind: &str, at: i64| vec![at.to_string(), format!(r#""kind":"{kind}","at":{at}"#)];
        [
            texts(&[FIRST_NAME, LAST_NAME]),
            texts(&[SUBJECT_EMAIL]),
            texts(&[picture]),
            texts(&[BIO]),
            entry("invite_cancelled", acted_at),
            entry("token_created", self.made_at),
            texts(&[&USES.to_string()]),
        ]
    }

    async fn get(&self, by: &Holder, path: &str) -> String {
        let answer = self.app.get_as(&by.cookie, path).await;
        answer.done();
        answer.body
    }

    async fn api(&self, by: &Holder, method: Method, path: &str, body: &Value) -> String {
        let answer = self.app.ask(&by.token, method, path, body).await;
        answer.done();
        answer.body
    }

    /// Every answer about the subject that a fellow member gets, and what of them it may show, by its place in
    /// [`ITEMS`].
    async fn told(&self, viewer: &Holder) -> Vec<(&'static str, String, &'static [usize])> {
        const LISTED: &[usize] = &[0, 1, 2];
        let Self { client, subject: Holder { user, .. }, .. } = self;
        let one = format!("/rpc/v1/organisations/members/one?organisation={client}&member={user}");
        let more = json!({
            "organisation": client,
            "after": { "at": 0, "id": "00000000-0000-4000-8000-000000000000" },
        });
        let more = self.app.post_as(&viewer.cookie, "/rpc/v1/organisations/members/more", more).await;
        more.done();
        let members = format!("/rpc/v1/organisations/members?organisation={client}");
        let listed = format!("/api/clients/{client}/users");
        let nothing = &Value::Null;
        vec![
            ("members", self.get(viewer, &members).await, LISTED),
            ("more members", more.body, LISTED),
            ("one member", self.get(viewer, &one).await, &[0, 1, 2, 3, 4, 5, 6]),
            ("listMembers", self.api(viewer, Method::GET, &listed, nothing).await, LISTED),
            (
                "readUser",
                self.api(viewer, Method::GET, &format!("/api/users/{user}"), nothing).await,
                &[0, 1, 2, 3],
            ),
            ("organisations", self.get(viewer, "/rpc/v1/organisations").await, &[]),
            ("own activity", self.get(viewer, "/rpc/v1/security").await, &[]),
            (
                "readClient",
                self.api(viewer, Method::GET, &format!("/api/clients/{client}"), nothing).await,
                &[],
            ),
        ]
    }

    /// What an owner gets who changes the subject's role, or says it again.
    async fn role_changed(&self) -> (&'static str, String, &'static [usize]) {
        let path = format!("/api/clients/{}/users/{}", self.client, self.subject.user);
        let owner = &self.viewers[2];
        (
            "updateMember",
            self.api(owner, Method::PUT, &path, &json!({ "roles": ["owner"] })).await,
            &[0, 1, 2],
        )
    }

    /// What the others are told of what the subject does: in the app and by mail.
    async fn told_of_deeds(&self, role: &str) -> Vec<(&'static str, String, &'static [usize])> {
        let change = json!({ "organisation": self.client, "member": self.moved.user, "role": role });
        self.app.post_as(&self.subject.cookie, "/rpc/v1/organisations/members/role", change).await.done();
        self.app.work().await;
        let viewer = &self.viewers[0];
        let mails = self.app.mails.to(&viewer.email);
        let mail = mails.iter().find(|mail| mail.subject.contains("role")).expect("a mail about the role");
        let mail = format!("{mail:?}");
        self.app.mails.forget();
        let list = json!({ "filter": "unread", "below": null });
        let list = self.app.post_as(&viewer.cookie, "/rpc/v1/notifications", list).await.done();
        let latest = list["items"][0].to_string();
        let path = format!("/api/clients/{}/notifications?limit=1", self.client);
        vec![
            ("the latest notification", latest, &[0]),
            ("listClientNotifications", self.api(viewer, Method::GET, &path, &Value::Null).await, &[0]),
            ("the mail about it", mail, &[0]),
        ]
    }

    /// What who is invited by the subject gets: in the list, through the Core API and by mail.
    async fn told_by_invite(&self) -> Vec<(&'static str, String, &'static [usize])> {
        // Nobody is mailed again and again.
        self.app.wait(3601);
        let resend = json!({ "organisation": self.client, "invite": self.invite });
        self.app.post_as(&self.subject.cookie, "/rpc/v1/organisations/invites/resend", resend).await.done();
        self.app.work().await;
        let mails = self.app.mails.to(&self.invited.email);
        assert_eq!(mails.len(), 1);
        self.app.mails.forget();
        let mail = format!("{:?}", mails[0]);
        vec![
            ("invites", self.get(&self.invited, "/rpc/v1/invites").await, &[0]),
            (
                "listMyInvites",
                self.api(&self.invited, Method::GET, "/api/users/me/invites", &Value::Null).await,
                &[0],
            ),
            ("the mail", mail, &[0]),
        ]
    }

    async fn stranger_finds_nobody(&self) {
        let path = format!(
            "/rpc/v1/organisations/members/one?organisation={}&member={}",
            self.client, self.subject.user
        );
        assert_eq!(self.app.get_as(&self.invited.cookie, &path).await.status, 404);
        let path = format!("/api/users/{}", self.subject.user);
        assert_eq!(self.app.ask(&self.invited.token, Method::GET, &path, &Value::Null).await.status, 404);
    }

    async fn check(&self, mix: [bool; 7], before: &str) -> Result<String, TestCaseError> {
        let picture = self.set(mix).await;
        let mut told = self.told_by_invite().await;
        for role in ["admin", "user"] {
            told.extend(self.told_of_deeds(role).await);
        }
        let markers = self.markers(&picture, self.act().await);
        told.push(self.role_changed().await);
        for viewer in &self.viewers {
            told.extend(self.told(viewer).await);
        }
        for (door, body, may_show) in &told {
            for (place, texts) in markers.iter().enumerate() {
                let expected = mix[place] && may_show.contains(&place);
                for text in texts {
                    let item = ITEMS[place];
                    prop_assert_eq!(body.contains(text), expected, "{} in {}: {}", item, door, body);
                }
            }
            for never in [PHONE, TOKEN_NAME] {
                prop_assert!(!body.contains(never), "{} in {}: {}", never, door, body);
            }
            if picture != before {
                prop_assert!(!body.contains(before), "the picture before in {}: {}", door, body);
            }
        }
        self.stranger_finds_nobody().await;
        Ok(picture)
    }
}

#[test]
fn what_somebody_hides_is_in_no_answer_to_a_fellow_member() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let world = runtime.block_on(World::new());
    let before = std::cell::RefCell::new(String::from("no picture yet"));
    let config = Config { cases: 40, failure_persistence: None, ..Config::default() };
    let checked = TestRunner::new(config).run(&any::<[bool; 7]>(), |mix| {
        let last = before.borrow().clone();
        let picture = runtime.block_on(world.check(mix, &last))?;
        before.replace(picture);
        Ok(())
    });
    checked.unwrap_or_else(|error| panic!("{error}"));
}
