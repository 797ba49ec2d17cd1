//! Passkeys (Web Authentication Level 3): adding and removing them, and signing in with one, alone or as the
//! second step. What an authenticator is asked counts once, and for five minutes.

use std::time::Duration;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    ErrorCode, Timestamp, UserId,
    security::{Passkey, PasskeyId, PasskeyRequest, SecurityEventKind},
    token::checked_name,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;
use webauthn_rs::{
    Webauthn, WebauthnBuilder,
    prelude::{
        DiscoverableAuthentication, Passkey as Key, PasskeyRegistration, PublicKeyCredential,
        RegisterPublicKeyCredential, Url,
    },
};

use super::{
    Failure, devices, notices, people, second_step,
    sign_in::{Outcome, SignIn},
    step_up,
    throttle::{self, Counter, Limit},
};
use crate::{
    app::App,
    auth::{Caller, CurrentUser},
    config::Config,
    ports::identity::Identity,
    store::{
        self, Connection, passkey_ceremonies::Ceremony, passkeys::StoredPasskey, pending_sign_ins::Wants,
    },
};

/// The most passkeys of one person.
const MOST: usize = 20;
/// How long an authenticator has for its answer.
const ANSWERED_WITHIN: Duration = Duration::from_mins(5);

/// What passkeys are made for and checked against: our own address. Nothing where that is a number, which no
/// browser makes a passkey for.
///
/// # Errors
/// A text that says what is wrong.
pub fn relying_party(config: &Config) -> Result<Option<Webauthn>, String> {
    let fault = |error: &dyn std::fmt::Display| format!("server.public_url: {error}");
    let origin = Url::parse(&config.server.public_url).map_err(|error| fault(&error))?;
    let Some(host) = origin.domain() else { return Ok(None) };
    let builder = WebauthnBuilder::new(host, &origin).map_err(|error| fault(&error))?;
    let builder = builder.rp_name(&config.brand.name).timeout(ANSWERED_WITHIN);
    builder.build().map(Some).map_err(|error| fault(&error))
}

/// Whether there are passkeys here.
#[must_use]
pub fn are_offered(app: &App) -> bool {
    offered(app).is_ok()
}

fn offered(app: &App) -> Result<&Webauthn, ErrorCode> {
    app.passkeys.as_ref().filter(|_| app.identity.allows_passkeys()).ok_or(ErrorCode::NotFound)
}

/// A person's passkeys, the newest first; nothing where there are none.
///
/// # Errors
/// `unavailable`.
pub(super) async fn list(app: &App, user: &CurrentUser) -> Result<Option<Vec<Passkey>>, Failure> {
    if !are_offered(app) {
        return Ok(None);
    }
    let passkeys = store::passkeys::list(app.database.connection(), user.id).await?;
    Ok(Some(passkeys.into_iter().map(|passkey| passkey.shown).collect()))
}

/// What an authenticator was asked for, as it is kept until the answer.
#[derive(Serialize, Deserialize)]
enum Asked {
    Add(PasskeyRegistration),
    SignIn(DiscoverableAuthentication),
}

/// Begins to add a passkey.
///
/// # Errors
/// `step_up`, `not_found` where there are none, `too_many_passkeys`.
pub async fn begin(app: &App, user: &CurrentUser) -> Result<PasskeyRequest, Failure> {
    let webauthn = offered(app)?;
    step_up::require(app, user)?;
    let known = store::passkeys::list(app.database.connection(), user.id).await?;
    if known.len() >= MOST {
        return Err(ErrorCode::TooManyPasskeys.into());
    }
    let known = known.iter().map(|passkey| Ok(key(passkey)?.cred_id().clone()));
    let known: Vec<_> = known.collect::<Result<_, Failure>>()?;
    let (challenge, state) = webauthn
        .start_passkey_registration(user.id.0, &user.email, &user.email, Some(known))
        .map_err(|error| fault(&error))?;
    let mut options = serde_json::to_value(challenge.public_key).map_err(|error| fault(&error))?;
    // So that it can sign in without an address, where the authenticator has room for that. The crate asks
    // for the opposite.
    options["authenticatorSelection"]["residentKey"] = "preferred".into();
    ask(app, Some(user.id), &Asked::Add(state), &options).await
}

