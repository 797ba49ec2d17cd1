//! The calls to Cognito: one function each, without a decision. What people do themselves goes unsigned with
//! the app client's secret, what only an administrator may do with AWS credentials.
//!
//! Nothing is ever sent twice: the SDK's own retries would repeat passwords and codes after a limit, and so
//! use up the tries that are left.

use std::{collections::HashMap, time::Duration};

use aws_config::{BehaviorVersion, Region, retry::RetryConfig, timeout::TimeoutConfig};
use aws_sdk_cognitoidentityprovider as cognito;
use aws_smithy_http_client::tls::{Provider, rustls_provider::CryptoMode};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use cognito::{
    operation::verify_software_token::VerifySoftwareTokenError,
    types::{
        AttributeType, AuthFlowType, AuthenticationResultType, ChallengeNameType, MessageActionType,
        SoftwareTokenMfaSettingsType, UserPoolClientType, UserPoolType, UserStatusType,
        VerifySoftwareTokenResponseType,
    },
};
use domain::{
    Locale, UserId,
    identity::{Code, Password},
};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;
use uuid::Uuid;

use super::errors::{Reason, Refusal, refused};
use crate::config::CognitoSection;

/// What an authenticator app is called among Cognito's factors.
const AUTHENTICATOR: &str = "SOFTWARE_TOKEN_MFA";

/// How long to wait for Cognito.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// For a connection.
    pub connect: Duration,
    /// For an answer, all in all.
    pub call: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: Duration::from_secs(3), call: Duration::from_secs(10) }
    }
}

/// Calls one pool as one client.
pub(super) struct Client {
    sdk: cognito::Client,
    pool: String,
    id: String,
    secret: SecretString,
}

/// What an answer to a sign-in brings.
pub(super) enum Answer {
    Tokens(Tokens),
    Challenge(Challenged),
}

/// What a sign-in gives.
pub(super) struct Tokens {
    pub access: SecretString,
    /// Not given again with a renewal, unless the pool rotates it.
    pub refresh: Option<SecretString>,
}

/// What Cognito wants to know next.
pub(super) struct Challenged {
    pub name: ChallengeNameType,
    pub session: SecretString,
    /// What Cognito calls the person in the answer.
    pub username: Option<String>,
}

/// What the pool knows of a person.
#[derive(Clone, Debug)]
pub(super) struct Known {
    pub user: UserId,
    pub email: String,
    pub enabled: bool,
    pub unconfirmed: bool,
    pub authenticator: bool,
}

impl Client {
    /// A client of the configured pool. Credentials are looked for when they are first needed.
    pub async fn connect(section: &CognitoSection, patience: Patience) -> Self {
        let http = aws_smithy_http_client::Builder::new()
            // The provider that the rest of the program has: no second one is compiled in.
            .tls_provider(Provider::Rustls(CryptoMode::Ring))
            .build_https();
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(patience.connect)
            .operation_timeout(patience.call)
            .build();
        let shared = aws_config::defaults(BehaviorVersion::v2026_01_12())
            .region(Region::new(section.region.clone()))
            .http_client(http)
            .retry_config(RetryConfig::disabled())
            .timeout_config(timeouts)
            .load()
            .await;
        let mut config = cognito::config::Builder::from(&shared);
        config.set_endpoint_url(section.endpoint_url.clone());
        Self::of(cognito::Client::from_conf(config.build()), section)
    }

    pub fn of(sdk: cognito::Client, section: &CognitoSection) -> Self {
        Self {
            sdk,
            pool: section.user_pool_id.clone(),
            id: section.client_id.clone(),
            secret: section.client_secret.clone().unwrap_or_default(),
        }
    }

