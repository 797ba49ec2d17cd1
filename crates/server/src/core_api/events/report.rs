//! `POST /events`: what the platform has to tell people, for the operator's own services.

use axum::{
    Json,
    extract::{FromRequest as _, Request},
    http::StatusCode,
};
use domain::{
    ErrorCode, Field, UserId,
    notification::{NotificationKind, PlatformReport},
    organisation::{ClientId, Subscription},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    app::App,
    core_api::{
        access::credential,
        answer::{Message, Moment},
        body::{JsonBody, Named},
        problem::{ApiError, ApiResult},
    },
    service::{self, platform_events::Reported},
};

/// What happened.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum EventKind {
    /// Something about the whole system.
    SystemUpdate,
    /// A limit is near or reached.
    UsageAlert,
    /// Money.
    Billing,
    /// Something that needs a look now.
    Alert,
    /// Requests through a proxy fail.
    RequestFailure,
    /// A proxy went up or down.
    ProxyStatus,
}

impl From<EventKind> for NotificationKind {
    fn from(kind: EventKind) -> Self {
        match kind {
            EventKind::SystemUpdate => Self::SystemUpdate,
            EventKind::UsageAlert => Self::UsageAlert,
            EventKind::Billing => Self::Billing,
            EventKind::Alert => Self::Alert,
            EventKind::RequestFailure => Self::RequestFailure,
            EventKind::ProxyStatus => Self::ProxyStatus,
        }
    }
}

/// What became of an organisation's subscription.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
enum SubscriptionState {
    /// Something is paid for.
    Active,
    /// Nothing is any more.
    Cancelled,
}

impl From<SubscriptionState> for Subscription {
    fn from(state: SubscriptionState) -> Self {
        match state {
            SubscriptionState::Active => Self::Active,
            SubscriptionState::Cancelled => Self::Cancelled,
        }
    }
}

/// What people are to be told of.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::core_api) struct EventReport {
    /// What happened. It decides which row of people's notification settings it goes by.
    kind: EventKind,
    /// One line without control characters.
    #[schema(min_length = 1, max_length = 120, example = "Requests to payments fail")]
    title: String,
    /// May hold line breaks.
    #[schema(min_length = 1, max_length = 1000, example = "The target answers 502.")]
    message: String,
    /// Whom to tell. Give this or `clientId`; for `system_update` neither tells everybody.
    #[schema(nullable = false)]
    user_id: Option<Uuid>,
    /// Whose members to tell.
    #[schema(nullable = false, example = "7c9e6679-7425-40de-944b-e07fc1f90ae7")]
    client_id: Option<Uuid>,
    /// Which part of the platform it is about. Reports of one kind about one part within a minute are one event.
    #[schema(nullable = false, max_length = 128, example = "payments")]
    resource: Option<String>,
    /// When it happened, if not now: within the last 24 hours. A clock may be five minutes ahead; a time in the
    /// future becomes now.
    #[schema(nullable = false)]
    occurred_at: Option<Moment>,
    /// What became of the organisation's subscription, for `billing` with `clientId` only. While it is `active`,
    /// nobody can delete their account if the organisation would be deleted with it. The latest by `occurredAt`
    /// counts, whatever the order of the reports.
    #[schema(nullable = false)]
    subscription: Option<SubscriptionState>,
}

impl From<EventReport> for PlatformReport {
    fn from(report: EventReport) -> Self {
        Self {
            kind: report.kind.into(),
            title: report.title,
            message: report.message,
            user: report.user_id.map(UserId),
            client: report.client_id.map(ClientId),
            resource: report.resource.unwrap_or_default(),
            occurred_at: report.occurred_at.map(|at| at.0),
            subscription: report.subscription.map(Subscription::from),
        }
    }
}

/// What the report became.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EventView {
    event_id: Uuid,
    /// How often it happened, with this report.
    count: u32,
}

/// A report that was taken.
#[derive(Serialize, ToSchema)]
pub(in crate::core_api) struct EventAnswer {
    event: EventView,
    message: Message,
}

impl From<Reported> for EventAnswer {
    fn from(reported: Reported) -> Self {
        let event = EventView { event_id: reported.event, count: reported.count };
        Self { event, message: Message::Success }
    }
}

/// Reports something that people are to be told of.
///
/// For the operator's own services. Each person is told in the app and by mail as their settings say. Reports of
/// one kind to one audience about one `resource` (without one: with one `title`) are one event while the first of
/// them is less than a minute old: its count rises, and nobody is told anew.
#[utoipa::path(
    post,
    path = "/events",
    tag = "Events",
    operation_id = "reportEvent",
    params(Named),
    request_body = EventReport,
    responses((status = 202, description = "People will be told.", body = EventAnswer)),
    security(("service" = []))
)]
pub(in crate::core_api) async fn report_event(
    app: App,
    request: Request,
) -> ApiResult<(StatusCode, Json<EventAnswer>)> {
    // Who asks comes first: what is wrong with a body is told to services only.
    let value = credential(request.headers()).ok_or(ErrorCode::TokenMissing)?;
    let service = app.keys.service(&app, value).await?;
    let body = JsonBody::<EventReport>::from_request(request, &()).await?;
    let key = body.needed_key("POST /events")?;
    let reported = service::platform_events::report(&app, &service.key, body.value.into(), &key).await;
    let reported = reported.map_err(|failure| ApiError::from(failure).naming(name_of))?;
    Ok((StatusCode::ACCEPTED, Json(reported.into())))
}

const fn name_of(field: Field) -> &'static str {
    match field {
        Field::Audience => "userId",
        other => other.key(),
    }
}
