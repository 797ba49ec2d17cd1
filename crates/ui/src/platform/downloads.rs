//! Files that the server makes and the person keeps.

use domain::AppError;

/// What became of a file.
#[expect(dead_code, reason = "a browser saves files itself, a window does not: each knows its own ends")]
pub enum Saved {
    /// The browser has it, and says so.
    ByBrowser,
    /// It is there.
    At(String),
    /// The server did not give it.
    Refused(AppError),
    /// It broke off on the way.
    Broken,
    /// This device did not take it.
    Unwritten,
}
