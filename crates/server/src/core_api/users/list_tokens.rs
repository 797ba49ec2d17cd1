//! `GET /users/me/tokens`

use axum::Json;
use domain::token::{Scopes, UserToken};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    app::App,
    core_api::{
        access::{Access, ProfileRead},
        answer::{Message, Moment},
        problem::ApiResult,
    },
    service,
};

/// A token without its value.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the interface's names")]
struct TokenView {
    token_id: Uuid,
    #[schema(example = "User Token 1")]
    token_name: String,
    #[schema(value_type = Vec<String>, example = json!(["full"]))]
    token_scopes: Scopes,
    /// Networks (CIDR) that it works from; everywhere if empty.
    #[schema(example = json!(["192.0.2.0/24"]))]
    token_networks: Vec<String>,
    token_created_at: Moment,
    /// When it ends, be it by its own time or because it was rotated; null if never.
    #[schema(required = true)]
    token_expires_at: Option<Moment>,
    /// To a few seconds; null if it never was.
    #[schema(required = true)]
    token_last_used_at: Option<Moment>,
}

impl From<UserToken> for TokenView {
    fn from(token: UserToken) -> Self {
        let ends_at = token.ends_at();
        Self {
            token_id: token.id.0,
            token_name: token.name,
            token_scopes: token.scopes,
            token_networks: token.networks.iter().map(ToString::to_string).collect(),
            token_created_at: Moment(token.created_at),
            token_expires_at: ends_at.map(Moment),
            token_last_used_at: token.last_use.map(|last| Moment(last.at)),
        }
    }
}

/// The tokens that work: never more than 20.
#[derive(Serialize, ToSchema)]
pub(in crate::core_api) struct TokenList {
    tokens: Vec<TokenView>,
    message: Message,
}

/// Lists your tokens.
///
/// Those that work, without their values. A token can't make, show or change tokens.
#[utoipa::path(
    get,
    path = "/users/me/tokens",
    tag = "Users",
    operation_id = "listTokens",
    responses((status = 200, description = "The tokens.", body = TokenList)),
    security(("userToken" = ["profile:read"]))
)]
pub(in crate::core_api) async fn list_tokens(
    app: App,
    access: Access<ProfileRead>,
) -> ApiResult<Json<TokenList>> {
    let tokens = service::tokens::working(&app, &access.actor()).await?;
    let tokens = tokens.into_iter().map(TokenView::from).collect();
    Ok(Json(TokenList { tokens, message: Message::Success }))
}
