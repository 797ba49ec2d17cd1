//! User tokens: what opens the Core API in a person's name.

use std::{fmt, net::IpAddr, time::Duration};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use validator::{Validate, ValidationError};

use crate::{
    Timestamp,
    error::{AppError, Field, Problem},
    security::SecurityEventKind,
    text_rules::{has_control, label, refuse},
};

/// The most characters in the reason for a revocation.
pub const REASON_MAX: usize = 200;
/// The most tokens of one person that work at the same time.
pub const LIVE_TOKENS_MAX: usize = 20;
/// The most networks that one token is bound to.
pub const NETWORKS_MAX: usize = 20;
/// The days that a token's uses are shown for, today included.
pub const USES_DAYS: u16 = 30;
/// The tokens that a new account begins with.
pub const FIRST_TOKENS: usize = 2;
/// A token that somebody picks a date for ends within so many days: ten years.
const EXPIRY_DAYS_MAX: u64 = 3653;

const DAY: Duration = Duration::from_hours(24);

/// Which token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenId(pub Uuid);

impl fmt::Display for TokenId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A token's value on its way to its owner. Shows nothing when printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TokenValue(String);

impl TokenValue {
    /// Wraps a value.
    #[must_use]
    pub fn new(value: impl Into<String>) -> Self {
        Self(value.into())
    }

    /// The value itself, for the one place that shows, copies or sends it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for TokenValue {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("TokenValue(…)")
    }
}

crate::error::named! {
    /// One thing that a token may do. The names are part of the interface.
    Scope {
        /// Everything that its owner can do through the Core API, also what is yet to come.
        Full = "full",
        /// Read the owner's profile and the tokens' metadata.
        ProfileRead = "profile:read",
        /// Change the owner's profile.
        ProfileWrite = "profile:write",
        /// Read organisations, members and invites.
        ClientsRead = "clients:read",
        /// Make, change and delete organisations; invite, answer invites, change members.
        ClientsWrite = "clients:write",
        /// Read notifications.
        NotificationsRead = "notifications:read",
    }
}

/// What a token may do. Never empty once checked; [`Scope::Full`] stands alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Scope>", into = "Vec<Scope>")]
pub struct Scopes(u8);

impl Scopes {
    /// Everything.
    pub const FULL: Self = Self(1 << Scope::Full as u8);

    /// Whether a token with these may do what needs `scope`.
    #[must_use]
    pub const fn allow(self, scope: Scope) -> bool {
        self.0 & (Self::FULL.0 | 1 << scope as u8) != 0
    }

    /// Whether `scope` is named among them.
    #[must_use]
    pub const fn contains(self, scope: Scope) -> bool {
        self.0 & (1 << scope as u8) != 0
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// The same with `scope` or without it.
    #[must_use]
    pub const fn with(self, scope: Scope, wanted: bool) -> Self {
        let bit = 1 << scope as u8;
        if wanted { Self(self.0 | bit) } else { Self(self.0 & !bit) }
    }

    /// Each of them, in the order of [`Scope::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Scope> {
        Scope::ALL.iter().copied().filter(move |scope| self.contains(*scope))
    }

    /// The names, separated by spaces, as RFC 6749 (3.3) writes them and the database keeps them.
    #[must_use]
    pub fn names(self) -> String {
        self.iter().map(Scope::key).collect::<Vec<_>>().join(" ")
    }

    /// Reads [`Scopes::names`]; a name that nobody knows any more is left out.
    #[must_use]
    pub fn from_names(names: &str) -> Self {
        names.split(' ').filter_map(Scope::from_key).collect()
    }
}

impl FromIterator<Scope> for Scopes {
    /// [`Scope::Full`] swallows the others.
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        let all = scopes.into_iter().fold(Self::default(), |sum, scope| sum.with(scope, true));
        if all.contains(Scope::Full) { Self::FULL } else { all }
    }
}

