//! `GET /clients`

use axum::Json;
use serde::Serialize;
use utoipa::ToSchema;

use super::ClientView;
use crate::{
    app::App,
    core_api::{
        access::{Access, ClientsRead},
        answer::{Message, Paging, write_cursor},
        problem::ApiResult,
    },
    service,
};

/// A page of organisations, in the order of joining.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::core_api) struct ClientList {
    clients: Vec<ClientView>,
    /// Where the next page begins; null on the last one.
    #[schema(required = true, example = "AAABogDQ-AB8nmZ5dCVA3pRL4H_B-Q6n")]
    next_cursor: Option<String>,
    message: Message,
}

/// Lists your organisations.
#[utoipa::path(
    get,
    path = "/clients",
    tag = "Clients",
    operation_id = "listClients",
    params(Paging),
    responses((status = 200, description = "A page of them.", body = ClientList)),
    security(("userToken" = ["clients:read"]))
)]
pub(in crate::core_api) async fn list_clients(
    app: App,
    access: Access<ClientsRead>,
    Paging { limit, cursor }: Paging,
) -> ApiResult<Json<ClientList>> {
    let user = access.user();
    let page = service::clients::page_of(&app, user, cursor, limit).await?;
    let clients = page.items.into_iter().map(|each| ClientView::new(user, each)).collect();
    let next_cursor = page.next.map(write_cursor);
    Ok(Json(ClientList { clients, next_cursor, message: Message::Success }))
}
