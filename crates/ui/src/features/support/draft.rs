//! What the person has written and not submitted: kept outside the form, so that no way out of the page loses
//! it, and on the device, so that a reload doesn't either.

use dioxus::{core::spawn_forever, prelude::*};
use domain::{Field, UserId, support::SupportDraft};

use crate::{
    platform,
    state::{use_app_state, use_me},
};

/// The name under which the device keeps it. One for all: it says whose it is.
pub const SLOT: &str = "support-draft";
/// How long nobody must type before it is kept there.
const PAUSE_MS: u32 = 300;
/// The fields, in the order of the form.
const FIELDS: [Field; 3] = [Field::Category, Field::Title, Field::Description];

/// A draft and who wrote it: nobody else gets to see it.
#[derive(Clone, PartialEq)]
pub struct Written {
    owner: UserId,
    values: SupportDraft,
}

impl Written {
    /// One text: owner, category and title in a line each, then the description.
    fn to_text(&self) -> String {
        let SupportDraft { category, title, description } = &self.values;
        format!("{}\n{category}\n{title}\n{description}", self.owner)
    }

    fn from_text(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, '\n').map(str::to_owned);
        let owner = UserId(parts.next()?.parse().ok()?);
        let values =
            SupportDraft { category: parts.next()?, title: parts.next()?, description: parts.next()? };
        Some(Self { owner, values })
    }

    /// Whether there is anything that would have to be written again.
    fn is_worth_keeping(&self) -> bool {
        !(self.values.title.trim().is_empty() && self.values.description.trim().is_empty())
    }
}

/// The form's values.
#[derive(Clone, Copy, PartialEq)]
pub struct Draft {
    kept: Signal<Option<Written>>,
    owner: UserId,
}

/// The signed-in person's draft.
pub fn use_draft() -> Draft {
    Draft { kept: use_app_state().support, owner: use_me().peek().id }
}

impl Draft {
    /// What stands in the form.
    pub fn values(self) -> SupportDraft {
        self.of_owner(self.kept.read().as_ref())
    }

    /// The same for code that must not be run again by a change.
    fn peek(self) -> SupportDraft {
        self.of_owner(self.kept.peek().as_ref())
    }

    fn of_owner(self, written: Option<&Written>) -> SupportDraft {
        let own = written.filter(|written| written.owner == self.owner);
        own.map(|written| written.values.clone()).unwrap_or_default()
    }

    /// Takes what was typed into a field.
    pub fn edit(self, field: Field, typed: String) {
        let mut values = self.peek();
        if let Some(value) = value_of(&mut values, field) {
            *value = typed;
        }
        self.put(values);
    }

    /// Takes other values, and keeps them once nobody types.
    pub fn put(self, values: SupportDraft) {
        let written = Written { owner: self.owner, values };
        let mut kept = self.kept;
        kept.set(Some(written.clone()));
        // Not tied to the form: that may be gone by then.
        spawn_forever(async move {
            platform::sleep(PAUSE_MS).await;
            if kept.peek().as_ref() != Some(&written) {
                return;
            }
            if written.is_worth_keeping() {
                platform::remember(SLOT, &written.to_text());
            } else {
                platform::forget(SLOT);
            }
        });
    }

    /// Drops everything. Answers what it was.
    pub fn discard(self) -> SupportDraft {
        let values = self.peek();
        let mut kept = self.kept;
        kept.set(None);
        platform::forget(SLOT);
        values
    }

    /// Begins with what the device keeps, what was typed before the page came to life, and the category that the
    /// address asks for.
    pub fn take_up(self, categories: &[String], wanted: Option<&str>) {
        let before = self.peek();
        let mut values = if before == SupportDraft::default() { self.recall() } else { before.clone() };
        for field in FIELDS {
            if let Some(typed) = platform::typed(id_of(field)).filter(|typed| !typed.is_empty())
                && let Some(value) = value_of(&mut values, field)
            {
                *value = typed;
            }
        }
        if let Some(wanted) = wanted {
            wanted.clone_into(&mut values.category);
        }
        if !categories.contains(&values.category) {
            values.category.clear();
        }
        if values != before {
            self.put(values);
        }
    }

    /// What the device keeps of this person. What it keeps of somebody else is theirs no longer to find here.
    fn recall(self) -> SupportDraft {
        match platform::recall(SLOT).as_deref().and_then(Written::from_text) {
            Some(written) if written.owner == self.owner => written.values,
            _ => {
                platform::forget(SLOT);
                SupportDraft::default()
            }
        }
    }
}

/// What the ids of the form's fields begin with.
pub const PREFIX: &str = "request-";

/// The id of a field's element.
pub const fn id_of(field: Field) -> &'static str {
    match field {
        Field::Category => "request-category",
        Field::Title => "request-title",
        Field::Screenshot => "request-screenshot",
        _ => "request-description",
    }
}

fn value_of(values: &mut SupportDraft, field: Field) -> Option<&mut String> {
    match field {
        Field::Category => Some(&mut values.category),
        Field::Title => Some(&mut values.title),
        Field::Description => Some(&mut values.description),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(values: SupportDraft) -> Written {
        let owner = "0198c0de-0000-7000-8000-000000000000".parse().map(UserId).expect("an id");
        Written { owner, values }
    }

    #[test]
    fn a_draft_comes_back_as_it_was_written() {
        let whole = written(SupportDraft {
            category: "API keys".into(),
            title: "It says \"no\"".into(),
            description: "First line\n\nThird line\n".into(),
        });
        for each in [whole, written(SupportDraft::default())] {
            assert!(Written::from_text(&each.to_text()) == Some(each));
        }
        for broken in ["", "nobody\n\n\n", "0198c0de-0000-7000-8000-000000000000\nAccount"] {
            assert!(Written::from_text(broken).is_none(), "{broken:?}");
        }
    }

    #[test]
    fn each_field_has_the_id_that_an_error_looks_for() {
        for field in FIELDS.into_iter().chain([Field::Screenshot]) {
            assert_eq!(id_of(field), format!("{PREFIX}{}", field.key()));
        }
    }

    #[test]
    fn a_category_alone_is_not_worth_keeping() {
        let draft = SupportDraft { category: "Account".into(), ..SupportDraft::default() };
        assert!(!written(draft.clone()).is_worth_keeping());
        assert!(written(SupportDraft { title: "A".into(), ..draft }).is_worth_keeping());
    }
}
