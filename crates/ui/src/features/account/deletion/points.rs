//! The guide's four points: how each stands, and the way to what can be done about it.

use dioxus::prelude::*;
use domain::{
    Texts,
    account::{DeletionPlan, Export, ExportState},
};

use super::{
    danger::BLOCKED,
    organisations::{GoneRow, HandedOverRow, LeftRow, SubscribedRow},
};
use crate::{
    components::{Card, Icon, ListSkeleton, Shape},
    features::shell::GuardedLink,
    routes::Route,
    state::use_texts,
};

/// The card's id.
pub const ID: &str = "deletion-before";
/// The id of the point that can be in the way.
pub const SUBSCRIPTIONS: &str = "deletion-subscriptions";

/// How a point stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It is met.
    Done,
    /// There was nothing to do.
    Nothing,
    /// What becomes of it without the person is said, and they may leave it at that.
    Settled,
    /// It is being done: so many percent are.
    UnderWay(u8),
    /// The rest is the person's to do, and nobody knows whether they did.
    Offered,
    /// It is not, which hinders nobody.
    Open,
    /// It is not, and has to be.
    Blocking,
}

impl State {
    const fn is_met(self) -> bool {
        matches!(self, Self::Done | Self::Nothing | Self::Settled)
    }

    fn words(self, texts: Texts) -> String {
        match self {
            Self::Done => texts.deletion_state_done().to_owned(),
            Self::Nothing => texts.deletion_state_nothing().to_owned(),
            Self::Settled => texts.deletion_state_settled().to_owned(),
            Self::UnderWay(percent) => texts.deletion_state_under_way(&percent.to_string()),
            Self::Offered => texts.deletion_state_offered().to_owned(),
            Self::Open => texts.deletion_state_open().to_owned(),
            Self::Blocking => texts.deletion_state_blocking().to_owned(),
        }
    }

    const fn shape(self) -> Shape {
        match self {
            Self::Done | Self::Nothing | Self::Settled => Shape::Check,
            Self::UnderWay(_) => Shape::Retry,
            Self::Offered => Shape::Download,
            Self::Open => Shape::Circle,
            Self::Blocking => Shape::Cross,
        }
    }

    /// The look, which says nothing that the words don't.
    const fn kind(self) -> &'static str {
        match self {
            Self::Done | Self::Nothing | Self::Settled => "success",
            Self::UnderWay(_) | Self::Offered => "accent",
            Self::Open => "warning",
            Self::Blocking => "danger",
        }
    }
}

/// How the four stand, in the guide's order.
fn states(plan: &DeletionPlan) -> [State; 4] {
    let organisations = match (plan.gone.is_empty(), plan.handed_over.is_empty()) {
        (false, _) => State::Open,
        (true, false) => State::Done,
        (true, true) => State::Nothing,
    };
    let shared = if plan.left.is_empty() { State::Nothing } else { State::Settled };
    let subscriptions = if plan.is_subscribed() { State::Blocking } else { State::Nothing };
    [export_state(plan.export.as_ref()), organisations, shared, subscriptions]
}

fn export_state(export: Option<&Export>) -> State {
    match export {
        Some(export) if export.state.is_under_way() => State::UnderWay(export.percent()),
        Some(export) if export.state == ExportState::Ready => State::Offered,
        _ => State::Open,
    }
}

/// The card.
#[component]
pub fn PointsCard(plan: DeletionPlan) -> Element {
    let texts = use_texts();
    let states = states(&plan);
    let [export, organisations, shared, subscriptions] = states;
    let met = states.iter().filter(|state| state.is_met()).count();
    let subscribed: Vec<_> =
        plan.gone.iter().filter(|organisation| organisation.subscribed).cloned().collect();
    rsx! {
        Card { id: ID, title: texts.deletion_before(), description: texts.deletion_before_text(), focusable: true, flush: true,
            div { class: "card-list",
                Point {
                    title: texts.deletion_point_export(),
                    text: export_text(texts, plan.export.as_ref()),
                    state: export,
                    link: rsx! {
                        GuardedLink { class: "button button-sm", to: Route::Account,
                            if export == State::Open { {texts.export_action()} } else { {texts.deletion_export_open()} }
                        }
                    },
                }
                Point {
                    title: texts.deletion_point_organisations(),
                    text: organisations_text(texts, organisations),
                    state: organisations,
                    any: organisations != State::Nothing,
                    for organisation in plan.gone {
                        GoneRow { key: "{organisation.id}", organisation }
                    }
                    for organisation in plan.handed_over {
                        HandedOverRow { key: "{organisation.id}", organisation }
                    }
                }
                Point {
                    title: texts.deletion_point_shared(),
                    text: if shared == State::Nothing { texts.deletion_shared_none() } else { texts.deletion_shared() },
                    state: shared,
                    any: shared != State::Nothing,
                    for organisation in plan.left {
                        LeftRow { key: "{organisation.id}", organisation }
                    }
                }
                Point {
                    id: SUBSCRIPTIONS,
                    title: texts.deletion_point_subscriptions(),
                    text: if subscriptions.is_met() { texts.deletion_subscriptions_none() } else { texts.deletion_subscriptions() },
                    state: subscriptions,
                    any: !subscriptions.is_met(),
                    for organisation in subscribed {
                        SubscribedRow { key: "{organisation.id}", organisation }
                    }
                }
            }
        }
        // The list changes by itself.
        p { class: "visually-hidden", role: "status",
            {texts.deletion_met(&states.len().to_string(), &met.to_string())}
        }
    }
}

