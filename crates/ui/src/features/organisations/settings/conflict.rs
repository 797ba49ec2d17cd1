//! The question after somebody else was first.

use dioxus::prelude::*;
use server::rpc::organisations::read_organisation;

use super::form::NameDraft;
use crate::{
    components::{Banner, Kind},
    features::{
        organisations::organisation::use_organisation,
        shell::use_step_up,
        submission::{Submission, SubmissionBanner, use_submission},
    },
    state::use_texts,
};

/// Which of the two is to stay.
#[derive(Clone, Copy, PartialEq)]
enum Choice {
    Theirs,
    Mine,
}

/// Offers the latest name, or to save one's own over it.
#[component]
pub fn ConflictBanner(submission: Submission, draft: NameDraft) -> Element {
    let texts = use_texts();
    let step_up = use_step_up();
    let loading = use_submission("");
    let mut organisation = use_organisation();
    let choose = move |choice: Choice| {
        let id = organisation.peek().id;
        loading.start(async move {
            let latest = step_up.run(|| read_organisation(id)).await?;
            if choice == Choice::Theirs {
                draft.discard();
            }
            organisation.set(latest);
            submission.clear();
            Ok(())
        });
    };
    rsx! {
        SubmissionBanner { submission: loading }
        Banner { kind: Kind::Warning, title: texts.client_conflict(), text: texts.conflict_text(),
            div { class: "actions",
                button { class: "button button-sm", r#type: "button", onclick: move |_| choose(Choice::Mine),
                    {texts.conflict_keep()}
                }
                button { class: "button button-sm", r#type: "button", onclick: move |_| choose(Choice::Theirs),
                    {texts.conflict_load()}
                }
            }
        }
    }
}
