//! What the parts of the page share: the plan, kept fresh, and whether the person is being asked.

use dioxus::prelude::*;
use domain::{AppError, ErrorCode, Texts, account::DeletionPlan};
use server::rpc::{RpcError, account::read_deletion};

use crate::features::{
    account::looks::{Pauses, use_looks},
    data::Data,
};

/// The id of what says why it did not come to it.
pub const CHANGED: &str = "deletion-changed";
/// How long the list stands as it is, while nothing calls for another look.
const PAUSES: Pauses = Pauses { usual: 10_000, longest: 120_000 };

/// The page.
#[derive(Clone, Copy, PartialEq)]
pub struct Deletion {
    page: CopyValue<Data<DeletionPlan>>,
    /// Counts the looks, so that the answer of an earlier one is not taken for later than it is.
    looks: CopyValue<u32>,
    /// Whether the dialog is open. What it asks for must not change under the person's hands.
    asking: Signal<bool>,
    /// Why the server did not delete what the person had confirmed.
    refused: Signal<Option<ErrorCode>>,
    /// Where the focus goes after the dialog, if not back.
    after: Signal<Option<String>>,
}

/// Why the server did not delete what the person had confirmed. Where that was not what would go, the list says more.
pub fn why(texts: Texts, error: &AppError) -> String {
    match error.code {
        ErrorCode::Conflict | ErrorCode::Invalid => texts.deletion_changed().to_owned(),
        _ => error.text(texts),
    }
}

/// Keeps the list of this page fresh: every few seconds, and whenever the person comes back from where they put
/// something right.
pub fn use_deletion(page: &Data<DeletionPlan>) -> Deletion {
    let deletion = Deletion {
        page: use_hook(|| CopyValue::new(*page)),
        looks: use_hook(|| CopyValue::new(0)),
        asking: use_signal(|| false),
        refused: use_signal(|| None),
        after: use_signal(|| None),
    };
    use_looks(|| true, PAUSES, move || deletion.refresh());
    deletion
}

impl Deletion {
    /// Whether the dialog is open.
    pub fn asking(self) -> ReadSignal<bool> {
        self.asking.into()
    }

    /// Where the focus goes after the dialog, if not back.
    pub fn after(self) -> ReadSignal<Option<String>> {
        self.after.into()
    }

    /// Why the server did not delete what the person had confirmed, until they ask for it again.
    pub fn refused(self) -> Option<ErrorCode> {
        *self.refused.read()
    }

    /// Opens the dialog.
    pub fn ask(mut self) {
        self.refused.set(None);
        self.after.set(None);
        self.asking.set(true);
    }

    /// Closes the dialog.
    pub fn close(mut self) {
        self.asking.set(false);
    }

    /// Closes the dialog and says why it did not come to it. The page shows what the person did not know.
    pub fn refuse(mut self, code: ErrorCode) {
        self.refused.set(Some(code));
        self.after.set(Some(CHANGED.to_owned()));
        self.asking.set(false);
    }

    /// Reads the plan, whatever the person is at. Where it can't be read the last one stays.
    pub async fn read_anew(self) {
        if let Ok(Some(now)) = self.read().await {
            self.take(now);
        }
    }

    /// The same, unless the dialog is open.
    async fn refresh(self) -> Result<(), ErrorCode> {
        if *self.asking.peek() {
            return Ok(());
        }
        // The dialog may have opened meanwhile.
        if let Some(now) = self.read().await?
            && !*self.asking.peek()
        {
            self.take(now);
        }
        Ok(())
    }

    /// The plan; nothing when it was asked for once more while the answer was on its way.
    async fn read(mut self) -> Result<Option<DeletionPlan>, ErrorCode> {
        let look = self.looks.peek().wrapping_add(1);
        self.looks.set(look);
        let now = read_deletion().await.map_err(|RpcError(error)| error.code)?;
        Ok((*self.looks.peek() == look).then_some(now))
    }

    /// What is as it was is not drawn again. What was in the way and no longer is, is not said any more.
    fn take(mut self, now: DeletionPlan) {
        let in_the_way = |code| matches!(code, ErrorCode::SubscriptionActive | ErrorCode::AddressChanged);
        if !now.is_blocked() && self.refused.peek().is_some_and(in_the_way) {
            self.refused.set(None);
        }
        let mut page = *self.page.peek();
        let known = page.peek().as_ref().is_ok_and(|plan| *plan == now);
        if !known {
            page.set(Ok(now));
        }
    }
}
