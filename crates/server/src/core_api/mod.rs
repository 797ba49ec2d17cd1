//! The Core API: what user tokens open, under `/api` and, as the guide writes it, without the prefix.
//!
//! One operation a file: its shapes, its description for the OpenAPI document, its handler. Handlers
//! are as thin as server functions: extractors, one call to a service, the answer. A cookie is never
//! looked at here, so no other site can make a browser use it.

mod access;
mod answer;
mod body;
mod clients;
mod docs;
mod document;
mod events;
mod introspect;
mod invites;
mod members;
mod notifications;
mod problem;
mod report;
mod users;
mod whoami;

use axum::{
    Router,
    extract::{DefaultBodyLimit, Request},
    middleware::{Next, from_fn_with_state},
    response::{IntoResponse as _, Response},
    routing::get,
};
use domain::ErrorCode;
use tower::ServiceBuilder;
use tower_http::{
    catch_panic::CatchPanicLayer,
    request_id::{PropagateRequestIdLayer, SetRequestIdLayer},
};
use utoipa_axum::{router::OpenApiRouter, routes};

use crate::{
    app::App,
    http::{BODY_LIMIT, RequestIds, observe},
};
pub(crate) use docs::routes as reference;
pub use document::openapi;
use problem::ApiError;

/// The prefix, and where the resources are without it. Anything else there and below is unknown, and no page.
/// `/notifications` itself is a page.
const ROOTS: [&str; 8] =
    ["/api", "/clients", "/events", "/introspect", "/notifications/system", "/tokens", "/users", "/whoami"];

/// All routes of the Core API, with the layers that they need.
pub(crate) fn router(app: &App) -> Router {
    let open = open_operations().split_for_parts().0;
    let (private, _) = private_operations().split_for_parts();
    let private = private.route_layer(from_fn_with_state(app.clone(), access::authenticate));
    let operations = private.merge(open).method_not_allowed_fallback(wrong_method);
    let document =
        Router::new().route("/openapi.json", get(document::serve)).method_not_allowed_fallback(wrong_method);
    let below_prefix = operations.clone().merge(document).fallback(unknown);
    let layers = ServiceBuilder::new()
        .layer(SetRequestIdLayer::x_request_id(RequestIds::new(&*app.entropy)))
        .layer(from_fn_with_state(app.clone(), observe))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(CatchPanicLayer::custom(|_| fault()))
        .layer(DefaultBodyLimit::max(BODY_LIMIT));
    operations.merge(Router::new().nest("/api", below_prefix)).layer(layers)
}

/// A layer around the pages: a path that can only be meant for the Core API, though no operation has it,
/// is no page.
pub(crate) async fn not_a_page(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    let below =
        |root: &&str| path.strip_prefix(*root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    if ROOTS.iter().any(below) { unknown().await } else { next.run(request).await }
}

async fn unknown() -> Response {
    ApiError::from(ErrorCode::NotFound).into_response()
}

async fn wrong_method() -> Response {
    ApiError::from(ErrorCode::MethodNotAllowed).into_response()
}

fn fault() -> Response {
    tracing::error!("a request panicked");
    ApiError::from(ErrorCode::Internal).into_response()
}

/// Operations that take a user token.
fn private_operations() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(whoami::whoami))
        .routes(routes!(users::read_me::read_me, users::update_me::update_me))
        .routes(routes!(users::list_tokens::list_tokens))
        .routes(routes!(users::read::read_user))
        .routes(routes!(clients::list::list_clients, clients::create::create_client))
        .routes(routes!(
            clients::read::read_client,
            clients::update::update_client,
            clients::delete::delete_client
        ))
        .routes(routes!(members::list::list_members))
        .routes(routes!(members::update::update_member, members::remove::remove_member))
        .routes(routes!(invites::list::list_invites, invites::create::create_invite))
        .routes(routes!(invites::cancel::cancel_invite))
        .routes(routes!(invites::list_mine::list_my_invites))
        .routes(routes!(invites::accept::accept_invite))
        .routes(routes!(invites::decline::decline_invite))
        .routes(routes!(notifications::list_system::list_system_notifications))
        .routes(routes!(notifications::read_system::read_system_notification))
        .routes(routes!(notifications::list_user::list_user_notifications))
        .routes(routes!(notifications::read_user::read_user_notification))
        .routes(routes!(notifications::list_client::list_client_notifications))
        .routes(routes!(notifications::read_client::read_client_notification))
}

/// Operations that take something else, or nothing.
fn open_operations() -> OpenApiRouter {
    OpenApiRouter::new()
        .routes(routes!(introspect::introspect))
        .routes(routes!(report::report_token))
        .routes(routes!(events::report::report_event))
}
