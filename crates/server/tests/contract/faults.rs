//! Cognito on its bad days: limits, locks, throttling, faults, silence. Whatever happens, a person is told what
//! holds for them, and no call is made twice: a retry would use up the tries that are left.

use std::{sync::Arc, time::Duration};

use domain::{
    AppError, ErrorCode, Field, Problem,
    identity::{Email, Password},
};
use serde_json::{Value, json};
use server::{
    adapters::cognito::{Cognito, Ours, Patience},
    ports::identity::{Identity, IdentityProvider, PasswordOutcome, Renewal, Requester},
    service::Failure,
    store,
};

use crate::{
    peer::{self, Fault},
    world::{ANOTHER, PASSWORD, World, code, english, refused},
};

/// A world whose calls pass what makes faults, and somebody in it.
struct Storm {
    world: World,
    provider: Arc<dyn IdentityProvider>,
    person: Identity,
    email: Email,
}

impl Storm {
    async fn new() -> Self {
        let world = World::cognito().await;
        let person = world.person().await;
        let email = Email::parse(&person.email).expect("an address");
        world.pool().ask_through(&peer::faults_url()).await;
        let app = &world.app.app;
        let mut section = world.pool().section.clone();
        section.endpoint_url = Some(peer::faults_url());
        let ours = Ours {
            database: app.database.clone(),
            hasher: Arc::clone(&app.hasher),
            clock: Arc::clone(&app.clock),
            entropy: Arc::clone(&app.entropy),
            brand: app.config.brand.name.clone(),
        };
        let patience = Patience { call: Duration::from_secs(5), ..Patience::default() };
        let provider = Arc::new(Cognito::new(&section, patience, ours).await.expect("a provider"));
        Self { world, provider, person, email }
    }

    /// A fault in the calls of our client.
    async fn on(&self, operation: &str, fault: Value) -> Fault {
        Fault::on(operation, &format!("ClientId == '{}'", self.world.pool().section.client_id), fault).await
    }

    /// A fault in what an administrator does.
    async fn on_admin(&self, operation: &str, fault: Value) -> Fault {
        let condition = format!("UserPoolId == '{}'", self.world.pool().section.user_pool_id);
        Fault::on(operation, &condition, fault).await
    }

    async fn check_password(&self) -> Result<PasswordOutcome, Failure> {
        self.provider.check_password(&self.email, &Password::new(PASSWORD)).await
    }
}

fn error(code: &str, status: u16, message: &str) -> Value {
    json!({ "error": { "code": code, "status": status, "message": message } })
}

#[track_caller]
fn told<T: std::fmt::Debug>(outcome: Result<T, Failure>, code: ErrorCode) -> AppError {
    let error = refused(outcome);
    assert_eq!(error.code, code);
    error
}

#[tokio::test]
async fn a_lock_looks_like_a_wrong_password_and_is_told_apart() {
    let storm = Storm::new().await;
    let fault =
        storm.on("InitiateAuth", error("NotAuthorizedException", 400, "Password attempts exceeded")).await;
    let error = told(storm.check_password().await, ErrorCode::TooManyTries);
    assert_eq!(error.retry_after, Some(60));
    assert_eq!(fault.met().await, 1);
}

#[tokio::test]
async fn throttling_is_told_as_that_and_not_repeated() {
    let storm = Storm::new().await;
    let fault = storm.on("InitiateAuth", error("TooManyRequestsException", 400, "Rate exceeded")).await;
    told(storm.check_password().await, ErrorCode::Busy);
    assert_eq!(fault.met().await, 1);
}

#[tokio::test]
async fn a_fault_of_cognitos_is_told_without_its_cause() {
    let storm = Storm::new().await;
    let fault = storm.on("InitiateAuth", error("InternalErrorException", 500, "the cause")).await;
    let error = told(storm.check_password().await, ErrorCode::Unavailable);
    assert!(!error.to_string().contains("the cause"));
    assert_eq!(fault.met().await, 1);
}

