//! What becomes of others, and of what is theirs too.

use axum::http::Method;
use domain::organisation::MEMBERSHIPS_MAX;
use serde_json::{Value, json};
use testkit::{EMAIL, Holder, TestApp};

use super::{CHARLES, GRACE, ada_and_grace, delete, is_kept, roles, told, told_of};

async fn three() -> (TestApp, Holder, Holder, Holder) {
    let (app, ada, grace) = ada_and_grace().await;
    let charles = app.holder(CHARLES).await;
    (app, ada, grace, charles)
}

async fn is_there(app: &TestApp, who: &Holder, client: &str) -> bool {
    let path = format!("/api/clients/{client}");
    app.ask(&who.token, Method::GET, &path, &Value::Null).await.status.is_success()
}

fn pair(who: &Holder, role: &str) -> (String, String) {
    (who.user.clone(), role.to_owned())
}

#[tokio::test]
async fn what_only_she_administered_goes_and_its_members_are_told() {
    let (app, ada, grace, charles) = three().await;
    let looms = app.organisation(&ada.token, "Looms").await;
    app.join(&ada, &looms, &grace, "user").await;
    app.invite(&ada.token, &looms, CHARLES, "user").await;
    delete(&app, &ada, &[(&looms, "Looms")]).await.done();
    assert!(!is_there(&app, &grace, &looms).await);
    let invites = app.get_as(&charles.cookie, "/rpc/v1/invites").await.done();
    assert_eq!(invites, json!([]));
    let deleted = told_of(&app, &grace, "organisation_deleted").await;
    assert_eq!(deleted.len(), 1);
    assert_eq!((&deleted[0]["subject"], &deleted[0]["actor"]), (&json!("Looms"), &Value::Null));
    assert!(told_of(&app, &charles, "organisation_deleted").await.is_empty());
}

#[tokio::test]
async fn what_others_administer_is_handed_over_to_who_joined_first() {
    let (app, ada, grace, charles) = three().await;
    let looms = app.organisation(&ada.token, "Looms").await;
    app.join(&ada, &looms, &charles, "user").await;
    app.wait(1);
    app.join(&ada, &looms, &grace, "admin").await;
    app.wait(1);
    let late = app.holder("late@example.com").await;
    app.join(&ada, &looms, &late, "admin").await;
    delete(&app, &ada, &[]).await.done();
    let expected = [pair(&charles, "user"), pair(&grace, "owner"), pair(&late, "admin")];
    assert_eq!(roles(&app, &grace, &looms).await, expected);
    let hers = told_of(&app, &grace, "your_role_changed").await;
    assert_eq!((hers.len(), &hers[0]["subject"]), (1, &json!("Looms")));
    assert!(told_of(&app, &grace, "role_changed").await.is_empty(), "in words of her own");
    for other in [&charles, &late] {
        assert_eq!(told_of(&app, other, "role_changed").await.len(), 1);
        assert!(told_of(&app, other, "your_role_changed").await.is_empty());
    }
    for member in [&grace, &charles, &late] {
        let left = told_of(&app, member, "member_left").await;
        assert_eq!((left.len(), &left[0]["actor"]), (1, &Value::Null));
    }
}

#[tokio::test]
async fn what_others_own_she_leaves() {
    let (app, ada, grace, charles) = three().await;
    let hers = app.organisation(&grace.token, "Hers").await;
    app.join(&grace, &hers, &ada, "admin").await;
    let both = app.organisation(&ada.token, "Both").await;
    app.join(&ada, &both, &charles, "owner").await;
    let invite = app.invite(&ada.token, &hers, "new@example.com", "user").await;
    let kept = app.invite(&grace.token, &hers, "other@example.com", "user").await;
    delete(&app, &ada, &[]).await.done();
    assert_eq!(roles(&app, &grace, &hers).await, [pair(&grace, "owner")]);
    assert_eq!(roles(&app, &charles, &both).await, [pair(&charles, "owner")]);
    assert_eq!(told_of(&app, &grace, "member_left").await.len(), 1);
    assert_eq!(told_of(&app, &charles, "member_left").await.len(), 1);
    let open =
        app.ask(&grace.token, Method::GET, &format!("/api/clients/{hers}/invites"), &Value::Null).await;
    let open = open.done().to_string();
    assert!(open.contains(&kept) && !open.contains(&invite), "{open}");
}

