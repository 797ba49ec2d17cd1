//! The second step of a sign-in, as far as its page and the dialog over a form share it.

use dioxus::prelude::*;
use domain::{
    AppError, Field, Problem, Texts,
    identity::{Code, SignedIn},
    security::{BackupCode, DEVICE_TRUST_DAYS, SecondMethod},
};
use server::rpc::auth::{second_step_backup_code, second_step_code};

use super::way_on::carry;
use crate::{
    components::{CodeField, CodeKind},
    features::submission::{Submission, text_of},
    platform,
    state::use_texts,
};

/// Which code is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondCode {
    /// The authenticator app's.
    Authenticator,
    /// A saved one.
    Backup,
}

impl SecondCode {
    /// The one to ask for: the wanted one if that is possible.
    pub fn choose(methods: &[SecondMethod], wanted: Self) -> Self {
        if methods.contains(&wanted.method()) { wanted } else { Self::Authenticator }
    }

    /// The other one, if that is possible.
    pub fn alternative(self, methods: &[SecondMethod]) -> Option<Self> {
        let other = match self {
            Self::Authenticator => Self::Backup,
            Self::Backup => Self::Authenticator,
        };
        Some(other).filter(|other| methods.contains(&other.method()))
    }

    const fn method(self) -> SecondMethod {
        match self {
            Self::Authenticator => SecondMethod::Authenticator,
            Self::Backup => SecondMethod::BackupCode,
        }
    }

    /// Its name in the form and in the page's address.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Authenticator => "authenticator",
            Self::Backup => "backup_code",
        }
    }

    /// What the person is to do.
    pub fn lead(self, texts: Texts, email: &str) -> String {
        match self {
            Self::Authenticator => texts.second_step_lead(email),
            Self::Backup => texts.second_step_backup_lead(email),
        }
    }

    /// The way here from the other one.
    pub fn switch(self, texts: Texts) -> &'static str {
        match self {
            Self::Authenticator => texts.second_step_use_app(),
            Self::Backup => texts.second_step_use_backup(),
        }
    }
}

/// What was typed.
pub struct Typed {
    code: String,
    trust: bool,
}

impl Typed {
    /// Reads the form; `id` is the code's field.
    pub fn of(event: &FormEvent, id: &str) -> Self {
        Self { code: text_of(event, id), trust: event.get_first("trust").is_some() }
    }

    /// Sends it. Nothing when the sign-in has to begin anew.
    ///
    /// # Errors
    /// Names [`Field::Code`] when it is not right, or the server's.
    pub async fn send(self, kind: SecondCode) -> Result<Option<SignedIn>, AppError> {
        match kind {
            SecondCode::Authenticator => {
                let code = Code::parse(&self.code)?;
                carry(second_step_code(code.expose().to_owned(), self.trust)).await
            }
            SecondCode::Backup => {
                let code = BackupCode::parse(&self.code)?;
                carry(second_step_backup_code(code.expose().to_owned(), self.trust)).await
            }
        }
    }
}

/// The code, and whether to be spared it from now on.
#[component]
pub fn SecondStepFields(
    /// The id and name of the code's field.
    id: &'static str,
    kind: ReadSignal<SecondCode>,
    submission: Submission,
    trust: Signal<bool>,
) -> Element {
    let texts = use_texts();
    // The only thing to do here, also after a change of the way.
    use_effect(move || {
        kind.read();
        platform::focus(id);
    });
    let (code_kind, label, hint) = match kind() {
        SecondCode::Authenticator => (CodeKind::Digits, texts.code(), texts.second_step_code_hint()),
        SecondCode::Backup => (CodeKind::Letters, texts.backup_code(), texts.second_step_backup_hint()),
    };
    let wrong =
        submission.error().is_some_and(|error| error.problem_of(Field::Code) == Some(Problem::CodeWrong));
    // There is no next one to wait for.
    let problem = if wrong && kind() == SecondCode::Backup {
        Some(texts.second_step_backup_wrong().to_owned())
    } else {
        submission.problem(Field::Code, texts)
    };
    rsx! {
        // A list of one: only there a new key makes a new element, without what was typed for the other code.
        for code in [kind()] {
            CodeField {
                key: "{code:?}",
                id,
                kind: code_kind,
                label,
                hint,
                problem: problem.clone(),
                oninput: move |()| submission.clear_field(Field::Code),
            }
        }
        TrustTick { trust }
    }
}

/// Whether this device is to be spared the second step.
#[component]
fn TrustTick(trust: Signal<bool>) -> Element {
    let texts = use_texts();
    rsx! {
        label { class: "check",
            // The browser keeps it, the form reads it; a passkey, which is no form, reads the signal.
            input {
                r#type: "checkbox",
                name: "trust",
                value: "true",
                onchange: move |event| trust.set(event.checked()),
            }
            span {
                span { class: "check-label", {texts.trust_device(&DEVICE_TRUST_DAYS.to_string())} }
                span { class: "hint", {texts.trust_device_hint()} }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_possible_is_asked_for() {
        use SecondMethod as Method;
        let both = [Method::Authenticator, Method::BackupCode, Method::Passkey];
        assert_eq!(SecondCode::choose(&both, SecondCode::Backup), SecondCode::Backup);
        assert_eq!(
            SecondCode::choose(&[Method::Authenticator], SecondCode::Backup),
            SecondCode::Authenticator
        );
        assert_eq!(SecondCode::Authenticator.alternative(&both), Some(SecondCode::Backup));
        assert_eq!(SecondCode::Authenticator.alternative(&[Method::Authenticator]), None);
    }
}