#[tokio::test]
async fn silence_and_broken_connections_end_in_time() {
    let storm = Storm::new().await;
    let silence = storm.on("InitiateAuth", json!({ "latency": 30_000 })).await;
    let waited = tokio::time::timeout(Duration::from_secs(20), storm.check_password()).await;
    told(waited.expect("not for ever"), ErrorCode::Unavailable);
    assert_eq!(silence.met().await, 1);

    let storm = Storm::new().await;
    let reset = storm.on("InitiateAuth", json!({ "reset": true })).await;
    told(storm.check_password().await, ErrorCode::Unavailable);
    assert_eq!(reset.met().await, 1);
}

#[tokio::test]
async fn a_limit_of_codes_tells_nobody_who_has_an_account() {
    let storm = Storm::new().await;
    let limit = error("LimitExceededException", 400, "Attempt limit exceeded, please try after some time.");
    let forgot = storm.on("ForgotPassword", limit.clone()).await;
    let flow = storm.provider.forgot_password(&storm.email, english()).await.expect("a flow like any");
    assert_eq!(forgot.met().await, 1);
    storm.provider.resend_code(flow, english()).await.expect("as if it were mailed");
    assert_eq!(forgot.met().await, 2);
    let undelivered = storm.on("SignUp", error("CodeDeliveryFailureException", 400, "no mail")).await;
    let email = storm.world.address();
    let outcome = storm.provider.sign_up(&email, &Password::new(PASSWORD), english()).await;
    told(outcome, ErrorCode::Unavailable);
    assert_eq!(undelivered.met().await, 1);
}

#[tokio::test]
async fn tries_of_a_code_run_out_and_codes_do() {
    for (code_of_refusal, expected) in [
        ("LimitExceededException", ErrorCode::TooManyTries),
        ("TooManyFailedAttemptsException", ErrorCode::TooManyTries),
        ("ExpiredCodeException", ErrorCode::DeadCode),
        ("CodeMismatchException", ErrorCode::WrongCode),
        ("TooManyRequestsException", ErrorCode::Busy),
    ] {
        let storm = Storm::new().await;
        let flow = storm.provider.forgot_password(&storm.email, english()).await.expect("a flow");
        let fault = storm.on("ConfirmForgotPassword", error(code_of_refusal, 400, "")).await;
        let (by, new) = (Requester::default(), Password::new(ANOTHER));
        told(storm.provider.reset_password(flow, &code("123456"), &new, by).await, expected);
        assert_eq!(fault.met().await, 1, "{code_of_refusal}");
        assert_eq!(waiting(&storm.world).await, 0, "Cognito did nothing, so no session ends");
    }
}

#[tokio::test]
async fn a_password_that_was_used_before_is_told_as_that() {
    let storm = Storm::new().await;
    let flow = storm.provider.forgot_password(&storm.email, english()).await.expect("a flow");
    storm.on("ConfirmForgotPassword", error("PasswordHistoryPolicyViolationException", 400, "")).await;
    let (by, new) = (Requester::default(), Password::new(ANOTHER));
    let error =
        told(storm.provider.reset_password(flow, &code("123456"), &new, by).await, ErrorCode::Invalid);
    assert_eq!(error.problem_of(Field::Password), Some(Problem::PasswordSame));
}

/// Nobody knows whether the password is new: then the sessions end, which does no harm, instead of staying.
#[tokio::test]
async fn when_cognito_does_not_say_whether_the_password_is_new_sessions_end() {
    for fault in
        [json!({ "latency": 30_000 }), json!({ "reset": true }), error("InternalErrorException", 500, "")]
    {
        let storm = Storm::new().await;
        let flow = storm.provider.forgot_password(&storm.email, english()).await.expect("a flow");
        storm.on("ConfirmForgotPassword", fault.clone()).await;
        let (by, new) = (Requester::default(), Password::new(ANOTHER));
        told(storm.provider.reset_password(flow, &code("123456"), &new, by).await, ErrorCode::Unavailable);
        assert_eq!(waiting(&storm.world).await, 1, "{fault}");
        storm.world.app.work().await;
        assert_eq!(waiting(&storm.world).await, 1, "not at once");
        storm.world.app.wait(121);
        storm.world.app.work().await;
        assert_eq!(waiting(&storm.world).await, 0, "but soon");
    }
}

