//! `GET /users/me/invites`

use axum::Json;
use domain::organisation::MyInvite;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    app::App,
    core_api::{
        access::{Access, ClientsRead},
        answer::{Message, Moment, Paging, Roles, write_cursor},
        problem::ApiResult,
    },
    service,
};

/// An invite to you.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct MyInviteView {
    invite_id: Uuid,
    client_id: Uuid,
    #[schema(example = "My Organisation")]
    client_name: String,
    invite_roles: Roles,
    /// The name of who invites, or empty.
    #[schema(example = "Ada Lovelace")]
    invited_by_name: String,
    invite_created_at: Moment,
    invite_expires_at: Moment,
}

impl From<MyInvite> for MyInviteView {
    fn from(invite: MyInvite) -> Self {
        Self {
            invite_id: invite.id.0,
            client_id: invite.client.0,
            client_name: invite.organisation,
            invite_roles: invite.role.into(),
            invited_by_name: invite.invited_by,
            invite_created_at: Moment(invite.created_at),
            invite_expires_at: Moment(invite.expires_at),
        }
    }
}

/// A page of invites to you, the oldest first.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::core_api) struct MyInviteList {
    invites: Vec<MyInviteView>,
    /// Where the next page begins; null on the last one.
    #[schema(required = true, example = "AAABogDQ-AB8nmZ5dCVA3pRL4H_B-Q6n")]
    next_cursor: Option<String>,
    message: Message,
}

/// Lists your invites.
///
/// Those to your own address that wait for an answer.
#[utoipa::path(
    get,
    path = "/users/me/invites",
    tag = "Invites",
    operation_id = "listMyInvites",
    params(Paging),
    responses((status = 200, description = "A page of them.", body = MyInviteList)),
    security(("userToken" = ["clients:read"]))
)]
pub(in crate::core_api) async fn list_my_invites(
    app: App,
    access: Access<ClientsRead>,
    Paging { limit, cursor }: Paging,
) -> ApiResult<Json<MyInviteList>> {
    let page = service::invites::page_of(&app, &access.actor(), cursor, limit).await?;
    let invites = page.items.into_iter().map(MyInviteView::from).collect();
    let next_cursor = page.next.map(write_cursor);
    Ok(Json(MyInviteList { invites, next_cursor, message: Message::Success }))
}
