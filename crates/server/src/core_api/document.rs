//! The OpenAPI 3.1 document: what `#[utoipa::path]` says of each operation, and what follows from that.
//! `docs/openapi.json` is the same, committed.

use std::{collections::BTreeMap, sync::LazyLock};

use axum::{http::header::CONTENT_TYPE, response::IntoResponse};
use utoipa::{
    IntoResponses, Modify, OpenApi as _, ToSchema as _,
    openapi::{
        ContentBuilder, Header, HeaderBuilder, ObjectBuilder, OpenApi, Ref, RefOr, Response, ResponseBuilder,
        Type,
        path::{Operation, Parameter, ParameterIn, PathItem},
        response,
        security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme},
    },
};
use utoipa_axum::router::OpenApiRouter;

use super::{body::IDEMPOTENCY_KEY, open_operations, private_operations, problem::Problem};

/// The scheme of operations that take a user token.
pub(super) const USER_TOKEN: &str = "userToken";
/// The scheme of those that take a service credential.
pub(super) const SERVICE: &str = "service";

static DOCUMENT: LazyLock<String> = LazyLock::new(|| openapi().to_json().unwrap_or_default());

/// `GET /api/openapi.json`
pub(super) async fn serve() -> impl IntoResponse {
    ([(CONTENT_TYPE, "application/json")], DOCUMENT.as_str())
}

/// The OpenAPI document of all operations.
#[must_use]
pub fn openapi() -> OpenApi {
    let operations = private_operations().merge(open_operations());
    let mut document = Description::openapi();
    document.merge(OpenApiRouter::<()>::new().nest("/api", operations).into_openapi());
    for operation in document.paths.paths.values_mut().flat_map(operations_of) {
        complete(operation);
    }
    document
}

#[derive(utoipa::OpenApi)]
#[openapi(
    info(
        title = "Core API",
        description = "Opened by user tokens, which people find on the Keys page. Every resource is also \
            there without the prefix `/api`. Errors are problem details (RFC 9457) with a stable `code`; \
            `/api/docs` lists the codes."
    ),
    servers((url = "/", description = "Where this document comes from.")),
    tags(
        (name = "Users", description = "The person behind the token, and fellow members."),
        (name = "Clients", description = "Organisations."),
        (name = "Members", description = "Who belongs to an organisation."),
        (name = "Invites", description = "Who is to belong to one."),
        (name = "Notifications", description = "What you were told of in the app."),
        (name = "Tokens", description = "Checking and reporting tokens."),
        (name = "Events", description = "What the platform has to tell people.")
    ),
    components(schemas(Problem)),
    modifiers(&Credentials, &Shared)
)]
struct Description;

/// What an operation can ask for.
struct Credentials;

impl Modify for Credentials {
    fn modify(&self, openapi: &mut OpenApi) {
        let token = ApiKeyValue::with_description(
            "Authorization",
            "A user token as it is; the prefix `Bearer ` is accepted too.",
        );
        let service = HttpBuilder::new()
            .scheme(HttpAuthScheme::Bearer)
            .description(Some("A service credential, made with `personal-settings service create`."))
            .build();
        let components = openapi.components.get_or_insert_default();
        components.add_security_scheme(USER_TOKEN, SecurityScheme::ApiKey(ApiKey::Header(token)));
        components.add_security_scheme(SERVICE, SecurityScheme::Http(service));
    }
}

