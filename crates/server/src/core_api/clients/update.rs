//! `PUT /clients/{clientId}`

use axum::Json;
use domain::organisation::ClientId;

use super::{ClientAnswer, ClientDraft, name_of};
use crate::{
    app::App,
    core_api::{
        access::{Access, ClientsWrite},
        answer::{IfMatch, Version},
        body::{Ids, JsonBody},
        problem::{ApiError, ApiResult},
    },
    service,
};

/// Names an organisation.
///
/// Takes an admin.
#[utoipa::path(
    put,
    path = "/clients/{clientId}",
    tag = "Clients",
    operation_id = "updateClient",
    params(
        ("clientId" = uuid::Uuid, Path, description = "Which."),
        IfMatch
    ),
    request_body = ClientDraft,
    responses(
        (status = 200, description = "The organisation as it is now.", body = ClientAnswer,
            headers(("ETag" = String, description = "The version, for `If-Match`.")))
    ),
    security(("userToken" = ["clients:write"]))
)]
pub(in crate::core_api) async fn update_client(
    app: App,
    access: Access<ClientsWrite>,
    Ids(id): Ids<ClientId>,
    IfMatch(version): IfMatch,
    body: JsonBody<ClientDraft>,
) -> ApiResult<(Version, Json<ClientAnswer>)> {
    let user = access.actor();
    let renamed = service::clients::rename(&app, &user, id, &body.value.client_name, version).await;
    let refused = |failure| ApiError::from(failure).naming(name_of).given_version(version.is_some());
    let renamed = renamed.map_err(refused)?;
    Ok((Version(renamed.version), Json(ClientAnswer::new(user.id, renamed))))
}
