//! Who is asking. The extractors say in a handler's signature what it accepts.

mod actor;
mod caller;
mod cookies;
mod current_user;

pub use actor::Actor;
pub(crate) use caller::{CLIENT_MAX, address};
pub use caller::{Caller, Via};
pub use cookies::{SetCookies, deliver_cookies, typed_address};
pub use current_user::{CurrentUser, OpenWindow};
