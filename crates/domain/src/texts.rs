//! Every text that a person reads, as a typed function, generated from `assets/locales/*.ftl`.

use serde::{Deserialize, Serialize};

/// The texts in one language: `texts.profile_title()`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    /// The language they are in.
    pub locale: Locale,
}

/// The plural categories that the texts use (CLDR names).
enum Plural {
    One,
    Other,
}

/// The category of `n` in a language. All languages here so far share English's rule.
const fn plural(locale: Locale, n: u64) -> Plural {
    match (locale, n) {
        (_, 1) => Plural::One,
        _ => Plural::Other,
    }
}

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

impl Locale {
    /// The best language for an `Accept-Language` header or a system's locale name, else the default.
    ///
    /// Takes the tags in the order given; weights are not read, because browsers send them sorted.
    #[must_use]
    pub fn negotiate(wanted: &str) -> Self {
        let tags = wanted.split(',').filter_map(|part| part.split([';', '.']).next());
        tags.map(|tag| tag.trim().replace('_', "-")).find_map(|tag| Self::matching(&tag)).unwrap_or_default()
    }

    fn matching(tag: &str) -> Option<Self> {
        let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
        let exact = Self::ALL.iter().find(|locale| locale.tag().eq_ignore_ascii_case(tag));
        let near = || Self::ALL.iter().find(|locale| language(locale.tag()) == language(tag));
        exact.or_else(near).copied()
    }
}

/// What was stored in a language that is no longer there is in the default one from then on.
impl From<String> for Locale {
    fn from(tag: String) -> Self {
        Self::negotiate(&tag)
    }
}

impl From<Locale> for String {
    fn from(locale: Locale) -> Self {
        locale.tag().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_stored_by_its_tag_and_a_lost_one_becomes_the_default() {
        let stored = serde_json::to_string(&Locale::EnGb).expect("JSON");
        assert_eq!(stored, r#""en-GB""#);
        for tag in ["en-GB", "tlh"] {
            let read: Locale = serde_json::from_value(tag.into()).expect("a language");
            assert_eq!(read, Locale::EnGb);
        }
    }

    #[test]
    fn a_language_is_found_by_tag_by_language_or_not_at_all() {
        for wanted in ["en-GB", "en_GB.UTF-8", "en-US,en;q=0.9", "de-DE,en;q=0.5", "xx", ""] {
            assert_eq!(Locale::negotiate(wanted).tag(), "en-GB", "{wanted}");
        }
    }

    #[test]
    fn a_plural_says_one_or_many() {
        let texts = Texts::default();
        assert_ne!(texts.error_too_many_tries(1), texts.error_too_many_tries(2));
    }
}
