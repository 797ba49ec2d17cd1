//! `PUT /users/me`

use axum::Json;
use domain::profile::ProfileUpdate;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{UserAnswer, UserView, name_of};
use crate::{
    app::App,
    core_api::{
        access::{Access, ProfileWrite},
        answer::{IfMatch, Message, Version},
        body::JsonBody,
        problem::{ApiError, ApiResult},
    },
    service,
};

/// The whole profile. All fields are wanted: none is lost by being forgotten.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[expect(clippy::struct_field_names, reason = "the interface's names")]
pub(in crate::core_api) struct UpdateUser {
    #[schema(max_length = 64, pattern = r"^[^\x00-\x1F\x7F-\x9F]*$", example = "Ada")]
    user_first_name: String,
    #[schema(max_length = 64, pattern = r"^[^\x00-\x1F\x7F-\x9F]*$", example = "Lovelace")]
    user_last_name: String,
    /// With the country code, or empty.
    #[schema(example = "+442079460018")]
    user_phone: String,
    #[schema(max_length = 500, example = "Writes programs.")]
    user_bio: String,
}

/// Changes your profile.
#[utoipa::path(
    put,
    path = "/users/me",
    tag = "Users",
    operation_id = "updateMe",
    params(IfMatch),
    request_body = UpdateUser,
    responses(
        (status = 200, description = "The profile as it is now.", body = UserAnswer,
            headers(("ETag" = String, description = "The version, for `If-Match`.")))
    ),
    security(("userToken" = ["profile:write"]))
)]
pub(in crate::core_api) async fn update_me(
    app: App,
    access: Access<ProfileWrite>,
    IfMatch(version): IfMatch,
    body: JsonBody<UpdateUser>,
) -> ApiResult<(Version, Json<UserAnswer>)> {
    let user = access.actor();
    let UpdateUser { user_first_name, user_last_name, user_phone, user_bio } = body.value;
    let update = ProfileUpdate {
        first_name: user_first_name,
        last_name: user_last_name,
        phone: user_phone,
        bio: user_bio,
    };
    let stored = service::profile::update(&app, &user, update, version).await;
    let refused = |failure| ApiError::from(failure).naming(name_of).given_version(version.is_some());
    let profile = stored.map_err(refused)?;
    let version = Version(profile.version);
    let user = UserView::own(&app, user.id, profile);
    Ok((version, Json(UserAnswer { user, message: Message::Success })))
}
