//! What a form without JavaScript was answered: the redirect names it in the page's address.

use domain::{AppError, ErrorCode, Field, Problem};

/// The error with this name. What can be wrong with a code is an error of its field, and the code is none
/// from a mail.
pub fn told(name: Option<&str>) -> Option<AppError> {
    let name = name?;
    let problem = match ErrorCode::from_key(name) {
        Some(ErrorCode::WrongCode) => Some(Problem::CodeWrong),
        Some(code) => return Some(AppError::new(code)),
        None => Problem::from_key(name),
    };
    problem.map(|problem| AppError::field(Field::Code, problem))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_we_know_is_told() {
        assert_eq!(told(Some("wrong_credentials")), Some(AppError::new(ErrorCode::WrongCredentials)));
        for (name, problem) in [
            ("wrong_code", Problem::CodeWrong),
            ("code_wrong", Problem::CodeWrong),
            ("code_form", Problem::CodeForm),
        ] {
            assert_eq!(told(Some(name)), Some(AppError::field(Field::Code, problem)), "{name}");
        }
        assert_eq!(told(Some("<b>")), None);
        assert_eq!(told(None), None);
    }
}
