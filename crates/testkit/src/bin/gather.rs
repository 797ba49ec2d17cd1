//! Fills a database that `populate` filled further for `cargo xtask bench`: makes one organisation of many members, and
//! many notifications for a thousand others. Prints the organisation's id.
//!
//! `gather DATABASE-URL MEMBERS NOTIFICATIONS`

use domain::{
    UserId,
    notification::NotificationKind,
    organisation::{ClientId, Role},
};
use server::{
    adapters::system::{SystemClock, SystemEntropy},
    ports::{clock::Clock as _, entropy::Entropy},
    store::{self, Connection, Database, events::Event},
};
use uuid::Uuid;

/// The first of those who are told of so much: no member, and far from those whose windows are open.
const TOLD_FROM: u32 = 50_000;
/// How many they are.
const TOLD: u32 = 1_000;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Outcome<()> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [url, members, notifications] = arguments.as_slice() else {
        return Err("gather DATABASE-URL MEMBERS NOTIFICATIONS".into());
    };
    let database = Database::connect(url, 1).await?;
    let client = ClientId(fresh());
    let transaction = database.begin().await?;
    let db = transaction.connection();
    store::clients::insert(db, client, "Bench", SystemClock.now()).await?;
    for (number, member) in people(db, 0, members.parse()?).await?.into_iter().enumerate() {
        let role = if number == 0 { Role::Owner } else { Role::User };
        store::clients::join(db, client, member, role, SystemClock.now()).await?;
    }
    transaction.commit().await?;
    let told = people(database.connection(), TOLD_FROM, TOLD).await?;
    for _ in 0..notifications.parse::<u32>()? / TOLD {
        tell(&database, &told).await?;
    }
    println!("{client}");
    Ok(())
}

fn fresh() -> Uuid {
    let entropy: &dyn Entropy = &SystemEntropy;
    entropy.uuid()
}

/// So many of those that `populate` made, in the order of their ids.
async fn people(db: &impl Connection, first: u32, count: u32) -> Outcome<Vec<UserId>> {
    let mut people = Vec::new();
    for number in first..first + count {
        let email = format!("person-{number}@example.com");
        let person = store::people::find_by_email(db, &email).await?;
        people.push(person.ok_or("there are fewer people")?.id);
    }
    people.sort_unstable_by_key(|person| person.0);
    Ok(people)
}

async fn tell(database: &Database, people: &[UserId]) -> Outcome<()> {
    let transaction = database.begin().await?;
    let db = transaction.connection();
    let event = Event::new(fresh(), NotificationKind::SystemUpdate, SystemClock.now());
    store::events::insert(db, &event).await?;
    let numbers = store::deliveries::next_numbers(db, people).await?;
    store::deliveries::insert(db, &event, &numbers).await?;
    Ok(transaction.commit().await?)
}
