//! What deleting an account would do.

use std::collections::HashMap;

use domain::{
    ErrorCode, Timestamp, UserId,
    account::{
        DeletionPlan, Export, ExportState, GoneOrganisation, HandedOverOrganisation, LeftOrganisation,
    },
};

use super::Failure;
use crate::{
    app::App,
    auth::CurrentUser,
    service::{email_change::UNDO_FOR, export, privacy},
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
        not_before: not_before(app, db, user.id).await?,
    };
    Ok(departures.into_iter().fold(plan, |plan, departure| with(plan, departure, &names)))
}

/// From when on the person may delete the account, if not now. Whoever took it over may have changed the address: until
/// that can't be undone any more, the owner's way back must be there.
pub(super) async fn not_before(
    app: &App,
    db: &impl Connection,
    user: UserId,
) -> Result<Option<Timestamp>, Failure> {
    let changed_at = store::email_changes::latest(db, user, app.now() - UNDO_FOR).await?;
    Ok(changed_at.map(|at| at + UNDO_FOR))
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
            let heir_name = names.get(&heir).cloned();
            plan.handed_over.push(HandedOverOrganisation { id, name, heir, heir_name });
        }
        Fate::Left => plan.left.push(LeftOrganisation { id, name, role }),
    }
    plan
}
