//! People with tokens, for the tests of what tokens open.

use axum::http::Method;
use serde_json::{Value, json};

use crate::{Answer, Request, TestApp};

/// Somebody who is signed in and has a token for everything.
#[derive(Clone, Debug)]
pub struct Holder {
    /// The address.
    pub email: String,
    /// The user id.
    pub user: String,
    /// The session's cookie.
    pub cookie: String,
    /// The token's id.
    pub token_id: String,
    /// The token's value.
    pub token: String,
}

impl TestApp {
    /// Makes an account with a session and a token for everything. The mails about it are read and thrown away.
    pub async fn holder(&self, email: &str) -> Holder {
        let cookie = self.signed_in(email).await;
        let (token_id, token) = self.token(&cookie, &["full"]).await;
        let me = self.get_as(&cookie, "/rpc/v1/me").await.done();
        self.work().await;
        self.mails.forget();
        Holder { email: email.to_owned(), user: text(&me["id"]), cookie, token_id, token }
    }

    /// Makes a token with these scopes. Answers its id and its value.
    pub async fn token(&self, cookie: &str, scopes: &[&str]) -> (String, String) {
        self.token_from(cookie, scopes, "").await
    }

    /// Makes a token with these scopes that works from these networks. Answers its id and its value.
    pub async fn token_from(&self, cookie: &str, scopes: &[&str], networks: &str) -> (String, String) {
        let name = format!("For {}", scopes.join(", "));
        let draft = json!({ "name": name, "scopes": scopes, "expiry": { "days": 90 }, "networks": networks });
        let made = self.post_as(cookie, "/rpc/v1/tokens/create", json!({ "draft": draft })).await.done();
        (text(&made["token"]["id"]), text(&made["value"]))
    }

    /// Asks the Core API with a token.
    pub async fn ask(&self, token: &str, method: Method, path: &str, body: &Value) -> Answer {
        self.send(Request::api(method, path, body).token(token)).await
    }

    /// Makes an organisation through the Core API. Answers its id.
    pub async fn organisation(&self, token: &str, name: &str) -> String {
        let made = self.ask(token, Method::POST, "/api/clients", &json!({ "clientName": name })).await;
        text(&made.done()["client"]["clientId"])
    }

    /// Has `guest` belong to an organisation of `host`.
    pub async fn join(&self, host: &Holder, client: &str, guest: &Holder, role: &str) {
        let invite = self.invite(&host.token, client, &guest.email, role).await;
        let path = format!("/api/users/me/invites/{invite}/accept");
        self.ask(&guest.token, Method::POST, &path, &Value::Null).await.done();
    }

    /// Invites an address. Answers the invite's id.
    pub async fn invite(&self, token: &str, client: &str, email: &str, role: &str) -> String {
        let path = format!("/api/clients/{client}/invites");
        let body = json!({ "inviteEmail": email, "inviteRoles": [role] });
        text(&self.ask(token, Method::POST, &path, &body).await.done()["invite"]["inviteId"])
    }
}

/// A JSON text as it is.
fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("a text: {value}")).to_owned()
}
