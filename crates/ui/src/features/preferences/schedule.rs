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
    features::submission::{Submission, SubmissionBanner, all_of, text_of, use_submission},
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

/// The card.
#[component]
pub fn ScheduleCard(schedule: Schedule, zones: Vec<String>) -> Element {
    let texts = use_texts();
    let toasts: Toasts = use_context();
    let mut state = use_app_state();
    let submission = use_submission(PREFIX);
    let quiet = use_signal(|| schedule.quiet.is_some());
    let digest = use_signal(|| schedule.digest.is_some());
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        submission.start(async move {
            let schedule = schedule_of(&event, *quiet.peek(), *digest.peek())?;
            match set_schedule(schedule).await {
                Ok(_) => {
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
                        SubmitButton { label: texts.schedule_save(), busy: submission.busy() }
                    }
                },
                div { class: "form",
                    SubmissionBanner { submission }
                    ZoneField { stored: schedule.clone(), zones, submission }
                    Times { on: quiet, title: texts.quiet_title(), hint: texts.quiet_hint(),
                        QuietFields { initial: schedule.quiet.unwrap_or(NIGHT), submission }
                    }
                    Times { on: digest, title: texts.digest_title(), hint: texts.digest_hint(),
                        DigestField { initial: schedule.digest.unwrap_or(MORNING), submission }
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
fn ZoneField(stored: Schedule, zones: Vec<String>, submission: Submission) -> Element {
    let texts = use_texts();
    let mut zone = use_signal(|| stored.zone.clone());
    use_effect({
        let (stored, zones) = (stored, zones.clone());
        move || {
            if stored == Schedule::default()
                && let Some(here) = platform::time_zone().filter(|here| zones.contains(here))
            {
                zone.set(here);
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
                    zone.set(event.value());
                },
                for each in zones {
                    option { key: "{each}", value: each.clone(), selected: each == *zone.read(), {each.replace('_', " ")} }
                }
            }
            FieldProblem { id: ZONE, problem }
        }
    }
}

/// Something that is on or off, and its times while it is on.
#[component]
fn Times(on: Signal<bool>, title: &'static str, hint: &'static str, children: Element) -> Element {
    let mut on = on;
    rsx! {
        div { class: "times",
            Tick { title, hint, ticked: on(), ontick: move |ticked| on.set(ticked) }
            if on() {
                {children}
            }
        }
    }
}

#[component]
fn QuietFields(initial: QuietHours, submission: Submission) -> Element {
    let texts = use_texts();
    let problem = submission.problem(Field::QuietHours, texts);
    let wrong = problem.is_some().then(|| format!("{FROM}-error"));
    let onedit = move |()| submission.clear_field(Field::QuietHours);
    rsx! {
        fieldset { class: "times-fields",
            legend { class: "visually-hidden", {texts.quiet_title()} }
            div { class: "times-pair",
                TimeField { id: FROM, label: texts.quiet_from(), initial: initial.from, problem: wrong.clone(), onedit }
                TimeField { id: UNTIL, label: texts.quiet_until(), initial: initial.until, problem: wrong, onedit }
            }
            FieldProblem { id: FROM, problem }
        }
    }
}

#[component]
fn DigestField(initial: u16, submission: Submission) -> Element {
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
                    onedit: move |()| submission.clear_field(Field::Digest),
                }
            }
            FieldProblem { id: DIGEST, problem }
        }
    }
}
