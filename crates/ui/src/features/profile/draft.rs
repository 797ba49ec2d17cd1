//! What the person has changed and not submitted, kept outside the form so that no way out of the
//! page loses it.

use dioxus::prelude::*;
use domain::{
    Field, UserId,
    profile::{Profile, ProfileUpdate},
};

use crate::{
    platform,
    state::{ProfileDraft, use_app_state, use_me},
};

/// The form's values over a stored profile.
#[derive(Clone, Copy, PartialEq)]
pub struct Draft {
    kept: Signal<Option<ProfileDraft>>,
    owner: UserId,
}

/// The signed-in person's draft.
pub fn use_draft() -> Draft {
    Draft { kept: use_app_state().draft, owner: use_me().peek().id }
}

impl Draft {
    /// Whether anything is changed.
    pub fn dirty(self) -> bool {
        self.kept.read().as_ref().is_some_and(|draft| draft.owner == self.owner)
    }

    /// What stands in the form.
    pub fn values(self, stored: &Profile) -> ProfileUpdate {
        match &*self.kept.read() {
            Some(draft) if draft.owner == self.owner => draft.values.clone(),
            _ => stored.editable(),
        }
    }

    /// The version that the changes started from.
    pub fn version(self, stored: &Profile) -> i64 {
        match &*self.kept.peek() {
            Some(draft) if draft.owner == self.owner => draft.version,
            _ => stored.version,
        }
    }

    /// The same for code that is no part of the page and must not be run again by a change.
    fn peek_values(self, stored: &Profile) -> ProfileUpdate {
        match &*self.kept.peek() {
            Some(draft) if draft.owner == self.owner => draft.values.clone(),
            _ => stored.editable(),
        }
    }

    /// Takes what was typed into a field.
    pub fn edit(mut self, stored: &Profile, field: Field, typed: String) {
        let mut values = self.peek_values(stored);
        match field {
            Field::FirstName => values.first_name = typed,
            Field::LastName => values.last_name = typed,
            Field::Phone => values.phone = typed,
            Field::Bio => values.bio = typed,
            _ => {}
        }
        let version = self.version(stored);
        let changed = values != stored.editable();
        self.kept.set(changed.then_some(ProfileDraft { owner: self.owner, version, values }));
    }

    /// Takes what was typed before the page came to life.
    pub fn catch_up(self, stored: &Profile) {
        for field in [Field::FirstName, Field::LastName, Field::Phone, Field::Bio] {
            let known = value_of(&self.peek_values(stored), field).to_owned();
            if let Some(typed) = platform::typed(field.key()).filter(|typed| *typed != known) {
                self.edit(stored, field, typed);
            }
        }
    }

    /// Keeps the changes, now over a newer version.
    pub fn rebase(mut self, newer: &Profile) {
        if let Some(draft) = self.kept.write().as_mut() {
            draft.version = newer.version;
        }
    }

    /// Drops the changes.
    pub fn discard(mut self) {
        self.kept.set(None);
    }
}

/// The value of one field.
fn value_of(values: &ProfileUpdate, field: Field) -> &str {
    match field {
        Field::FirstName => &values.first_name,
        Field::LastName => &values.last_name,
        Field::Phone => &values.phone,
        Field::Bio => &values.bio,
        _ => "",
    }
}
