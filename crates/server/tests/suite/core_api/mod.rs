//! `/api`: the Core API, as programs use it.

mod cache;
mod clients;
mod doors;
mod errors;
mod events;
mod idempotency;
mod introspect;
mod invites;
mod limits;
mod malformed;
mod members;
mod notifications;
mod operations;
mod roles;
mod subscriptions;
mod tokens_report;
mod users;
mod whoami;

use testkit::Answer;

/// A refusal's status and code, and that it is a problem in the form of RFC 9457.
fn refusal(answer: &Answer) -> (u16, String) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.body);
    let problem = answer.json();
    assert_eq!(problem["status"], answer.status.as_u16());
    assert_eq!(problem["type"], format!("/api/docs#{}", answer.code()));
    assert!(problem["title"].is_string() && problem["detail"].is_string(), "{problem}");
    (answer.status.as_u16(), answer.code())
}

/// What [`refusal`] answers for this status and code.
fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}
