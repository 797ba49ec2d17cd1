//! What deleting an account would do.

use std::collections::HashMap;

use domain::{
    ErrorCode, UserId,
    account::{
        DeletionPlan, Export, ExportState, GoneOrganisation, HandedOverOrganisation, LeftOrganisation,
    },
};

use super::Failure;
use crate::{
    app::App,
    auth::CurrentUser,
    service::{export, privacy},
    store::{
        self, Connection,
        departures::{Departure, Fate},
    },
};

/// What deleting the person's account would do at this moment.
///
/// # Errors
/// `signed_out` when the account is gone.
pub async fn plan(app: &App, user: &CurrentUser) -> Result<DeletionPlan, Failure> {
    let db = app.database.connection();
    let person = async { Ok(store::people::find(db, user.id).await?) };
    let (person, exports, departures) =
        tokio::try_join!(person, export::list(app, user), departures(db, user.id))?;
    let person = person.ok_or(ErrorCode::SignedOut)?;
    let names = heirs(db, &departures).await?;
    let plan = DeletionPlan {
        email: person.email,
        export: exports.list.into_iter().find(is_of_use),
        gone: Vec::new(),
        handed_over: Vec::new(),
        left: Vec::new(),
    };
    Ok(departures.into_iter().fold(plan, |plan, departure| with(plan, departure, &names)))
}

/// Whether the person has it, or need only wait for it.
fn is_of_use(export: &Export) -> bool {
    export.state.is_under_way() || export.state == ExportState::Ready
}

/// By name: nobody looks for an organisation by when they joined it.
async fn departures(db: &impl Connection, user: UserId) -> Result<Vec<Departure>, Failure> {
    let mut departures = store::departures::of(db, user).await?;
    departures.sort_by_cached_key(|departure| {
        (departure.organisation.name.to_lowercase(), departure.organisation.id.0)
    });
    Ok(departures)
}

/// What the next owners are called, as far as they show it.
async fn heirs(db: &impl Connection, departures: &[Departure]) -> Result<HashMap<UserId, String>, Failure> {
    let mut heirs: Vec<UserId> = departures.iter().filter_map(|departure| departure.heir).collect();
    heirs.sort_unstable_by_key(|heir| heir.0);
    heirs.dedup();
    privacy::shown_names(db, &heirs).await
}

/// The same with one more organisation.
fn with(mut plan: DeletionPlan, departure: Departure, names: &HashMap<UserId, String>) -> DeletionPlan {
    let (fate, subscribed, members) = (departure.fate(), departure.is_in_the_way(), departure.members);
    let (id, name, role) =
        (departure.organisation.id, departure.organisation.name, departure.organisation.role);
    match fate {
        Fate::Gone => plan.gone.push(GoneOrganisation { id, name, members, subscribed }),
        Fate::HandedOver(heir) => {
            let heir = names.get(&heir).cloned();
            plan.handed_over.push(HandedOverOrganisation { id, name, heir });
        }
        Fate::Left => plan.left.push(LeftOrganisation { id, name, role }),
    }
    plan
}
