//! The pages, a folder per section.

pub mod account;
pub mod auth;
mod confirm;
mod data;
pub mod keys;
pub mod notifications;
pub mod organisations;
pub mod preferences;
pub mod privacy;
pub mod profile;
pub mod security;
pub mod shell;
mod sizes;
mod submission;
pub mod support;
mod uses;
