//! Of a person's tokens, those that ended; and the installation's key, changed while a deletion is under way.

use domain::{Timestamp, identity::Password, notification::NotificationKind};
use secrecy::ExposeSecret as _;
use serde_json::Value;
use server::{
    app::{App, Replacements},
    config::Config,
    jobs,
    service::{deletion::delete_as_admin, people},
    store::{
        self,
        events::Event,
        outbox::{Lane, NewMessage},
    },
};
use testkit::{EMAIL, PASSWORD, TestApp};

use super::{ada_and_grace, delete, id, is_kept, under_way};

/// More than SQLite takes in one statement, however few values a row has.
const MANY: usize = 12_000;

#[tokio::test]
async fn only_of_tokens_that_work_is_said_that_they_changed() {
    let (app, ada, grace) = ada_and_grace().await;
    let (revoked, _) = app.token(&ada.cookie, &["full"]).await;
    server::service::tokens::revoke_as_admin(
        &app.app,
        revoked.parse().map(domain::token::TokenId).expect("an id"),
    )
    .await
    .expect("it worked");
    let changes = async || app.rows().await.remove("key_changes").expect("a table");
    let before = changes().await;
    delete(&app, &ada, &[]).await.done();
    let new: Vec<_> = changes().await.into_iter().filter(|row| !before.contains(row)).collect();
    // Each account begins with two, and this is the third.
    assert_eq!(new.len(), 3, "{new:?}");
    assert!(new.iter().any(|row| row.contains(&ada.token_id)), "{new:?}");
    assert!(!new.iter().any(|row| row.contains(&revoked) || row.contains(&grace.token_id)), "{new:?}");
}

#[tokio::test]
async fn however_much_follows_is_stored() {
    let app = TestApp::new().await;
    let db = app.app.database.connection();
    let now = app.app.now();
    let fresh = || app.app.entropy.uuid();
    let changes: Vec<_> = (0..MANY).map(|_| (fresh(), fresh())).collect();
    store::key_changes::insert(db, &changes, now).await.expect("stored");
    let events: Vec<_> =
        (0..MANY).map(|_| Event::new(fresh(), NotificationKind::OrganisationDeleted, now)).collect();
    store::events::insert_all(db, &events).await.expect("stored");
    let due = Timestamp(i64::MAX);
    let message = |_| NewMessage { id: fresh(), lane: Lane::Prompt, payload: "{}".to_owned(), due };
    let messages: Vec<_> = (0..MANY).map(message).collect();
    store::outbox::insert_new(db, messages.clone()).await.expect("stored");
    // What is there stays as it is.
    store::outbox::insert_new(db, messages).await.expect("stored");
    let rows = app.rows().await;
    assert_eq!((rows["key_changes"].len(), rows["events"].len(), rows["outbox"].len()), (MANY, MANY, MANY));
}

/// The same installation under a new key, with these settings besides.
async fn under_a_new_key(app: &TestApp, settings: &str) -> App {
    let data = app.app.config.data_dir.display().to_string();
    let file = app.app.config.data_dir.join("settings.toml");
    let database = app.app.config.database.url();
    let database = database.expose_secret();
    let settings = format!(
        "data_dir = '{data}'\ndatabase.url = '{database}'\n\
         secrets.key = 'bmV3LWtleS1uZXcta2V5LW5ldy1rZXktbmV3LWtleSE='\n{settings}"
    );
    std::fs::write(&file, settings).expect("written");
    let config = Config::load(Some(&file)).expect("a configuration");
    let replacements = Replacements { clock: Some(app.clock.clone()), ..Replacements::default() };
    App::new(config, replacements).await.expect("an app")
}

fn previous(app: &TestApp) -> String {
    format!("secrets.previous_key_file = '{}/secrets.key'", app.app.config.data_dir.display())
}

#[tokio::test]
async fn a_deletion_from_before_the_key_was_changed_is_noted_as_finished() {
    let (app, ada, _) = ada_and_grace().await;
    let deleted = delete_as_admin(&app.app, id(&ada)).await.expect("deleted");
    let renewed = under_a_new_key(&app, &previous(&app)).await;
    jobs::run_one(&renewed, deleted.message).await;
    assert!(!is_kept(&app, &ada.user).await);
    assert_eq!(under_way(&app).await, 0);
}

#[tokio::test]
async fn without_the_key_before_everything_goes_but_the_note_stays_open() {
    let (app, ada, _) = ada_and_grace().await;
    let deleted = delete_as_admin(&app.app, id(&ada)).await.expect("deleted");
    let renewed = under_a_new_key(&app, "").await;
    jobs::run_one(&renewed, deleted.message).await;
    assert!(!is_kept(&app, &ada.user).await);
    assert_eq!(under_way(&app).await, 1);
}

#[tokio::test]
async fn a_former_account_from_before_the_key_was_changed_gives_way() {
    let (app, ada, _) = ada_and_grace().await;
    delete_as_admin(&app.app, id(&ada)).await.expect("deleted");
    let tombstone = async || {
        let rows = app.rows().await.remove("users").expect("a table");
        let row = rows.into_iter().find(|row| row.contains(&ada.user)).expect("a tombstone");
        serde_json::from_str::<Value>(&row).expect("a row")["address_hash"].clone()
    };
    assert!(tombstone().await.is_string());
    let renewed = under_a_new_key(&app, &previous(&app)).await;
    people::create(&renewed, EMAIL, &Password::new(PASSWORD)).await.expect("an account");
    assert_eq!(tombstone().await, Value::Null, "the identity provider was asked to forget it");
}