impl From<Vec<Scope>> for Scopes {
    fn from(scopes: Vec<Scope>) -> Self {
        scopes.into_iter().collect()
    }
}

impl From<Scopes> for Vec<Scope> {
    fn from(scopes: Scopes) -> Self {
        scopes.iter().collect()
    }
}

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

/// How long the old value goes on working after a rotation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Overlap {
    /// It ends at once: right after a leak.
    Now,
    /// An hour.
    OneHour,
    /// A day: time to change it everywhere.
    #[default]
    OneDay,
    /// A week.
    SevenDays,
}

impl Overlap {
    /// Every choice, the shortest first.
    pub const ALL: [Self; 4] = [Self::Now, Self::OneHour, Self::OneDay, Self::SevenDays];

    /// How long that is.
    #[must_use]
    pub const fn duration(self) -> Duration {
        match self {
            Self::Now => Duration::ZERO,
            Self::OneHour => Duration::from_hours(1),
            Self::OneDay => DAY,
            Self::SevenDays => Duration::from_hours(7 * 24),
        }
    }
}

/// Who ended a token before its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RevokedBy {
    /// Its owner.
    Owner,
    /// An administrator, on the command line.
    Admin,
    /// Somebody who found it and reported it.
    Report,
}

impl RevokedBy {
    /// The stored name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Admin => "admin",
            Self::Report => "report",
        }
    }

    /// The one with this stored name.
    #[must_use]
    pub fn from_name(name: &str) -> Self {
        match name {
            "admin" => Self::Admin,
            "report" => Self::Report,
            _ => Self::Owner,
        }
    }
}

/// Where a token is in its life.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TokenState {
    /// It works.
    Live,
    /// It was rotated, and works until then.
    Retiring {
        /// When it ends.
        until: Timestamp,
    },
    /// It was rotated, and its time with the new one is over.
    Rotated {
        /// When it ended.
        at: Timestamp,
    },
    /// It reached its own end.
    Expired {
        /// When.
        at: Timestamp,
    },
    /// Somebody ended it.
    Revoked {
        /// When.
        at: Timestamp,
        /// Who.
        by: RevokedBy,
        /// Why, if they said.
        reason: String,
    },
}

impl TokenState {
    /// Whether the token opens anything.
    #[must_use]
    pub const fn works(&self) -> bool {
        matches!(self, Self::Live | Self::Retiring { .. })
    }
}

/// What ends a token, as stored. Together with the time it tells the [`TokenState`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TokenEnd {
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// When it ends because it was rotated.
    pub retires_at: Option<Timestamp>,
    /// When, by whom and why it was revoked.
    pub revoked: Option<(Timestamp, RevokedBy, String)>,
}

impl TokenEnd {
    /// When it ends, unless somebody revokes it before.
    #[must_use]
    pub fn ends_at(&self) -> Option<Timestamp> {
        [self.retires_at, self.expires_at].into_iter().flatten().min()
    }

    /// Where the token is in its life at `now`. Whatever ended it first counts.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> TokenState {
        let retired = self.retires_at.filter(|at| *at <= now);
        let expired = self.expires_at.filter(|at| *at <= now);
        match (&self.revoked, retired, expired) {
            (Some((at, by, reason)), _, _) => {
                TokenState::Revoked { at: *at, by: *by, reason: reason.clone() }
            }
            (None, Some(at), None) => TokenState::Rotated { at },
            (None, Some(at), Some(expired)) if at <= expired => TokenState::Rotated { at },
            (None, _, Some(at)) => TokenState::Expired { at },
            (None, None, None) => {
                self.retires_at.map_or(TokenState::Live, |until| TokenState::Retiring { until })
            }
        }
    }
}

/// The last time a token was used.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LastUse {
    /// When, to a few seconds.
    pub at: Timestamp,
    /// From which address.
    pub address: String,
    /// With which program, by its own name.
    pub client: String,
}

