//! What a pool or its client must be like, for `doctor`.

use aws_sdk_cognitoidentityprovider::types::{
    AccountRecoverySettingType, ExplicitAuthFlowsType, FeatureType, PasswordPolicyType,
    PreventUserExistenceErrorTypes, RecoveryOptionNameType, RecoveryOptionType, RefreshTokenRotationType,
    UserPoolClientType, UserPoolMfaType, UserPoolType, UsernameAttributeType, VerifiedAttributeType,
};
use domain::identity::PasswordPolicy;

use super::Cognito;
use crate::service::Failure;

impl Cognito {
    /// What to change in the pool and its client, a sentence each; nothing when all is as it should be.
    ///
    /// # Errors
    /// `unavailable`, with what Cognito said to who asked.
    pub async fn examine(&self, ours: PasswordPolicy) -> Result<Vec<&'static str>, Failure> {
        let pool = self.client.describe_pool().await?;
        let client = self.client.describe_client().await?;
        let authenticators = self.client.offers_authenticators().await?;
        let checks = pool_checks(&pool, authenticators, ours).into_iter().chain(client_checks(&client));
        Ok(checks.filter(|(fine, _)| !fine).map(|(_, change)| change).collect())
    }
}

type Check = (bool, &'static str);

fn pool_checks(pool: &UserPoolType, authenticators: bool, ours: PasswordPolicy) -> Vec<Check> {
    let policy = pool.policies().and_then(|policies| policies.password_policy());
    let recovery = pool.account_recovery_setting().map(AccountRecoverySettingType::recovery_mechanisms);
    let by_email = recovery.unwrap_or_default().iter().map(RecoveryOptionType::name);
    vec![
        (
            *pool.username_attributes() == [UsernameAttributeType::Email],
            "Pool: set UsernameAttributes to [email] (only possible in a new pool)",
        ),
        (
            pool.username_configuration().is_none_or(|configuration| !configuration.case_sensitive()),
            "Pool: set UsernameConfiguration.CaseSensitive to false (only possible in a new pool)",
        ),
        (
            pool.auto_verified_attributes().contains(&VerifiedAttributeType::Email),
            "Pool: add email to AutoVerifiedAttributes, or nobody gets a code",
        ),
        (
            by_email.eq([&RecoveryOptionNameType::VerifiedEmail]),
            "Pool: set AccountRecoverySetting to verified_email alone",
        ),
        (
            pool.mfa_configuration() == Some(&UserPoolMfaType::Optional),
            "Pool: set MfaConfiguration to OPTIONAL",
        ),
        (authenticators, "Pool: set SoftwareTokenMfaConfiguration.Enabled to true"),
        (
            pool.device_configuration().is_none(),
            "Pool: remove DeviceConfiguration; trusted devices are kept here",
        ),
        (
            pool.admin_create_user_config().is_none_or(|config| !config.allow_admin_create_user_only()),
            "Pool: set AdminCreateUserConfig.AllowAdminCreateUserOnly to false, or nobody can sign up",
        ),
        (
            policy.is_none_or(|theirs| no_stricter(theirs, ours)),
            "Pool: make the PasswordPolicy no stricter than identity.password_policy, whose rules people are shown",
        ),
    ]
}

fn client_checks(client: &UserPoolClientType) -> Vec<Check> {
    let flows = client.explicit_auth_flows();
    let rotation = client.refresh_token_rotation().map(RefreshTokenRotationType::feature);
    vec![
        (
            flows.contains(&ExplicitAuthFlowsType::AllowUserPasswordAuth),
            "Client: add ALLOW_USER_PASSWORD_AUTH to ExplicitAuthFlows",
        ),
        (
            flows.contains(&ExplicitAuthFlowsType::AllowRefreshTokenAuth),
            "Client: add ALLOW_REFRESH_TOKEN_AUTH to ExplicitAuthFlows",
        ),
        (
            rotation != Some(&FeatureType::Enabled),
            "Client: set RefreshTokenRotation.Feature to DISABLED; it goes with ALLOW_REFRESH_TOKEN_AUTH no longer",
        ),
        (
            client.prevent_user_existence_errors() == Some(&PreventUserExistenceErrorTypes::Enabled),
            "Client: set PreventUserExistenceErrors to ENABLED, or answers tell who has an account",
        ),
        (
            client.enable_token_revocation() == Some(true),
            "Client: set EnableTokenRevocation to true, or a logout ends nothing at Cognito",
        ),
        (client.client_secret().is_some(), "Client: make it anew with GenerateSecret"),
    ]
}

fn no_stricter(theirs: &PasswordPolicyType, ours: PasswordPolicy) -> bool {
    let (length, classes) = match ours {
        PasswordPolicy::Guide => (8, true),
        PasswordPolicy::Modern => (15, false),
    };
    let wants_classes = theirs.require_uppercase()
        || theirs.require_lowercase()
        || theirs.require_numbers()
        || theirs.require_symbols();
    theirs.minimum_length().unwrap_or_default() <= length && (classes || !wants_classes)
}
