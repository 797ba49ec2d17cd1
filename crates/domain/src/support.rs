//! Requests to support: a category, a title, a description, and what became of it.

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use crate::{
    Texts, Timestamp,
    error::{AppError, Field, Problem},
    text_rules::{has_control, refuse},
};

/// The most characters of a title, counted as Unicode scalar values.
pub const TITLE_MAX: usize = 120;
/// The most characters of a description, counted as Unicode scalar values.
pub const DESCRIPTION_MAX: usize = 5_000;
/// The most characters of a category's name.
pub const CATEGORY_MAX: usize = 40;

/// What stands before the random part of a reference.
const REFERENCE_PREFIX: &str = "SR-";
/// The characters of that part: 32 of them, 5 bits each, none that looks like another.
const REFERENCE_ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// How many there are: 40 bits. No secret, so it need not be more than unlikely to come twice.
const REFERENCE_LENGTH: usize = 8;

/// The category of what people say of the product, also when they leave it.
pub const FEEDBACK: &str = "Feedback";

/// The category of what is about money, also a subscription that is in the way of something.
pub const BILLING: &str = "Billing";

/// The categories of an installation that names no others, in the order of the list.
pub const DEFAULT_CATEGORIES: [&str; 8] =
    ["Account", "API keys", BILLING, "Bug report", "Feature request", FEEDBACK, "Security", "Other"];

/// What the person submits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SupportDraft {
    /// One of the installation's categories; whether it is one, the server knows.
    #[validate(custom(function = required))]
    pub category: String,
    /// 1 to [`TITLE_MAX`] characters in one line.
    #[validate(custom(function = title))]
    pub title: String,
    /// 1 to [`DESCRIPTION_MAX`] characters; line breaks and tabs are the only control characters.
    #[validate(custom(function = description))]
    pub description: String,
}

impl SupportDraft {
    /// The same with white space trimmed and line ends unified.
    ///
    /// # Errors
    /// [`ErrorCode::Invalid`](crate::ErrorCode::Invalid) with every field that breaks its rule.
    pub fn checked(self) -> Result<Self, AppError> {
        let tidy = Self {
            category: self.category.trim().to_owned(),
            title: self.title.trim().to_owned(),
            description: self.description.replace("\r\n", "\n").trim().to_owned(),
        };
        tidy.validate()?;
        Ok(tidy)
    }

    /// Whether nothing is typed yet.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        [&self.category, &self.title, &self.description].iter().all(|text| text.trim().is_empty())
    }
}

/// An answer of support's, with white space trimmed and line ends unified.
///
/// # Errors
/// [`ErrorCode::Invalid`](crate::ErrorCode::Invalid) when there is none, when it has more than
/// [`DESCRIPTION_MAX`] characters, or control characters other than line breaks and tabs.
pub fn checked_reply(text: &str) -> Result<String, AppError> {
    let tidy = text.replace("\r\n", "\n").trim().to_owned();
    match description_problem(&tidy) {
        Some(problem) => Err(AppError::field(Field::Description, problem)),
        None => Ok(tidy),
    }
}

/// What somebody says of why they leave, with white space trimmed and line ends unified; nothing when that is nothing.
///
/// # Errors
/// As of [`checked_reply`].
pub fn checked_feedback(text: &str) -> Result<Option<String>, AppError> {
    if text.trim().is_empty() { Ok(None) } else { checked_reply(text).map(Some) }
}

/// A reference of 40 random bits.
#[must_use]
pub fn reference_from_random(bytes: [u8; 5]) -> String {
    let number = bytes.iter().fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    let letter = |index: usize| {
        let bits = (number >> (5 * index)) & 31;
        let letter = usize::try_from(bits).ok().and_then(|bits| REFERENCE_ALPHABET.get(bits));
        char::from(letter.copied().unwrap_or(b'0'))
    };
    let random: String = (0..REFERENCE_LENGTH).map(letter).collect();
    format!("{REFERENCE_PREFIX}{random}")
}

/// A reference as it is stored, for one that a person typed: whatever the case, with letters that can be
/// mistaken for a digit taken for it, with or without what stands before it. Nothing for what can be none.
#[must_use]
pub fn reference_as_stored(typed: &str) -> Option<String> {
    let upper = typed.trim().to_uppercase();
    let random = upper.strip_prefix(REFERENCE_PREFIX).unwrap_or(&upper);
    let random: String = random
        .chars()
        .map(|letter| match letter {
            'O' => '0',
            'I' | 'L' => '1',
            letter => letter,
        })
        .collect();
    let can_be_one = random.len() == REFERENCE_LENGTH && random.bytes().all(|b| b.is_ascii_alphanumeric());
    can_be_one.then(|| format!("{REFERENCE_PREFIX}{random}"))
}

fn required(text: &str) -> Result<(), ValidationError> {
    if text.trim().is_empty() { Err(refuse(Problem::Required)) } else { Ok(()) }
}

fn title(title: &str) -> Result<(), ValidationError> {
    required(title)?;
    if title.chars().count() > TITLE_MAX {
        return Err(refuse(Problem::TitleTooLong));
    }
    if has_control(title) { Err(refuse(Problem::ControlCharacter)) } else { Ok(()) }
}

fn description(description: &str) -> Result<(), ValidationError> {
    description_problem(description).map_or(Ok(()), |problem| Err(refuse(problem)))
}