/// A token as its owner sees it. Its value is not in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserToken {
    /// Which.
    pub id: TokenId,
    /// What the person calls it, such as `User Token 1`.
    pub name: String,
    /// What it may do.
    pub scopes: Scopes,
    /// From where it works; from everywhere if empty.
    pub networks: Vec<IpNet>,
    /// When it came to be.
    pub created_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Option<Timestamp>,
    /// Where it is in its life.
    pub state: TokenState,
    /// The last time it was used.
    pub last_use: Option<LastUse>,
    /// Its uses a day (UTC), the oldest first, today last: always [`USES_DAYS`] figures.
    pub uses: Vec<u64>,
}

impl UserToken {
    /// When it ends, unless somebody revokes it before: by itself, or because it was rotated.
    #[must_use]
    pub fn ends_at(&self) -> Option<Timestamp> {
        let retires_at = match self.state {
            TokenState::Retiring { until } => Some(until),
            _ => None,
        };
        TokenEnd { expires_at: self.expires_at, retires_at, revoked: None }.ends_at()
    }
}

/// A token that was just made, with its value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewToken {
    /// The token.
    pub token: UserToken,
    /// Its value.
    pub value: TokenValue,
}

/// Something that happened to the person's tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenEvent {
    /// Which kind: one of those that are about tokens.
    pub kind: SecurityEventKind,
    /// The token's name at that time, or nothing if it was about all.
    pub token: String,
    /// When.
    pub at: Timestamp,
    /// From which address, or nothing.
    pub address: String,
}

/// What the Keys tab shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokensPage {
    /// Those that work, the oldest first, then those that ended, the latest first (at most 20).
    pub tokens: Vec<UserToken>,
    /// The last things that happened to them, the latest first, at most 10.
    pub events: Vec<TokenEvent>,
    /// The address of the Core API, without a slash at its end.
    pub api_url: String,
    /// The server's time, by which "expired" is meant.
    pub now: Timestamp,
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
    fn full_access_stands_alone_and_allows_all() {
        let scopes: Scopes = [Scope::ClientsRead, Scope::Full].into_iter().collect();
        assert_eq!(scopes, Scopes::FULL);
        assert!(Scope::ALL.iter().all(|scope| scopes.allow(*scope)));
        let some: Scopes = [Scope::ClientsRead, Scope::ProfileRead].into_iter().collect();
        assert_eq!(some.names(), "profile:read clients:read");
        assert_eq!(Scopes::from_names(&some.names()), some);
        assert!(
            some.allow(Scope::ClientsRead) && !some.allow(Scope::ClientsWrite) && !some.allow(Scope::Full)
        );
        assert_eq!(Scopes::from_names("of:old profile:read").names(), "profile:read");
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

    #[test]
    fn whatever_ended_it_first_is_its_end() {
        let (before, after) = (NOW - DAY, NOW + DAY);
        let state = |expires_at, retires_at, revoked: bool| {
            let revoked = revoked.then(|| (before, RevokedBy::Owner, "lost".to_owned()));
            TokenEnd { expires_at, retires_at, revoked }.state(NOW)
        };
        assert_eq!(state(None, None, false), TokenState::Live);
        assert_eq!(state(Some(after), Some(after), false), TokenState::Retiring { until: after });
        assert_eq!(state(Some(after), Some(before), false), TokenState::Rotated { at: before });
        assert_eq!(state(Some(before), Some(NOW), false), TokenState::Expired { at: before });
        assert_eq!(state(Some(NOW), None, false), TokenState::Expired { at: NOW });
        assert!(matches!(state(Some(before), Some(before), true), TokenState::Revoked { .. }));
        assert!(state(None, Some(after), false).works() && !state(None, Some(NOW), false).works());
    }

    #[test]
    fn a_value_does_not_print() {
        assert_eq!(format!("{:?}", TokenValue::new("u-secret")), "TokenValue(…)");
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
