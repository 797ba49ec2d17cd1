//! What time it is.

use domain::Timestamp;

/// Tells the time. The system's clock in production, one that stands still in tests.
pub trait Clock: Send + Sync {
    /// Now.
    fn now(&self) -> Timestamp;
}
