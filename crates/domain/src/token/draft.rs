//! What a person asks for: a new token, another name, the end of one.

use std::{net::IpAddr, time::Duration};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use super::{DAY, Scopes};
use crate::{
    Timestamp,
    error::{AppError, Field, Problem},
    text_rules::{has_control, label, refuse},
};

/// The most characters in the reason for a revocation.
pub const REASON_MAX: usize = 200;
/// The most networks that one token is bound to.
pub const NETWORKS_MAX: usize = 20;
/// A token that somebody picks a date for ends within so many days: ten years.
const EXPIRY_DAYS_MAX: u64 = 3653;

/// When a token is to end by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Expiry {
    /// After so many days; the form offers 30, 90 and 365.
    Days(u16),
    /// On a day of the person's choice, at this moment.
    At(Timestamp),
    /// Not at all.
    Never,
}

impl Default for Expiry {
    /// Not "never": a token that nobody remembers should end.
    fn default() -> Self {
        Self::Days(90)
    }
}

impl Expiry {
    /// The moment, if there is one.
    ///
    /// # Errors
    /// Names [`Field::Expiry`] when it is not in the future, or more than ten years away.
    pub fn moment(self, now: Timestamp) -> Result<Option<Timestamp>, AppError> {
        let moment = match self {
            Self::Never => return Ok(None),
            Self::Days(days) => now + DAY * u32::from(days),
            Self::At(moment) => moment,
        };
        if moment <= now {
            return Err(AppError::field(Field::Expiry, Problem::ExpiryPast));
        }
        if moment.since(now) > Duration::from_secs(EXPIRY_DAYS_MAX * DAY.as_secs()) {
            return Err(AppError::field(Field::Expiry, Problem::ExpiryFar));
        }
        Ok(Some(moment))
    }
}

/// What the person submits for a new token.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TokenDraft {
    /// What the person calls it: 1 to 64 characters.
    #[validate(custom(function = label))]
    pub name: String,
    /// What it may do: at least one scope.
    #[validate(custom(function = scopes))]
    pub scopes: Scopes,
    /// When it ends.
    pub expiry: Expiry,
    /// From where it works, as the person types it: addresses and networks (CIDR), separated by commas,
    /// spaces or lines. Empty for everywhere.
    #[validate(custom(function = networks))]
    pub networks: String,
}

impl TokenDraft {
    /// What is to be stored.
    ///
    /// # Errors
    /// [`ErrorCode::Invalid`](crate::ErrorCode::Invalid) with every field that breaks its rule.
    pub fn checked(self, now: Timestamp) -> Result<TokenSpec, AppError> {
        let tidy = Self { name: self.name.trim().to_owned(), ..self };
        let mut wrong = tidy.validate().err().map(AppError::from);
        let expires_at = tidy.expiry.moment(now);
        if let Err(late) = &expires_at {
            let error = wrong.get_or_insert_with(|| AppError::new(late.code));
            error.fields.extend(late.fields.iter().copied());
            error.fields.sort_by_key(|field| field.field);
        }
        match (wrong, expires_at) {
            (None, Ok(expires_at)) => Ok(TokenSpec {
                networks: parse_networks(&tidy.networks).unwrap_or_default(),
                name: tidy.name,
                scopes: tidy.scopes,
                expires_at,
            }),
            (Some(error), _) | (None, Err(error)) => Err(error),
        }
    }
}

/// A checked [`TokenDraft`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenSpec {
    /// What the person calls it.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// From where it works; from everywhere if empty.
    pub networks: Vec<IpNet>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "what the validator hands over")]
fn scopes(scopes: &Scopes) -> Result<(), ValidationError> {
    if scopes.is_empty() { Err(refuse(Problem::ScopesRequired)) } else { Ok(()) }
}

fn networks(typed: &str) -> Result<(), ValidationError> {
    parse_networks(typed).map(|_| ()).map_err(refuse)
}

/// Reads networks and single addresses. What stands right of a prefix doesn't count: `10.1.2.3/8` is
/// `10.0.0.0/8`.
fn parse_networks(typed: &str) -> Result<Vec<IpNet>, Problem> {
    let parts = typed.split([',', ' ', '\n', '\r', '\t', ';']).filter(|part| !part.is_empty());
    let mut networks = Vec::new();
    for part in parts {
        let network = part.parse::<IpNet>().or_else(|_| part.parse::<IpAddr>().map(IpNet::from));
        let network = as_seen(network.map_err(|_| Problem::NetworkForm)?.trunc());
        if !networks.contains(&network) {
            networks.push(network);
        }
        if networks.len() > NETWORKS_MAX {
            return Err(Problem::NetworksTooMany);
        }
    }
    Ok(networks)
}

