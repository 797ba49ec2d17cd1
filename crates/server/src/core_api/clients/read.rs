//! `GET /clients/{clientId}`

use axum::Json;
use domain::organisation::ClientId;

use super::ClientAnswer;
use crate::{
    app::App,
    core_api::{
        access::{Access, ClientsRead},
        answer::Version,
        body::Ids,
        problem::ApiResult,
    },
    service,
};

/// Reads an organisation.
///
/// One that you belong to; others are not there.
#[utoipa::path(
    get,
    path = "/clients/{clientId}",
    tag = "Clients",
    operation_id = "readClient",
    params(("clientId" = uuid::Uuid, Path, description = "Which.")),
    responses(
        (status = 200, description = "The organisation; its version is in ETag.", body = ClientAnswer,
            headers(("ETag" = String, description = "The version, for `If-Match`.")))
    ),
    security(("userToken" = ["clients:read"]))
)]
pub(in crate::core_api) async fn read_client(
    app: App,
    access: Access<ClientsRead>,
    Ids(id): Ids<ClientId>,
) -> ApiResult<(Version, Json<ClientAnswer>)> {
    let user = access.actor();
    let found = service::clients::read(&app, &user, id).await?;
    Ok((Version(found.version), Json(ClientAnswer::new(user.id, found))))
}
