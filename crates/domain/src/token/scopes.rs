//! What a token may do.

use serde::{Deserialize, Serialize};

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