/// The card while its data is on its way.
#[component]
pub fn PointsSkeleton() -> Element {
    let texts = use_texts();
    rsx! {
        ListSkeleton {
            id: ID,
            title: texts.deletion_before(),
            description: texts.deletion_before_text(),
            loading: texts.loading(),
        }
    }
}

fn export_text(texts: Texts, export: Option<&Export>) -> String {
    match export {
        Some(Export { state: ExportState::Ready, expires_at: Some(end), .. }) => {
            texts.deletion_export_ready(&end.date(texts))
        }
        Some(export) if export.state.is_under_way() => texts.deletion_export_under_way().to_owned(),
        _ => texts.deletion_export_none().to_owned(),
    }
}

fn organisations_text(texts: Texts, state: State) -> &'static str {
    match state {
        State::Nothing => texts.deletion_organisations_none(),
        State::Done => texts.deletion_organisations_handed_over(),
        _ => texts.deletion_organisations_gone(),
    }
}

/// One point, with the organisations that it is about as its children.
#[component]
fn Point(
    #[props(default)] id: Option<&'static str>,
    title: &'static str,
    #[props(into)] text: String,
    state: State,
    #[props(default)] link: Option<Element>,
    /// Whether it is about any.
    #[props(default)]
    any: bool,
    children: Element,
) -> Element {
    let texts = use_texts();
    rsx! {
        div {
            class: "list-item point led-to",
            id,
            tabindex: id.map(|_| "-1"),
            role: id.map(|_| "group"),
            "aria-labelledby": id.map(|id| format!("{id}-title")),
            "aria-describedby": (state == State::Blocking).then_some(BLOCKED),
            span { class: "point-icon", "data-kind": state.kind(),
                Icon { shape: state.shape() }
            }
            div { class: "list-main",
                div { class: "list-title",
                    h3 { id: id.map(|id| format!("{id}-title")), {title} }
                    span { class: "badge", "data-kind": state.kind(), {state.words(texts)} }
                }
                p { class: "list-meta", {text} }
            }
            if let Some(link) = link {
                div { class: "actions", {link} }
            }
            if any {
                ul { class: "point-list", role: "list", {children} }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        Timestamp, UserId,
        account::{ExportId, GoneOrganisation, HandedOverOrganisation, LeftOrganisation},
        organisation::{ClientId, Role},
    };
    use uuid::Uuid;

    use super::*;

    const ORGANISATION: ClientId = ClientId(Uuid::nil());

    fn plan() -> DeletionPlan {
        DeletionPlan {
            email: "ada@example.com".to_owned(),
            export: None,
            gone: Vec::new(),
            handed_over: Vec::new(),
            left: Vec::new(),
            not_before: None,
        }
    }

    fn gone(subscribed: bool) -> GoneOrganisation {
        GoneOrganisation { id: ORGANISATION, name: "Engines".to_owned(), members: 1, subscribed }
    }

    fn export(state: ExportState) -> Export {
        Export {
            id: ExportId(Uuid::nil()),
            state,
            progress: 40,
            requested_at: Timestamp(0),
            size: None,
            expires_at: None,
        }
    }

    #[test]
    fn each_point_stands_for_its_part_of_the_plan() {
        use State::{Blocking, Done, Nothing, Offered, Open, Settled, UnderWay};
        let name = "Looms".to_owned();
        let handed_over = HandedOverOrganisation {
            id: ORGANISATION,
            name: name.clone(),
            heir: UserId(Uuid::nil()),
            heir_name: None,
        };
        let left = LeftOrganisation { id: ORGANISATION, name, role: Role::User };
        assert_eq!(states(&plan()), [Open, Nothing, Nothing, Nothing]);
        let with = |change: &dyn Fn(&mut DeletionPlan)| {
            let mut plan = plan();
            change(&mut plan);
            states(&plan)
        };
        for (state, shown) in [
            (ExportState::Waiting, UnderWay(40)),
            (ExportState::Building, UnderWay(40)),
            (ExportState::Ready, Offered),
            (ExportState::Failed, Open),
        ] {
            let states = with(&|plan| plan.export = Some(export(state)));
            assert_eq!(states, [shown, Nothing, Nothing, Nothing]);
        }
        assert_eq!(with(&|plan| plan.gone = vec![gone(false)]), [Open, Open, Nothing, Nothing]);
        assert_eq!(with(&|plan| plan.gone = vec![gone(false), gone(true)]), [Open, Open, Nothing, Blocking]);
        assert_eq!(
            with(&|plan| plan.handed_over = vec![handed_over.clone()]),
            [Open, Done, Nothing, Nothing]
        );
        let later = with(&|plan| plan.not_before = Some(Timestamp(0)));
        assert_eq!(later, [Open, Nothing, Nothing, Nothing], "no subscription is in the way");
        assert_eq!(with(&|plan| plan.left = vec![left.clone()]), [Open, Nothing, Settled, Nothing]);
    }
}