/// Adds the passkey that the browser made.
///
/// # Errors
/// `step_up`, `invalid`, `passkey_refused`, `too_many_passkeys`.
pub async fn finish(
    app: &App,
    user: &CurrentUser,
    ceremony: Uuid,
    answer: &str,
    name: &str,
) -> Result<Passkey, Failure> {
    let webauthn = offered(app)?;
    step_up::require(app, user)?;
    let name = checked_name(name)?;
    let state = match take(app, ceremony).await? {
        Some((ceremony, Asked::Add(state))) if ceremony.user == Some(user.id) => state,
        _ => return Err(ErrorCode::PasskeyRefused.into()),
    };
    let answer: RegisterPublicKeyCredential =
        serde_json::from_str(answer).map_err(|error| refused(&error))?;
    let key = webauthn.finish_passkey_registration(&answer, &state).map_err(|error| refused(&error))?;
    let event = user.event(app, SecurityEventKind::PasskeyAdded).about(&name);
    let new = StoredPasskey {
        shown: Passkey { id: PasskeyId(app.entropy.uuid()), name, created_at: event.at, last_used_at: None },
        user: user.id,
        credential_id: BASE64_URL_SAFE_NO_PAD.encode(key.cred_id()),
        credential: written(&key)?,
    };
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    // Two requests at once would both find room for the last one.
    people::hold(db, user.id).await?;
    if store::passkeys::count(db, user.id).await? >= MOST as u64 {
        return Err(ErrorCode::TooManyPasskeys.into());
    }
    if !store::passkeys::insert(db, &new).await? {
        return Err(refused(&"somebody has it already").into());
    }
    notices::log(app, db, event, user.locale).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(new.shown)
}

/// Gives a passkey another name.
///
/// # Errors
/// `invalid`, `not_found`.
pub async fn rename(app: &App, user: &CurrentUser, id: PasskeyId, name: &str) -> Result<(), Failure> {
    let name = checked_name(name)?;
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    store::passkeys::find(db, user.id, id).await?.ok_or(ErrorCode::NotFound)?;
    store::passkeys::rename(db, id, &name).await?;
    let event = user.event(app, SecurityEventKind::PasskeyRenamed).about(&name);
    store::security_events::insert(db, event).await?;
    Ok(transaction.commit().await?)
}

/// Removes a passkey: it opens nothing any more.
///
/// # Errors
/// `step_up`, `not_found`.
pub async fn remove(app: &App, user: &CurrentUser, id: PasskeyId) -> Result<(), Failure> {
    step_up::require(app, user)?;
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    let passkey = store::passkeys::find(db, user.id, id).await?.ok_or(ErrorCode::NotFound)?;
    store::passkeys::delete(db, id).await?;
    let event = user.event(app, SecurityEventKind::PasskeyRemoved).about(&passkey.name);
    notices::log(app, db, event, user.locale).await?;
    transaction.commit().await?;
    app.wake_worker();
    Ok(())
}

/// Begins a sign-in with a passkey, or the second step of one: then the person's own are asked for.
///
/// # Errors
/// `not_found` where there are no passkeys, or in the second step the person has none; `too_many_tries`.
pub async fn begin_sign_in(app: &App, caller: &Caller) -> Result<PasskeyRequest, Failure> {
    let webauthn = offered(app)?;
    throttle::count(app, &[&begun(app, caller)]).await?;
    let (mut challenge, state) =
        webauthn.start_discoverable_authentication().map_err(|error| fault(&error))?;
    let pending = second_step::find(app, caller).await?.filter(|pending| pending.wants == Wants::Code);
    if let Some(pending) = &pending {
        let theirs = store::passkeys::list(app.database.connection(), pending.user).await?;
        let keys: Vec<_> = theirs.iter().map(key).collect::<Result<_, _>>()?;
        if keys.is_empty() {
            return Err(ErrorCode::NotFound.into());
        }
        let (named, _) = webauthn.start_passkey_authentication(&keys).map_err(|error| fault(&error))?;
        challenge.public_key.allow_credentials = named.public_key.allow_credentials;
    }
    let options = serde_json::to_value(challenge.public_key).map_err(|error| fault(&error))?;
    ask(app, pending.map(|pending| pending.user), &Asked::SignIn(state), &options).await
}

