//! Leaving for good: what it would end, and what the person confirms.

use serde::{Deserialize, Serialize};

use super::Export;
use crate::{
    AppError, Field, Problem, Timestamp, UserId,
    organisation::{ClientId, Role},
    support::checked_feedback,
};

/// What deleting the account would do at this moment: the guide's four points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeletionPlan {
    /// The address, which the person types to confirm.
    pub email: String,
    /// Their latest export that is under way or can be downloaded.
    pub export: Option<Export>,
    /// The organisations that only they administer: deleted with them.
    pub gone: Vec<GoneOrganisation>,
    /// The organisations that only they own and others administer: one of those becomes the owner.
    pub handed_over: Vec<HandedOverOrganisation>,
    /// The other organisations that they belong to: they leave them.
    pub left: Vec<LeftOrganisation>,
    /// From when on the person may delete the account, if not now: until then a change of its address can be undone
    /// from the mailbox before, and a deletion would take that away from its owner.
    pub not_before: Option<Timestamp>,
}

impl DeletionPlan {
    /// Whether something is in the way: an active subscription, or a change of the address.
    #[must_use]
    pub fn is_blocked(&self) -> bool {
        self.not_before.is_some() || self.is_subscribed()
    }

    /// Whether an organisation that would be deleted is paid for.
    #[must_use]
    pub fn is_subscribed(&self) -> bool {
        self.gone.iter().any(|organisation| organisation.subscribed)
    }
}

/// An organisation that is deleted with its only administrator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GoneOrganisation {
    /// Which.
    pub id: ClientId,
    /// Its name, which the person types to confirm.
    pub name: String,
    /// How many members it has, with the person.
    pub members: u64,
    /// Whether it has an active subscription: then the account can't be deleted.
    pub subscribed: bool,
}

/// An organisation whose only owner leaves it to an administrator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HandedOverOrganisation {
    /// Which.
    pub id: ClientId,
    /// Its name.
    pub name: String,
    /// Its next owner: the administrator who has belonged to it for longest.
    pub heir: UserId,
    /// What they are called, if they show it.
    pub heir_name: Option<String>,
}

/// An organisation that somebody else owns too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LeftOrganisation {
    /// Which.
    pub id: ClientId,
    /// Its name.
    pub name: String,
    /// What the person is in it.
    pub role: Role,
}

/// What the person confirms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeletionRequest {
    /// The address, as they typed it.
    pub email: String,
    /// The organisations that are to be deleted with the account, each with its name as they typed it.
    pub organisations: Vec<ConfirmedOrganisation>,
    /// The organisations that are handed over, each to whom the person was told of.
    #[serde(default)]
    pub handed_over: Vec<ConfirmedHeir>,
    /// Why they leave, to be kept without their name; nothing when they don't say or don't want it kept.
    pub feedback: Option<String>,
}

/// An organisation whose deletion the person confirms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConfirmedOrganisation {
    /// Which.
    pub id: ClientId,
    /// Its name, as they typed it.
    pub name: String,
}

/// An organisation that is handed over, as the person was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ConfirmedHeir {
    /// Which.
    pub id: ClientId,
    /// Its next owner.
    pub heir: UserId,
}

impl DeletionRequest {
    /// The same with tidy feedback, if it confirms the deletion of an account with this address.
    ///
    /// # Errors
    /// `invalid` with the wrong fields: the address, the feedback.
    pub fn checked(self, email: &str) -> Result<Self, AppError> {
        if !self.email.trim().eq_ignore_ascii_case(email) {
            return Err(AppError::field(Field::Email, Problem::EmailMismatch));
        }
        let feedback = self.feedback.as_deref().map(checked_feedback).transpose()?.flatten();
        Ok(Self { feedback, ..self })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(email: &str, feedback: Option<&str>) -> DeletionRequest {
        let feedback = feedback.map(str::to_owned);
        DeletionRequest { email: email.to_owned(), feedback, ..DeletionRequest::default() }
    }

    #[test]
    fn the_address_is_typed_whole() {
        for right in ["ada@example.com", " Ada@Example.com "] {
            assert!(typed(right, None).checked("ada@example.com").is_ok(), "{right}");
        }
        for wrong in ["", "ada", "ada@example.org", "ada@example.com.evil"] {
            let refused = typed(wrong, None).checked("ada@example.com");
            assert_eq!(refused, Err(AppError::field(Field::Email, Problem::EmailMismatch)), "{wrong}");
        }
    }

    #[test]
    fn feedback_is_kept_when_there_is_some() {
        let kept =
            |text: &str| typed("a@example.com", Some(text)).checked("a@example.com").map(|it| it.feedback);
        assert_eq!(kept("  "), Ok(None));
        assert_eq!(kept(" Too dear.\r\n"), Ok(Some("Too dear.".to_owned())));
        assert!(kept("a\u{0}").is_err());
    }
}
