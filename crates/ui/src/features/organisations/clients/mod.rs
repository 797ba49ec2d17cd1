//! The Clients tab: the person's organisations.

mod create;
mod page;
mod table;

pub use page::ClientsPage;
