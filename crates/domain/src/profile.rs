//! A person's profile: what they tell of themselves.

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use crate::{
    error::{AppError, Problem},
    text_rules::{has_control, refuse},
};

/// The most characters in a first or last name, counted as Unicode scalar values.
pub const NAME_MAX: usize = 64;
/// The most characters in a bio, counted as Unicode scalar values.
pub const BIO_MAX: usize = 500;
/// The most digits in an international phone number (ITU-T E.164).
const PHONE_DIGITS_MAX: usize = 15;
/// The fewest digits that any country's number has with its country code.
const PHONE_DIGITS_MIN: usize = 7;

/// A person's profile as stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    /// The address the person signs in with; not changed here.
    pub email: String,
    /// First Name, or empty.
    pub first_name: String,
    /// Last Name, or empty.
    pub last_name: String,
    /// `+` and digits, or empty.
    pub phone: String,
    /// Bio, or empty. May hold line breaks.
    pub bio: String,
    /// The name of the picture's file (`/pictures/NAME`), if there is one; not changed here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<String>,
    /// Goes up by one with each change; a writer says which one it read.
    pub version: i64,
}

impl Profile {
    /// The part that the person can change.
    #[must_use]
    pub fn editable(&self) -> ProfileUpdate {
        ProfileUpdate {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            phone: self.phone.clone(),
            bio: self.bio.clone(),
        }
    }
}

/// What the person submits.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProfileUpdate {
    /// First Name: up to [`NAME_MAX`] characters of any script, no control characters.
    #[validate(custom(function = name))]
    pub first_name: String,
    /// Last Name: the same.
    #[validate(custom(function = name))]
    pub last_name: String,
    /// Empty, or a number in international form: `+`, country code, number.
    #[validate(custom(function = phone))]
    pub phone: String,
    /// Up to [`BIO_MAX`] characters; line breaks and tabs are the only control characters.
    #[validate(custom(function = bio))]
    pub bio: String,
}

impl ProfileUpdate {
    /// The same with white space trimmed, line ends unified and the phone reduced to `+` and digits.
    ///
    /// # Errors
    /// [`ErrorCode::Invalid`](crate::ErrorCode::Invalid) with every field that breaks its rule.
    pub fn checked(self) -> Result<Self, AppError> {
        let tidy = Self {
            first_name: self.first_name.trim().to_owned(),
            last_name: self.last_name.trim().to_owned(),
            phone: compact_phone(&self.phone),
            bio: self.bio.replace("\r\n", "\n").trim().to_owned(),
        };
        tidy.validate()?;
        Ok(tidy)
    }
}

/// A phone number without the spaces, dots, dashes and brackets that people write in it.
fn compact_phone(typed: &str) -> String {
    typed.trim().chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '.' | '-' | '(' | ')' | '/')).collect()
}

fn name(name: &str) -> Result<(), ValidationError> {
    if name.chars().count() > NAME_MAX {
        return Err(refuse(Problem::NameTooLong));
    }
    if has_control(name) {
        return Err(refuse(Problem::ControlCharacter));
    }
    Ok(())
}

fn phone(phone: &str) -> Result<(), ValidationError> {
    if phone.is_empty() {
        return Ok(());
    }
    let digits = phone.strip_prefix('+').ok_or_else(|| refuse(Problem::PhoneForm))?;
    let all_digits = digits.chars().all(|c| c.is_ascii_digit());
    let right_length = (PHONE_DIGITS_MIN..=PHONE_DIGITS_MAX).contains(&digits.len());
    if all_digits && right_length && !digits.starts_with('0') {
        Ok(())
    } else {
        Err(refuse(Problem::PhoneForm))
    }
}

fn bio(bio: &str) -> Result<(), ValidationError> {
    if bio.chars().count() > BIO_MAX {
        return Err(refuse(Problem::BioTooLong));
    }
    if has_control(&bio.replace(['\n', '\t'], "")) {
        return Err(refuse(Problem::ControlCharacter));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Field;

    fn update(first_name: &str, phone: &str, bio: &str) -> Result<ProfileUpdate, AppError> {
        let (first_name, phone, bio) = (first_name.to_owned(), phone.to_owned(), bio.to_owned());
        ProfileUpdate { first_name, last_name: String::new(), phone, bio }.checked()
    }

    #[test]
    fn what_people_type_is_tidied() {
        let tidy = update("  Žofie ", " +44 (20) 7946-0018 ", " a\r\nb ").expect("valid");
        assert_eq!(tidy.first_name, "Žofie");
        assert_eq!(tidy.phone, "+442079460018");
        assert_eq!(tidy.bio, "a\nb");
    }

    #[test]
    fn each_wrong_field_is_named_in_the_order_of_the_form() {
        let error = update("a\u{7}", "020 7946 0018", &"é".repeat(501)).expect_err("three wrong");
        let found: Vec<_> = error.fields.iter().map(|error| (error.field, error.problem)).collect();
        assert_eq!(
            found,
            [
                (Field::FirstName, Problem::ControlCharacter),
                (Field::Phone, Problem::PhoneForm),
                (Field::Bio, Problem::BioTooLong),
            ]
        );
    }

    #[test]
    fn limits_count_characters_not_bytes() {
        assert!(update(&"字".repeat(64), "", &"é".repeat(500)).is_ok());
        assert!(update(&"字".repeat(65), "", "").is_err());
    }

    proptest! {
        #[test]
        fn checking_twice_changes_nothing(first in ".*", phone in ".*", bio in ".*") {
            if let Ok(once) = update(&first, &phone, &bio) {
                prop_assert_eq!(once.clone().checked(), Ok(once));
            }
        }

        #[test]
        fn nothing_that_passes_breaks_a_limit(first in "\\PC{0,80}", bio in "(?s).{0,600}") {
            if let Ok(update) = update(&first, "", &bio) {
                prop_assert!(update.first_name.chars().count() <= NAME_MAX);
                prop_assert!(update.bio.chars().count() <= BIO_MAX);
                prop_assert!(!has_control(&update.first_name));
            }
        }

        #[test]
        fn every_e164_number_passes(digits in "[1-9][0-9]{6,14}") {
            let phone = format!("+{digits}");
            prop_assert_eq!(update("", &phone, "").map(|update| update.phone), Ok(phone));
        }
    }
}
