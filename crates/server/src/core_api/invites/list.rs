//! `GET /clients/{clientId}/invites`

use axum::Json;
use domain::organisation::ClientId;
use serde::Serialize;
use utoipa::ToSchema;

use super::InviteView;
use crate::{
    app::App,
    core_api::{
        access::{Access, ClientsRead},
        answer::{Message, Paging, write_cursor},
        body::Ids,
        problem::ApiResult,
    },
    service,
};

/// A page of invites, the oldest first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::core_api) struct InviteList {
    invites: Vec<InviteView>,
    /// Where the next page begins; null on the last one.
    #[schema(required = true, example = "AAABogDQ-AB8nmZ5dCVA3pRL4H_B-Q6n")]
    next_cursor: Option<String>,
    message: Message,
}

/// Lists an organisation's invites.
///
/// Those that wait for an answer. Takes an admin.
#[utoipa::path(
    get,
    path = "/clients/{clientId}/invites",
    tag = "Invites",
    operation_id = "listInvites",
    params(("clientId" = uuid::Uuid, Path, description = "Of which."), Paging),
    responses((status = 200, description = "A page of them.", body = InviteList)),
    security(("userToken" = ["clients:read"]))
)]
pub(in crate::core_api) async fn list_invites(
    app: App,
    access: Access<ClientsRead>,
    Ids(id): Ids<ClientId>,
    Paging { limit, cursor }: Paging,
) -> ApiResult<Json<InviteList>> {
    let page = service::invites::page(&app, &access.actor(), id, cursor, limit).await?;
    let invites = page.items.into_iter().map(InviteView::from).collect();
    let next_cursor = page.next.map(write_cursor);
    Ok(Json(InviteList { invites, next_cursor, message: Message::Success }))
}
