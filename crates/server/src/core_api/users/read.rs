//! `GET /users/{userId}`

use axum::Json;
use domain::UserId;

use super::{UserAnswer, UserView};
use crate::{
    app::App,
    core_api::{
        access::{Access, ProfileRead},
        answer::{Message, picture_url},
        body::Ids,
        problem::ApiResult,
    },
    service,
};

/// Reads a fellow member.
///
/// As far as they show themselves; a name that is hidden is empty. Somebody who shares no organisation with you is not there.
#[utoipa::path(
    get,
    path = "/users/{userId}",
    tag = "Users",
    operation_id = "readUser",
    params(("userId" = uuid::Uuid, Path, description = "Whom.")),
    responses((status = 200, description = "What they show.", body = UserAnswer)),
    security(("userToken" = ["profile:read"]))
)]
pub(in crate::core_api) async fn read_user(
    app: App,
    access: Access<ProfileRead>,
    Ids(id): Ids<UserId>,
) -> ApiResult<Json<UserAnswer>> {
    let fellow = service::members::fellow(&app, &access.actor(), id).await?;
    let user = UserView {
        user_id: id.0,
        user_first_name: fellow.first_name,
        user_last_name: fellow.last_name,
        user_email: fellow.email,
        user_phone: None,
        user_bio: fellow.bio,
        user_picture: fellow.picture.map(|name| picture_url(&app, &name)),
    };
    Ok(Json(UserAnswer { user, message: Message::Success }))
}
