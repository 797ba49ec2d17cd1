//! What the database says, and what must hold of it.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{prelude::*, test_runner::TestCaseError};
use serde_json::Value;
use testkit::TestApp;

/// What stays for an hour: ids of tokens that nothing knows any more.
const STAYS_AN_HOUR: &str = "key_changes";

/// A member of an organisation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Member {
    pub(super) user: String,
    pub(super) role: String,
    joined_at: i64,
}

/// An organisation: its name, and its members by their ids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Organisation {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) members: BTreeMap<String, Member>,
}

/// All rows, and the organisations in them.
pub(super) struct State {
    rows: BTreeMap<String, Vec<String>>,
    pub(super) organisations: Vec<Organisation>,
}

impl State {
    pub(super) async fn of(app: &TestApp) -> Self {
        let rows = app.rows().await;
        let mut organisations: Vec<_> = parsed(&rows["clients"])
            .map(|row| Organisation {
                id: text(&row, "id"),
                name: text(&row, "name"),
                members: BTreeMap::new(),
            })
            .collect();
        for row in parsed(&rows["memberships"]) {
            let client = text(&row, "client_id");
            let organisation = organisations.iter_mut().find(|each| each.id == client).expect("a client");
            let (user, role) = (text(&row, "user_id"), text(&row, "role"));
            let joined_at = row["joined_at"].as_i64().expect("a time");
            organisation.members.insert(user.clone(), Member { user, role, joined_at });
        }
        organisations.sort_by(|one, other| one.name.cmp(&other.name));
        Self { rows, organisations }
    }

    /// That each organisation has an owner.
    pub(super) fn assert_owned(&self) -> Result<(), TestCaseError> {
        for organisation in &self.organisations {
            let owned = organisation.members.values().any(|member| member.role == "owner");
            prop_assert!(owned, "nobody owns {:?}", organisation);
        }
        Ok(())
    }

    /// That nothing names somebody whose account is deleted, but what the job still has to remove.
    pub(super) fn assert_out(&self, user: &str, at_once: &BTreeSet<String>) -> Result<(), TestCaseError> {
        for table in at_once {
            prop_assert!(!self.rows[table].iter().any(|row| row.contains(user)), "{} in {}", user, table);
        }
        Ok(())
    }

    /// That nothing at all names them.
    pub(super) fn assert_gone(&self, user: &str) -> Result<(), TestCaseError> {
        for table in self.rows.keys().filter(|table| *table != STAYS_AN_HOUR) {
            let left: Vec<_> = self.rows[table].iter().filter(|row| row.contains(user)).collect();
            prop_assert!(left.is_empty(), "{} in {}: {:?}", user, table, left);
        }
        Ok(())
    }

    /// That every deletion is done with, and leaves one note each.
    pub(super) fn assert_noted(&self, deletions: usize) -> Result<(), TestCaseError> {
        let notes = &self.rows["deletions"];
        prop_assert_eq!(notes.len(), deletions);
        prop_assert!(parsed(notes).all(|row| row["finished_at"].is_i64()), "{:?}", notes);
        Ok(())
    }

    /// Who has an account, by their addresses.
    pub(super) fn people(&self) -> BTreeSet<String> {
        let living = parsed(&self.rows["users"]).filter(|row| row["deleted_at"].is_null());
        living.map(|row| text(&row, "email")).collect()
    }

    /// That nothing changed from `before` but what one person's leaving for good changes.
    pub(super) fn assert_left(&self, before: &Self, user: &str) -> Result<(), TestCaseError> {
        for old in &before.organisations {
            let now = self.organisations.iter().find(|each| each.id == old.id);
            let Some(leaver) = old.members.get(user) else {
                prop_assert_eq!(now, Some(old), "they were no member");
                continue;
            };
            let others = || old.members.values().filter(|member| member.user != user);
            let is_needed = leaver.role == "owner" && !others().any(|member| member.role == "owner");
            let heirs = others().filter(|member| member.role == "admin");
            let first = heirs.map(|member| member.joined_at).min();
            let mut expected = old.clone();
            expected.members.remove(user);
            let Some(now) = now else {
                prop_assert!(is_needed && first.is_none(), "deleted, though others administer it: {:?}", old);
                continue;
            };
            prop_assert!(!is_needed || first.is_some(), "there, though nobody administers it: {:?}", now);
            if is_needed {
                let heir = now.members.values().find(|member| member.role == "owner");
                let heir = heir.map(|heir| heir.user.clone()).unwrap_or_default();
                let place = expected.members.get_mut(&heir);
                prop_assert!(
                    place
                        .as_ref()
                        .is_some_and(|place| Some(place.joined_at) == first && place.role == "admin")
                );
                if let Some(place) = place {
                    "owner".clone_into(&mut place.role);
                }
            }
            prop_assert_eq!(now, &expected);
        }
        prop_assert!(self.organisations.len() <= before.organisations.len());
        Ok(())
    }
}

fn parsed(rows: &[String]) -> impl Iterator<Item = Value> {
    rows.iter().map(|row| serde_json::from_str(row).expect("a row"))
}

fn text(row: &Value, column: &str) -> String {
    row[column].as_str().unwrap_or_else(|| panic!("{column} of {row}")).to_owned()
}
