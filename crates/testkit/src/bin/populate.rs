//! Fills a migrated database for `cargo xtask bench`: many people with a password, a session and two tokens
//! each. Writes the tokens' values and the sessions' secrets to files, one a line.
//!
//! `populate DATABASE-URL PEOPLE PASSWORD TOKENS-FILE SESSIONS-FILE`

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    sync::Arc,
    time::Duration,
};

use domain::{
    Timestamp, UserId,
    identity::Password,
    token::{FIRST_TOKENS, Scopes, TokenEnd, TokenId},
};
use secrecy::SecretString;
use server::{
    adapters::system::{SystemClock, SystemEntropy},
    passwords::{HashSettings, Hasher},
    ports::{clock::Clock as _, entropy::Entropy},
    secrets::Sealed,
    service::{
        keys::{self, Kind},
        sessions,
    },
    store::{
        self, Database, credentials::Credentials, people::Person, sessions::Session, tokens::StoredToken,
    },
};
use uuid::Uuid;

/// People in one transaction.
const BATCH: u32 = 1000;

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[tokio::main]
async fn main() -> Outcome {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [url, people, password, tokens, sessions] = arguments.as_slice() else {
        return Err("populate DATABASE-URL PEOPLE PASSWORD TOKENS-FILE SESSIONS-FILE".into());
    };
    let database = Database::connect(url, 1).await?;
    // One hash for all: what is measured is checking it, not making it.
    let hasher = Hasher::new(&HashSettings::default(), Arc::new(SystemEntropy))?;
    let mut files = Files {
        password_hash: hasher.hash(&Password::new(password)).await?,
        tokens: BufWriter::new(File::create(tokens)?),
        sessions: BufWriter::new(File::create(sessions)?),
    };
    let people: u32 = people.parse()?;
    for first in (0..people).step_by(BATCH as usize) {
        let transaction = database.begin().await?;
        for number in first..people.min(first + BATCH) {
            add_person(transaction.connection(), number, &mut files).await?;
        }
        transaction.commit().await?;
    }
    files.tokens.flush()?;
    Ok(files.sessions.flush()?)
}

/// What everybody has in common, and where their secrets are written to.
struct Files {
    password_hash: String,
    tokens: BufWriter<File>,
    sessions: BufWriter<File>,
}

async fn add_person(db: &impl store::Connection, number: u32, files: &mut Files) -> Outcome {
    let entropy: &dyn Entropy = &SystemEntropy;
    let now = SystemClock.now();
    let id = UserId(entropy.uuid());
    let person = Person { id, email: format!("person-{number}@example.com"), created_at: now };
    store::people::insert_if_new(db, &person).await?;
    let (email, password_hash) = (person.email, files.password_hash.clone());
    store::credentials::insert(db, &Credentials { user: id, email, password_hash }, now).await?;
    let secret = entropy.uuid().simple().to_string();
    writeln!(files.sessions, "{secret}")?;
    store::sessions::insert(db, session(entropy.uuid(), id, &secret.into(), now)).await?;
    for each in 1..=FIRST_TOKENS {
        let value = keys::generate(entropy, Kind::UserToken);
        let token = token(TokenId(entropy.uuid()), id, format!("User Token {each}"), now);
        let sealed = Sealed { ciphertext: "A".repeat(123), key_id: "bench".to_owned() };
        store::tokens::insert(db, &token, keys::stored_hash(value.expose()), sealed).await?;
        writeln!(files.tokens, "{}", value.expose())?;
    }
    Ok(())
}

fn session(id: Uuid, user: UserId, secret: &SecretString, now: Timestamp) -> Session {
    Session {
        id,
        secret_hash: sessions::hash(secret),
        user,
        via: "web",
        address: "192.0.2.1".to_owned(),
        user_agent: String::new(),
        created_at: now,
        expires_at: now + Duration::from_hours(24 * 30),
        grant: None,
    }
}

fn token(id: TokenId, user: UserId, name: String, now: Timestamp) -> StoredToken {
    let end = TokenEnd::default();
    StoredToken { id, user, name, scopes: Scopes::FULL, networks: Vec::new(), created_at: now, end }
}
