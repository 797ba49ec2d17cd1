//! Whom people who are stuck can ask, and about what.

use std::collections::HashSet;

use domain::support::{CATEGORY_MAX, DEFAULT_CATEGORIES};
use serde::{Deserialize, Deserializer};

/// `[support]`
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SupportSection {
    /// Where people who are stuck can write to, and where what they ask arrives.
    pub email: Option<String>,
    /// What a request can be about, in the order of the list. In the environment separated by commas.
    #[serde(deserialize_with = "list")]
    pub categories: Vec<String>,
}

impl Default for SupportSection {
    fn default() -> Self {
        Self { email: None, categories: DEFAULT_CATEGORIES.map(str::to_owned).into() }
    }
}

impl SupportSection {
    pub(super) fn complete(&mut self) -> Result<(), String> {
        if let Some(email) = &mut self.email {
            *email = email.trim().to_owned();
            let address: Result<lettre::Address, _> = email.parse();
            address.map_err(|error| format!("support.email: {error}; give an address alone"))?;
        }
        check_categories(&self.categories).map_err(|wrong| format!("support.categories: {wrong}"))
    }
}

fn check_categories(categories: &[String]) -> Result<(), String> {
    if categories.is_empty() {
        return Err("name at least one".into());
    }
    let mut known = HashSet::new();
    for category in categories {
        let length = category.chars().count();
        if length == 0 || length > CATEGORY_MAX || category.chars().any(char::is_control) {
            let rule = format!("must have 1 to {CATEGORY_MAX} characters, none of them a control character");
            return Err(format!("{category:?} {rule}"));
        }
        // Two that differ in nothing but case can't be told apart by ear.
        if !known.insert(category.to_lowercase()) {
            return Err(format!("{category:?} stands there twice"));
        }
    }
    Ok(())
}

/// An array, or one text with commas between its items.
fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum List {
        Text(String),
        Items(Vec<String>),
    }
    let items = match List::deserialize(deserializer)? {
        List::Text(text) => text.split(',').map(str::to_owned).collect(),
        List::Items(items) => items,
    };
    Ok(items.iter().map(|item| item.trim().to_owned()).collect())
}