    /// Proves that it is our client that calls, and about whom.
    fn secret_hash(&self, username: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.secret.expose_secret().as_bytes()) else {
            unreachable!("HMAC takes a key of any length");
        };
        mac.update(username.as_bytes());
        mac.update(self.id.as_bytes());
        BASE64_STANDARD.encode(mac.finalize().into_bytes())
    }

    pub async fn sign_up(&self, email: &str, password: &Password, locale: Locale) -> Result<UserId, Refusal> {
        let made = self
            .sdk
            .sign_up()
            .client_id(&self.id)
            .secret_hash(self.secret_hash(email))
            .username(email)
            .password(password.expose())
            .user_attributes(attribute("email", email)?)
            .client_metadata("locale", locale.tag())
            .send()
            .await
            .map_err(refused("SignUp"))?;
        user_id(made.user_sub())
    }

    pub async fn confirm_sign_up(&self, user: UserId, code: &Code) -> Result<(), Refusal> {
        let username = user.to_string();
        let call = self.sdk.confirm_sign_up().client_id(&self.id).secret_hash(self.secret_hash(&username));
        let sent = call.username(username).confirmation_code(code.expose()).send().await;
        sent.map(drop).map_err(refused("ConfirmSignUp"))
    }

    pub async fn resend_code(&self, user: UserId, locale: Locale) -> Result<(), Refusal> {
        let username = user.to_string();
        let hash = self.secret_hash(&username);
        let call = self.sdk.resend_confirmation_code().client_id(&self.id).secret_hash(hash);
        let sent = call.username(username).client_metadata("locale", locale.tag()).send().await;
        sent.map(drop).map_err(refused("ResendConfirmationCode"))
    }

    pub async fn sign_in(&self, username: &str, password: &Password) -> Result<Answer, Refusal> {
        let answer = self
            .sdk
            .initiate_auth()
            .client_id(&self.id)
            .auth_flow(AuthFlowType::UserPasswordAuth)
            .auth_parameters("USERNAME", username)
            .auth_parameters("PASSWORD", password.expose())
            .auth_parameters("SECRET_HASH", self.secret_hash(username))
            .send()
            .await
            .map_err(refused("InitiateAuth"))?;
        Answer::read(
            answer.authentication_result,
            answer.challenge_name,
            answer.session,
            answer.challenge_parameters,
        )
    }

    pub async fn renew(&self, username: &str, refresh: &SecretString) -> Result<Tokens, Refusal> {
        let answer = self
            .sdk
            .initiate_auth()
            .client_id(&self.id)
            .auth_flow(AuthFlowType::RefreshTokenAuth)
            .auth_parameters("REFRESH_TOKEN", refresh.expose_secret())
            .auth_parameters("SECRET_HASH", self.secret_hash(username))
            .send()
            .await
            .map_err(refused("InitiateAuth"))?;
        let tokens = answer.authentication_result.and_then(Tokens::read);
        tokens.ok_or_else(|| Refusal::unreadable("InitiateAuth: a renewal without a token"))
    }

    /// Answers a challenge. `field` is where its answer belongs.
    pub async fn answer(
        &self,
        challenge: ChallengeNameType,
        session: &SecretString,
        username: &str,
        (field, answer): (&str, &str),
    ) -> Result<Answer, Refusal> {
        let answer = self
            .sdk
            .respond_to_auth_challenge()
            .client_id(&self.id)
            .challenge_name(challenge)
            .session(session.expose_secret())
            .challenge_responses("USERNAME", username)
            .challenge_responses("SECRET_HASH", self.secret_hash(username))
            .challenge_responses(field, answer)
            .send()
            .await
            .map_err(refused("RespondToAuthChallenge"))?;
        Answer::read(
            answer.authentication_result,
            answer.challenge_name,
            answer.session,
            answer.challenge_parameters,
        )
    }

    pub async fn forgot_password(&self, email: &str, locale: Locale) -> Result<(), Refusal> {
        let call = self.sdk.forgot_password().client_id(&self.id).secret_hash(self.secret_hash(email));
        let sent = call.username(email).client_metadata("locale", locale.tag()).send().await;
        sent.map(drop).map_err(refused("ForgotPassword"))
    }

    pub async fn reset_password(&self, email: &str, code: &Code, new: &Password) -> Result<(), Refusal> {
        let call =
            self.sdk.confirm_forgot_password().client_id(&self.id).secret_hash(self.secret_hash(email));
        let call = call.username(email).confirmation_code(code.expose()).password(new.expose());
        call.send().await.map(drop).map_err(refused("ConfirmForgotPassword"))
    }

    pub async fn change_password(
        &self,
        access: &SecretString,
        current: &Password,
        new: &Password,
    ) -> Result<(), Refusal> {
        let call = self.sdk.change_password().access_token(access.expose_secret());
        let sent = call.previous_password(current.expose()).proposed_password(new.expose()).send().await;
        sent.map(drop).map_err(refused("ChangePassword"))
    }

    pub async fn revoke(&self, refresh: &SecretString) -> Result<(), Refusal> {
        let call = self.sdk.revoke_token().client_id(&self.id).client_secret(self.secret.expose_secret());
        call.token(refresh.expose_secret()).send().await.map(drop).map_err(refused("RevokeToken"))
    }

    /// A new secret for an authenticator app, in Base32.
    pub async fn begin_authenticator(&self, access: &SecretString) -> Result<SecretString, Refusal> {
        let call = self.sdk.associate_software_token().access_token(access.expose_secret());
        let begun = call.send().await.map_err(refused("AssociateSoftwareToken"))?;
        let secret =
            begun.secret_code.ok_or_else(|| Refusal::unreadable("AssociateSoftwareToken: no secret"))?;
        Ok(secret.into())
    }

    /// Checks a code of the new secret, which from then on is the person's. It is not asked for yet.
    pub async fn verify_authenticator(&self, access: &SecretString, code: &Code) -> Result<(), Refusal> {
        let call = self.sdk.verify_software_token().access_token(access.expose_secret());
        let verified = call.user_code(code.expose()).send().await;
        match verified.map_err(refused::<VerifySoftwareTokenError>("VerifySoftwareToken"))?.status {
            Some(VerifySoftwareTokenResponseType::Success) => Ok(()),
            _ => Err(Refusal::because(Reason::WrongCode, "VerifySoftwareToken: not verified")),
        }
    }

    /// Has the authenticator app asked for at each sign-in.
    pub async fn enable_authenticator(&self, access: &SecretString) -> Result<(), Refusal> {
        let call = self.sdk.set_user_mfa_preference().access_token(access.expose_secret());
        let sent = call.software_token_mfa_settings(authenticator(true)).send().await;
        sent.map(drop).map_err(refused("SetUserMFAPreference"))
    }

    pub async fn disable_authenticator(&self, user: UserId) -> Result<(), Refusal> {
        let call =
            self.sdk.admin_set_user_mfa_preference().user_pool_id(&self.pool).username(user.to_string());
        let sent = call.software_token_mfa_settings(authenticator(false)).send().await;
        sent.map(drop).map_err(refused("AdminSetUserMFAPreference"))
    }

    /// What the pool knows of a person, by address or by id.
    pub async fn find(&self, username: &str) -> Result<Option<Known>, Refusal> {
        let call = self.sdk.admin_get_user().user_pool_id(&self.pool).username(username);
        let found = match call.send().await.map_err(refused("AdminGetUser")) {
            Ok(found) => found,
            Err(refusal) if refusal.reason == Reason::NoSuchUser => return Ok(None),
            Err(refusal) => return Err(refusal),
        };
        let attribute = |name: &str| {
            found.user_attributes().iter().find(|each| each.name() == name).and_then(AttributeType::value)
        };
        Ok(Some(Known {
            user: user_id(attribute("sub").unwrap_or_default())?,
            email: attribute("email").unwrap_or_default().to_lowercase(),
            enabled: found.enabled(),
            unconfirmed: found.user_status() == Some(&UserStatusType::Unconfirmed),
            authenticator: found.user_mfa_setting_list().iter().any(|factor| factor == AUTHENTICATOR),
        }))
    }

    /// Makes an account with a confirmed address and no password that anybody knows.
    pub async fn create(&self, email: &str) -> Result<UserId, Refusal> {
        let made = self
            .sdk
            .admin_create_user()
            .user_pool_id(&self.pool)
            .username(email)
            .user_attributes(attribute("email", email)?)
            .user_attributes(attribute("email_verified", "true")?)
            .message_action(MessageActionType::Suppress)
            .send()
            .await
            .map_err(refused("AdminCreateUser"))?;
        let attributes = made.user.map(|user| user.attributes.unwrap_or_default()).unwrap_or_default();
        let sub = attributes.iter().find(|each| each.name() == "sub").and_then(AttributeType::value);
        user_id(sub.unwrap_or_default())
    }

    pub async fn set_password(&self, user: UserId, password: &Password) -> Result<(), Refusal> {
        let call = self.sdk.admin_set_user_password().user_pool_id(&self.pool).username(user.to_string());
        let sent = call.password(password.expose()).permanent(true).send().await;
        sent.map(drop).map_err(refused("AdminSetUserPassword"))
    }

    pub async fn set_email(&self, user: UserId, email: &str) -> Result<(), Refusal> {
        let call =
            self.sdk.admin_update_user_attributes().user_pool_id(&self.pool).username(user.to_string());
        let call = call.user_attributes(attribute("email", email)?);
        let sent = call.user_attributes(attribute("email_verified", "true")?).send().await;
        sent.map(drop).map_err(refused("AdminUpdateUserAttributes"))
    }

    pub async fn sign_out(&self, user: UserId) -> Result<(), Refusal> {
        let call = self.sdk.admin_user_global_sign_out().user_pool_id(&self.pool).username(user.to_string());
        call.send().await.map(drop).map_err(refused("AdminUserGlobalSignOut"))
    }

    pub async fn delete(&self, user: UserId) -> Result<(), Refusal> {
        let call = self.sdk.admin_delete_user().user_pool_id(&self.pool).username(user.to_string());
        call.send().await.map(drop).map_err(refused("AdminDeleteUser"))
    }

    pub async fn describe_pool(&self) -> Result<UserPoolType, Refusal> {
        let told = self.sdk.describe_user_pool().user_pool_id(&self.pool).send().await;
        let told = told.map_err(refused("DescribeUserPool"))?;
        told.user_pool.ok_or_else(|| Refusal::unreadable("DescribeUserPool: no pool"))
    }

    pub async fn describe_client(&self) -> Result<UserPoolClientType, Refusal> {
        let call = self.sdk.describe_user_pool_client().user_pool_id(&self.pool).client_id(&self.id);
        let told = call.send().await.map_err(refused("DescribeUserPoolClient"))?;
        told.user_pool_client.ok_or_else(|| Refusal::unreadable("DescribeUserPoolClient: no client"))
    }

    /// Whether the pool offers authenticator apps.
    pub async fn offers_authenticators(&self) -> Result<bool, Refusal> {
        let told = self.sdk.get_user_pool_mfa_config().user_pool_id(&self.pool).send().await;
        let told = told.map_err(refused("GetUserPoolMfaConfig"))?;
        Ok(told.software_token_mfa_configuration.is_some_and(|offered| offered.enabled))
    }
}

