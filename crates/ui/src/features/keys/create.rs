//! A new key.

use std::time::Duration;

use dioxus::prelude::*;
use domain::{
    Field, Texts, Timestamp,
    token::{Expiry, Scope, Scopes, TokenDraft},
};
use server::rpc::tokens::create_token;

use super::{
    state::{Ask, use_keys},
    words::scope_words,
};
use crate::{
    components::{
        Banner, Dialog, FieldProblem, Kind, Radio, SelectField, SubmitButton, TextArea, TextField, Tick,
    },
    features::{
        shell::use_step_up,
        submission::{Submission, SubmissionBanner, text_of, use_submission},
    },
    state::use_texts,
};

const DAY: Duration = Duration::from_hours(24);
/// The choices that are no number of days.
const ON_A_DATE: &str = "date";
const NEVER: &str = "never";
/// What is chosen at first, as in [`Expiry::default`].
const AT_FIRST: &str = "90";

/// The dialog. `names` are those that are taken.
#[component]
pub fn CreateDialog(names: Vec<String>, now: Timestamp) -> Element {
    let keys = use_keys();
    let submission = use_submission("create-");
    let open = use_memo(move || matches!(keys.asked(), Some(Ask::Create)));
    rsx! {
        Dialog { id: "create", open, wide: true,
            oncancel: move |()| submission.leave(move || keys.close()),
            CreateForm { names, now, submission }
        }
    }
}

/// What the fields that the form does not read itself stand at.
#[derive(Clone, Copy, PartialEq)]
struct Wanted {
    /// Only some permissions, not all.
    limited: Signal<bool>,
    scopes: Signal<Scopes>,
    term: Signal<String>,
    networks: Signal<String>,
}

impl Wanted {
    fn draft(self, name: String, date: &str) -> TokenDraft {
        TokenDraft {
            name,
            scopes: if *self.limited.peek() { *self.scopes.peek() } else { Scopes::FULL },
            expiry: expiry(&self.term.peek(), date),
            networks: self.networks.peek().clone(),
        }
    }
}

#[component]
fn CreateForm(names: Vec<String>, now: Timestamp, submission: Submission) -> Element {
    let texts = use_texts();
    let keys = use_keys();
    let step_up = use_step_up();
    let wanted = Wanted {
        limited: use_signal(|| false),
        scopes: use_signal(Scopes::default),
        term: use_signal(|| AT_FIRST.to_owned()),
        networks: use_signal(String::new),
    };
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let draft = wanted.draft(text_of(&event, "create-name"), &text_of(&event, "create-expiry"));
        submission.start(async move {
            draft.clone().checked(now)?;
            let made = step_up.run(|| create_token(draft.clone())).await?;
            keys.refresh().await;
            keys.ask(Ask::Made(made, None));
            Ok(())
        });
    };
    rsx! {
        form { class: "dialog-body", method: "post", novalidate: true, onsubmit,
            div {
                h2 { class: "dialog-title", id: "create-title", {texts.key_create()} }
                p { class: "dialog-text", id: "create-text", {texts.key_create_text()} }
            }
            TextField {
                id: "create-name",
                label: texts.key_name(),
                initial: next_name(texts, &names),
                hint: texts.key_name_hint(),
                required: true,
                problem: submission.problem(Field::Name, texts),
                oninput: move |_| submission.clear_field(Field::Name),
            }
            Permissions { wanted, submission }
            Term { wanted, submission, now }
            Networks { wanted, submission }
            // Near the button: the form is longer than some screens.
            SubmissionBanner { submission }
            div { class: "actions",
                button { class: "button", r#type: "button",
                    onclick: move |_| submission.leave(move || keys.close()),
                    {texts.cancel()}
                }
                SubmitButton { label: texts.key_create(), busy: submission.busy() }
            }
        }
    }
}

