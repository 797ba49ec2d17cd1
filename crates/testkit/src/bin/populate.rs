//! Fills a migrated database for `cargo xtask bench`: many people with two tokens each, none of whom can
//! sign in. Writes the tokens' values to a file, one a line.
//!
//! `populate DATABASE-URL PEOPLE FILE`

use std::{
    fs::File,
    io::{BufWriter, Write as _},
};

use domain::{
    Timestamp, UserId,
    token::{FIRST_TOKENS, Scopes, TokenEnd, TokenId},
};
use server::{
    adapters::system::{SystemClock, SystemEntropy},
    ports::{clock::Clock as _, entropy::Entropy},
    secrets::Sealed,
    service::keys::{self, Kind},
    store::{self, Database, people::Person, tokens::StoredToken},
};

/// People in one transaction.
const BATCH: u32 = 1000;

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Outcome {
    let mut arguments = std::env::args().skip(1);
    let (Some(url), Some(people), Some(file)) = (arguments.next(), arguments.next(), arguments.next()) else {
        return Err("populate DATABASE-URL PEOPLE FILE".into());
    };
    let database = Database::connect(&url, 1).await?;
    let mut file = BufWriter::new(File::create(file)?);
    let people: u32 = people.parse()?;
    for first in (0..people).step_by(BATCH as usize) {
        let transaction = database.begin().await?;
        for number in first..people.min(first + BATCH) {
            add_person(transaction.connection(), number, &mut file).await?;
        }
        transaction.commit().await?;
    }
    Ok(file.flush()?)
}

async fn add_person(db: &impl store::Connection, number: u32, file: &mut impl std::io::Write) -> Outcome {
    let entropy: &dyn Entropy = &SystemEntropy;
    let now = SystemClock.now();
    let id = UserId(entropy.uuid());
    let person = Person { id, email: format!("person-{number}@example.com"), created_at: now };
    store::people::insert_if_new(db, &person).await?;
    for each in 1..=FIRST_TOKENS {
        let value = keys::generate(entropy, Kind::UserToken);
        let token = token(TokenId(entropy.uuid()), id, format!("User Token {each}"), now);
        let sealed = Sealed { ciphertext: "A".repeat(123), key_id: "bench".to_owned() };
        store::tokens::insert(db, &token, keys::stored_hash(value.expose()), sealed).await?;
        writeln!(file, "{}", value.expose())?;
    }
    Ok(())
}

fn token(id: TokenId, user: UserId, name: String, now: Timestamp) -> StoredToken {
    let end = TokenEnd::default();
    StoredToken { id, user, name, scopes: Scopes::FULL, networks: Vec::new(), created_at: now, end }
}
