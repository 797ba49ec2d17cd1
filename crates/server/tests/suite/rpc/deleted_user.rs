//! Whoever deleted their account is "Deleted user" to those who may know who did something, wherever that is told, and
//! nobody at all to everybody else.

use axum::http::Method;
use domain::UserId;
use serde_json::{Value, json};
use server::service;
use testkit::{Holder, Request};

use super::former_fellows::{GRACE, NAMES, Scene};

const CHANGED: &str = "Deleted user changed a member’s role in Engines";

impl Scene {
    /// Deletes somebody's account. Of what follows from it nothing is done yet.
    async fn delete(&self, who: &Holder) {
        let user = UserId(who.user.parse().expect("an id"));
        service::deletion::delete_as_admin(&self.app.app, user).await.expect("deleted");
    }

    /// Whether the latest notification of a kind says that somebody deleted did it. Their name it never says.
    async fn by_deleted(&self, who: &Holder, kind: &str) -> bool {
        let told = self.latest(who, kind).await;
        assert_eq!(told["actor"], Value::Null, "{told}");
        told["actorDeleted"].as_bool().unwrap_or_default()
    }
}

fn names_nobody(told: &str) {
    for name in NAMES {
        assert!(!told.contains(name), "{name}: {told}");
    }
}

#[tokio::test]
async fn a_fellow_is_told_of_a_deleted_user_everywhere_and_at_once() {
    let scene = Scene::new().await;
    assert_eq!(scene.latest(&scene.grace, "role_changed").await["actor"], NAMES[0]);
    scene.delete(&scene.ada).await;
    // Before the rest is removed, and after it.
    for after in [false, true] {
        if after {
            scene.app.work().await;
        }
        assert!(scene.by_deleted(&scene.grace, "role_changed").await, "{after}");
        let [stream, _] = scene.elsewhere(&scene.grace).await;
        assert!(stream.contains("\"actorDeleted\":true"), "{stream}");
        names_nobody(&stream);
        let path = format!("/api/clients/{}/notifications", scene.client);
        let api = scene.app.send(Request::get(&path).token(&scene.grace.token)).await.done().to_string();
        assert!(api.contains(CHANGED), "{api}");
        names_nobody(&api);
    }
}

#[tokio::test]
async fn fellows_are_told_that_a_deleted_user_left_and_the_heir_is_not_told_by_whom() {
    let scene = Scene::new().await;
    let stream = Request::get("/rpc/v1/notifications/stream?after=0").cookie(&scene.grace.cookie);
    let mut window = scene.app.open(stream).await;
    scene.delete(&scene.ada).await;
    scene.app.work().await;
    for who in [&scene.grace, &scene.charles] {
        assert!(scene.by_deleted(who, "member_left").await, "{}", who.email);
    }
    assert!(!scene.by_deleted(&scene.charles, "your_role_changed").await);
    // An open window is told so as it happens.
    loop {
        let told = window.next().await.expect("an event");
        if told["value"]["kind"] == "member_left" {
            assert_eq!(
                (&told["value"]["actorDeleted"], &told["value"]["actor"]),
                (&json!(true), &Value::Null)
            );
            break;
        }
    }
}

#[tokio::test]
async fn who_may_not_know_who_did_it_does_not_learn_that_they_are_deleted() {
    let scene = Scene::new().await;
    scene.end(&scene.grace, &scene.grace).await;
    scene.delete(&scene.ada).await;
    scene.app.work().await;
    assert!(!scene.by_deleted(&scene.grace, "role_changed").await);
    let [stream, api] = scene.elsewhere(&scene.grace).await;
    assert!(stream.contains("role_changed"), "she keeps it: {stream}");
    for told in [stream, api] {
        assert!(!told.contains("actorDeleted") && !told.contains("Deleted user"), "{told}");
    }
    assert!(scene.by_deleted(&scene.charles, "member_left").await, "who is still there does");
}

#[tokio::test]
async fn who_hides_their_name_is_not_a_deleted_user_until_they_are() {
    let scene = Scene::new().await;
    let hidden = json!({ "item": "full_name", "shown": false });
    scene.app.post_as(&scene.ada.cookie, "/rpc/v1/privacy", hidden).await.done();
    assert!(!scene.by_deleted(&scene.grace, "role_changed").await, "a member");
    scene.name("").await;
    assert!(!scene.by_deleted(&scene.grace, "role_changed").await, "nor who has no name");
    scene.delete(&scene.ada).await;
    assert!(scene.by_deleted(&scene.grace, "role_changed").await);
}

#[tokio::test]
async fn a_daily_mail_tells_of_a_deleted_user() {
    let scene = Scene::new().await;
    scene.delete(&scene.ada).await;
    scene.app.work().await;
    scene.app.mails.forget();
    scene.app.wait(9 * 3600);
    scene.app.work().await;
    let mails = scene.app.mails.to(GRACE);
    let [mail] = mails.as_slice() else { panic!("{mails:?}") };
    for told in [CHANGED, "Deleted user left Engines"] {
        assert!(mail.text.contains(told), "{}", mail.text);
    }
    names_nobody(&format!("{mail:?}"));
}

#[tokio::test]
async fn who_was_invited_by_a_deleted_user_knows_it_if_they_joined() {
    let scene = Scene::new().await;
    let (mary, joan) =
        (scene.app.holder("mary@example.com").await, scene.app.holder("joan@example.com").await);
    for (who, accepts) in [(&mary, false), (&joan, true)] {
        let invite = scene.app.invite(&scene.ada.token, &scene.client, &who.email, "user").await;
        scene.app.work().await;
        assert_eq!(scene.latest(who, "invite_received").await["actor"], NAMES[0]);
        if accepts {
            let path = format!("/api/users/me/invites/{invite}/accept");
            scene.app.ask(&who.token, Method::POST, &path, &Value::Null).await.done();
        }
    }
    scene.delete(&scene.ada).await;
    let invites = scene.app.get_as(&mary.cookie, "/rpc/v1/invites").await;
    assert_eq!(invites.status, 200);
    assert!(!invites.body.contains(&scene.client), "the invite went with who sent it: {}", invites.body);
    for after in [false, true] {
        if after {
            scene.app.work().await;
        }
        assert!(!scene.by_deleted(&mary, "invite_received").await, "{after}");
        assert!(scene.by_deleted(&joan, "invite_received").await, "{after}");
    }
}

#[tokio::test]
async fn the_same_address_anew_is_somebody_else() {
    let scene = Scene::new().await;
    scene.delete(&scene.ada).await;
    scene.app.work().await;
    let anew = scene.app.holder(&scene.ada.email).await;
    scene.app.join(&scene.charles, &scene.client, &anew, "user").await;
    let scene = Scene { ada: anew, ..scene };
    scene.name(NAMES[1]).await;
    assert!(scene.by_deleted(&scene.grace, "role_changed").await);
    // Nor does she see what was told before she came.
    assert!(!scene.list(&scene.ada).await.to_string().contains("role_changed"));
}