/// Ends it. With `trust` this device is spared the second step from now on.
///
/// # Errors
/// `passkey_refused`, `signed_out` when the first step has to be made anew, `too_many_tries`, `locked`.
pub async fn finish_sign_in(
    app: &App,
    caller: &Caller,
    ceremony: Uuid,
    answer: &str,
    trust: bool,
) -> Result<Outcome, Failure> {
    let webauthn = offered(app)?;
    let answer = match take(app, ceremony).await? {
        Some((ceremony, Asked::SignIn(state))) => Some(Answer { webauthn, ceremony, state, text: answer }),
        _ => None,
    };
    let outcome = match answer {
        Some(answer) if answer.ceremony.user.is_some() => {
            second_step::with_passkey(app, caller, answer, trust).await?
        }
        answer => sign_in_alone(app, caller, answer, trust).await?,
    };
    begun(app, caller).refund(app.database.connection()).await?;
    Ok(outcome)
}

/// Each stores a row, whoever asks.
fn begun(app: &App, caller: &Caller) -> Counter {
    Counter::new(app, Limit::Passkeys, caller.address, "")
}

/// A passkey whose authenticator has made sure of its owner is two factors: the device and the fingerprint or
/// PIN. So nothing else is asked for.
async fn sign_in_alone(
    app: &App,
    caller: &Caller,
    answer: Option<Answer<'_>>,
    trust: bool,
) -> Result<Outcome, Failure> {
    let network = Counter::new(app, Limit::Network, caller.address, "");
    throttle::count(app, &[&network]).await?;
    let checked = match answer {
        Some(answer) => answer.check(app).await,
        None => Ok(None),
    };
    let passkey = match checked {
        Ok(Some(passkey)) => passkey,
        Ok(None) => {
            metrics::counter!("sign_ins_total", "outcome" => "wrong_passkey").increment(1);
            return Err(ErrorCode::PasskeyRefused.into());
        }
        Err(failure) => {
            network.refund(app.database.connection()).await?;
            return Err(failure);
        }
    };
    let device = devices::known(app, caller, &passkey.identity.email).await?;
    let person = Counter::anywhere(app, Limit::Person, &passkey.identity.email);
    let transaction = app.database.begin().await?;
    let db = transaction.connection();
    if !store::people::lock(db, passkey.identity.user).await? {
        return Err(ErrorCode::PasskeyRefused.into());
    }
    passkey.note(app, db).await?;
    let sign_in = SignIn { caller, device: device.as_ref(), asked_at: passkey.asked_at, trust };
    let opened = sign_in.open(app, db, &passkey.identity.into()).await?;
    network.refund(db).await?;
    person.clear(db).await?;
    transaction.commit().await?;
    app.wake_worker();
    metrics::counter!("sign_ins_total", "outcome" => "passkey").increment(1);
    Ok(Outcome::Session(opened))
}

/// What came back for a question of ours, not looked at yet.
pub(super) struct Answer<'a> {
    webauthn: &'a Webauthn,
    ceremony: Ceremony,
    state: DiscoverableAuthentication,
    text: &'a str,
}