impl Answer {
    fn read(
        result: Option<AuthenticationResultType>,
        challenge: Option<ChallengeNameType>,
        session: Option<String>,
        parameters: Option<HashMap<String, String>>,
    ) -> Result<Self, Refusal> {
        if let Some(tokens) = result.and_then(Tokens::read) {
            return Ok(Self::Tokens(tokens));
        }
        let name = challenge.ok_or_else(|| Refusal::unreadable("a sign-in without tokens or challenge"))?;
        Ok(Self::Challenge(Challenged {
            name,
            session: session.unwrap_or_default().into(),
            username: parameters.and_then(|mut all| all.remove("USER_ID_FOR_SRP")),
        }))
    }
}

impl Tokens {
    fn read(result: AuthenticationResultType) -> Option<Self> {
        Some(Self {
            access: result.access_token?.into(),
            refresh: result.refresh_token.map(SecretString::from),
        })
    }
}

fn attribute(name: &str, value: &str) -> Result<AttributeType, Refusal> {
    let built = AttributeType::builder().name(name).value(value).build();
    built.map_err(|error| Refusal::unreadable(error.to_string()))
}

fn authenticator(on: bool) -> SoftwareTokenMfaSettingsType {
    SoftwareTokenMfaSettingsType::builder().enabled(on).preferred_mfa(on).build()
}

fn user_id(sub: &str) -> Result<UserId, Refusal> {
    Uuid::parse_str(sub).map(UserId).map_err(|_| Refusal::unreadable("a person without a sub"))
}
