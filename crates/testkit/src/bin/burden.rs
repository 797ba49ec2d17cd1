//! Fills a database that `populate` filled further for `cargo xtask bench`: gives one person organisations of many
//! members that nobody else administers, a long activity log and many notifications.
//!
//! `burden DATABASE-URL PERSON-NUMBER ORGANISATIONS MEMBERS ENTRIES NOTIFICATIONS`

use domain::{
    UserId,
    organisation::{ClientId, Role},
};
use server::{
    adapters::system::{SystemClock, SystemEntropy},
    ports::{clock::Clock as _, entropy::Entropy},
    store::{self, Connection, Database},
};
use uuid::Uuid;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [url, person, organisations, members, entries, notifications] = arguments.as_slice() else {
        return Err("burden DATABASE-URL PERSON-NUMBER ORGANISATIONS MEMBERS ENTRIES NOTIFICATIONS".into());
    };
    let database = Database::connect(url, 1).await?;
    let email = format!("person-{person}@example.com");
    let user = store::people::find_by_email(database.connection(), &email).await?.ok_or("nobody")?.id;
    let transaction = database.begin().await?;
    let db = transaction.connection();
    let ids = if database.is_unshared() { SQLITE } else { POSTGRES };
    for number in 0..organisations.parse::<u32>()? {
        organisation(db, user, ids, number, members.parse()?).await?;
    }
    activity(db, user, ids, entries.parse()?).await?;
    told(db, user, ids, notifications.parse()?).await?;
    transaction.commit().await?;
    if !database.is_unshared() {
        // As PostgreSQL does by itself within a minute: a database that has been in use knows how much is whose.
        run(database.connection(), "ANALYZE").await?;
    }
    Ok(())
}

/// How a database makes a random id, and what it calls one: what stands before its digits in quotes.
#[derive(Clone, Copy)]
struct Ids {
    fresh: &'static str,
    prefix: &'static str,
}

const POSTGRES: Ids = Ids { fresh: "gen_random_uuid()", prefix: "UUID " };
/// It keeps an id as its sixteen bytes.
const SQLITE: Ids = Ids { fresh: "randomblob(16)", prefix: "x" };

impl Ids {
    fn literal(self, id: Uuid) -> String {
        format!("{}'{}'", self.prefix, id.simple())
    }
}

/// One with so many members, each time others.
async fn organisation(
    db: &impl Connection,
    user: UserId,
    ids: Ids,
    number: u32,
    members: u32,
) -> Outcome<()> {
    let client = ClientId(fresh());
    let now = SystemClock.now();
    store::clients::insert(db, client, &format!("Burden {number}"), now).await?;
    store::clients::join(db, client, user, Role::Owner, now).await?;
    let (others, first) = (members - 1, number * members);
    let (client, user) = (ids.literal(client.0), ids.literal(user.0));
    let statement = format!(
        "INSERT INTO memberships (client_id, user_id, role, joined_at) \
         SELECT {client}, id, 'user', {now} FROM users WHERE id <> {user} \
         ORDER BY email LIMIT {others} OFFSET {first}",
        now = now.0
    );
    run(db, &statement).await
}

/// So many entries in the activity log, a second apart.
async fn activity(db: &impl Connection, user: UserId, ids: Ids, entries: u32) -> Outcome<()> {
    let (now, user, fresh) = (SystemClock.now().0, ids.literal(user.0), ids.fresh);
    let statement = format!(
        "INSERT INTO security_events (id, user_id, kind, address, user_agent, at, subject) \
         WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {entries}) \
         SELECT {fresh}, {user}, 'profile_changed', '192.0.2.1', 'curl/8.5.0', \
         {now} - 1000 * n, '' FROM number"
    );
    run(db, &statement).await
}

/// So many notifications, half of them of what nobody else is told.
async fn told(db: &impl Connection, user: UserId, ids: Ids, notifications: u32) -> Outcome<()> {
    let (now, mark, user) = (SystemClock.now().0, fresh(), ids.literal(user.0));
    let fresh = ids.fresh;
    let events = format!(
        "INSERT INTO events (id, kind, title, message, at, user_id) \
         WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {notifications}) \
         SELECT {fresh}, 'system_update', '{mark}', '', {now}, CASE WHEN n % 2 = 0 THEN {user} END FROM number"
    );
    run(db, &events).await?;
    let notifications_of = format!(
        "INSERT INTO notifications (user_id, number, event_id, at) \
         SELECT {user}, ROW_NUMBER() OVER (ORDER BY id), id, at FROM events WHERE title = '{mark}'"
    );
    run(db, &notifications_of).await?;
    let head = format!("INSERT INTO notification_heads (user_id, number) VALUES ({user}, {notifications})");
    run(db, &head).await
}

async fn run(db: &impl Connection, statement: &str) -> Outcome<()> {
    db.execute_unprepared(statement).await?;
    Ok(())
}

fn fresh() -> Uuid {
    let entropy: &dyn Entropy = &SystemEntropy;
    entropy.uuid()
}
