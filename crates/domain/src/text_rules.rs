//! Rules that several fields share.

use validator::{ValidationError, ValidationErrors};

use crate::error::{AppError, ErrorCode, Field, FieldError, Problem};

/// Says `problem` in the validator crate's words.
pub(crate) fn refuse(problem: Problem) -> ValidationError {
    ValidationError::new(problem.key())
}

/// Whether a text holds a control character that a person can't see. Line breaks and tabs count.
pub(crate) fn has_control(text: &str) -> bool {
    text.chars().any(char::is_control)
}

/// The most characters in the name that somebody gives a thing of theirs.
const LABEL_MAX: usize = 64;

/// The rule for such a name: 1 to 64 characters, none of them a control character.
pub(crate) fn label(name: &str) -> Result<(), ValidationError> {
    label_problem(name.trim()).map_or(Ok(()), |problem| Err(refuse(problem)))
}

/// Such a name, trimmed.
pub(crate) fn checked_label(typed: &str) -> Result<String, AppError> {
    let name = typed.trim();
    match label_problem(name) {
        Some(problem) => Err(AppError::field(Field::Name, problem)),
        None => Ok(name.to_owned()),
    }
}

fn label_problem(name: &str) -> Option<Problem> {
    if name.is_empty() {
        Some(Problem::Required)
    } else if name.chars().count() > LABEL_MAX {
        Some(Problem::NameTooLong)
    } else {
        has_control(name).then_some(Problem::ControlCharacter)
    }
}

impl From<ValidationErrors> for AppError {
    fn from(errors: ValidationErrors) -> Self {
        let mut fields: Vec<FieldError> = errors
            .field_errors()
            .into_iter()
            .flat_map(|(name, errors)| errors.iter().map(move |error| (name.clone(), error)))
            .filter_map(|(name, error)| {
                Some(FieldError::new(Field::from_name(&name)?, Problem::from_key(&error.code)?))
            })
            .collect();
        fields.sort_by_key(|field| field.field);
        Self { fields, ..Self::new(ErrorCode::Invalid) }
    }
}
