//! When mail may come.

use dioxus::prelude::*;
use domain::{
    AppError, ErrorCode, Field, FieldError, Problem,
    notification::{QuietHours, Schedule},
};
use server::rpc::{RpcError, notifications::set_schedule};

use super::time_field::{TimeField, read};
use crate::{
    components::{Card, FieldProblem, SubmitButton, Tick, Toasts},
    features::{
        shell::use_unsaved,
        submission::{Submission, SubmissionBanner, all_of, text_of, use_submission},
    },
    platform,
    state::{use_app_state, use_texts},
};

/// Before the fields' keys, in their ids.
const PREFIX: &str = "schedule-";
const ZONE: &str = "schedule-zone";
/// The first of the two: where the focus goes.
const FROM: &str = "schedule-quietHours";
const UNTIL: &str = "schedule-until";
const DIGEST: &str = "schedule-digest";
/// Ten in the evening to seven in the morning, and eight in the morning: what most people mean.
const NIGHT: QuietHours = QuietHours { from: 22 * 60, until: 7 * 60 };
const MORNING: u16 = 8 * 60;

/// What the fields stand at.
#[derive(Clone, PartialEq)]
struct Values {
    zone: String,
    quiet: bool,
    from: Option<u16>,
    until: Option<u16>,
    digest: bool,
    at: Option<u16>,
}

impl Values {
    /// As the fields begin.
    fn of(schedule: &Schedule) -> Self {
        let (quiet, at) = (schedule.quiet.unwrap_or(NIGHT), schedule.digest.unwrap_or(MORNING));
        Self {
            zone: schedule.zone.clone(),
            quiet: schedule.quiet.is_some(),
            from: Some(quiet.from),
            until: Some(quiet.until),
            digest: schedule.digest.is_some(),
            at: Some(at),
        }
    }

    /// Whether the same would be saved: the times of what is off are not.
    fn means(&self, other: &Self) -> bool {
        let times = |values: &Self| {
            (values.quiet.then_some((values.from, values.until)), values.digest.then_some(values.at))
        };
        self.zone == other.zone && times(self) == times(other)
    }
}

/// The form. The browser keeps the times, and a submit reads them there; here is what the app has heard of them.
#[derive(Clone, Copy, PartialEq)]
struct Form {
    shown: Signal<Values>,
    /// What it stood at when there was nothing to save.
    saved: Signal<Values>,
}

impl Form {
    fn dirty(self) -> bool {
        !self.shown.read().means(&self.saved.read())
    }

    fn edit(mut self, change: impl FnOnce(&mut Values)) {
        change(&mut self.shown.write());
    }

    /// Takes the device's zone, which the person has not chosen and need not save.
    fn propose(mut self, zone: &str) {
        for values in [&mut self.shown, &mut self.saved] {
            zone.clone_into(&mut values.write().zone);
        }
    }
}

fn use_form(schedule: &Schedule) -> Form {
    let form =
        Form { shown: use_signal(|| Values::of(schedule)), saved: use_signal(|| Values::of(schedule)) };
    use_unsaved(move || form.dirty());
    form
}

/// The card.
#[component]
pub fn ScheduleCard(schedule: Schedule, zones: Vec<String>) -> Element {
    let texts = use_texts();
    let toasts: Toasts = use_context();
    let mut state = use_app_state();
    let submission = use_submission(PREFIX);
    let mut form = use_form(&schedule);
    let begun = Values::of(&schedule);
    let (quiet, digest) = (form.shown.read().quiet, form.shown.read().digest);
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        submission.start(async move {
            let sent = form.shown.peek().clone();
            let schedule = schedule_of(&event, sent.quiet, sent.digest)?;
            match set_schedule(schedule).await {
                Ok(_) => {
                    form.saved.set(sent);
                    toasts.success(texts.schedule_saved());
                    Ok(())
                }
                Err(RpcError(error)) => {
                    if error.code == ErrorCode::SignedOut {
                        state.signed_out.set(true);
                    }
                    Err(error)
                }
            }
        });
    };
    rsx! {
        form { id: "schedule-form", novalidate: true, onsubmit,
            Card {
                id: "schedule",
                title: texts.schedule_title(),
                description: texts.schedule_text(),
                footer: rsx! {
                    p { class: "card-note", {texts.schedule_note()} }
                    div { class: "actions",
                        SubmitButton { label: texts.schedule_save(), busy: submission.busy(), live_only: true }
                    }
                },
                div { class: "form",
                    SubmissionBanner { submission }
                    ZoneField { stored: schedule.clone(), zones, form, submission }
                    Times { on: quiet, title: texts.quiet_title(), hint: texts.quiet_hint(),
                        // The fields begin anew each time.
                        ontick: move |on| {
                            form.edit(|values| {
                                (values.quiet, values.from, values.until) = (on, begun.from, begun.until);
                            });
                        },
                        QuietFields { initial: schedule.quiet.unwrap_or(NIGHT), form, submission }
                    }
                    Times { on: digest, title: texts.digest_title(), hint: texts.digest_hint(),
                        ontick: move |on| form.edit(|values| (values.digest, values.at) = (on, begun.at)),
                        DigestField { initial: schedule.digest.unwrap_or(MORNING), form, submission }
                    }
                }
            }
        }
    }
}

