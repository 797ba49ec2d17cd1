//! What stands behind the ports.

pub mod broadcast;
pub mod cognito;
pub mod embedded;
pub mod mailbox;
pub mod objects;
pub mod redis;
pub mod smtp;
pub mod system;
