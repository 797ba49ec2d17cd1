//! The platform around the app: services that report what people are to be told of.

use axum::http::Method;
use serde_json::{Value, json};
use server::service::platform_services;

use crate::{Answer, Request, TestApp};

impl TestApp {
    /// Makes a service. Answers its credential.
    pub async fn service(&self, name: &str) -> String {
        let (_, value) = platform_services::create(&self.app, name).await.expect("a credential");
        value.expose().to_owned()
    }

    /// Reports something as a service does.
    pub async fn report(&self, service: &str, key: &str, report: &Value) -> Answer {
        let request = Request::api(Method::POST, "/api/events", report).token(&format!("Bearer {service}"));
        self.send(request.header("idempotency-key", key)).await
    }

    /// Has a person told of something that is called so. Answers which event it is.
    pub async fn alert(&self, service: &str, user: &str, title: &str) -> String {
        let report = json!({ "kind": "alert", "title": title, "message": "Look.", "userId": user });
        let reported = self.report(service, title, &report).await.done();
        self.work().await;
        reported["event"]["eventId"].as_str().expect("an id").to_owned()
    }
}