/// A way to refuse that several operations have.
struct Refusal {
    status: u16,
    name: &'static str,
    about: &'static str,
    /// The header that comes with it, and an example of its value.
    header: Option<(&'static str, &'static str, &'static str)>,
}

const fn refusal(status: u16, name: &'static str, about: &'static str) -> Refusal {
    Refusal { status, name, about, header: None }
}

const REFUSALS: [Refusal; 12] = [
    refusal(400, "Malformed", "The request can't be read; `detail` says where."),
    Refusal {
        header: Some(("WWW-Authenticate", "What is wanted.", "Bearer realm=\"Core API\"")),
        ..refusal(401, "Unauthorized", "No token, or one that does not work; `code` says which.")
    },
    refusal(
        403,
        "Forbidden",
        "The token lacks a scope or is not for this network, or the person's role does not allow it.",
    ),
    refusal(404, "NotFound", "There is no such thing, or not for this person."),
    refusal(409, "Conflict", "It does not fit what is there; `code` says why."),
    refusal(412, "Changed", "It was changed since the version in `If-Match`."),
    refusal(413, "TooLarge", "The body is larger than 64 KiB."),
    refusal(415, "UnsupportedMediaType", "The body is in a form that is not read here."),
    refusal(422, "Invalid", "Fields are wrong; `errors` names them."),
    Refusal {
        header: Some(("Retry-After", "How many seconds to wait.", "12")),
        ..refusal(429, "RateLimited", "Too many requests; `Retry-After` says when again.")
    },
    refusal(500, "Internal", "A fault of the server's."),
    refusal(503, "Unavailable", "A part of the service is not available; try again."),
];

/// What every answer to a user token tells of its limit, by an example.
const LIMITS: [(&str, &str, &str); 2] = [
    (
        "RateLimit-Policy",
        "How many requests (`q`) a token has in how many seconds (`w`).",
        "\"default\";q=600;w=60",
    ),
    (
        "RateLimit",
        "How many requests are left (`r`), and in how many seconds all are back (`t`).",
        "\"default\";r=599;t=1",
    ),
];

/// The parts that operations refer to.
struct Shared;

impl Modify for Shared {
    fn modify(&self, openapi: &mut OpenApi) {
        let components = openapi.components.get_or_insert_default();
        for refusal in &REFUSALS {
            components.responses.insert(refusal.name.into(), RefOr::T(refusal.response()));
        }
        for (name, about, example) in LIMITS {
            components.headers.insert(name.into(), RefOr::T(header(about, example)));
        }
    }
}

impl Refusal {
    fn response(&self) -> Response {
        let problem = Ref::from_schema_name(Problem::name());
        let content = ContentBuilder::new().schema(Some(problem)).build();
        let response =
            ResponseBuilder::new().description(self.about).content("application/problem+json", content);
        match self.header {
            Some((name, about, example)) => response.header(name, header(about, example)),
            None => response,
        }
        .build()
    }
}

fn header(about: &str, example: &str) -> Header {
    let text = ObjectBuilder::new().schema_type(Type::String);
    HeaderBuilder::new().schema(Some(text)).description(Some(about)).example(Some(example.into())).build()
}

/// An operation that may not fit what is there (409), which its parameters don't show.
pub(super) struct Conflict;

impl IntoResponses for Conflict {
    fn responses() -> BTreeMap<String, RefOr<response::Response>> {
        BTreeMap::from([("409".into(), RefOr::Ref(Ref::from_response_name("Conflict")))])
    }
}

/// Every operation of a path, in the order in which people look for them.
fn operations_of(path: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut path.get, &mut path.post, &mut path.put, &mut path.delete].into_iter().flatten()
}

/// Adds what follows from what an operation takes: how it can refuse, and what it tells of limits.
fn complete(operation: &mut Operation) {
    let takes = Takes::of(operation);
    for refusal in REFUSALS.iter().filter(|refusal| takes.can_meet(refusal.status)) {
        let reference = RefOr::Ref(Ref::from_response_name(refusal.name));
        operation.responses.responses.entry(refusal.status.to_string()).or_insert(reference);
    }
    if takes.user_token {
        let answers = operation.responses.responses.values_mut();
        for answer in
            answers.filter_map(|answer| if let RefOr::T(answer) = answer { Some(answer) } else { None })
        {
            let limits = LIMITS.map(|(name, ..)| {
                (name.to_owned(), RefOr::Ref(Ref::new(format!("#/components/headers/{name}"))))
            });
            answer.headers.extend(limits);
        }
    }
}

/// What an operation takes, as far as it decides on how it can refuse.
#[expect(clippy::struct_excessive_bools, reason = "they are independent of each other")]
struct Takes {
    user_token: bool,
    service: bool,
    id: bool,
    query: bool,
    body: bool,
    version: bool,
    key: bool,
}

impl Takes {
    fn of(operation: &Operation) -> Self {
        let has = |wanted: &dyn Fn(&Parameter) -> bool| {
            operation.parameters.iter().flatten().any(|each| matches!(each, RefOr::T(each) if wanted(each)))
        };
        let scopes = |scheme| scopes_of(operation, scheme).is_some();
        Self {
            user_token: scopes(USER_TOKEN),
            service: scopes(SERVICE),
            id: has(&|each| each.parameter_in == ParameterIn::Path),
            query: has(&|each| each.parameter_in == ParameterIn::Query),
            body: operation.request_body.is_some(),
            version: has(&|each| each.name == "If-Match"),
            key: has(&|each| each.name == IDEMPOTENCY_KEY),
        }
    }

    const fn can_meet(&self, status: u16) -> bool {
        match status {
            400 => self.query || self.body || self.key,
            401 => self.user_token || self.service,
            403 => self.user_token,
            // What a repeated request made may be gone by now.
            404 => self.id || self.key,
            412 => self.version,
            413 | 415 => self.body,
            422 => self.query || self.body && (self.user_token || self.key),
            // Services are trusted; reports are counted by address.
            429 => !self.service,
            500 | 503 => true,
            _ => false,
        }
    }
}

/// The scopes that an operation asks of a credential of this scheme, if it takes one.
pub(super) fn scopes_of(operation: &Operation, scheme: &str) -> Option<Vec<String>> {
    let requirements = serde_json::to_value(&operation.security).ok()?;
    let scopes = requirements.as_array()?.iter().find_map(|requirement| requirement.get(scheme))?;
    serde_json::from_value(scopes.clone()).ok()
}
