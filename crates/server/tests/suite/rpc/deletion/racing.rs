//! Whatever happens at the same moment: afterwards either was first, and nothing is in between.

use std::collections::BTreeMap;

use axum::http::{Method, StatusCode};
use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use testkit::{Answer, EMAIL, Holder, PASSWORD, TestApp};

use super::{
    CHARLES, GRACE, ada_and_grace, assert_out, delete, delete_after, id, is_kept, last_mails, plan, roles,
    under_way,
};

/// So many times each: who is first is anybody's guess.
const ROUNDS: usize = 6;

/// What nobody expects of a race: a fault, or one that waits for the other for ever.
#[track_caller]
fn assert_sound(answer: &Answer) {
    assert!(answer.status.as_u16() < 500, "{}: {}", answer.status, answer.body);
}

/// That nothing names somebody whose account is deleted, before and after the rest is removed.
async fn assert_no_trace(app: &TestApp, who: &Holder) {
    assert_out(app, who).await;
    let holds = |rows: &BTreeMap<String, Vec<String>>, tables: &[&str]| {
        tables.iter().any(|table| rows[*table].iter().any(|row| row.contains(&who.user)))
    };
    let rows = app.rows().await;
    assert!(!holds(&rows, &["memberships", "user_tokens", "sessions", "invites", "profiles"]));
    app.work().await;
    assert_eq!(under_way(app).await, 0);
    assert!(!is_kept(app, &who.user).await);
}

/// That every organisation has an owner.
async fn assert_owned(app: &TestApp) {
    let rows = app.rows().await;
    let field = |row: &str, name: &str| serde_json::from_str::<Value>(row).expect("a row")[name].clone();
    let owned: Vec<_> = rows["memberships"].iter().filter(|row| field(row, "role") == "owner").collect();
    for client in &rows["clients"] {
        let client = field(client, "id");
        assert!(owned.iter().any(|row| field(row, "client_id") == client), "{client} in {owned:?}");
    }
}

#[tokio::test]
async fn two_deletions_are_one() {
    let (app, ada, grace) = ada_and_grace().await;
    let looms = app.organisation(&ada.token, "Looms").await;
    app.join(&ada, &looms, &grace, "user").await;
    let body = || super::request(EMAIL, &[(&looms, "Looms")]);
    let posted = (0..4).map(|_| app.post_as(&ada.cookie, super::DELETION, body()));
    let answers = join_all(posted).await;
    let done = answers.iter().filter(|answer| answer.status == StatusCode::OK).count();
    let late = answers.iter().filter(|answer| answer.code() == "signed_out").count();
    assert_eq!((done, late), (1, 3), "{answers:?}");
    assert_no_trace(&app, &ada).await;
    assert_eq!(last_mails(&app, EMAIL), 1);
    assert_eq!(app.rows().await["deletions"].len(), 1);
}

#[tokio::test]
async fn two_who_share_everything_leave_at_once() {
    for _ in 0..ROUNDS {
        let (app, ada, grace) = ada_and_grace().await;
        let charles = app.holder(CHARLES).await;
        // Each is the other's heir, each has invited the other, and Charles inherits both.
        for (host, guest, name) in [(&ada, &grace, "Looms"), (&grace, &ada, "Engines")] {
            let shared = app.organisation(&host.token, name).await;
            app.join(host, &shared, guest, "admin").await;
            app.join(host, &shared, &charles, "admin").await;
            let waiting = app.organisation(&host.token, &format!("{name} too")).await;
            app.join(host, &waiting, &charles, "admin").await;
            app.invite(&host.token, &waiting, &guest.email, "user").await;
        }
        let (hers, graces) = (plan(&app, &ada).await, plan(&app, &grace).await);
        let deletions = join(delete_after(&app, &ada, &hers, &[]), delete_after(&app, &grace, &graces, &[]));
        let (one, other) = deletions.await;
        for (who, answer) in [(&ada, one), (&grace, other)] {
            // Whom she leaves it to has just left: it would be Charles's, as she reads only now.
            if answer.code() == "conflict" {
                delete(&app, who, &[]).await.done();
            } else {
                assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
            }
        }
        assert_no_trace(&app, &ada).await;
        assert_no_trace(&app, &grace).await;
        assert_owned(&app).await;
        let mine = app.get_as(&charles.cookie, "/rpc/v1/organisations").await.done();
        let mine = mine.as_array().expect("a list");
        assert_eq!(mine.iter().filter(|each| each["role"] == "owner").count(), 4, "{mine:?}");
    }
}

#[tokio::test]
async fn who_is_made_owner_while_they_leave_is_none() {
    for _ in 0..ROUNDS {
        let (app, ada, grace) = ada_and_grace().await;
        let looms = app.organisation(&grace.token, "Looms").await;
        app.join(&grace, &looms, &ada, "admin").await;
        let body = json!({ "organisation": looms, "member": ada.user });
        let transfer = app.post_as(&grace.cookie, "/rpc/v1/organisations/transfer", body);
        let read = plan(&app, &ada).await;
        let (deleted, transferred) = join(delete_after(&app, &ada, &read, &[]), transfer).await;
        assert_sound(&transferred);
        // Grace is an administrator, or still the owner: it goes with nobody. But who read that she leaves it, and
        // owns it by now, reads first that Grace gets it back.
        if deleted.code() == "conflict" {
            assert!(transferred.status.is_success(), "{}", transferred.body);
            delete(&app, &ada, &[]).await.done();
        } else {
            assert_eq!(deleted.status, StatusCode::OK, "{}", deleted.body);
        }
        assert_no_trace(&app, &ada).await;
        assert_eq!(roles(&app, &grace, &looms).await, [(grace.user.clone(), "owner".to_owned())]);
    }
}

