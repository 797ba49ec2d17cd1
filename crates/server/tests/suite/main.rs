//! The server from outside: whole requests against a whole app, on SQLite and on PostgreSQL.
//! The modules mirror the URL tree.

mod dev_mailbox;
mod health;
mod outbox;
mod pages;
mod rpc;
mod security_headers;
