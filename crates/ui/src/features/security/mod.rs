//! The Security tab: password and address, the second factor, devices and passkeys, where the person is
//! logged in, and what happened to the account.

mod activity;
mod change_email;
mod change_password;
mod devices;
mod email;
mod page;
mod passkeys;
mod password;
mod place;
mod sessions;
mod state;
mod two_factor;

pub use page::SecurityTab;
