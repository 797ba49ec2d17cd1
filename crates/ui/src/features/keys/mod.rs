//! The Keys tab: the person's user tokens, what opens the Core API in their name.

mod activity;
mod create;
mod curl;
mod ended;
mod facts;
mod list;
mod made;
mod page;
mod rename;
mod revoke;
mod rotate;
mod row;
mod skeleton;
mod state;
mod value;
mod words;

pub use page::KeysPage;