#[tokio::test]
async fn what_she_did_was_done_by_somebody_who_is_gone() {
    let (app, ada, grace) = ada_and_grace().await;
    let looms = app.organisation(&ada.token, "Looms").await;
    app.join(&ada, &looms, &grace, "admin").await;
    let rename = json!({ "organisation": looms, "name": "Mills", "version": 1 });
    app.post_as(&ada.cookie, "/rpc/v1/organisations/rename", rename).await.done();
    let before = told_of(&app, &grace, "organisation_renamed").await;
    delete(&app, &ada, &[]).await.done();
    let after = told_of(&app, &grace, "organisation_renamed").await;
    assert_eq!((before.len(), after.len()), (1, 1), "history stays");
    assert_eq!((&after[0]["id"], &after[0]["subject"]), (&before[0]["id"], &json!("Mills")));
    assert_eq!(after[0]["actorDeleted"], true, "{after:?}");
    assert!(!is_kept(&app, &ada.user).await);
}

#[tokio::test]
async fn what_is_others_alone_stays_to_the_letter() {
    let (app, ada, grace) = ada_and_grace().await;
    let hers = app.organisation(&grace.token, "Hers").await;
    app.organisation(&ada.token, "Looms").await;
    app.join(&grace, &hers, &ada, "user").await;
    let kept = told(&app, &grace).await;
    let plan = app.get_as(&ada.cookie, "/rpc/v1/account/deletion").await.done();
    let looms = plan["gone"][0]["id"].as_str().expect("an id").to_owned();
    let of = |rows: std::collections::BTreeMap<String, Vec<String>>| {
        let mut hers: Vec<_> = rows
            .into_iter()
            .filter(|(table, _)| {
                !["outbox", "throttles", "notification_heads", "sessions"].contains(&table.as_str())
            })
            .flat_map(|(table, rows)| rows.into_iter().map(move |row| (table.clone(), row)))
            .filter(|(_, row)| row.contains(&grace.user) && !row.contains(&ada.user))
            .collect();
        hers.sort();
        hers
    };
    let before = of(app.rows().await);
    delete(&app, &ada, &[(&looms, "Looms")]).await.done();
    app.work().await;
    let after = of(app.rows().await);
    assert!(before.iter().all(|row| after.contains(row)), "{before:?}\n{after:?}");
    let now = told(&app, &grace).await;
    assert_eq!(now[now.len() - kept.len()..].len(), kept.len());
}

#[tokio::test]
async fn as_many_organisations_as_one_can_have_go_in_few_statements() {
    let figures = crate::figures::Figures::of_this_process();
    let app = TestApp::new().await;
    let (ada, few) = (app.holder(EMAIL).await, app.holder(GRACE).await);
    let db = app.app.database.connection();
    let mut named = Vec::new();
    for (who, number) in [(&few, 2), (&ada, MEMBERSHIPS_MAX)] {
        for index in 0..number {
            let client = domain::organisation::ClientId(app.app.entropy.uuid());
            let (name, now) = (format!("Number {index}"), app.app.now());
            let user = super::id(who);
            let owner = domain::organisation::Role::Owner;
            server::store::clients::insert(db, client, &name, now).await.expect("stored");
            server::store::clients::join(db, client, user, owner, now).await.expect("joined");
            named.push((who.user.clone(), client.to_string(), name));
        }
    }
    let cost = async |who: &Holder| {
        let theirs: Vec<_> = named.iter().filter(|(user, ..)| *user == who.user).collect();
        let theirs: Vec<_> =
            theirs.iter().map(|(_, client, name)| (client.as_str(), name.as_str())).collect();
        let before = crate::figures::statements(&figures);
        delete(&app, who, &theirs).await.done();
        crate::figures::statements(&figures) - before
    };
    let (of_few, of_many) = (cost(&few).await, cost(&ada).await);
    assert_eq!(of_few, of_many);
}
