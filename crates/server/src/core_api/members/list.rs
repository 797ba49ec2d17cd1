//! `GET /clients/{clientId}/users`

use axum::Json;
use domain::organisation::ClientId;
use serde::Serialize;
use utoipa::ToSchema;

use super::MemberView;
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

/// A page of members, in the order of joining.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::core_api) struct MemberList {
    users: Vec<MemberView>,
    /// Where the next page begins; null on the last one.
    #[schema(required = true, example = "AAABogDQ-AB8nmZ5dCVA3pRL4H_B-Q6n")]
    next_cursor: Option<String>,
    message: Message,
}

/// Lists an organisation's members.
///
/// As far as they show themselves; a name that is hidden is empty.
#[utoipa::path(
    get,
    path = "/clients/{clientId}/users",
    tag = "Members",
    operation_id = "listMembers",
    params(("clientId" = uuid::Uuid, Path, description = "Of which."), Paging),
    responses((status = 200, description = "A page of them.", body = MemberList)),
    security(("userToken" = ["clients:read"]))
)]
pub(in crate::core_api) async fn list_members(
    app: App,
    access: Access<ClientsRead>,
    Ids(id): Ids<ClientId>,
    Paging { limit, cursor }: Paging,
) -> ApiResult<Json<MemberList>> {
    let page = service::members::page(&app, &access.actor(), id, cursor, limit).await?;
    let users = page.items.into_iter().map(|member| MemberView::of(&app, member)).collect();
    let next_cursor = page.next.map(write_cursor);
    Ok(Json(MemberList { users, next_cursor, message: Message::Success }))
}