impl Answer<'_> {
    /// The passkey that gave it, or nothing when it is not right.
    ///
    /// # Errors
    /// `unavailable`.
    pub(super) async fn check(self, app: &App) -> Result<Option<UsedPasskey>, Failure> {
        let Ok(answer) = serde_json::from_str::<PublicKeyCredential>(self.text) else { return Ok(None) };
        let id = BASE64_URL_SAFE_NO_PAD.encode(answer.get_credential_id());
        let found = store::passkeys::find_by_credential(app.database.connection(), &id).await?;
        let found = found.filter(|(passkey, _)| self.may_come_from(passkey.user, &answer));
        let Some((passkey, email)) = found else { return Ok(None) };
        let mut key = key(&passkey)?;
        match self.webauthn.finish_discoverable_authentication_v2(&answer, self.state, &key) {
            Ok(result) => key.update_credential(&result),
            Err(error) => {
                tracing::info!(%error, "the answer of a passkey was refused");
                return Ok(None);
            }
        };
        Ok(Some(UsedPasskey {
            identity: Identity { user: passkey.user, email },
            asked_at: self.ceremony.expires_at - ANSWERED_WITHIN,
            id: passkey.shown.id,
            after: written(&key)?,
            before: passkey.credential,
        }))
    }

    /// Whose answer is asked for (Web Authentication Level 3, 7.2, step 6): where nobody in particular is, the
    /// authenticator has to say who it is, and may not be mistaken.
    fn may_come_from(&self, owner: UserId, answer: &PublicKeyCredential) -> bool {
        let handle = answer.get_user_unique_id();
        let is_owners = |handle: &[u8]| handle == owner.0.as_bytes();
        match self.ceremony.user {
            Some(user) => user == owner && handle.is_none_or(is_owners),
            None => handle.is_some_and(is_owners),
        }
    }
}

/// A passkey that gave the right answer.
pub(super) struct UsedPasskey {
    /// Whose it is.
    pub identity: Identity,
    /// When it was asked.
    pub asked_at: Timestamp,
    id: PasskeyId,
    before: String,
    after: String,
}

impl UsedPasskey {
    /// Writes down that it was used, and how far its counter is.
    ///
    /// # Errors
    /// `passkey_refused` when it was removed meanwhile, or another answer that counts the same came first.
    pub(super) async fn note(&self, app: &App, db: &impl Connection) -> Result<(), Failure> {
        if store::passkeys::note_use(db, self.id, &self.before, &self.after, app.now()).await? {
            return Ok(());
        }
        Err(ErrorCode::PasskeyRefused.into())
    }
}

async fn ask(
    app: &App,
    user: Option<UserId>,
    asked: &Asked,
    options: &Value,
) -> Result<PasskeyRequest, Failure> {
    let ceremony = Ceremony {
        id: app.entropy.uuid(),
        user,
        state: serde_json::to_string(asked).map_err(|error| fault(&error))?,
        expires_at: app.now() + ANSWERED_WITHIN,
    };
    let request = PasskeyRequest { ceremony: ceremony.id, options: options.to_string() };
    store::passkey_ceremonies::insert(app.database.connection(), ceremony).await?;
    Ok(request)
}

/// What was asked, for the one answer that counts.
async fn take(app: &App, id: Uuid) -> Result<Option<(Ceremony, Asked)>, Failure> {
    let taken = store::passkey_ceremonies::take(app.database.connection(), id, app.now()).await?;
    let Some(ceremony) = taken else { return Ok(None) };
    let asked = serde_json::from_str(&ceremony.state).map_err(|error| fault(&error))?;
    Ok(Some((ceremony, asked)))
}

fn key(passkey: &StoredPasskey) -> Result<Key, Failure> {
    serde_json::from_str(&passkey.credential).map_err(|error| fault(&error))
}

fn written(key: &Key) -> Result<String, Failure> {
    serde_json::to_string(key).map_err(|error| fault(&error))
}

fn fault(error: &dyn std::fmt::Display) -> Failure {
    Failure::caused(ErrorCode::Internal, error.to_string())
}

/// Nobody is told why; whoever runs this can read it.
fn refused(error: &dyn std::fmt::Display) -> ErrorCode {
    tracing::info!(%error, "a new passkey was refused");
    ErrorCode::PasskeyRefused
}
