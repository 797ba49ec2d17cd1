//! `GET /whoami`: whose token it is, and what it may do.

use axum::Json;
use domain::token::Scopes;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    access::{Access, Anything},
    answer::{Message, Moment},
    problem::Refusals,
};

/// The token and its owner.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Whoami {
    user_id: Uuid,
    token_id: Uuid,
    token_name: String,
    #[schema(value_type = Vec<String>)]
    token_scopes: Scopes,
    token_expires_at: Option<Moment>,
    message: Message,
}

/// Whose token it is, and what it may do.
#[utoipa::path(
    get,
    path = "/whoami",
    tag = "Users",
    operation_id = "whoami",
    responses((status = 200, description = "The token works.", body = Whoami), Refusals),
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
