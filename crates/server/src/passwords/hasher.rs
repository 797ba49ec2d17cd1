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
        metrics::counter!("password_hashes_total").increment(1);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::system::SystemEntropy;

    fn hasher(threads: usize, queue: usize) -> Hasher {
        let settings = HashSettings { memory_kib: 1024, threads, queue, ..HashSettings::default() };
        Hasher::new(&settings, Arc::new(SystemEntropy)).expect("settings in bounds")
    }

    #[tokio::test]
    async fn a_password_belongs_to_its_own_hash_only() {
        let hasher = hasher(1, 1);
        let password = Password::new("Analytical-Engine-1843!");
        let hash = hasher.hash(&password).await.expect("a hash");
        assert!(hash.starts_with("$argon2id$v=19$m=1024,t=2,p=1$"), "{hash}");
        assert!(hasher.verify(&password, Some(hash.clone())).await.expect("an answer"));
        for wrong in ["", "analytical-engine-1843!", "Analytical-Engine-1843! "] {
            assert!(!hasher.verify(&Password::new(wrong), Some(hash.clone())).await.expect("an answer"));
        }
        assert_ne!(hash, hasher.hash(&password).await.expect("a hash"), "salted");
    }

    #[tokio::test]
    async fn nobody_has_no_password() {
        let hasher = hasher(1, 1);
        assert!(!hasher.verify(&Password::new("nobody"), None).await.expect("an answer"));
    }

    #[tokio::test]
    async fn a_burst_beyond_the_queue_is_told_that_we_are_busy() {
        let hasher = hasher(1, 2);
        let password = Password::new("Analytical-Engine-1843!");
        let held = Arc::clone(&hasher.running).acquire_owned().await.expect("a free thread");
        let burst = (0..8).map(|_| hasher.verify(&password, None));
        // The thread is held until all eight have asked.
        let (answers, ()) = tokio::join!(futures_util::future::join_all(burst), async { drop(held) });
        let busy = |failure: &Failure| failure.error().code == ErrorCode::Busy;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 3);
        assert_eq!(answers.iter().filter(|answer| answer.as_ref().is_err_and(busy)).count(), 5);
        assert!(hasher.verify(&password, None).await.is_ok(), "and takes work again afterwards");
    }

    #[test]
    fn settings_out_of_bounds_are_named() {
        let settings = HashSettings { memory_kib: 1, ..HashSettings::default() };
        let error = Hasher::new(&settings, Arc::new(SystemEntropy)).err().expect("too little memory");
        assert!(error.starts_with("identity.hash"), "{error}");
    }
}
