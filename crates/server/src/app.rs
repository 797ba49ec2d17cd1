//! The wiring: what the whole program shares, and the one router that all requests go through.

use std::{io, ops::Deref, sync::Arc, time::SystemTime};

use axum::{
    Extension, Router,
    extract::FromRequestParts,
    http::{StatusCode, request::Parts},
    middleware::from_fn,
};
use domain::Timestamp;
use object_store::ObjectStore;
use secrecy::ExposeSecret as _;
use tokio::sync::{Semaphore, watch};
use uuid::Uuid;
use webauthn_rs::Webauthn;

use crate::{
    adapters::{
        broadcast::Local,
        cognito::{Cognito, Ours, Patience},
        embedded::Embedded,
        mailbox::{self, KeptMail, Mailbox},
        objects,
        redis::Redis,
        smtp::Smtp,
        system::{SystemClock, SystemEntropy},
    },
    config::{Config, Provider},
    core_api, http,
    images::Images,
    passwords::Hasher,
    ports::{
        broadcast::Broadcast, clock::Clock, entropy::Entropy, identity::IdentityProvider, mailer::Mailer,
    },
    secrets::Secrets,
    service::{codes::Codes, export::Downloads, keys::KnownKeys, passkeys},
    store::Database,
};

/// So many bodies with pictures are held in memory at once.
const UPLOADS: usize = 8;

/// What the whole program shares. Cheap to clone.
#[derive(Clone)]
pub struct App(Arc<AppState>);

/// The parts of an [`App`].
pub struct AppState {
    /// The configuration.
    pub config: Config,
    /// The database.
    pub database: Database,
    /// Who proves who people are.
    pub identity: Arc<dyn IdentityProvider>,
    /// The same, where it is Cognito: `doctor` looks at its pool.
    pub cognito: Option<Arc<Cognito>>,
    /// What issues the codes that we mail ourselves.
    pub codes: Codes,
    /// What hashes passwords and backup codes.
    pub hasher: Arc<Hasher>,
    /// Where mail goes.
    pub mailer: Arc<dyn Mailer>,
    /// Where pictures and screenshots are kept.
    pub objects: Arc<dyn ObjectStore>,
    /// What decodes them.
    pub images: Images,
    /// The places for bodies that hold them, before they are decoded.
    pub uploads: Semaphore,
    /// The places for exports on their way to their people.
    pub downloads: Downloads,
    /// What tells the open windows of people.
    pub broadcast: Arc<dyn Broadcast>,
    /// What time it is.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// What codes, counters and seals are made from.
    pub secrets: Secrets,
    /// What passkeys are made for and checked against; nothing where our address can have none.
    pub passkeys: Option<Webauthn>,
    /// The tokens and service credentials that were seen lately.
    pub keys: KnownKeys,
    worker: watch::Sender<()>,
    closing: watch::Sender<bool>,
}

/// What a test puts in the place of the machine.
#[derive(Default)]
pub struct Replacements {
    /// Instead of the system's clock.
    pub clock: Option<Arc<dyn Clock>>,
    /// Instead of the configured mailer.
    pub mailer: Option<Arc<dyn Mailer>>,
    /// Instead of what tells the open windows.
    pub broadcast: Option<Arc<dyn Broadcast>>,
    /// What stands before the configured identity provider.
    pub identity: Option<Arc<dyn IdentityFront>>,
}

/// What a test puts before the identity provider, so that it is out of reach, or knows what ours has forgotten.
pub trait IdentityFront: Send + Sync {
    /// Takes the provider's place.
    fn before(self: Arc<Self>, provider: Arc<dyn IdentityProvider>) -> Arc<dyn IdentityProvider>;
}

