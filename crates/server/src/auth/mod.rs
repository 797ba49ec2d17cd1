//! Who is asking. The extractors say in a handler's signature what it accepts.

mod caller;
mod cookies;
mod current_user;

pub use caller::{Caller, Via};
pub use cookies::{SetCookies, deliver_cookies};
pub use current_user::CurrentUser;
