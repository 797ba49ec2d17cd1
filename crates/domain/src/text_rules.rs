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