/// All, or some of them.
#[component]
fn Permissions(wanted: Wanted, submission: Submission) -> Element {
    let texts = use_texts();
    let Wanted { mut limited, mut scopes, .. } = wanted;
    let (full, full_hint) = scope_words(texts, Scope::Full);
    let problem = submission.problem(Field::Scopes, texts);
    let described_by = problem.is_some().then_some("create-scopes-error");
    let mut turn = move |some: bool| {
        submission.clear_field(Field::Scopes);
        limited.set(some);
    };
    rsx! {
        fieldset { class: "field", "aria-describedby": described_by,
            legend { class: "label", {texts.key_permissions()} }
            div { class: "choices",
                Radio { name: "create-access", title: full, hint: full_hint, chosen: !limited(),
                    onchoose: move |()| turn(false),
                }
                Radio { name: "create-access", title: texts.scope_some(), hint: texts.scope_some_hint(), chosen: limited(),
                    onchoose: move |()| turn(true),
                }
            }
            if limited() {
                div { class: "ticks",
                    for (index , scope) in Scope::ALL.iter().copied().filter(|scope| *scope != Scope::Full).enumerate() {
                        Tick {
                            key: "{scope:?}",
                            // Where the focus goes when none is chosen.
                            id: (index == 0).then_some("create-scopes"),
                            title: scope_words(texts, scope).0,
                            hint: scope_words(texts, scope).1,
                            ticked: scopes().contains(scope),
                            ontick: move |ticked| {
                                submission.clear_field(Field::Scopes);
                                let before = *scopes.peek();
                                scopes.set(before.with(scope, ticked));
                            },
                        }
                    }
                }
            }
            FieldProblem { id: "create-scopes", problem }
        }
    }
}

/// When it ends.
#[component]
fn Term(wanted: Wanted, submission: Submission, now: Timestamp) -> Element {
    let texts = use_texts();
    let mut term = wanted.term;
    let on_a_date = *term.read() == ON_A_DATE;
    let options = vec![
        ("30", texts.term_days(30)),
        ("90", texts.term_days(90)),
        ("365", texts.term_year().to_owned()),
        (ON_A_DATE, texts.term_date().to_owned()),
        (NEVER, texts.term_never().to_owned()),
    ];
    let ends = match expiry(&term.read(), "") {
        Expiry::Days(days) => Some(texts.term_ends(&(now + DAY * u32::from(days)).date_time(texts))),
        Expiry::At(_) | Expiry::Never => None,
    };
    rsx! {
        SelectField {
            id: "create-term",
            label: texts.key_expires(),
            options,
            chosen: term(),
            hint: ends,
            onchange: move |chosen| {
                submission.clear_field(Field::Expiry);
                term.set(chosen);
            },
        }
        if on_a_date {
            TextField {
                id: "create-expiry",
                label: texts.term_on(),
                r#type: "date",
                hint: texts.term_on_hint(),
                required: true,
                problem: submission.problem(Field::Expiry, texts),
                oninput: move |_| submission.clear_field(Field::Expiry),
            }
        }
        if *term.read() == NEVER {
            Banner { kind: Kind::Warning, text: texts.term_never_hint() }
        }
    }
}

/// From where it works.
#[component]
fn Networks(wanted: Wanted, submission: Submission) -> Element {
    let texts = use_texts();
    let mut networks = wanted.networks;
    rsx! {
        TextArea {
            id: "create-networks",
            label: texts.key_networks_optional(),
            hint: texts.key_networks_hint(),
            rows: 2,
            value: networks(),
            problem: submission.problem(Field::Networks, texts),
            oninput: move |typed| {
                submission.clear_field(Field::Networks);
                networks.set(typed);
            },
        }
    }
}

/// What a choice means. A date that can't be read is none in the future, which the rules refuse.
fn expiry(term: &str, date: &str) -> Expiry {
    match term {
        ON_A_DATE => Expiry::At(Timestamp::end_of_day(date).unwrap_or_default()),
        NEVER => Expiry::Never,
        days => days.parse().map_or_else(|_| Expiry::default(), Expiry::Days),
    }
}

/// "User Token 3", after 1 and 2.
fn next_name(texts: Texts, names: &[String]) -> String {
    let prefix = texts.key_default_name("");
    let highest = names.iter().filter_map(|name| name.strip_prefix(&prefix)?.parse::<u32>().ok()).max();
    texts.key_default_name(&highest.unwrap_or(0).saturating_add(1).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_means_what_it_says() {
        assert_eq!(expiry(AT_FIRST, ""), Expiry::default());
        assert_eq!(expiry("365", ""), Expiry::Days(365));
        assert_eq!(expiry(NEVER, "2027-01-01"), Expiry::Never);
        let day = Timestamp::end_of_day("2027-01-01");
        assert_eq!(Some(expiry(ON_A_DATE, "2027-01-01")), day.map(Expiry::At));
        let now = Timestamp(1_795_305_600_000);
        assert!(expiry(ON_A_DATE, "").moment(now).is_err());
    }

    #[test]
    fn names_count_on() {
        let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let texts = Texts::default();
        assert_eq!(next_name(texts, &[]), "User Token 1");
        assert_eq!(next_name(texts, &names(&["User Token 2", "CI", "User Token x"])), "User Token 3");
    }
}