/// What the form says; or what is not filled in.
fn schedule_of(event: &FormEvent, quiet: bool, digest: bool) -> Result<Schedule, AppError> {
    let time = |id| read(&text_of(event, id));
    let (from, until, at) = (time(FROM), time(UNTIL), time(DIGEST));
    let missing = |field, missing: bool| {
        let error = FieldError { field, problem: Problem::Required };
        if missing {
            Err(AppError { fields: vec![error], ..AppError::new(ErrorCode::Invalid) })
        } else {
            Ok(())
        }
    };
    all_of([
        missing(Field::QuietHours, quiet && (from.is_none() || until.is_none())),
        missing(Field::Digest, digest && at.is_none()),
    ])?;
    let hours = from.zip(until).map(|(from, until)| QuietHours { from, until });
    Ok(Schedule { zone: text_of(event, ZONE), quiet: hours.filter(|_| quiet), digest: at.filter(|_| digest) })
}

/// The time zone. Until the person chose anything it is the device's.
#[component]
fn ZoneField(stored: Schedule, zones: Vec<String>, form: Form, submission: Submission) -> Element {
    let texts = use_texts();
    use_effect({
        let (stored, zones) = (stored, zones.clone());
        move || {
            if stored == Schedule::default()
                && let Some(here) = platform::time_zone().filter(|here| zones.contains(here))
            {
                form.propose(&here);
            }
        }
    });
    let problem = submission.problem(Field::Zone, texts);
    let wrong = problem.is_some();
    rsx! {
        div { class: "field",
            label { class: "label", r#for: ZONE, {texts.schedule_zone()} }
            select {
                class: "input",
                id: ZONE,
                name: ZONE,
                "aria-invalid": wrong.then_some("true"),
                "aria-describedby": wrong.then(|| format!("{ZONE}-error")),
                onchange: move |event| {
                    submission.clear_field(Field::Zone);
                    form.edit(|values| values.zone = event.value());
                },
                for each in zones {
                    option { key: "{each}", value: each.clone(), selected: each == form.shown.read().zone, {each.replace('_', " ")} }
                }
            }
            FieldProblem { id: ZONE, problem }
        }
    }
}

/// Something that is on or off, and its times while it is on.
#[component]
fn Times(
    on: bool,
    title: &'static str,
    hint: &'static str,
    ontick: EventHandler<bool>,
    children: Element,
) -> Element {
    rsx! {
        div { class: "times",
            Tick { title, hint, ticked: on, ontick }
            if on {
                {children}
            }
        }
    }
}

#[component]
fn QuietFields(initial: QuietHours, form: Form, submission: Submission) -> Element {
    let texts = use_texts();
    let problem = submission.problem(Field::QuietHours, texts);
    let wrong = problem.is_some().then(|| format!("{FROM}-error"));
    rsx! {
        fieldset { class: "times-fields",
            legend { class: "visually-hidden", {texts.quiet_title()} }
            div { class: "times-pair",
                TimeField { id: FROM, label: texts.quiet_from(), initial: initial.from, problem: wrong.clone(),
                    onedit: move |from| {
                        submission.clear_field(Field::QuietHours);
                        form.edit(|values| values.from = from);
                    },
                }
                TimeField { id: UNTIL, label: texts.quiet_until(), initial: initial.until, problem: wrong,
                    onedit: move |until| {
                        submission.clear_field(Field::QuietHours);
                        form.edit(|values| values.until = until);
                    },
                }
            }
            FieldProblem { id: FROM, problem }
        }
    }
}

#[component]
fn DigestField(initial: u16, form: Form, submission: Submission) -> Element {
    let texts = use_texts();
    let problem = submission.problem(Field::Digest, texts);
    rsx! {
        div { class: "times-fields",
            div { class: "times-pair",
                TimeField {
                    id: DIGEST,
                    label: texts.digest_at(),
                    initial,
                    problem: problem.is_some().then(|| format!("{DIGEST}-error")),
                    onedit: move |at| {
                        submission.clear_field(Field::Digest);
                        form.edit(|values| values.at = at);
                    },
                }
            }
            FieldProblem { id: DIGEST, problem }
        }
    }
}
