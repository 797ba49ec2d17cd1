//! What no Cognito that we can run does, with the SDK's own answers in its place: sessions of challenges that
//! count, a pool that wants everybody to have a second step, a verified secret that is not asked for yet.

use std::sync::Arc;

use aws_sdk_cognitoidentityprovider::{
    Client as Sdk,
    error::ErrorMetadata,
    operation::{
        admin_get_user::AdminGetUserOutput,
        initiate_auth::InitiateAuthOutput,
        respond_to_auth_challenge::{RespondToAuthChallengeError, RespondToAuthChallengeOutput},
        set_user_mfa_preference::SetUserMfaPreferenceOutput,
        verify_software_token::VerifySoftwareTokenOutput,
    },
    types::{
        AttributeType, ChallengeNameType, VerifySoftwareTokenResponseType,
        error::{InvalidPasswordException, NotAuthorizedException},
    },
};
use aws_smithy_mocks::{Rule, RuleMode, mock, mock_client};
use domain::{
    ErrorCode, Field, Problem, Timestamp, UserId,
    identity::{Code, Email, Password},
};
use secrecy::SecretString;
use tempfile::TempDir;
use uuid::Uuid;

use super::{Cognito, Ours, Patience, Verifier, client::Client};
use crate::{
    adapters::system::{SystemClock, SystemEntropy},
    config::CognitoSection,
    passwords::{HashSettings, Hasher},
    ports::{
        entropy::Entropy,
        identity::{Grant, Identity, IdentityProvider as _, PasswordOutcome},
    },
    service::Failure,
    store::Database,
};

const PERSON: Uuid = Uuid::from_u128(7);
const PASSWORD: &str = "Analytical-Engine-1843!";

/// A provider whose Cognito follows these rules. The folder holds its database.
async fn cognito(rules: &[&Rule]) -> (Cognito, TempDir) {
    let sdk = mock_client!(aws_sdk_cognitoidentityprovider, RuleMode::MatchAny, rules);
    let section = CognitoSection { client_id: "client".to_owned(), ..CognitoSection::default() };
    let folder = tempfile::tempdir().expect("a folder");
    let url = format!("sqlite://{}?mode=rwc", folder.path().join("test.db").display());
    let entropy: Arc<dyn Entropy> = Arc::new(SystemEntropy);
    let cheap = HashSettings { memory_kib: 64, passes: 1, ..HashSettings::default() };
    let ours = Ours {
        database: Database::connect(&url, 1).await.expect("a database"),
        hasher: Arc::new(Hasher::new(&cheap, Arc::clone(&entropy)).expect("a hasher")),
        clock: Arc::new(SystemClock),
        entropy,
        brand: "RequestRocket".to_owned(),
    };
    ours.database.migrate().await.expect("a schema");
    let tokens =
        Verifier::new(&section, Patience::default().call, Arc::new(SystemClock)).expect("a verifier");
    (Cognito { client: Client::of(sdk, &section), tokens, ours }, folder)
}

/// A right password, after which Cognito wants this.
fn asks_for(challenge: ChallengeNameType) -> Rule {
    mock!(Sdk::initiate_auth).then_output(move || {
        InitiateAuthOutput::builder()
            .challenge_name(challenge.clone())
            .session("first session")
            .challenge_parameters("USER_ID_FOR_SRP", "their name")
            .build()
    })
}

fn knows_the_person() -> Rule {
    mock!(Sdk::admin_get_user).then_output(|| {
        let sub = AttributeType::builder().name("sub").value(PERSON.to_string()).build().expect("complete");
        AdminGetUserOutput::builder().username("their name").user_attributes(sub).build().expect("complete")
    })
}

async fn try_password(cognito: &Cognito) -> Result<PasswordOutcome, Failure> {
    let email = Email::parse("ada@example.com").expect("an address");
    cognito.check_password(&email, &Password::new(PASSWORD)).await
}

fn code() -> Code {
    Code::parse("123456").expect("a code")
}

fn grant() -> Grant {
    let secret = r#"{"access_token":"access","refresh_token":"refresh","username":"their name"}"#;
    Grant { secret: SecretString::from(secret), renew_at: Timestamp(0) }
}

fn person() -> Identity {
    Identity { user: UserId(PERSON), email: "ada@example.com".to_owned() }
}

