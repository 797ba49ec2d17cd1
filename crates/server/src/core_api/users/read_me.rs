//! `GET /users/me`

use axum::Json;

use super::{UserAnswer, UserView};
use crate::{
    app::App,
    core_api::{
        access::{Access, ProfileRead},
        answer::{Message, Version},
        problem::ApiResult,
    },
    service,
};

/// Reads your profile.
#[utoipa::path(
    get,
    path = "/users/me",
    tag = "Users",
    operation_id = "readMe",
    responses(
        (status = 200, description = "The profile; its version is in ETag.", body = UserAnswer,
            headers(("ETag" = String, description = "The version, for `If-Match`.")))
    ),
    security(("userToken" = ["profile:read"]))
)]
pub(in crate::core_api) async fn read_me(
    app: App,
    access: Access<ProfileRead>,
) -> ApiResult<(Version, Json<UserAnswer>)> {
    let user = access.actor();
    let profile = service::profile::read(&app, &user).await?;
    let version = Version(profile.version);
    let user = UserView::own(&app, user.id, profile);
    Ok((version, Json(UserAnswer { user, message: Message::Success })))
}
