//! The form: checks with the domain's rules, sends, and loses nothing on the way.

use dioxus::prelude::*;
use domain::{
    AppError, ErrorCode, Field,
    account::Me,
    profile::{BIO_MAX, Profile, ProfileUpdate},
};
use server::rpc::{RpcError, profile::update_profile};

use super::{
    conflict::ConflictBanner,
    draft::{Draft, use_draft},
};
use crate::{
    components::{Banner, CardHeader, Kind, SubmitButton, TextArea, TextField, Toasts},
    features::submission::{Submission, SubmissionBanner, use_submission},
    platform,
    state::{use_app_state, use_me, use_texts},
};

/// The id of the line that says whether there is something to save.
const STATE: &str = "profile-state";

/// The profile as stored, and the person's changes to it.
#[component]
pub fn ProfileForm(stored: Profile, onstored: EventHandler<Profile>) -> Element {
    let texts = use_texts();
    let mut state = use_app_state();
    let mut me = use_me();
    let toasts: Toasts = use_context();
    let draft = use_draft();
    let submission = use_submission("");
    let restored = use_hook(|| draft.dirty());
    use_typed_before(draft, &stored);
    let values = draft.values(&stored);
    let (busy, dirty) = (submission.busy(), draft.dirty());
    let base = stored.clone();
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        if !draft.dirty() {
            return;
        }
        // As they are now: the last letter may be younger than what was drawn last.
        let (values, version) = (draft.values(&base), draft.version(&base));
        submission.start(async move {
            let newer = send(values, version).await.inspect_err(|error| {
                if error.code == ErrorCode::SignedOut {
                    state.signed_out.set(true);
                }
            })?;
            // Notifications are no part of a profile.
            let Me { id, unread, latest, .. } = me.peek().clone();
            me.set(Me { unread, latest, ..Me::new(id, &newer) });
            draft.discard();
            onstored.call(newer);
            toasts.success(texts.profile_saved());
            Ok(())
        });
    };
    rsx! {
        Notices { submission, draft, restored, onstored }
        form { class: "card", "aria-labelledby": "profile-title", method: "post", novalidate: true,
            "aria-busy": busy.then_some("true"),
            onsubmit,
            CardHeader { id: "profile", title: texts.profile(), description: texts.profile_description() }
            Fields { stored: stored.clone(), values, draft, submission }
            div { class: "card-footer",
                p { class: "card-note", id: STATE, tabindex: "-1", "data-state": (dirty && !busy).then_some("dirty"),
                    if busy {
                        {texts.profile_saving()}
                    } else if dirty {
                        {texts.profile_unsaved()}
                    } else {
                        {texts.profile_unchanged()}
                    }
                }
                div { class: "actions",
                    button {
                        class: "button",
                        r#type: "button",
                        disabled: !dirty && !busy,
                        "aria-disabled": busy.then_some("true"),
                        onclick: move |_| {
                            if !busy {
                                // This button is about to be disabled, and would take the focus with it.
                                platform::focus(STATE);
                                draft.discard();
                                submission.clear();
                            }
                        },
                        {texts.cancel()}
                    }
                    SubmitButton { label: texts.submit(), busy, disabled: !dirty, live_only: true }
                }
            }
        }
    }
}

/// Takes over what was typed before the page came to life, once.
fn use_typed_before(draft: Draft, stored: &Profile) {
    let stored = use_hook(|| stored.clone());
    use_effect(move || draft.catch_up(&stored));
}

/// What stands above the form.
#[component]
fn Notices(submission: Submission, draft: Draft, restored: bool, onstored: EventHandler<Profile>) -> Element {
    let texts = use_texts();
    // A session that ended has its own dialog, a change elsewhere its own question.
    if submission.failed_with(ErrorCode::Conflict) {
        return rsx! { ConflictBanner { submission, draft, onstored } };
    }
    if submission.failed_with(ErrorCode::SignedOut) {
        return VNode::empty();
    }
    rsx! {
        SubmissionBanner { submission, title: texts.profile_not_saved() }
        if restored && draft.dirty() {
            Banner { kind: Kind::Info, text: texts.profile_restored() }
        }
    }
}

#[component]
fn Fields(stored: Profile, values: ProfileUpdate, draft: Draft, submission: Submission) -> Element {
    let texts = use_texts();
    let email = stored.email.clone();
    let edit = use_callback(move |(field, typed): (Field, String)| {
        submission.clear_field(field);
        draft.edit(&stored, field, typed);
    });
    rsx! {
        div { class: "card-body form-grid",
            TextField {
                id: Field::FirstName.key(),
                label: texts.first_name(),
                autocomplete: "given-name",
                value: values.first_name,
                problem: submission.problem(Field::FirstName, texts),
                oninput: move |typed| edit((Field::FirstName, typed)),
            }
            TextField {
                id: Field::LastName.key(),
                label: texts.last_name(),
                autocomplete: "family-name",
                value: values.last_name,
                problem: submission.problem(Field::LastName, texts),
                oninput: move |typed| edit((Field::LastName, typed)),
            }
            TextField {
                id: Field::Phone.key(),
                label: texts.phone(),
                r#type: "tel",
                autocomplete: "tel",
                inputmode: "tel",
                hint: texts.phone_hint(),
                value: values.phone,
                problem: submission.problem(Field::Phone, texts),
                oninput: move |typed| edit((Field::Phone, typed)),
            }
            TextField {
                id: Field::Email.key(),
                label: texts.email(),
                r#type: "email",
                autocomplete: "email",
                hint: texts.email_hint(),
                readonly: true,
                value: email,
            }
            TextArea {
                id: Field::Bio.key(),
                label: texts.bio(),
                hint: texts.bio_hint(),
                counter_label: texts.characters_used(),
                limit: BIO_MAX,
                value: values.bio,
                problem: submission.problem(Field::Bio, texts),
                oninput: move |typed| edit((Field::Bio, typed)),
            }
        }
    }
}

async fn send(values: ProfileUpdate, version: i64) -> Result<Profile, AppError> {
    update_profile(values.checked()?, version).await.map_err(|RpcError(error)| error)
}
