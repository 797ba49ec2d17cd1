//! The server from outside: whole requests against a whole app, on SQLite and on PostgreSQL.
//! The modules mirror the URL tree.

#![expect(clippy::expect_used, reason = "in a test a panic is the answer")]

mod core_api;
mod deletions;
mod demo;
mod dev_mailbox;
mod figures;
mod health;
mod hidden;
mod language;
mod openapi;
mod outbox;
mod pages;
mod redis;
mod rpc;
mod security_headers;
mod unsubscribe;
