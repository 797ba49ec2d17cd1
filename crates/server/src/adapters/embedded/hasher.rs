//! Argon2id on a bounded number of threads.
//!
//! A hash takes tens of milliseconds and 19 MiB. So many at once as there are cores, so many more in
//! a queue, and then an honest "busy": a burst of sign-ins neither starves other requests nor takes
//! more memory than `threads * memory`.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash},
};
use domain::{ErrorCode, identity::Password};
use serde::Deserialize;
use tokio::sync::Semaphore;

use crate::{ports::entropy::Entropy, service::Failure};

/// How much a hash costs. The defaults are the OWASP minimum for Argon2id.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct HashSettings {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
    /// How many hashes run at once; nought means as many as there are cores.
    pub threads: usize,
    /// How many more may wait.
    pub queue: usize,
}

impl Default for HashSettings {
    fn default() -> Self {
        Self { memory_kib: 19 * 1024, passes: 2, lanes: 1, threads: 0, queue: 500 }
    }
}

/// Hashes and verifies passwords.
pub struct Hasher {
    argon2: Argon2<'static>,
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
    entropy: Arc<dyn Entropy>,
    /// A hash that no password matches, for accounts that don't exist. It costs what a real one does.
    nobody: String,
}

impl Hasher {
    /// A hasher that costs what `settings` say.
    ///
    /// # Errors
    /// A text when the settings are out of Argon2's bounds.
    pub fn new(settings: &HashSettings, entropy: Arc<dyn Entropy>) -> Result<Self, String> {
        let params = Params::new(settings.memory_kib, settings.passes, settings.lanes, None)
            .map_err(|error| format!("identity.hash: {error}"))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let threads = match settings.threads {
            0 => std::thread::available_parallelism().map_or(1, usize::from),
            threads => threads,
        };
        let nobody = hash_now(&argon2, &*entropy, &Password::new("nobody"))?;
        Ok(Self {
            argon2,
            running: Arc::new(Semaphore::new(threads)),
            admitted: Arc::new(Semaphore::new(threads + settings.queue)),
            entropy,
            nobody,
        })
    }

    /// The PHC string of a password.
    ///
    /// # Errors
    /// `busy` when the queue is full.
    pub async fn hash(&self, password: &Password) -> Result<String, Failure> {
        let (argon2, entropy) = (self.argon2.clone(), Arc::clone(&self.entropy));
        let password = password.clone();
        self.run(move || hash_now(&argon2, &*entropy, &password))
            .await?
            .map_err(|error| Failure::caused(ErrorCode::Internal, error))
    }

    /// Whether a password belongs to a hash. Without one it takes as long and answers no.
    ///
    /// # Errors
    /// `busy` when the queue is full.
    pub async fn verify(&self, password: &Password, hash: Option<String>) -> Result<bool, Failure> {
        let argon2 = self.argon2.clone();
        let password = password.clone();
        let exists = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.nobody.clone());
        let matches = self
            .run(move || {
                PasswordHash::new(&hash)
                    .is_ok_and(|hash| argon2.verify_password(password.expose().as_bytes(), &hash).is_ok())
            })
            .await?;
        Ok(matches && exists)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, Failure> {
        let _admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| ErrorCode::Busy)?;
        let running = Arc::clone(&self.running).acquire_owned().await;
        let running = running.map_err(|error| Failure::caused(ErrorCode::Internal, error))?;
        tokio::task::spawn_blocking(move || {
            let done = work();
            drop(running);
            done
        })
        .await
        .map_err(|error| Failure::caused(ErrorCode::Internal, error))
    }
}

fn hash_now(argon2: &Argon2<'_>, entropy: &dyn Entropy, password: &Password) -> Result<String, String> {
    let mut salt = [0; 16];
    entropy.fill(&mut salt);
    argon2
        .hash_password_with_salt(password.expose().as_bytes(), &salt)
        .map(|hash: PasswordHash| hash.to_string())
        .map_err(|error| error.to_string())
}
