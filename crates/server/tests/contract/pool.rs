//! Pools for tests: made as docs/identity.md says, one a test.

use aws_config::{BehaviorVersion, Region, retry::RetryConfig};
use aws_sdk_cognitoidentityprovider::{
    Client,
    config::{Builder, Credentials},
    types::{
        AccountRecoverySettingType, ExplicitAuthFlowsType, PasswordPolicyType,
        PreventUserExistenceErrorTypes, RecoveryOptionNameType, RecoveryOptionType,
        SoftwareTokenMfaConfigType, UserPoolMfaType, UserPoolPolicyType, UsernameAttributeType,
        UsernameConfigurationType, VerifiedAttributeType,
    },
};
use server::config::CognitoSection;

/// A pool, and who may do everything with it.
pub struct Pool {
    /// Its administrator.
    pub admin: Client,
    /// As the configuration names it.
    pub section: CognitoSection,
}

impl Pool {
    /// A pool as it should be, at the peer.
    pub async fn make() -> Self {
        let admin = administrator(&crate::peer::cognito_url());
        let id = make_pool(&admin).await;
        let (client, secret) = make_client(&admin, &id).await;
        let endpoint = crate::peer::cognito_url();
        let section = CognitoSection {
            region: "us-east-1".to_owned(),
            issuer: format!("https://cognito-idp.us-east-1.amazonaws.com/{id}"),
            jwks_url: format!("{endpoint}/{id}/.well-known/jwks.json"),
            endpoint_url: Some(endpoint),
            user_pool_id: id,
            client_id: client,
            client_secret: Some(secret.into()),
            client_secret_file: None,
        };
        Self { admin, section }
    }

    /// Has what stands there answer once, however long it takes: its first answer is its slowest.
    pub async fn ask_through(&self, endpoint: &str) {
        let describe = administrator(endpoint).describe_user_pool();
        describe.user_pool_id(&self.section.user_pool_id).send().await.expect("an answer");
    }
}

fn administrator(endpoint: &str) -> Client {
    let config = Builder::new()
        .behavior_version(BehaviorVersion::v2026_01_12())
        .region(Region::new("us-east-1"))
        .credentials_provider(Credentials::new("test", "test", None, None, "the peer's"))
        .http_client(aws_smithy_http_client::Builder::new().build_http())
        .retry_config(RetryConfig::disabled())
        .endpoint_url(endpoint);
    Client::from_conf(config.build())
}

async fn make_pool(admin: &Client) -> String {
    let policy = PasswordPolicyType::builder().minimum_length(8).build();
    let recovery = RecoveryOptionType::builder().priority(1).name(RecoveryOptionNameType::VerifiedEmail);
    let recovery = recovery.build().expect("complete");
    let made = admin
        .create_user_pool()
        .pool_name("contract")
        .username_attributes(UsernameAttributeType::Email)
        .username_configuration(
            UsernameConfigurationType::builder().case_sensitive(false).build().expect("complete"),
        )
        .auto_verified_attributes(VerifiedAttributeType::Email)
        .policies(UserPoolPolicyType::builder().password_policy(policy).build())
        .account_recovery_setting(AccountRecoverySettingType::builder().recovery_mechanisms(recovery).build())
        .send()
        .await
        .expect("a pool");
    let id = made.user_pool.and_then(|pool| pool.id).expect("an id");
    admin
        .set_user_pool_mfa_config()
        .user_pool_id(&id)
        .mfa_configuration(UserPoolMfaType::Optional)
        .software_token_mfa_configuration(SoftwareTokenMfaConfigType::builder().enabled(true).build())
        .send()
        .await
        .expect("a second step");
    id
}

async fn make_client(admin: &Client, pool: &str) -> (String, String) {
    let made = admin
        .create_user_pool_client()
        .user_pool_id(pool)
        .client_name("contract")
        .generate_secret(true)
        .explicit_auth_flows(ExplicitAuthFlowsType::AllowUserPasswordAuth)
        .explicit_auth_flows(ExplicitAuthFlowsType::AllowRefreshTokenAuth)
        .prevent_user_existence_errors(PreventUserExistenceErrorTypes::Enabled)
        .enable_token_revocation(true)
        .send()
        .await
        .expect("a client");
    let client = made.user_pool_client.expect("a client");
    (client.client_id.expect("an id"), client.client_secret.expect("a secret"))
}