/// IPv4 addresses that are written as IPv6 ones, as IPv4: so they are when somebody comes from there.
fn as_seen(network: IpNet) -> IpNet {
    let IpNet::V6(mapped) = network else { return network };
    let prefix = mapped.prefix_len().checked_sub(96);
    let address = mapped.addr().to_ipv4_mapped();
    address
        .zip(prefix)
        .and_then(|(address, prefix)| IpNet::new(address.into(), prefix).ok())
        .unwrap_or(network)
}

/// Checks a token's new name.
///
/// # Errors
/// Names [`Field::Name`].
pub fn checked_name(typed: &str) -> Result<String, AppError> {
    crate::text_rules::checked_label(typed)
}

/// Checks the reason for a revocation: up to [`REASON_MAX`] characters, or nothing.
///
/// # Errors
/// Names [`Field::Reason`].
pub fn checked_reason(typed: &str) -> Result<String, AppError> {
    let reason = typed.trim();
    if reason.chars().count() > REASON_MAX {
        return Err(AppError::field(Field::Reason, Problem::ReasonTooLong));
    }
    if has_control(reason) {
        return Err(AppError::field(Field::Reason, Problem::ControlCharacter));
    }
    Ok(reason.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOW: Timestamp = Timestamp(1_795_305_600_000);

    fn draft() -> TokenDraft {
        TokenDraft { name: "CI".into(), scopes: Scopes::FULL, ..TokenDraft::default() }
    }

    #[test]
    fn a_draft_ends_in_90_days_unless_somebody_chooses() {
        let spec = draft().checked(NOW).expect("a spec");
        assert_eq!(spec.expires_at, Some(NOW + DAY * 90));
        let never = TokenDraft { expiry: Expiry::Never, ..draft() };
        assert_eq!(never.checked(NOW).expect("a spec").expires_at, None);
    }

    #[test]
    fn every_wrong_field_is_named_at_once() {
        let wrong = TokenDraft {
            name: " ".into(),
            scopes: Scopes::default(),
            expiry: Expiry::At(NOW),
            networks: "somewhere".into(),
        };
        let error = wrong.checked(NOW).expect_err("all wrong");
        let fields: Vec<_> = error.fields.iter().map(|wrong| (wrong.field, wrong.problem)).collect();
        assert_eq!(
            fields,
            [
                (Field::Name, Problem::Required),
                (Field::Scopes, Problem::ScopesRequired),
                (Field::Expiry, Problem::ExpiryPast),
                (Field::Networks, Problem::NetworkForm),
            ]
        );
        let far = TokenDraft { expiry: Expiry::Days(4000), ..draft() };
        let error = far.checked(NOW).expect_err("too far");
        assert_eq!(error.problem_of(Field::Expiry), Some(Problem::ExpiryFar));
    }

    #[test]
    fn networks_are_read_as_people_write_them() {
        let spec =
            TokenDraft { networks: "192.0.2.1, 10.1.2.3/8\n2001:db8::/32 10.0.0.0/8".into(), ..draft() };
        let networks: Vec<_> =
            spec.checked(NOW).expect("a spec").networks.iter().map(ToString::to_string).collect();
        assert_eq!(networks, ["192.0.2.1/32", "10.0.0.0/8", "2001:db8::/32"]);
        let mapped = TokenDraft { networks: "::ffff:192.0.2.0/120".into(), ..draft() };
        assert_eq!(mapped.checked(NOW).expect("a spec").networks[0].to_string(), "192.0.2.0/24");
    }

    proptest! {
        #[test]
        fn nothing_typed_breaks_a_draft(name in any::<String>(), networks in any::<String>(), days in any::<u16>()) {
            let typed = TokenDraft { name, networks, scopes: Scopes::FULL, expiry: Expiry::Days(days) };
            if let Ok(spec) = typed.checked(NOW) {
                prop_assert!(!spec.name.is_empty() && spec.name.chars().count() <= 64);
                prop_assert!(spec.networks.len() <= NETWORKS_MAX);
                prop_assert!(spec.expires_at > Some(NOW));
            }
        }
    }
}
