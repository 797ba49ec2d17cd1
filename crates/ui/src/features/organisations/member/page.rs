//! The page: its data, or the shape of it.

use dioxus::prelude::*;
use domain::{AppError, ErrorCode, UserId, privacy::MemberPage as Content};
use server::rpc::organisations::read_member;

use super::profile::{MemberProfileView, shown_name};
use crate::{
    components::{CardSkeleton, Icon, Shape},
    features::{
        data::{DataFailed, use_data},
        organisations::{
            organisation::{use_organisation, use_organisation_title},
            roles::RoleBadges,
        },
        shell::{GuardedLink, NothingHere},
    },
    routes::Route,
    state::{use_me, use_texts},
};

/// `/organisations/:id/members/:userId`
#[component]
pub fn MemberPage(member: UserId) -> Element {
    let texts = use_texts();
    rsx! {
        // A list of one: only there a new key makes a new element, with another member in it.
        for id in [member] {
            SuspenseBoundary { key: "{id}", fallback: move |_| rsx! { CardSkeleton { loading: texts.loading() } },
                Loader { id }
            }
        }
    }
}

#[component]
fn Loader(id: UserId) -> Element {
    let organisation = use_organisation().peek().id;
    let mut data = use_data(move || read_member(organisation, id))?;
    match data() {
        Ok(content) => rsx! { Loaded { content } },
        Err(error) if error.code == ErrorCode::NotFound => rsx! { NoMember {} },
        Err(error) => rsx! { Failed { error, onretry: move |()| data.restart() } },
    }
}

/// In place of a member whose name is not known yet.
#[component]
fn Failed(error: AppError, onretry: EventHandler<()>) -> Element {
    use_organisation_title(use_texts().user_management());
    rsx! { DataFailed { error, onretry } }
}

/// In place of who is no member, or none for this person to see.
#[component]
fn NoMember() -> Element {
    let texts = use_texts();
    let organisation = use_organisation().peek().id;
    rsx! {
        div { class: "message-page",
            NothingHere {
                Link { class: "button button-primary", to: Route::Members { organisation }, {texts.go_to_members()} }
            }
        }
    }
}

#[component]
fn Loaded(content: Content) -> Element {
    let texts = use_texts();
    let mut organisation = use_organisation();
    let own = use_me().read().id == content.user;
    use_organisation_title(&shown_name(&content.profile, texts));
    // What the person is here by now.
    use_effect({
        let newest = content.organisation;
        move || organisation.set(newest.clone())
    });
    rsx! {
        if own {
            Own {}
        }
        section { class: "card", "aria-labelledby": "member-name",
            div { class: "card-body",
                MemberProfileView { profile: content.profile, now: content.now,
                    RoleBadges { role: content.role }
                    p { class: "list-meta", {texts.member_joined(&content.joined_at.date(texts))} }
                }
            }
        }
    }
}

/// On one's own page: why it says so little, or so much.
#[component]
fn Own() -> Element {
    let texts = use_texts();
    rsx! {
        div { class: "banner", "data-kind": "info", role: "note",
            Icon { shape: Shape::Info }
            p { class: "banner-text", {texts.member_own()} }
            GuardedLink { class: "button", to: Route::Privacy, {texts.member_own_change()} }
        }
    }
}
