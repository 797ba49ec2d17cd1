//! The question after somebody else, or the same person elsewhere, was first.

use dioxus::prelude::*;
use domain::{AppError, profile::Profile};
use server::rpc::{RpcError, profile::read_profile};

use super::draft::Draft;
use crate::{
    components::{Banner, Kind},
    features::submission::{Submission, SubmissionBanner, use_submission},
    state::use_texts,
};

/// Which of the two is to stay.
#[derive(Clone, Copy, PartialEq)]
enum Choice {
    Theirs,
    Mine,
}

/// Offers the latest version, or to submit one's own changes over it.
#[component]
pub fn ConflictBanner(submission: Submission, draft: Draft, onstored: EventHandler<Profile>) -> Element {
    let texts = use_texts();
    let loading = use_submission("");
    let choose = move |choice: Choice| {
        loading.start(async move {
            let latest: Result<Profile, AppError> = read_profile().await.map_err(|RpcError(error)| error);
            let latest = latest?;
            match choice {
                Choice::Theirs => draft.discard(),
                Choice::Mine => draft.rebase(&latest),
            }
            onstored.call(latest);
            submission.clear();
            Ok(())
        });
    };
    rsx! {
        SubmissionBanner { submission: loading }
        Banner { kind: Kind::Warning, title: texts.conflict_title(), text: texts.conflict_text(),
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