#[tokio::test]
async fn a_code_of_a_sign_up_that_can_not_be_checked_is_told_as_what_it_is() {
    for (code_of_refusal, message, expected) in [
        ("ExpiredCodeException", "Invalid code provided, please request a code again.", ErrorCode::DeadCode),
        ("TooManyFailedAttemptsException", "", ErrorCode::TooManyTries),
        (
            "NotAuthorizedException",
            "User cannot be confirmed. Current status is CONFIRMED",
            ErrorCode::DeadCode,
        ),
        ("InternalErrorException", "", ErrorCode::Unavailable),
    ] {
        let storm = Storm::new().await;
        let email = storm.world.address();
        let flow = storm.provider.sign_up(&email, &Password::new(PASSWORD), english()).await.expect("a flow");
        let fault = storm.on("ConfirmSignUp", error(code_of_refusal, 400, message)).await;
        told(storm.provider.confirm_sign_up(flow, &code("123456")).await, expected);
        assert_eq!(fault.met().await, 1);
    }
}

#[tokio::test]
async fn a_second_step_ends_as_cognito_says() {
    for (code_of_refusal, message, expected) in [
        ("CodeMismatchException", "Invalid code received for user", ErrorCode::WrongCode),
        ("ExpiredCodeException", "Your software token has already been used once.", ErrorCode::WrongCode),
        ("NotAuthorizedException", "Invalid session for the user, session is expired.", ErrorCode::DeadCode),
        ("NotAuthorizedException", "Password attempts exceeded", ErrorCode::TooManyTries),
        ("TooManyRequestsException", "", ErrorCode::Busy),
    ] {
        let storm = Storm::new().await;
        let grant = storm.world.grant(&storm.person).await;
        storm.world.set_up_authenticator(&storm.person, grant.as_ref()).await;
        let Ok(PasswordOutcome::SecondStep(challenge)) = storm.check_password().await else {
            panic!("a second step");
        };
        let fault = storm.on("RespondToAuthChallenge", error(code_of_refusal, 400, message)).await;
        told(storm.provider.answer_challenge(&challenge, &code("123456")).await, expected);
        assert_eq!(fault.met().await, 1, "{code_of_refusal}");
    }
}

#[tokio::test]
async fn a_grant_is_gone_only_if_cognito_says_so() {
    let storm = Storm::new().await;
    let grant = storm.world.grant(&storm.person).await.expect("a grant");
    let fault = storm.on("InitiateAuth", error("InternalErrorException", 500, "")).await;
    told(storm.provider.renew(storm.person.user, &grant).await, ErrorCode::Unavailable);
    assert_eq!(fault.met().await, 1);
    let fresh = storm.world.provider().renew(storm.person.user, &grant).await;
    assert!(matches!(fresh, Ok(Renewal::Renewed(_))));
}

#[tokio::test]
async fn what_an_administrator_may_not_do_is_our_fault() {
    let storm = Storm::new().await;
    let denied =
        error("AccessDeniedException", 400, "is not authorized to perform: cognito-idp:AdminGetUser");
    let fault = storm.on_admin("AdminGetUser", denied).await;
    told(storm.provider.has_authenticator(storm.person.user).await, ErrorCode::Unavailable);
    assert_eq!(fault.met().await, 1);
}

#[tokio::test]
async fn an_address_that_somebody_took_meanwhile_is_refused() {
    let storm = Storm::new().await;
    storm.on_admin("AdminUpdateUserAttributes", error("AliasExistsException", 400, "")).await;
    let error =
        told(storm.provider.set_email(storm.person.user, &storm.world.address()).await, ErrorCode::Invalid);
    assert_eq!(error.problem_of(Field::Email), Some(Problem::EmailTaken));
}

/// How many messages wait.
async fn waiting(world: &World) -> u64 {
    store::outbox::count(world.app.app.database.connection()).await.expect("an outbox")
}