impl App {
    /// Connects everything that the configuration names. The schema is not touched.
    ///
    /// # Errors
    /// A text that says what is wrong.
    pub async fn new(config: Config, replacements: Replacements) -> Result<Self, String> {
        let url = config.database.url();
        let database = Database::connect(url.expose_secret(), config.database.connections)
            .await
            .map_err(|error| format!("database: {error}"))?;
        let clock = replacements.clock.unwrap_or_else(|| Arc::new(SystemClock));
        let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
        let secrets = Secrets::new(config.secrets.bytes(), config.secrets.previous_bytes());
        let hasher = Arc::new(Hasher::new(&config.identity.hash, Arc::clone(&entropy))?);
        let codes = Codes {
            database: database.clone(),
            secrets: secrets.clone(),
            clock: Arc::clone(&clock),
            entropy: Arc::clone(&entropy),
        };
        let ours = Ours {
            database: database.clone(),
            hasher: Arc::clone(&hasher),
            clock: Arc::clone(&clock),
            entropy: Arc::clone(&entropy),
            brand: config.brand.name.clone(),
        };
        // Boxed: the cloud's client is large on its way, and most installations have none.
        let cognito = Box::pin(configured_pool(&config, ours)).await?;
        let identity: Arc<dyn IdentityProvider> = match &cognito {
            Some(cognito) => Arc::clone(cognito) as _,
            None => Arc::new(Embedded {
                database: database.clone(),
                hasher: Arc::clone(&hasher),
                codes: codes.clone(),
                secrets: secrets.clone(),
                clock: Arc::clone(&clock),
                entropy: Arc::clone(&entropy),
                brand: config.brand.name.clone(),
            }),
        };
        let identity = match replacements.identity {
            Some(front) => front.before(identity),
            None => identity,
        };
        let passkeys = passkeys::relying_party(&config)?;
        let keys = KnownKeys::new(config.api.requests_per_minute);
        let mailer = match replacements.mailer {
            Some(mailer) => mailer,
            None => configured_mailer(&config)?,
        };
        let broadcast: Arc<dyn Broadcast> = match (replacements.broadcast, &config.redis.url) {
            (Some(broadcast), _) => broadcast,
            (None, Some(url)) => Arc::new(Redis::new(url.expose_secret(), entropy.uuid())?),
            (None, None) => Arc::new(Local::default()),
        };
        let objects = objects::configured(&config)?;
        Ok(Self(Arc::new(AppState {
            identity,
            cognito,
            config,
            database,
            codes,
            hasher,
            mailer,
            objects,
            images: Images::default(),
            uploads: Semaphore::new(UPLOADS),
            downloads: Downloads::default(),
            broadcast,
            clock,
            entropy,
            secrets,
            passkeys,
            keys,
            worker: watch::Sender::new(()),
            closing: watch::Sender::new(false),
        })))
    }

    /// The time.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// Removes the objects in a folder of the store that were begun before `before` and never became whole. Answers
    /// how many there were.
    ///
    /// # Errors
    /// What went wrong.
    pub async fn remove_unfinished(&self, folder: &str, before: SystemTime) -> io::Result<u64> {
        objects::remove_unfinished(&self.config, folder, before).await
    }

    /// The mails that stayed on this machine, the newest first.
    pub async fn kept_mails(&self) -> Vec<(Uuid, KeptMail)> {
        mailbox::kept_in(&self.config.mailbox()).await
    }

    /// One of them.
    pub async fn kept_mail(&self, id: Uuid) -> Option<KeptMail> {
        mailbox::kept(&self.config.mailbox(), id).await
    }

    /// Has the worker look into the outbox at once.
    pub fn wake_worker(&self) {
        self.worker.send_replace(());
    }

    /// What changes whenever somebody wakes the worker, also while that is at work.
    #[must_use]
    pub fn wakes(&self) -> watch::Receiver<()> {
        self.worker.subscribe()
    }

    /// Has everything end that would go on for ever.
    pub fn close(&self) {
        self.closing.send_replace(true);
    }

    /// Whether it is to end.
    #[must_use]
    pub fn closing(&self) -> watch::Receiver<bool> {
        self.closing.subscribe()
    }

    /// The app that a request belongs to. [`build_router`] puts it there.
    pub(crate) fn of(parts: &Parts) -> Self {
        parts.extensions.get::<Self>().map_or_else(|| unreachable!("build_router adds the app"), Self::clone)
    }
}

async fn configured_pool(config: &Config, ours: Ours) -> Result<Option<Arc<Cognito>>, String> {
    Ok(match config.identity.provider {
        Provider::Embedded => None,
        Provider::Cognito => {
            Some(Arc::new(Cognito::new(&config.identity.cognito, Patience::default(), ours).await?))
        }
    })
}

fn configured_mailer(config: &Config) -> Result<Arc<dyn Mailer>, String> {
    Ok(match &config.mail.smtp_url {
        Some(url) => Arc::new(Smtp::new(url.expose_secret(), &config.mail.from)?),
        None => Arc::new(Mailbox { folder: config.mailbox(), from: config.mail.from.clone() }),
    })
}

impl Deref for App {
    type Target = AppState;

    fn deref(&self) -> &AppState {
        &self.0
    }
}

impl<S: Send + Sync> FromRequestParts<S> for App {
    type Rejection = StatusCode;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(parts))
    }
}

/// Everything that a request can reach. `pages` are the framework's: server functions, and where a
/// browser is served, pages and their files.
pub fn build_router(app: App, pages: Router) -> Router {
    let own = http::own_routes(&app);
    let pages = http::layers(own.merge(pages), &app);
    let pages = pages.layer(from_fn(core_api::not_a_page));
    let reference = http::layers(core_api::reference(), &app);
    core_api::router(&app).merge(reference).fallback_service(pages).layer(Extension(app))
}
