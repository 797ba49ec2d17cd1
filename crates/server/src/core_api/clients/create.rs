//! `POST /clients`

use axum::{
    Json,
    http::{StatusCode, header::LOCATION},
    response::IntoResponse,
};

use super::{ClientAnswer, ClientDraft, name_of};
use crate::{
    app::App,
    core_api::{
        access::{Access, ClientsWrite},
        answer::Version,
        body::{JsonBody, Repeatable},
        document::Conflict,
        problem::{ApiError, ApiResult},
    },
    service,
};

/// Makes an organisation.
///
/// You are its owner and admin.
#[utoipa::path(
    post,
    path = "/clients",
    tag = "Clients",
    operation_id = "createClient",
    params(Repeatable),
    request_body = ClientDraft,
    responses(
        (status = 201, description = "It is made.", body = ClientAnswer, headers(
            ("ETag" = String, description = "The version, for `If-Match`."),
            ("Location" = String, description = "Where it is.")
        )),
        Conflict
    ),
    security(("userToken" = ["clients:write"]))
)]
pub(in crate::core_api) async fn create_client(
    app: App,
    access: Access<ClientsWrite>,
    body: JsonBody<ClientDraft>,
) -> ApiResult<impl IntoResponse> {
    let user = access.actor();
    let key = body.key("POST /clients");
    let made = service::clients::create(&app, &user, &body.value.client_name, key.as_ref()).await;
    let made = made.map_err(|failure| ApiError::from(failure).naming(name_of))?;
    let location = [(LOCATION, format!("/api/clients/{}", made.id))];
    let version = Version(made.version);
    Ok((StatusCode::CREATED, location, version, Json(ClientAnswer::new(user.id, made))))
}
