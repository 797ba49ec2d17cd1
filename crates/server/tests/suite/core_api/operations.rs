//! Every operation of the OpenAPI document, with a request that succeeds: what the tables of this folder
//! go through. An operation without a request here fails them.

use axum::http::Method;
use serde_json::{Value, json};
use testkit::{EMAIL, Holder, Request, TestApp};

/// What an operation asks for, by the document's `security`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// Nothing.
    Nothing,
    /// A user token with this scope, or with any if there is none.
    Token(Option<String>),
    /// A service's credential.
    Service,
}

/// An operation.
#[derive(Clone, Debug)]
pub(super) struct Operation {
    /// Its name in the document.
    pub id: String,
    pub method: Method,
    /// With the prefix and with names in braces.
    pub path: String,
    pub need: Need,
    /// Whether it takes a body in JSON.
    pub takes_json: bool,
}

impl Operation {
    /// Whether it is about something in the path that is somebody's.
    pub(super) fn names_a_thing(&self) -> bool {
        self.path.contains('{')
    }
}

/// All operations of the document.
pub(super) fn operations() -> Vec<Operation> {
    let document = serde_json::to_value(server::core_api::openapi()).expect("a document");
    let mut operations = Vec::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for (method, operation) in methods.as_object().expect("operations") {
            operations.push(Operation {
                id: operation["operationId"].as_str().expect("an id").to_owned(),
                method: method.to_uppercase().parse().expect("a method"),
                path: path.clone(),
                need: need(&operation["security"]),
                takes_json: operation["requestBody"]["content"]["application/json"].is_object(),
            });
        }
    }
    assert!(operations.len() >= 20, "the document is there");
    operations
}

fn need(security: &Value) -> Need {
    let [only] = security.as_array().expect("security").as_slice() else { panic!("one way in: {security}") };
    let only = only.as_object().expect("an object");
    match only.iter().next() {
        None => Need::Nothing,
        Some((name, _)) if name == "service" => Need::Service,
        Some((name, scopes)) => {
            assert_eq!((name.as_str(), only.len()), ("userToken", 1));
            let scopes = scopes.as_array().expect("scopes");
            assert!(scopes.len() <= 1, "one scope an operation: {scopes:?}");
            Need::Token(scopes.first().and_then(Value::as_str).map(str::to_owned))
        }
    }
}

/// The body of a request that succeeds.
pub(super) fn body_of(operation: &str) -> Value {
    match operation {
        "createClient" | "updateClient" => json!({ "clientName": "Analytical Engines" }),
        "createInvite" => json!({ "inviteEmail": "new@example.com", "inviteRoles": ["user"] }),
        "updateMember" => json!({ "roles": ["admin"] }),
        "updateMe" => {
            json!({ "userFirstName": "Ada", "userLastName": "", "userPhone": "", "userBio": "" })
        }
        "reportToken" => json!({ "token": "u-nothing" }),
        "reportEvent" => json!({ "kind": "system_update", "title": "Maintenance", "message": "Tonight." }),
        "acceptInvite"
        | "cancelInvite"
        | "declineInvite"
        | "deleteClient"
        | "introspect"
        | "listClientNotifications"
        | "listClients"
        | "listInvites"
        | "listMembers"
        | "listMyInvites"
        | "listSystemNotifications"
        | "listTokens"
        | "listUserNotifications"
        | "readClient"
        | "readClientNotification"
        | "readMe"
        | "readSystemNotification"
        | "readUser"
        | "readUserNotification"
        | "removeMember"
        | "whoami" => Value::Null,
        other => panic!("{other} has no request here"),
    }
}

/// An app with everything that the operations are about.
pub(super) struct Scene {
    pub app: TestApp,
    /// Who owns what the requests name.
    pub ada: Holder,
    pub service: String,
    client: String,
    member: Holder,
    invite: String,
    to_ada: String,
    /// What Ada was told of: the system, her organisation, herself.
    told: [String; 3],
}

impl Scene {
    pub(super) async fn new() -> Self {
        let app = TestApp::new().await;
        let ada = app.holder(EMAIL).await;
        let member = app.holder("grace@example.com").await;
        let client = app.organisation(&ada.token, "Engines").await;
        app.join(&ada, &client, &member, "user").await;
        let invite = app.invite(&ada.token, &client, "mary@example.com", "user").await;
        let theirs = app.organisation(&member.token, "Compilers").await;
        let to_ada = app.invite(&member.token, &theirs, EMAIL, "user").await;
        let service = app.service("Runner").await;
        let told = tell(&app, &service, &client, &ada.user).await;
        Self { app, ada, service, client, member, invite, to_ada, told }
    }

    /// What opens an operation.
    pub(super) fn credential(&self, operation: &Operation) -> &str {
        if operation.need == Need::Service { &self.service } else { &self.ada.token }
    }

    /// The path of a request that succeeds.
    pub(super) fn path(&self, operation: &Operation) -> String {
        let within = |part: &str| operation.path.contains(part);
        let invite = if within("/users/me/") { &self.to_ada } else { &self.invite };
        // Nobody but she reads her notifications.
        let user = if within("/notifications") { &self.ada.user } else { &self.member.user };
        let [system, organisation, person] = &self.told;
        let notification = if within("/system/") {
            system
        } else if within("/clients/") {
            organisation
        } else {
            person
        };
        let path = operation
            .path
            .replace("{clientId}", &self.client)
            .replace("{userId}", user)
            .replace("{inviteId}", invite)
            .replace("{notificationId}", notification);
        assert!(!path.contains('{'), "{path} has no value here");
        path
    }

    /// A request that succeeds, but for the one who asks.
    pub(super) fn request(&self, operation: &Operation) -> Request {
        let path = self.path(operation);
        if operation.id == "reportEvent" {
            let request = Request::api(operation.method.clone(), &path, &body_of(&operation.id));
            return request.header("idempotency-key", "maintenance");
        }
        if operation.need == Need::Service {
            return Request::get(&path)
                .method(operation.method.clone())
                .header("content-type", "application/x-www-form-urlencoded")
                .body(format!("token={}", self.ada.token));
        }
        Request::api(operation.method.clone(), &path, &body_of(&operation.id))
    }
}

/// Has everybody, the members of an organisation and a person told of something. Answers what, in this order.
async fn tell(app: &TestApp, service: &str, client: &str, user: &str) -> [String; 3] {
    let audiences = [
        ("system_update", Value::Null, Value::Null),
        ("alert", json!(client), Value::Null),
        ("alert", Value::Null, json!(user)),
    ];
    let mut told = Vec::new();
    for (kind, client, user) in audiences {
        let body =
            json!({ "kind": kind, "title": "News", "message": "Look.", "clientId": client, "userId": user });
        let reported = app.report(service, &format!("{kind} {client} {user}"), &body).await.done();
        told.push(reported["event"]["eventId"].as_str().expect("an id").to_owned());
    }
    app.work().await;
    told.try_into().expect("three")
}