#[tokio::test]
async fn who_leaves_and_who_goes_leave_an_owner_between_them() {
    for _ in 0..ROUNDS {
        let (app, ada, grace) = ada_and_grace().await;
        let looms = app.organisation(&grace.token, "Looms").await;
        app.join(&grace, &looms, &ada, "owner").await;
        let path = format!("/api/clients/{looms}/users/{}", grace.user);
        let leave = app.ask(&grace.token, Method::DELETE, &path, &Value::Null);
        let read = plan(&app, &ada).await;
        let (deleted, left) = join(delete_after(&app, &ada, &read, &[]), leave).await;
        assert_sound(&left);
        assert_owned(&app).await;
        if left.status.is_success() {
            // Ada was the last: it would go with her, which she did not confirm.
            assert_eq!(deleted.code(), "conflict");
            assert_eq!(roles(&app, &ada, &looms).await, [(ada.user.clone(), "owner".to_owned())]);
        } else {
            assert_eq!((deleted.status, left.code().as_str()), (StatusCode::OK, "last_owner"));
            assert_no_trace(&app, &ada).await;
        }
    }
}

#[tokio::test]
async fn who_joins_what_goes_is_in_nothing() {
    for _ in 0..ROUNDS {
        let (app, ada, grace) = ada_and_grace().await;
        let looms = app.organisation(&ada.token, "Looms").await;
        let invite = app.invite(&ada.token, &looms, GRACE, "admin").await;
        let accept = app.post_as(&grace.cookie, "/rpc/v1/invites/accept", json!({ "invite": invite }));
        let read = plan(&app, &ada).await;
        let gone = [(looms.as_str(), "Looms")];
        let (deleted, accepted) = join(delete_after(&app, &ada, &read, &gone), accept).await;
        assert_sound(&accepted);
        assert_owned(&app).await;
        if accepted.status.is_success() {
            assert_eq!(deleted.code(), "conflict", "it is no more what she confirmed");
        } else {
            assert_eq!((deleted.status, accepted.code().as_str()), (StatusCode::OK, "not_found"));
            assert_no_trace(&app, &ada).await;
        }
    }
}

#[tokio::test]
async fn what_they_do_in_another_window_makes_nothing_for_who_is_gone() {
    for _ in 0..ROUNDS {
        let (app, ada, grace) = ada_and_grace().await;
        let hers = app.organisation(&grace.token, "Hers").await;
        let invite = app.invite(&grace.token, &hers, EMAIL, "user").await;
        let declined = app.organisation(&grace.token, "Also hers").await;
        let declined = app.invite(&grace.token, &declined, EMAIL, "user").await;
        let draft = json!({ "name": "CI", "scopes": ["full"], "expiry": "never", "networks": "" });
        let profile = json!({ "firstName": "Ada", "lastName": "", "phone": "", "bio": "" });
        let keyed = testkit::Request::api(Method::POST, "/api/clients", &json!({ "clientName": "Mills" }))
            .token(&ada.token)
            .header("idempotency-key", "one");
        let rotate = json!({ "id": ada.token_id, "overlap": "none" });
        let cookie = &ada.cookie;
        let others = [
            app.post_as(cookie, "/rpc/v1/tokens/create", json!({ "draft": draft })),
            app.post_as(cookie, "/rpc/v1/tokens/rotate", rotate),
            app.post_as(cookie, "/rpc/v1/organisations/create", json!({ "name": "Looms" })),
            app.post_as(cookie, "/rpc/v1/invites/accept", json!({ "invite": invite })),
            app.post_as(cookie, "/rpc/v1/invites/decline", json!({ "invite": declined })),
            app.post_as(cookie, "/rpc/v1/profile", json!({ "update": profile, "version": 1 })),
            app.post_as(cookie, "/rpc/v1/auth/step-up", json!({ "password": PASSWORD })),
            app.post_as(cookie, "/rpc/v1/security/sessions/end-others", json!({})),
            app.post_as(cookie, "/rpc/v1/support", support(&ada.token_id)),
            app.post_as("", "/rpc/v1/auth/sign-in", json!({ "email": EMAIL, "password": PASSWORD })),
        ];
        let others = join(join_all(others), app.send(keyed));
        let read = plan(&app, &ada).await;
        let deletion = delete_after(&app, &ada, &read, &[]);
        let (deleted, (others, with_key)) = join(deletion, others).await;
        others.iter().chain([&with_key]).for_each(assert_sound);
        assert_sound(&deleted);
        assert_owned(&app).await;
        if deleted.status.is_success() {
            assert_no_trace(&app, &ada).await;
            for cookie in others.iter().filter_map(Answer::cookie) {
                assert_eq!(app.get_as(&cookie, "/rpc/v1/me").await.code(), "signed_out");
            }
        } else {
            assert_eq!(deleted.code(), "conflict", "she has an organisation by now");
            let person = server::store::people::find(app.app.database.connection(), id(&ada)).await;
            assert!(person.expect("an answer").is_some());
            assert_eq!(under_way(&app).await, 0);
        }
    }
}

/// With an id of its own: what she wrote stays.
fn support(id: &str) -> Value {
    let draft = json!({ "category": "Account", "title": "Help", "description": "It does not open" });
    json!({ "id": id, "draft": draft, "screenshot": null })
}
