//! The form while its data is on its way: the same boxes, so that nothing jumps.

use dioxus::prelude::*;

use crate::{
    components::{CardHeader, FieldSkeleton},
    state::use_texts,
};

/// The form's shape.
#[component]
pub fn ProfileSkeleton() -> Element {
    let texts = use_texts();
    rsx! {
        section { class: "card", "aria-labelledby": "profile-title", "aria-busy": "true",
            p { class: "visually-hidden", role: "status", {texts.loading()} }
            CardHeader { id: "profile", title: texts.profile(), description: texts.profile_description() }
            div { class: "card-body form-grid", "aria-hidden": "true",
                FieldSkeleton { label: texts.first_name() }
                FieldSkeleton { label: texts.last_name() }
                FieldSkeleton { label: texts.phone(), hint: texts.phone_hint() }
                FieldSkeleton { label: texts.email(), hint: texts.email_hint() }
                FieldSkeleton { label: texts.bio(), hint: texts.bio_hint(), wide: true }
            }
            div { class: "card-footer",
                div { class: "actions",
                    button { class: "button", r#type: "button", disabled: true, {texts.cancel()} }
                    button { class: "button button-primary", r#type: "button", disabled: true, {texts.submit()} }
                }
            }
        }
    }
}