fn description_problem(description: &str) -> Option<Problem> {
    let stray = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if description.trim().is_empty() {
        Some(Problem::Required)
    } else if description.chars().count() > DESCRIPTION_MAX {
        Some(Problem::DescriptionTooLong)
    } else {
        description.contains(stray).then_some(Problem::ControlCharacter)
    }
}

crate::error::named! {
    /// What became of a request.
    SupportState {
        /// It waits for an answer.
        Open = "open",
        /// Support answered.
        Answered = "answered",
        /// It is done with.
        Closed = "closed",
    }
}

impl SupportState {
    /// What people call it.
    #[must_use]
    pub fn text(self, texts: Texts) -> &'static str {
        match self {
            Self::Open => texts.support_open(),
            Self::Answered => texts.support_answered(),
            Self::Closed => texts.support_closed(),
        }
    }
}

/// A request in its person's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SupportRequest {
    /// What people call it by: `SR-` and eight letters and digits.
    pub reference: String,
    /// Category.
    pub category: String,
    /// Title.
    pub title: String,
    /// What became of it.
    pub state: SupportState,
    /// When it was submitted.
    pub created_at: Timestamp,
    /// When something last happened to it.
    pub updated_at: Timestamp,
}

/// A request with all that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SupportThread {
    /// The request.
    pub request: SupportRequest,
    /// What the person described.
    pub description: String,
    /// Whether there is a screenshot with it.
    pub screenshot: bool,
    /// Support's answers, the oldest first.
    pub replies: Vec<SupportReply>,
}

/// An answer of support's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SupportReply {
    /// What it says. May hold line breaks.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

/// What the Support page begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SupportPage {
    /// The categories to choose from.
    pub categories: Vec<String>,
    /// The person's requests, the latest first: at most [`REQUESTS_SHOWN`].
    pub requests: Vec<SupportRequest>,
}

/// So many requests are listed; the older ones are in the mails.
pub const REQUESTS_SHOWN: u64 = 50;

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> SupportDraft {
        SupportDraft {
            category: "Account".into(),
            title: "  It does not open ".into(),
            description: "First line\r\nSecond\tline\n".into(),
        }
    }

    #[test]
    fn a_draft_is_tidied() {
        let checked = draft().checked().expect("a good draft");
        assert_eq!(checked.title, "It does not open");
        assert_eq!(checked.description, "First line\nSecond\tline");
    }

    #[test]
    fn every_wrong_field_is_named() {
        let wrong = SupportDraft { title: "é".repeat(TITLE_MAX + 1), ..SupportDraft::default() };
        let error = wrong.checked().expect_err("three wrong fields");
        let fields: Vec<_> = error.fields.iter().map(|each| (each.field, each.problem)).collect();
        assert_eq!(
            fields,
            [
                (Field::Category, Problem::Required),
                (Field::Title, Problem::TitleTooLong),
                (Field::Description, Problem::Required)
            ]
        );
        let most = SupportDraft {
            title: "é".repeat(TITLE_MAX),
            description: "é".repeat(DESCRIPTION_MAX),
            ..draft()
        };
        assert!(most.clone().checked().is_ok());
        assert!(
            SupportDraft { description: "x".repeat(DESCRIPTION_MAX + 1), ..most.clone() }.checked().is_err()
        );
        assert!(SupportDraft { description: "a\u{7}b".into(), ..most }.checked().is_err());
    }

    #[test]
    fn a_line_break_is_no_part_of_a_title() {
        for injected in ["Hello\r\nBcc: eve@example.com", "Hello\nworld", "a\tb", "a\u{85}b", "a\u{0}b"] {
            let error = SupportDraft { title: injected.into(), ..draft() }.checked().expect_err(injected);
            assert_eq!(error.problem_of(Field::Title), Some(Problem::ControlCharacter), "{injected:?}");
        }
    }

    #[test]
    fn an_answer_follows_the_rule_of_descriptions() {
        assert_eq!(checked_reply(" Yes.\r\nDone.\n"), Ok("Yes.\nDone.".to_owned()));
        for wrong in [String::new(), " \n ".into(), "x".repeat(DESCRIPTION_MAX + 1), "a\u{1b}[2J".into()] {
            assert!(checked_reply(&wrong).is_err());
        }
    }

    #[test]
    fn a_reference_is_found_however_it_is_typed() {
        assert_eq!(reference_from_random([0; 5]), "SR-00000000");
        assert_eq!(reference_from_random([0xff; 5]), "SR-ZZZZZZZZ");
        assert_eq!(reference_from_random([0, 0, 0, 0, 1]), "SR-10000000");
        assert_ne!(reference_from_random([1, 0, 0, 0, 0]), reference_from_random([2, 0, 0, 0, 0]));
        for typed in ["SR-10ABCDEF", "sr-10abcdef", " SR-IOABCDEF ", "10abcdef", "lOabcdef"] {
            assert_eq!(reference_as_stored(typed).as_deref(), Some("SR-10ABCDEF"), "{typed}");
        }
        for wrong in ["", "SR-", "SR-10ABCDE", "SR-10ABCDEFG", "SR-10ABCDE\0", "SR-10ABCDÉ", "SR-10 BCDEF"] {
            assert_eq!(reference_as_stored(wrong), None, "{wrong:?}");
        }
    }
}
