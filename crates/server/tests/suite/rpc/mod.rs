//! `/rpc/v1`

mod account;
mod addresses;
mod auth;
mod doors;
mod malformed;
mod organisations;
mod profile;
mod same_cost;
mod throttling;
mod tokens;
