//! A provider under test, and a person who uses it.

use std::{sync::Arc, time::Duration};

use domain::{
    AppError, Locale, UserId,
    identity::{Code, Email, Password},
};
use secrecy::{ExposeSecret as _, SecretString};
use server::{
    adapters::system::SystemClock,
    config::{Config, Provider},
    ports::{
        clock::Clock as _,
        identity::{Grant, Identity, IdentityProvider, PasswordOutcome, Proof},
    },
    service::Failure,
};
use testkit::{TestApp, totp, wrong_totp};
use tokio::sync::Mutex;

use crate::{peer, pool::Pool};

/// A password that is nobody's yet.
pub const PASSWORD: &str = "Analytical-Engine-1843!";
/// Another one.
pub const ANOTHER: &str = "Difference-Engine-1822!";
/// One that nobody has.
pub const WRONG: &str = "Jacquard-Loom-1804!!";
/// One that meets every rule and is guessed at once.
pub const GUESSABLE: &str = "Password1!";

enum Place {
    Embedded,
    Peer(Pool),
    Amazon,
}

/// A provider under test, with an app around it.
pub struct World {
    /// The app.
    pub app: TestApp,
    place: Place,
    /// The last code of an authenticator: Amazon takes none twice.
    shown: Mutex<Vec<String>>,
}

impl World {
    /// The embedded provider.
    pub async fn embedded() -> Self {
        Self::of(TestApp::new().await, Place::Embedded)
    }

    /// Cognito over the wire, with a pool of its own.
    pub async fn cognito() -> Self {
        Self::cognito_with(|_| ()).await
    }

    /// The same with another configuration.
    pub async fn cognito_with(change: impl FnOnce(&mut Config)) -> Self {
        let pool = Pool::make().await;
        let section = pool.section.clone();
        let configure = |config: &mut Config| {
            config.identity.provider = Provider::Cognito;
            config.identity.cognito = section;
            change(config);
        };
        Self::of(TestApp::configured(configure).await, Place::Peer(pool))
    }

    /// The pool at Amazon that the environment names.
    pub async fn real() -> Self {
        let section = Config::load(None).expect("SETTINGS_IDENTITY__COGNITO__…").identity.cognito;
        let configure = |config: &mut Config| {
            config.identity.provider = Provider::Cognito;
            config.identity.cognito = section;
        };
        Self::of(TestApp::configured(configure).await, Place::Amazon)
    }

    fn of(app: TestApp, place: Place) -> Self {
        Self { app, place, shown: Mutex::default() }
    }

    /// The provider.
    pub fn provider(&self) -> Arc<dyn IdentityProvider> {
        Arc::clone(&self.app.app.identity)
    }

    /// The pool at the peer.
    pub fn pool(&self) -> &Pool {
        match &self.place {
            Place::Peer(pool) => pool,
            Place::Embedded | Place::Amazon => panic!("this place has no pool of the test's"),
        }
    }

    /// Whether it is Cognito that proves who people are.
    pub fn is_cognito(&self) -> bool {
        !matches!(self.place, Place::Embedded)
    }

    /// An address that nobody has.
    pub fn address(&self) -> Email {
        let name = self.app.app.entropy.uuid().simple();
        Email::parse(&format!("{name}@example.com")).expect("an address")
    }

    /// The code in the newest mail to an address.
    pub async fn mailed_code(&self, email: &Email) -> Code {
        let digits = match &self.place {
            Place::Embedded => self.app.code(email.as_str()).await,
            Place::Peer(_) => peer::newest_code(email.as_str()).await,
            Place::Amazon => panic!("nobody reads mails from Amazon here"),
        };
        code(&digits)
    }

    /// A code that an authenticator app with this secret shows, one that it has not shown before: each counts
    /// once. Time passes for it. The next one is taken for right too (RFC 6238, 5.2).
    pub async fn shown_code(&self, secret: &SecretString) -> Code {
        let mut shown = self.shown.lock().await;
        loop {
            if matches!(self.place, Place::Embedded) {
                self.app.wait(30);
            }
            let now = self.seconds();
            let candidates = [now, now + 30].map(|at| totp(secret.expose_secret(), at));
            if let Some(digits) = candidates.into_iter().find(|digits| !shown.contains(digits)) {
                shown.push(digits.clone());
                return code(&digits);
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    /// A code that no authenticator app with this secret shows now, a little earlier or later.
    pub fn wrong_code(&self, secret: &SecretString) -> Code {
        code(&wrong_totp(secret.expose_secret(), self.seconds()))
    }

    /// The time that counts for the provider.
    fn seconds(&self) -> i64 {
        let now = match self.place {
            Place::Embedded => self.app.app.now(),
            Place::Peer(_) | Place::Amazon => SystemClock.now(),
        };
        now.0 / 1000
    }

    /// Somebody with an account and [`PASSWORD`].
    pub async fn person(&self) -> Identity {
        let made = self.provider().create_confirmed(&self.address(), &Password::new(PASSWORD)).await;
        made.expect("an account")
    }

    /// What a password leads to.
    pub async fn try_password(&self, email: &str, password: &str) -> PasswordOutcome {
        let email = Email::parse(email).expect("an address");
        self.provider().check_password(&email, &Password::new(password)).await.expect("an outcome")
    }

    /// What a right password proves.
    pub async fn sign_in(&self, email: &str, password: &str) -> Proof {
        match self.try_password(email, password).await {
            PasswordOutcome::Right(proof) => proof,
            other => panic!("a proof, not {other:?}"),
        }
    }

    /// What a sign-in of this person gives.
    pub async fn grant(&self, person: &Identity) -> Option<Grant> {
        self.sign_in(&person.email, PASSWORD).await.grant
    }

    /// Sets an authenticator app up. Answers its secret.
    pub async fn set_up_authenticator(&self, person: &Identity, grant: Option<&Grant>) -> SecretString {
        let secret = self.provider().begin_authenticator(person, grant).await.expect("a secret");
        let code = self.shown_code(&secret).await;
        self.provider().confirm_authenticator(person, grant, &code).await.expect("an authenticator");
        secret
    }

    /// Whether a person has a second step.
    pub async fn has_authenticator(&self, user: UserId) -> bool {
        self.provider().has_authenticator(user).await.expect("an answer")
    }
}

/// Whether a password is somebody's.
pub const fn is_right(outcome: &PasswordOutcome) -> bool {
    matches!(outcome, PasswordOutcome::Right(_))
}

/// Whether it is nobody's.
pub const fn is_wrong(outcome: &PasswordOutcome) -> bool {
    matches!(outcome, PasswordOutcome::Wrong)
}

/// Six digits.
pub fn code(digits: &str) -> Code {
    Code::parse(digits).expect("six digits")
}

/// Six digits that are not these.
pub fn other_than(code: &Code) -> Code {
    self::code(&testkit::other_than(code.expose()))
}

/// What was refused.
#[track_caller]
pub fn refused<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> AppError {
    outcome.expect_err("a refusal").error().clone()
}

/// The language of everybody here.
pub fn english() -> Locale {
    Locale::default()
}