#[tokio::test]
async fn an_answer_is_bound_to_the_session_of_its_challenge() {
    let next = mock!(Sdk::respond_to_auth_challenge)
        .match_requests(|request| {
            let answers = request.challenge_responses().expect("answers");
            request.session() == Some("first session")
                && answers["USERNAME"] == "their name"
                && answers["NEW_PASSWORD"] == PASSWORD
        })
        .then_output(|| {
            RespondToAuthChallengeOutput::builder()
                .challenge_name(ChallengeNameType::SoftwareTokenMfa)
                .session("second session")
                .challenge_parameters("USER_ID_FOR_SRP", "their name")
                .build()
        });
    let over = mock!(Sdk::respond_to_auth_challenge)
        .match_requests(|request| request.session() == Some("second session"))
        .then_error(|| {
            let message = "Invalid session for the user, session is expired.";
            let meta = ErrorMetadata::builder().code("NotAuthorizedException").message(message).build();
            let error = NotAuthorizedException::builder().message(message).meta(meta).build();
            RespondToAuthChallengeError::NotAuthorizedException(error)
        });
    let asks = asks_for(ChallengeNameType::NewPasswordRequired);
    let (cognito, _folder) = cognito(&[&asks, &knows_the_person(), &next, &over]).await;
    let Ok(PasswordOutcome::NewPassword(challenge)) = try_password(&cognito).await else {
        panic!("a new password is wanted");
    };
    let outcome = cognito.set_new_password(&challenge, &Password::new(PASSWORD)).await;
    let Ok(PasswordOutcome::SecondStep(second)) = outcome else { panic!("a second step, not {outcome:?}") };
    assert_eq!(second.identity, person());
    let dead = cognito.answer_challenge(&second, &code()).await.expect_err("its time is over");
    assert_eq!(dead.error().code, ErrorCode::DeadCode);
    let crossed = cognito.answer_challenge(&challenge, &code()).await.expect_err("another challenge's");
    assert_eq!(crossed.error().code, ErrorCode::DeadCode);
    assert_eq!(
        (next.num_calls(), over.num_calls()),
        (1, 1),
        "nothing was sent twice, or for another challenge"
    );
}

#[tokio::test]
async fn a_password_that_the_pool_finds_too_weak_is_refused_as_that() {
    let weak = mock!(Sdk::respond_to_auth_challenge).then_error(|| {
        let meta = ErrorMetadata::builder().code("InvalidPasswordException").message("too short").build();
        let error = InvalidPasswordException::builder().message("too short").meta(meta).build();
        RespondToAuthChallengeError::InvalidPasswordException(error)
    });
    let asks = asks_for(ChallengeNameType::NewPasswordRequired);
    let (cognito, _folder) = cognito(&[&asks, &knows_the_person(), &weak]).await;
    let Ok(PasswordOutcome::NewPassword(challenge)) = try_password(&cognito).await else {
        panic!("a new password is wanted");
    };
    let refused = cognito.set_new_password(&challenge, &Password::new(PASSWORD)).await.expect_err("too weak");
    assert_eq!(refused.error().problem_of(Field::Password), Some(Problem::PasswordPolicy));
}

#[tokio::test]
async fn what_is_not_supported_is_told_to_the_log() {
    for challenge in
        [ChallengeNameType::MfaSetup, ChallengeNameType::SmsMfa, ChallengeNameType::DeviceSrpAuth]
    {
        let asks = asks_for(challenge.clone());
        let (cognito, _folder) = cognito(&[&asks, &knows_the_person()]).await;
        let failure = try_password(&cognito).await.expect_err("it can't go on");
        assert_eq!(failure.error().code, ErrorCode::Unavailable);
        assert!(failure.to_string().contains(challenge.as_str()), "{failure}");
    }
}

#[tokio::test]
async fn a_verified_authenticator_is_also_asked_for_from_then_on() {
    let verified = mock!(Sdk::verify_software_token).then_output(|| {
        VerifySoftwareTokenOutput::builder().status(VerifySoftwareTokenResponseType::Success).build()
    });
    let enabled = mock!(Sdk::set_user_mfa_preference)
        .match_requests(|request| {
            let settings = request.software_token_mfa_settings().expect("settings");
            request.access_token() == Some("access") && settings.enabled() && settings.preferred_mfa()
        })
        .then_output(|| SetUserMfaPreferenceOutput::builder().build());
    let (cognito, _folder) = cognito(&[&verified, &enabled]).await;
    cognito.confirm_authenticator(&person(), Some(&grant()), &code()).await.expect("an authenticator");
    assert_eq!((verified.num_calls(), enabled.num_calls()), (1, 1));
}

#[tokio::test]
async fn an_authenticator_that_was_not_verified_is_not_asked_for() {
    let unverified = mock!(Sdk::verify_software_token).then_output(|| {
        VerifySoftwareTokenOutput::builder().status(VerifySoftwareTokenResponseType::Error).build()
    });
    let enabled =
        mock!(Sdk::set_user_mfa_preference).then_output(|| SetUserMfaPreferenceOutput::builder().build());
    let (cognito, _folder) = cognito(&[&unverified, &enabled]).await;
    let wrong =
        cognito.confirm_authenticator(&person(), Some(&grant()), &code()).await.expect_err("a wrong code");
    assert_eq!(wrong.error().code, ErrorCode::WrongCode);
    assert_eq!(enabled.num_calls(), 0);
}
