//! Emailed codes. They are derived, not stored: whoever reads the database learns none, and a mail
//! sent twice says the same (docs/adr/0003-codes.md).

use domain::identity::{CODE_DIGITS, Code, FlowId};
use hmac::Mac as _;
use subtle::ConstantTimeEq as _;

use crate::{secrets::Secrets, store::flows::Flow};

/// The six digits of a flow's `issue`-th code.
pub(super) fn derive(secrets: &Secrets, flow: FlowId, issue: i32) -> String {
    let mut mac = secrets.mac("code");
    mac.update(flow.0.as_bytes());
    mac.update(&issue.to_be_bytes());
    let bytes = mac.finalize().into_bytes();
    let number = bytes.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    // 2^64 is so much larger than 10^6 that no digit comes measurably more often than another.
    format!("{:0CODE_DIGITS$}", number % 1_000_000)
}

/// Whether `typed` is the flow's code. Takes the same time for any.
pub(super) fn matches(secrets: &Secrets, flow: &Flow, typed: &Code) -> bool {
    derive(secrets, flow.id, flow.issue).as_bytes().ct_eq(typed.expose().as_bytes()).into()
}
