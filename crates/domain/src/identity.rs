//! Who somebody is, and how they prove it.

use std::fmt;

use email_address::{EmailAddress, Options};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    error::{AppError, ErrorCode, Field, Problem},
    text_rules::has_control,
};

/// The most characters in an address (RFC 5321, 4.5.3.1.3, less the angle brackets).
const EMAIL_MAX: usize = 254;
/// The most characters in a password. The whole of it counts.
pub const PASSWORD_MAX: usize = 256;
/// The digits of an emailed code.
pub const CODE_DIGITS: usize = 6;

/// Which person. With Cognito the `sub`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(pub Uuid);

impl fmt::Display for UserId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// An email address in the one spelling that we compare: trimmed and in lower case.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Email(String);

impl Email {
    /// Reads what a person typed.
    ///
    /// # Errors
    /// Names [`Field::Email`] when it is empty or no address that mail could reach.
    pub fn parse(typed: &str) -> Result<Self, AppError> {
        let email = typed.trim().to_lowercase();
        if email.is_empty() {
            return Err(AppError::field(Field::Email, Problem::Required));
        }
        let options = Options::default().with_required_tld().without_display_text().without_domain_literal();
        let shaped = email.chars().count() <= EMAIL_MAX
            && !has_control(&email)
            && EmailAddress::parse_with_options(&email, options).is_ok();
        if shaped { Ok(Self(email)) } else { Err(AppError::field(Field::Email, Problem::EmailForm)) }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A password on its way. Shows nothing when printed.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Password(String);

impl Password {
    /// Takes what the person typed, to the letter.
    #[must_use]
    pub fn new(typed: impl Into<String>) -> Self {
        Self(typed.into())
    }

    /// The password itself, for the one place that hashes or sends it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// That there is one, and no longer than any honest one: what a sign-in asks before it hashes.
    ///
    /// # Errors
    /// Names [`Field::Password`].
    pub fn present(&self) -> Result<(), AppError> {
        if self.0.is_empty() {
            return Err(AppError::field(Field::Password, Problem::Required));
        }
        if self.0.chars().count() > PASSWORD_MAX {
            return Err(AppError::field(Field::Password, Problem::PasswordTooLong));
        }
        Ok(())
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Password(…)")
    }
}

/// The rules that a new password must meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PasswordPolicy {
    /// The guide's: 8 characters, upper and lower case, a number, a special character.
    #[default]
    Guide,
    /// NIST SP 800-63B-4, 3.1.1.2: 15 characters, no rule on which.
    Modern,
}

/// One line of the live checklist.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordRule {
    /// At least 8 characters.
    EightCharacters,
    /// At least 15 characters.
    FifteenCharacters,
    /// At least one uppercase letter, of any script.
    Uppercase,
    /// At least one lowercase letter, of any script.
    Lowercase,
    /// At least one number.
    Number,
    /// At least one character that is neither letter nor number. White space counts.
    Special,
}

impl PasswordRule {
    /// Whether `password` meets it.
    #[must_use]
    pub fn met(self, password: &str) -> bool {
        match self {
            Self::EightCharacters => password.chars().count() >= 8,
            Self::FifteenCharacters => password.chars().count() >= 15,
            Self::Uppercase => password.chars().any(char::is_uppercase),
            Self::Lowercase => password.chars().any(char::is_lowercase),
            Self::Number => password.chars().any(char::is_numeric),
            Self::Special => password.chars().any(|c| !c.is_alphanumeric()),
        }
    }
}

impl PasswordPolicy {
    /// The lines of the checklist, in the order of the guide.
    #[must_use]
    pub const fn rules(self) -> &'static [PasswordRule] {
        match self {
            Self::Guide => &[
                PasswordRule::EightCharacters,
                PasswordRule::Uppercase,
                PasswordRule::Lowercase,
                PasswordRule::Number,
                PasswordRule::Special,
            ],
            Self::Modern => &[PasswordRule::FifteenCharacters],
        }
    }

    /// Checks a new password. Whether it is easy to guess is for the server to say: the lists are long.
    ///
    /// # Errors
    /// Names [`Field::Password`].
    pub fn check(self, password: &Password) -> Result<(), AppError> {
        password.present()?;
        if self.rules().iter().all(|rule| rule.met(password.expose())) {
            Ok(())
        } else {
            Err(AppError::field(Field::Password, Problem::PasswordPolicy))
        }
    }
}

