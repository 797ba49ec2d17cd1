//! What the person types to confirm, and what of it is missing.

use std::collections::HashMap;

use domain::{
    Problem,
    account::{ConfirmedHeir, ConfirmedOrganisation, DeletionPlan, DeletionRequest},
    organisation::{ClientId, is_named},
};

/// What the ids of the dialog's fields begin with.
pub const PREFIX: &str = "deletion-";

/// A field that has to say what stands above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Wanted {
    /// The name of an organisation that is deleted with the account.
    Name(ClientId),
    /// The address of the account.
    Email,
}

impl Wanted {
    /// The id of the field's element.
    pub fn id(self) -> String {
        match self {
            Self::Name(id) => format!("{PREFIX}name-{id}"),
            Self::Email => format!("{PREFIX}email"),
        }
    }
}

/// What stands in those fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed(HashMap<Wanted, String>);

impl Typed {
    /// Takes what was typed.
    pub fn put(&mut self, field: Wanted, text: String) {
        self.0.insert(field, text);
    }

    fn get(&self, field: Wanted) -> &str {
        self.0.get(&field).map(String::as_str).unwrap_or_default()
    }

    /// The fields that don't say it yet, in the order of the form.
    pub fn missing(&self, plan: &DeletionPlan) -> Vec<Wanted> {
        let names = plan
            .gone
            .iter()
            .filter(|organisation| !is_named(&organisation.name, self.get(Wanted::Name(organisation.id))));
        let email = !self.get(Wanted::Email).trim().eq_ignore_ascii_case(&plan.email);
        names
            .map(|organisation| Wanted::Name(organisation.id))
            .chain(email.then_some(Wanted::Email))
            .collect()
    }

    /// What is wrong with a field that doesn't say it.
    pub fn problem(&self, field: Wanted) -> Problem {
        match field {
            _ if self.get(field).trim().is_empty() => Problem::Required,
            Wanted::Name(_) => Problem::NameMismatch,
            Wanted::Email => Problem::EmailMismatch,
        }
    }

    /// What goes to the server.
    pub fn request(&self, plan: &DeletionPlan, feedback: Option<String>) -> DeletionRequest {
        let confirmed = |id| ConfirmedOrganisation { id, name: self.get(Wanted::Name(id)).trim().to_owned() };
        DeletionRequest {
            email: self.get(Wanted::Email).trim().to_owned(),
            organisations: plan.gone.iter().map(|organisation| confirmed(organisation.id)).collect(),
            handed_over: plan
                .handed_over
                .iter()
                .map(|it| ConfirmedHeir { id: it.id, heir: it.heir })
                .collect(),
            feedback,
        }
    }
}

/// Why the person leaves, if they say so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// What they wrote.
    pub why: String,
    /// Whether it may be kept.
    pub keep: bool,
}

impl Said {
    /// What is sent: nothing that is not to be kept even leaves the device.
    pub fn feedback(&self) -> Option<String> {
        Some(self.why.clone()).filter(|why| self.keep && !why.trim().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use domain::account::GoneOrganisation;

    use super::*;

    fn plan(names: &[&str]) -> DeletionPlan {
        let gone = names.iter().zip(1..).map(|(name, number)| GoneOrganisation {
            id: id(number),
            name: (*name).to_owned(),
            members: 2,
            subscribed: false,
        });
        DeletionPlan {
            email: "ada@example.com".to_owned(),
            export: None,
            gone: gone.collect(),
            handed_over: Vec::new(),
            left: Vec::new(),
            not_before: None,
        }
    }

    fn id(number: u32) -> ClientId {
        format!("0198c0de-0000-7000-8000-{number:012}").parse().map(ClientId).expect("an id")
    }

    fn typed(email: &str, names: &[&str]) -> Typed {
        let mut typed = Typed::default();
        typed.put(Wanted::Email, email.to_owned());
        for (name, number) in names.iter().zip(1..) {
            typed.put(Wanted::Name(id(number)), (*name).to_owned());
        }
        typed
    }

    #[test]
    fn nothing_is_missing_once_all_stands_there() {
        let (all, email) = (plan(&["Engines", "Looms"]), "ada@example.com");
        for (given, missing) in [
            (Typed::default(), vec![Wanted::Name(id(1)), Wanted::Name(id(2)), Wanted::Email]),
            (typed("", &["Engines", "Looms"]), vec![Wanted::Email]),
            (typed("ada@example.co", &["Engines", "Looms"]), vec![Wanted::Email]),
            (typed(email, &["Engines"]), vec![Wanted::Name(id(2))]),
            (typed(email, &["engines", "Looms"]), vec![Wanted::Name(id(1))]),
            (typed(email, &["Looms", "Engines"]), vec![Wanted::Name(id(1)), Wanted::Name(id(2))]),
            (typed(email, &["Engines", "Looms"]), vec![]),
            (typed(" ADA@example.com ", &[" Engines ", "Looms"]), vec![]),
        ] {
            assert_eq!(given.missing(&all), missing, "{given:?}");
        }
        assert_eq!(typed(email, &[]).missing(&plan(&[])), vec![]);
    }

    #[test]
    fn an_empty_field_is_not_called_wrong() {
        let given = typed("ada", &["  ", "Loom"]);
        assert_eq!(given.problem(Wanted::Email), Problem::EmailMismatch);
        assert_eq!(given.problem(Wanted::Name(id(1))), Problem::Required);
        assert_eq!(given.problem(Wanted::Name(id(2))), Problem::NameMismatch);
    }

    #[test]
    fn the_server_hears_of_the_organisations_that_the_person_saw() {
        let given = typed(" ada@example.com", &["Engines ", "Looms", "Not asked for"]);
        let request = given.request(&plan(&["Engines", "Looms"]), None);
        let names: Vec<_> = request.organisations.iter().map(|each| (each.id, each.name.as_str())).collect();
        assert_eq!(names, [(id(1), "Engines"), (id(2), "Looms")]);
        assert_eq!((request.email.as_str(), request.feedback), ("ada@example.com", None));
    }

    #[test]
    fn what_is_not_to_be_kept_is_not_sent() {
        let said = |why: &str, keep| Said { why: why.to_owned(), keep }.feedback();
        assert_eq!(said("Too dear", true).as_deref(), Some("Too dear"));
        assert_eq!(said("Too dear", false), None);
        assert_eq!(said(" \n", true), None);
    }

    #[test]
    fn an_error_of_the_server_finds_the_field() {
        assert_eq!(Wanted::Email.id(), format!("{PREFIX}{}", domain::Field::Email.key()));
    }
}
