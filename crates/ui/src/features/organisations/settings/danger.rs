//! Leaving the organisation, and for an owner deleting it.

use dioxus::prelude::*;
use domain::organisation::{Organisation, Role};

use crate::{
    components::CardHeader,
    features::organisations::{delete::DeleteDialog, leave::LeaveDialog, organisation::use_organisation},
    routes::Route,
    state::use_texts,
};

/// The card and its questions.
#[component]
pub fn DangerZone() -> Element {
    let texts = use_texts();
    let navigator = use_navigator();
    let organisation = use_organisation();
    let leaving = use_signal(|| None::<Organisation>);
    let deleting = use_signal(|| None::<Organisation>);
    let away = use_callback(move |_: Organisation| {
        navigator.replace(Route::Organisations);
    });
    rsx! {
        section { class: "card card-danger", "aria-labelledby": "danger-title",
            CardHeader { id: "danger", title: texts.danger_zone() }
            div { class: "card-list",
                Danger {
                    title: texts.danger_leave(),
                    text: texts.danger_leave_text(),
                    action: texts.leave_action(),
                    question: leaving,
                }
                if organisation.read().role == Role::Owner {
                    Danger {
                        title: texts.danger_delete(),
                        text: texts.danger_delete_text(),
                        action: texts.delete_action(),
                        question: deleting,
                        danger: true,
                    }
                }
            }
        }
        LeaveDialog { leaving, onleft: away }
        DeleteDialog { deleting, ondeleted: away }
    }
}

/// One of the ways.
#[component]
fn Danger(
    title: &'static str,
    text: &'static str,
    action: &'static str,
    question: Signal<Option<Organisation>>,
    #[props(default)] danger: bool,
) -> Element {
    let organisation = use_organisation();
    let mut question = question;
    rsx! {
        div { class: "setting",
            div { class: "setting-text",
                h3 { class: "setting-title", {title} }
                p { class: "hint", {text} }
            }
            button {
                class: if danger { "button button-danger" } else { "button" },
                r#type: "button",
                onclick: move |_| question.set(Some(organisation.peek().clone())),
                {action}
            }
        }
    }
}
