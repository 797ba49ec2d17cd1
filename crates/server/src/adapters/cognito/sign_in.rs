//! Signing in, and what a sign-in gives: the grant, its renewal and its end.

use std::time::Duration;

use aws_sdk_cognitoidentityprovider::types::ChallengeNameType;
use domain::{
    ErrorCode, UserId,
    identity::{Code, Email, Password},
};
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

use super::{
    Cognito,
    client::{Answer, Challenged, Tokens},
    errors::{Reason, Refusal},
};
use crate::{
    ports::identity::{Challenge, Grant, Identity, PasswordOutcome, Proof, Renewal},
    service::{Failure, codes::FLOW_VALIDITY},
    store,
};

/// A grant is renewed so long before its access token ends.
const RENEW_BEFORE: Duration = Duration::from_mins(1);

/// The text of a grant without tokens.
const WATCH: &str = "watch";
/// As often as access tokens end by default.
const WATCH_EVERY: Duration = Duration::from_hours(1);

/// Whether a grant is one without tokens.
pub(super) fn is_watch(grant: &Grant) -> bool {
    grant.secret.expose_secret() == WATCH
}

/// A grant's own text.
#[derive(Serialize, Deserialize)]
pub(super) struct Secret {
    pub access_token: String,
    refresh_token: String,
    username: String,
}

/// A challenge's own text.
#[derive(Serialize, Deserialize)]
struct State {
    challenge: String,
    session: String,
    username: String,
}

impl Cognito {
    pub(super) async fn try_password(
        &self,
        email: &Email,
        password: &Password,
    ) -> Result<PasswordOutcome, Failure> {
        match self.client.sign_in(email.as_str(), password).await {
            Ok(Answer::Tokens(tokens)) => {
                Ok(PasswordOutcome::Right(self.proof(tokens, email.as_str()).await?))
            }
            Ok(Answer::Challenge(challenge)) => {
                let Some(known) = self.client.find(email.as_str()).await? else {
                    return Ok(PasswordOutcome::Wrong);
                };
                let identity = Identity { user: known.user, email: email.as_str().to_owned() };
                next_step(identity, challenge)
            }
            Err(refusal) => match refusal.reason {
                Reason::NotAuthorized | Reason::NoSuchUser => Ok(PasswordOutcome::Wrong),
                Reason::ResetRequired => Ok(PasswordOutcome::ResetFirst),
                Reason::Unconfirmed => self.unconfirmed(email, password).await,
                _ => Err(refusal.into()),
            },
        }
    }

    /// Cognito says that an account is unconfirmed whatever the password is. Whose sign-up it is tells the hash
    /// of its password: nobody is asked to confirm what somebody else has chosen a password for.
    async fn unconfirmed(&self, email: &Email, password: &Password) -> Result<PasswordOutcome, Failure> {
        let since = self.ours.clock.now() - FLOW_VALIDITY;
        let db = self.ours.database.connection();
        let waiting = store::flows::newest_sign_up(db, email.as_str(), since).await?;
        let (flow, hash) = waiting.map(|flow| (flow.id, flow.password_hash)).unzip();
        let right = self.ours.hasher.verify(password, hash.flatten()).await?;
        Ok(flow.filter(|_| right).map_or(PasswordOutcome::Wrong, PasswordOutcome::Unconfirmed))
    }

    pub(super) async fn answer_with_code(
        &self,
        challenge: &Challenge,
        code: &Code,
    ) -> Result<Proof, Failure> {
        let answer = (ChallengeNameType::SoftwareTokenMfa, "SOFTWARE_TOKEN_MFA_CODE", code.expose());
        let proof = match self.answer(challenge, answer).await? {
            PasswordOutcome::Right(proof) => proof,
            other => return Err(unexpected(&format!("{other:?} after a code"))),
        };
        if self.take_code(challenge.identity.user, code).await? {
            return Ok(proof);
        }
        if let Some(grant) = &proof.grant {
            self.end_grant(grant).await?;
        }
        Err(ErrorCode::WrongCode.into())
    }

    pub(super) async fn answer_with_password(
        &self,
        challenge: &Challenge,
        password: &Password,
    ) -> Result<PasswordOutcome, Failure> {
        self.refuse_guessable(password, &challenge.identity.email)?;
        self.answer(challenge, (ChallengeNameType::NewPasswordRequired, "NEW_PASSWORD", password.expose()))
            .await
    }

    async fn answer(
        &self,
        challenge: &Challenge,
        (name, field, answer): (ChallengeNameType, &str, &str),
    ) -> Result<PasswordOutcome, Failure> {
        let state = challenge.state.as_ref().ok_or(ErrorCode::DeadCode)?;
        let state: State = serde_json::from_str(state.expose_secret())
            .map_err(|error| Failure::caused(ErrorCode::Internal, error))?;
        if state.challenge != name.as_str() {
            return Err(ErrorCode::DeadCode.into());
        }
        let session = SecretString::from(state.session);
        let answered = self.client.answer(name, &session, &state.username, (field, answer)).await;
        match answered.map_err(not_answered)? {
            Answer::Tokens(tokens) => {
                let proof = self.proof(tokens, &challenge.identity.email).await?;
                if proof.identity.user != challenge.identity.user {
                    return Err(unexpected("a sign-in ended as somebody else's"));
                }
                Ok(PasswordOutcome::Right(proof))
            }
            Answer::Challenge(next) => next_step(challenge.identity.clone(), next),
        }
    }

