//! `/rpc/v1`

mod account;
mod addresses;
mod auth;
mod doors;
mod email_change;
mod malformed;
mod organisations;
mod passkeys;
mod password_change;
mod profile;
mod same_cost;
mod security_activity;
mod sessions;
mod throttling;
mod tokens;
mod two_factor;
