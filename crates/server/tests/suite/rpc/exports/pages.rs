//! Lists that are longer than a page: every row once

use std::collections::BTreeSet;

use domain::{
    Timestamp, UserId,
    organisation::{ClientId, Invite, InviteId, Role},
    support::{SupportRequest, SupportState},
    token::{Scopes, TokenEnd, TokenId},
};
use serde_json::Value;
use server::{
    secrets::Sealed,
    store::{clients, invites, support, tokens},
};
use testkit::{EMAIL, TestApp};

use super::{OTHER, taken};

/// More than a page of each.
const MANY: i64 = 1_010;

/// Several of each moment: their ids tell them apart.
fn moment(app: &TestApp, number: i64) -> Timestamp {
    Timestamp(app.app.now().0 - 1_000 + number / 7)
}

/// How often each value of a field is in a file: once.
fn values(file: &[u8], field: &str) -> BTreeSet<String> {
    let rows: Vec<Value> = serde_json::from_slice(file).expect("a list");
    let values: BTreeSet<_> =
        rows.iter().map(|row| row[field].as_str().expect("a text").to_owned()).collect();
    assert_eq!(values.len(), rows.len(), "none twice");
    values
}

#[tokio::test]
async fn of_tokens() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let user = UserId(ada.user.parse().expect("an id"));
    let transaction = app.app.database.begin().await.expect("a transaction");
    for number in 0..MANY {
        let token = tokens::StoredToken {
            id: TokenId(app.app.entropy.uuid()),
            user,
            name: format!("Token {number}."),
            scopes: Scopes::from_names("full"),
            networks: Vec::new(),
            created_at: moment(&app, number),
            end: TokenEnd::default(),
        };
        let sealed = Sealed { ciphertext: "sealed".into(), key_id: "key".into() };
        tokens::insert(transaction.connection(), &token, format!("hash {number}"), sealed)
            .await
            .expect("stored");
    }
    transaction.commit().await.expect("stored");
    let files = taken(&app, &ada.cookie).await;
    let names = values(&files["tokens.json"], "name");
    assert!((0..MANY).all(|number| names.contains(&format!("Token {number}."))));
}

#[tokio::test]
async fn of_invites_both_ways() {
    let app = TestApp::new().await;
    let (ada, charles) = (app.holder(EMAIL).await, app.holder(OTHER).await);
    let by = UserId(charles.user.parse().expect("an id"));
    let transaction = app.app.database.begin().await.expect("a transaction");
    let db = transaction.connection();
    let mut expected = BTreeSet::new();
    for number in 0..MANY {
        let client = ClientId(app.app.entropy.uuid());
        clients::insert(db, client, &format!("Club {number}"), app.app.now()).await.expect("stored");
        let invite = Invite {
            id: InviteId(app.app.entropy.uuid()),
            client,
            email: EMAIL.into(),
            role: Role::User,
            created_at: moment(&app, number),
            expires_at: Timestamp(app.app.now().0 + 1_000_000),
        };
        assert!(invites::insert(db, &invite, by).await.expect("stored"));
        expected.insert(invite.id.to_string());
    }
    transaction.commit().await.expect("stored");
    assert_eq!(values(&taken(&app, &ada.cookie).await["invites.json"], "id"), expected);
    assert_eq!(values(&taken(&app, &charles.cookie).await["invites-sent.json"], "id"), expected);
}

#[tokio::test]
async fn of_requests_to_support() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    let user = UserId(ada.user.parse().expect("an id"));
    let transaction = app.app.database.begin().await.expect("a transaction");
    let mut expected = BTreeSet::new();
    for number in 0..120 {
        let request = SupportRequest {
            reference: format!("RR{number:06}"),
            category: "Account".into(),
            title: "It hisses".into(),
            state: SupportState::Open,
            created_at: moment(&app, number),
            updated_at: moment(&app, number),
        };
        expected.insert(request.reference.clone());
        let stored = support::StoredRequest {
            id: app.app.entropy.uuid(),
            user: Some(user),
            request,
            description: "Why?".into(),
            screenshot: None,
        };
        assert!(support::insert(transaction.connection(), &stored).await.expect("stored"));
    }
    transaction.commit().await.expect("stored");
    assert_eq!(values(&taken(&app, &ada.cookie).await["support.json"], "reference"), expected);
}
