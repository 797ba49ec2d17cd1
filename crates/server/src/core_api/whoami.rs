//! `GET /whoami`: whose token it is, and what it may do.

use axum::Json;
use domain::token::Scopes;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    access::{Access, Anything},
    answer::{Message, Moment},
};

/// The token and its owner.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Whoami {
    user_id: Uuid,
    token_id: Uuid,
    #[schema(example = "User Token 1")]
    token_name: String,
    #[schema(value_type = Vec<String>, example = json!(["full"]))]
    token_scopes: Scopes,
    /// When it ends, be it by its own time or because it was rotated; null if never.
    #[schema(required = true)]
    token_expires_at: Option<Moment>,
    message: Message,
}

/// Says whose token it is.
///
/// And what it may do.
#[utoipa::path(
    get,
    path = "/whoami",
    tag = "Users",
    operation_id = "whoami",
    responses((status = 200, description = "The token works.", body = Whoami)),
    security(("userToken" = []))
)]
pub(super) async fn whoami(access: Access<Anything>) -> Json<Whoami> {
    let token = access.token();
    Json(Whoami {
        user_id: token.user.0,
        token_id: token.id.0,
        token_name: token.name.clone(),
        token_scopes: token.scopes,
        token_expires_at: token.end.ends_at().map(Moment),
        message: Message::Success,
    })
}
