//! The secret for the authenticator app, and the code that shows that it arrived.

use dioxus::prelude::*;
use domain::{
    Field,
    identity::Code,
    security::{Enrolment, QrDrawing},
};
use server::rpc::two_factor::confirm_authenticator;

use super::{
    card::CARD,
    enrol::{Enrolling, ID},
};
use crate::{
    components::{CodeField, CopyButton, QrCode, SubmitButton, use_copying},
    features::{
        confirm::close_onto,
        security::state::use_security,
        shell::use_step_up,
        submission::{Submission, SubmissionBanner, text_of},
    },
    platform,
    state::use_texts,
};

/// The id of the secret, for marking it.
const SECRET: &str = "enrol-secret";
/// Letters that stand together in it.
const GROUP: usize = 4;

/// The picture, the same as text, and the field for the code.
#[component]
pub fn ScanForm(
    enrolment: Enrolment,
    replace: bool,
    enrolling: Signal<Option<Enrolling>>,
    submission: Submission,
) -> Element {
    let texts = use_texts();
    let (security, step_up) = (use_security(), use_step_up());
    let mut enrolling = enrolling;
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let typed = text_of(&event, "code");
        submission.start(async move {
            let code = Code::parse(&typed)?;
            let codes = step_up.run(|| confirm_authenticator(code.expose().to_owned())).await?;
            security.refresh().await;
            security.say(if replace { texts.authenticator_replaced() } else { texts.two_factor_turned_on() });
            if codes.is_none() {
                close_onto(ID, CARD);
            }
            enrolling.set(codes.map(Enrolling::Codes));
            Ok(())
        });
    };
    rsx! {
        form { class: "dialog-body", method: "post", novalidate: true, onsubmit,
            div {
                h2 { class: "dialog-title", id: "enrol-title",
                    if replace {
                        {texts.authenticator_replace_title()}
                    } else {
                        {texts.two_factor_set_up_title()}
                    }
                }
                p { class: "dialog-text", id: "enrol-text", {texts.enrol_text()} }
            }
            SubmissionBanner { submission }
            Secret { enrolment }
            CodeField {
                label: texts.enrol_code(),
                hint: texts.enrol_code_hint(),
                problem: submission.problem(Field::Code, texts),
                oninput: move |()| submission.clear_field(Field::Code),
            }
            div { class: "actions",
                button { class: "button", r#type: "button",
                    onclick: move |_| submission.leave(move || enrolling.set(None)),
                    {texts.cancel()}
                }
                SubmitButton { label: texts.enrol_verify(), busy: submission.busy() }
            }
        }
    }
}

#[component]
fn Secret(enrolment: Enrolment) -> Element {
    let texts = use_texts();
    let copying = use_copying();
    use_effect(move || {
        if copying.failed() {
            platform::select(SECRET);
        }
    });
    let Enrolment { secret, uri, qr: QrDrawing { size, path } } = enrolment;
    let shown = grouped(&secret);
    rsx! {
        div { class: "enrol",
            QrCode { size, path, label: texts.enrol_qr() }
            div { class: "stack stack-sm",
                p { class: "hint", {texts.enrol_secret()} }
                div { class: "secret",
                    code { class: "secret-value", id: SECRET, {shown} }
                    CopyButton {
                        copying,
                        label: texts.enrol_secret_copy(),
                        done: texts.copied(),
                        onclick: move |()| {
                            let secret = secret.clone();
                            copying.start(async move { Some(secret) });
                        },
                    }
                }
                p {
                    a { class: "inline-link", href: uri, {texts.enrol_open()} }
                }
            }
        }
    }
}

/// In groups, as people read and type it.
fn grouped(secret: &str) -> String {
    let letters: Vec<char> = secret.chars().collect();
    letters.chunks(GROUP).map(String::from_iter).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_stands_in_groups() {
        assert_eq!(grouped("ABCDEFGHIJ"), "ABCD EFGH IJ");
        assert_eq!(grouped(""), "");
    }
}
