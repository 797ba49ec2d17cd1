//! The windows of one person on one device, as far as they know of each other.

use domain::notification::Told;

/// What a window hears.
#[cfg_attr(
    not(all(feature = "web", not(feature = "server"))),
    expect(dead_code, reason = "only browsers have several windows")
)]
pub enum Heard {
    /// It went out of sight, behind another or put away; or came back.
    Hidden(bool),
    /// Another window was told something by the server, and passes it on.
    Told(Told),
}