/// A six-digit code as typed, without the spaces that people and mail programs put in.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

impl Code {
    /// Reads what a person typed.
    ///
    /// # Errors
    /// Names [`Field::Code`] when it is not [`CODE_DIGITS`] digits.
    pub fn parse(typed: &str) -> Result<Self, AppError> {
        let digits: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
        if digits.is_empty() {
            return Err(AppError::field(Field::Code, Problem::Required));
        }
        if digits.len() == CODE_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(AppError::field(Field::Code, Problem::CodeForm))
        }
    }

    /// The digits.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Code(…)")
    }
}

/// A sign-up or a password reset under way, between the mail and the code. Not a secret: it opens
/// nothing without the code, and names no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FlowId(pub Uuid);

impl FlowId {
    /// Reads one from a page's address.
    ///
    /// # Errors
    /// [`ErrorCode::DeadCode`] when it can't be one: asking for a new code is the way on.
    pub fn parse(text: &str) -> Result<Self, AppError> {
        Uuid::parse_str(text).map(Self).map_err(|_| AppError::new(ErrorCode::DeadCode))
    }
}

impl fmt::Display for FlowId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// How a sign-in with the right password ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum SignedIn {
    /// A session began. A browser holds it in a cookie; another client gets it here to keep.
    Done {
        /// The session's secret, only for a client without cookies.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bearer: Option<String>,
        /// What makes the device known from now on, only for a client without cookies, and only if it is new.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        device: Option<String>,
    },
    /// The address must be confirmed first; a new code is on its way.
    ConfirmFirst {
        /// The sign-up to confirm.
        flow: FlowId,
    },
    /// The second step is next: `/two-factor`.
    SecondStep {
        /// What stands for the first step, only for a client without cookies: it sends it as its bearer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bearer: Option<String>,
    },
    /// An administrator wants a new password set before anything else: `/new-password`.
    NewPassword {
        /// As with the second step.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        bearer: Option<String>,
    },
    /// The password has to be reset; a code is on its way.
    ResetFirst {
        /// The reset under way.
        flow: FlowId,
    },
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_address_has_one_spelling() {
        let email = Email::parse("  Ada@Example.COM ").expect("an address");
        assert_eq!(email.as_str(), "ada@example.com");
        for wrong in [
            "",
            "ada",
            "ada@",
            "@example.com",
            "a b@example.com",
            "ada@localhost",
            "Ada <ada@example.com>",
            "a\n@example.com",
            "a@[127.0.0.1]",
        ] {
            assert!(Email::parse(wrong).is_err(), "{wrong}");
        }
        assert!(Email::parse(&format!("{}@example.com", "a".repeat(300))).is_err());
    }

    #[test]
    fn the_guides_rules_hold() {
        let check = |password: &str| PasswordPolicy::Guide.check(&Password::new(password)).is_ok();
        assert!(check("Abcdef1!"));
        for short_of_one in ["Abcde1!", "abcdef1!", "ABCDEF1!", "Abcdefg!", "Abcdefg1"] {
            assert!(!check(short_of_one), "{short_of_one}");
        }
        assert!(check(&format!("Aa1!{}", "é".repeat(252))));
        assert!(!check(&format!("Aa1!{}", "é".repeat(253))));
    }

    #[test]
    fn the_modern_rules_ask_for_length_only() {
        let check = |password: &str| PasswordPolicy::Modern.check(&Password::new(password)).is_ok();
        assert!(check("correct horse battery"));
        assert!(!check("Abcdef1!"));
    }

    #[test]
    fn secrets_do_not_print() {
        assert_eq!(format!("{:?}", Password::new("Abcdef1!")), "Password(…)");
        assert_eq!(format!("{:?}", Code::parse("123456").expect("a code")), "Code(…)");
    }

    proptest! {
        #[test]
        fn six_digits_are_a_code_however_spaced(digits in "[0-9]{6}") {
            let spaced = format!(" {} {}", &digits[..3], &digits[3..]);
            let code = Code::parse(&spaced).expect("a code");
            prop_assert_eq!(code.expose(), digits);
        }

        #[test]
        fn nothing_typed_makes_the_parsers_panic(typed in "(?s).*") {
            let _ = Code::parse(&typed);
            let _ = Email::parse(&typed);
            let _ = FlowId::parse(&typed);
            let _ = PasswordPolicy::Guide.check(&Password::new(typed));
        }
    }
}