    async fn proof(&self, tokens: Tokens, email: &str) -> Result<Proof, Failure> {
        let (user, grant) = self.grant(tokens).await?;
        Ok(Proof { identity: Identity { user, email: email.to_owned() }, grant: Some(grant) })
    }

    /// Whom the tokens are for, and the grant that they make.
    async fn grant(&self, tokens: Tokens) -> Result<(UserId, Grant), Failure> {
        let access = self.tokens.verify(tokens.access.expose_secret()).await?;
        let refresh = tokens.refresh.ok_or_else(|| unexpected("a sign-in without a refresh token"))?;
        let secret = Secret {
            access_token: tokens.access.expose_secret().to_owned(),
            refresh_token: refresh.expose_secret().to_owned(),
            username: access.username,
        };
        Ok((access.user, Grant { secret: text(&secret)?, renew_at: access.expires - RENEW_BEFORE }))
    }

    pub(super) async fn refresh(&self, user: UserId, grant: &Grant) -> Result<Renewal, Failure> {
        if is_watch(grant) {
            let known = self.client.find(&user.to_string()).await?;
            let usable = known.is_some_and(|known| known.enabled);
            return Ok(if usable { Renewal::Renewed(Some(self.watch())) } else { Renewal::Gone });
        }
        let secret = Secret::read(grant)?;
        let refresh = SecretString::from(secret.refresh_token);
        let mut tokens = match self.client.renew(&secret.username, &refresh).await {
            Ok(tokens) => tokens,
            Err(refusal) if is_over(&refusal) => return Ok(Renewal::Gone),
            Err(refusal) => return Err(refusal.into()),
        };
        tokens.refresh.get_or_insert(refresh);
        let (renewed, grant) = self.grant(tokens).await?;
        Ok(if renewed == user { Renewal::Renewed(Some(grant)) } else { Renewal::Gone })
    }

    /// The grant of a session whose second step was checked here: it opens nothing, but has the account looked at
    /// as often as others.
    pub(super) fn watch(&self) -> Grant {
        Grant { secret: WATCH.into(), renew_at: self.ours.clock.now() + WATCH_EVERY }
    }

    pub(super) async fn end_grant(&self, grant: &Grant) -> Result<(), Failure> {
        if is_watch(grant) {
            return Ok(());
        }
        let secret = Secret::read(grant)?;
        self.end_tokens(&secret.refresh_token.into()).await
    }

    /// Revoking what is revoked or gone already is fine.
    pub(super) async fn end_tokens(&self, refresh: &SecretString) -> Result<(), Failure> {
        match self.client.revoke(refresh).await {
            Err(refusal) if !(is_over(&refusal) || refusal.reason == Reason::Unfit) => Err(refusal.into()),
            _ => Ok(()),
        }
    }

    pub(super) async fn end_all_grants(&self, user: UserId) -> Result<(), Failure> {
        match self.client.sign_out(user).await {
            Err(refusal) if refusal.reason != Reason::NoSuchUser => Err(refusal.into()),
            _ => Ok(()),
        }
    }
}

impl Secret {
    pub(super) fn read(grant: &Grant) -> Result<Self, Failure> {
        serde_json::from_str(grant.secret.expose_secret())
            .map_err(|error| Failure::caused(ErrorCode::Internal, error))
    }
}

/// What a challenge of Cognito's is to us.
fn next_step(identity: Identity, challenge: Challenged) -> Result<PasswordOutcome, Failure> {
    let Challenged { name, session, username } = challenge;
    let state = State {
        challenge: name.as_str().to_owned(),
        session: session.expose_secret().to_owned(),
        username: username.unwrap_or_else(|| identity.user.to_string()),
    };
    let challenge = Challenge { identity, state: Some(text(&state)?) };
    match name {
        ChallengeNameType::SoftwareTokenMfa => Ok(PasswordOutcome::SecondStep(challenge)),
        ChallengeNameType::NewPasswordRequired => Ok(PasswordOutcome::NewPassword(challenge)),
        other => Err(unexpected(&format!(
            "the pool asks for {other}, which is not supported: run `personal-settings doctor`"
        ))),
    }
}

/// What a refused answer to a challenge means: the sign-in is bound to a session that ends after minutes.
fn not_answered(refusal: Refusal) -> Failure {
    match refusal.reason {
        Reason::NotAuthorized | Reason::NoSuchUser | Reason::ResetRequired => {
            refusal.told_as(ErrorCode::DeadCode)
        }
        _ => refusal.into(),
    }
}

fn is_over(refusal: &Refusal) -> bool {
    matches!(refusal.reason, Reason::NotAuthorized | Reason::NoSuchUser | Reason::ResetRequired)
}

fn text(value: &impl Serialize) -> Result<SecretString, Failure> {
    let text = serde_json::to_string(value).map_err(|error| Failure::caused(ErrorCode::Internal, error))?;
    Ok(text.into())
}

fn unexpected(what: &str) -> Failure {
    Failure::caused(ErrorCode::Unavailable, what)
}
