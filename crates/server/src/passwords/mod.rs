//! Passwords as such, whoever keeps them: what a hash costs, and which are too easy to guess.

mod hasher;

use domain::{
    AppError, Field, Problem,
    identity::{Email, Password},
};

pub use hasher::{HashSettings, Hasher};

/// Refuses a new password that is easy to guess.
///
/// # Errors
/// Names [`Field::Password`].
pub fn refuse_guessable(password: &Password, email: &Email, brand: &str) -> Result<(), AppError> {
    if guessable(password, email, brand) {
        return Err(AppError::field(Field::Password, Problem::PasswordGuessable));
    }
    Ok(())
}

/// Whether a password is common, or made of what is known of the person (ASVS 5.0, 6.2.4, 6.2.11).
/// Only its first hundred characters are looked at: longer ones aren't guessed, and cost too much.
fn guessable(password: &Password, email: &Email, brand: &str) -> bool {
    let start: String = password.expose().chars().take(100).collect();
    let of_address = email.as_str().split(['@', '.', '+', '-', '_']);
    let context: Vec<&str> = of_address.chain([brand]).collect();
    zxcvbn::zxcvbn(&start, &context).score() < zxcvbn::Score::Two
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_are_recognised_in_disguise() {
        let email = Email::parse("ada.lovelace@example.com").expect("an address");
        for common in ["Password1!", "P@ssw0rd", "Qwerty123!", "Lovelace1!", "Requestrocket1!"] {
            assert!(guessable(&Password::new(common), &email, "RequestRocket"), "{common}");
        }
        for uncommon in ["Tr0ub4dor&3xyz", "correct Horse 7 battery!"] {
            assert!(!guessable(&Password::new(uncommon), &email, "RequestRocket"), "{uncommon}");
        }
    }
}
