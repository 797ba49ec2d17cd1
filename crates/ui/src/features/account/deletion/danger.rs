//! The guide's warning, and the way to the question.

use dioxus::prelude::*;
use domain::{AppError, ErrorCode, Texts, account::DeletionPlan};

use super::{points::SUBSCRIPTIONS, state::Deletion};
use crate::{
    components::{CardHeader, Icon, Shape},
    platform,
    state::use_texts,
};

/// What the ids begin with.
const ID: &str = "deletion-danger";
/// The id of what says why it can't be done.
pub const BLOCKED: &str = "deletion-blocked";

/// The card. While something is in the way, the button leads to what can be done about it.
#[component]
pub fn DangerCard(plan: DeletionPlan, deletion: Deletion) -> Element {
    let texts = use_texts();
    let reasons = reasons(texts, &plan);
    let blocked = plan.is_blocked();
    let onclick = move |_| {
        // The first on the page that is in the way.
        if plan.is_subscribed() {
            platform::focus(SUBSCRIPTIONS);
        } else if blocked {
            platform::focus(BLOCKED);
        } else {
            deletion.ask();
        }
    };
    rsx! {
        section { class: "card card-danger", "aria-labelledby": "{ID}-title",
            CardHeader { id: ID, title: texts.deletion_title() }
            div { class: "card-body",
                p { {texts.account_delete_text()} }
            }
            div { class: "card-footer",
                if blocked {
                    div {
                        class: "stack stack-sm led-to",
                        id: BLOCKED,
                        tabindex: "-1",
                        role: "group",
                        "aria-labelledby": "{ID}-title {BLOCKED}",
                        for reason in reasons {
                            p { key: "{reason}", class: "card-note",
                                Icon { shape: Shape::Warning, small: true }
                                {reason.clone()}
                            }
                        }
                    }
                }
                div { class: "actions",
                    button {
                        class: "button button-danger",
                        r#type: "button",
                        "aria-disabled": blocked.then_some("true"),
                        "aria-describedby": blocked.then_some(BLOCKED),
                        onclick,
                        {texts.delete_action()}
                    }
                }
            }
        }
    }
}

/// Why the account can't be deleted now.
fn reasons(texts: Texts, plan: &DeletionPlan) -> Vec<String> {
    let subscribed = plan.is_subscribed().then(|| AppError::new(ErrorCode::SubscriptionActive).text(texts));
    let not_before = plan.not_before.map(|at| texts.deletion_not_before(&at.date_time(texts)));
    subscribed.into_iter().chain(not_before).collect()
}

#[cfg(test)]
mod tests {
    use domain::{Timestamp, account::GoneOrganisation, organisation::ClientId};
    use uuid::Uuid;

    use super::*;

    #[test]
    fn what_is_in_the_way_is_said() {
        let texts = Texts::default();
        let (subscribed, at) = (AppError::new(ErrorCode::SubscriptionActive).text(texts), Timestamp(0));
        let changed = texts.deletion_not_before(&at.date_time(texts));
        for (paid, not_before, said) in [
            (false, None, vec![]),
            (true, None, vec![subscribed.clone()]),
            (false, Some(at), vec![changed.clone()]),
            (true, Some(at), vec![subscribed, changed]),
        ] {
            let id = ClientId(Uuid::nil());
            let organisation =
                GoneOrganisation { id, name: "Looms".to_owned(), members: 1, subscribed: paid };
            let plan = DeletionPlan {
                email: "ada@example.com".to_owned(),
                export: None,
                gone: vec![organisation],
                handed_over: Vec::new(),
                left: Vec::new(),
                not_before,
            };
            assert_eq!(reasons(texts, &plan), said);
            assert_eq!(plan.is_blocked(), !said.is_empty());
        }
    }
}
