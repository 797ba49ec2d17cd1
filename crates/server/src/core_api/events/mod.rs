//! What the platform reports.

pub(super) mod report;
