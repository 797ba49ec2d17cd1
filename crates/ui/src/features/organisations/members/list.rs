//! The members, page after page.

use dioxus::prelude::*;
use domain::organisation::{Member, Page};
use server::rpc::organisations::read_more_members;

use super::{
    page::Questions,
    row::{MemberRow, row_id},
    state::Members,
};
use crate::{
    features::{
        shell::use_step_up,
        submission::{SubmissionBanner, use_submission},
    },
    platform,
    state::use_texts,
};

/// The list, and the way to the rest of it.
#[component]
pub fn MemberList(members: Members, page: Page<Member>, questions: Questions) -> Element {
    let texts = use_texts();
    let step_up = use_step_up();
    let submission = use_submission("");
    let mut arrived = use_signal(|| None);
    // The focus goes on where the list goes on: the button may be gone.
    use_effect(move || {
        if let Some(first) = *arrived.read() {
            platform::focus(&row_id(first));
        }
    });
    let load = move |_| {
        let Some(after) = members.next() else { return };
        let id = members.organisation.peek().id;
        submission.start(async move {
            let more = step_up.run(|| read_more_members(id, after)).await?;
            arrived.set(members.append(more));
            Ok(())
        });
    };
    let shown = page.items.len() as u64;
    rsx! {
        ul { class: "card-list", role: "list", "aria-labelledby": "members-title",
            for member in page.items {
                MemberRow { key: "{member.user}", member, members, questions }
            }
        }
        p { class: "visually-hidden", role: "status",
            if arrived.read().is_some() {
                {texts.members_loaded(shown)}
            }
        }
        if page.next.is_some() {
            div { class: "card-footer",
                SubmissionBanner { submission }
                button {
                    class: "button button-block",
                    r#type: "button",
                    "aria-disabled": submission.busy().then_some("true"),
                    "aria-busy": submission.busy().then_some("true"),
                    onclick: load,
                    {texts.members_more()}
                }
            }
        }
    }
}
