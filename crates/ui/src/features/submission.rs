//! A form on its way to the server: one at a time, and what came of it.

use std::future::Future;

use dioxus::prelude::*;
use domain::{AppError, ErrorCode, Field, Texts};

use crate::{
    components::{Banner, Kind},
    platform,
    state::use_texts,
};

/// Where a form stands.
#[derive(Clone, Copy, PartialEq)]
pub struct Submission {
    busy: Signal<bool>,
    error: Signal<Option<AppError>>,
}

/// A form whose fields have the ids `{prefix}{field key}`. After an error the focus goes to the
/// first field that is wrong.
pub fn use_submission(prefix: &'static str) -> Submission {
    use_told_submission(prefix, || None)
}

/// The same for a form that was sent before the page came, without JavaScript: begins with what went wrong
/// then.
pub fn use_told_submission(prefix: &'static str, told: impl FnOnce() -> Option<AppError>) -> Submission {
    let submission = Submission { busy: use_signal(|| false), error: use_signal(told) };
    use_effect(move || {
        if let Some(field) = submission.error.read().as_ref().and_then(field_at_fault) {
            platform::focus(&format!("{prefix}{}", field.key()));
        }
    });
    submission
}

impl Submission {
    /// Sends, unless something is on its way already.
    pub fn start(mut self, work: impl Future<Output = Result<(), AppError>> + 'static) {
        if *self.busy.peek() {
            return;
        }
        self.busy.set(true);
        self.error.set(None);
        spawn(async move {
            let result = work.await;
            self.busy.set(false);
            if let Err(error) = result {
                self.error.set(Some(error));
            }
        });
    }

    /// Whether something is on its way.
    pub fn busy(self) -> bool {
        *self.busy.read()
    }

    /// What went wrong, if anything.
    pub fn error(self) -> Option<AppError> {
        self.error.read().clone()
    }

    /// Whether it went wrong for this reason.
    pub fn failed_with(self, code: ErrorCode) -> bool {
        self.error.read().as_ref().is_some_and(|error| error.code == code)
    }

    /// What to say under a field.
    pub fn problem(self, field: Field, texts: Texts) -> Option<String> {
        let error = self.error.read();
        let error = error.as_ref()?;
        match error.code {
            ErrorCode::WrongCode | ErrorCode::DeadCode if field == Field::Code => Some(error.text(texts)),
            _ => error.problem_of(field).map(|problem| problem.text(texts).to_owned()),
        }
    }

    /// Forgets what went wrong.
    pub fn clear(mut self) {
        self.error.set(None);
    }

    /// Leaves the form, unless it is on its way: nobody would hear what came of it.
    pub fn leave(self, close: impl FnOnce()) {
        if !*self.busy.peek() {
            self.clear();
            close();
        }
    }

    /// Forgets what was wrong with a field: the person is changing it. With the last mark goes all that was said.
    pub fn clear_field(mut self, field: Field) {
        let Some(before) = self.error.peek().clone() else { return };
        let after = without(before.clone(), field);
        if after.as_ref() != Some(&before) {
            self.error.set(after);
        }
    }
}

/// Waits for an answer, but not for ever: who waits for it can do nothing else.
///
/// # Errors
/// Those of the answer; [`ErrorCode::Unreachable`] when it takes too long.
pub fn in_time<T, E: From<AppError>>(
    answer: impl Future<Output = Result<T, E>>,
) -> impl Future<Output = Result<T, E>> {
    // Boxed: some are large, and whoever waits with a limit holds them twice.
    let answer = platform::in_time(Box::pin(answer));
    async { answer.await.unwrap_or_else(|| Err(AppError::new(ErrorCode::Unreachable).into())) }
}

/// The error without what was wrong with a field; nothing when that was all.
fn without(mut error: AppError, field: Field) -> Option<AppError> {
    match error.code {
        ErrorCode::WrongCode | ErrorCode::DeadCode if field == Field::Code => return None,
        ErrorCode::Invalid if error.problem_of(field).is_some() => {}
        _ => return Some(error),
    }
    error.fields.retain(|each| each.field != field);
    (!error.fields.is_empty()).then_some(error)
}

/// The field that the person should look at first.
fn field_at_fault(error: &AppError) -> Option<Field> {
    match error.code {
        ErrorCode::Invalid => error.fields.first().map(|error| error.field),
        ErrorCode::WrongCode | ErrorCode::DeadCode => Some(Field::Code),
        ErrorCode::WrongCredentials => Some(Field::Password),
        _ => None,
    }
}

/// Says above a form what went wrong with all of it; what is wrong with a field stands there. With a `title` it
/// says so too as long as a field is marked: then it is news that nothing was kept.
#[component]
pub fn SubmissionBanner(
    submission: Submission,
    /// What it means for the person, where the text alone does not say it.
    #[props(default)]
    title: Option<&'static str>,
    /// What it means that no answer came, where that may be more than that nothing happened.
    #[props(default)]
    unheard: Option<&'static str>,
) -> Element {
    let texts = use_texts();
    let marked = |error: &AppError| error.code == ErrorCode::Invalid && !error.fields.is_empty();
    let stands = |error: &AppError| stands_above(error) || title.is_some() && marked(error);
    let Some(error) = submission.error().filter(stands) else { return VNode::empty() };
    let beside_focus = marked(&error);
    let unheard = unheard.filter(|_| error.code == ErrorCode::Unreachable);
    let text = unheard.map_or_else(|| error.text(texts), str::to_owned);
    let kind = if error.code == ErrorCode::TooManyTries { Kind::Warning } else { Kind::Danger };
    rsx! { Banner { kind, title, text, beside_focus } }
}

fn stands_above(error: &AppError) -> bool {
    match error.code {
        ErrorCode::Invalid => error.fields.is_empty(),
        // A proof that was not given: the person cancelled, and knows.
        ErrorCode::WrongCode | ErrorCode::DeadCode | ErrorCode::StepUp => false,
        _ => true,
    }
}

/// What stands in a submitted form's field.
pub fn text_of(event: &FormEvent, name: &str) -> String {
    match event.get_first(name) {
        Some(FormValue::Text(text)) => text,
        _ => String::new(),
    }
}

/// Runs every check, so that all wrong fields are marked at once.
pub fn all_of<const N: usize>(checks: [Result<(), AppError>; N]) -> Result<(), AppError> {
    let fields: Vec<_> = checks.into_iter().filter_map(Result::err).flat_map(|error| error.fields).collect();
    if fields.is_empty() { Ok(()) } else { Err(AppError { fields, ..AppError::new(ErrorCode::Invalid) }) }
}
