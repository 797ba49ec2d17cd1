//! What the parts of the tab share: the data, and how to say what came of an action.

use dioxus::prelude::*;
use domain::{
    AppError, ErrorCode, Texts,
    security::{ActivityEntry, ActivityFilter, ActivityPage, SecurityPage},
};
use server::rpc::{
    RpcError,
    security::{read_activity, read_security_page},
};

use crate::{components::Toasts, features::data::Data, state::use_texts};

/// The tab. It hears of its data once they are there.
#[derive(Clone, Copy, PartialEq)]
pub struct Security {
    page: CopyValue<Option<Data<SecurityPage>>>,
    /// What happened.
    pub log: Log,
    toasts: Toasts,
    texts: Texts,
}

/// What is looked for in the activity log, and what was found.
#[derive(Clone, Copy, PartialEq)]
pub struct Log {
    /// Which entries are wanted.
    pub filter: Signal<ActivityFilter>,
    /// The first of them; nothing while all are wanted, which came with the page.
    found: Signal<Option<Result<ActivityPage, AppError>>>,
    /// Whether others are on their way.
    looking: Signal<bool>,
    /// The pages after the first that the person asked for.
    further: Signal<Vec<ActivityPage>>,
}

/// The tab that this is a part of.
pub fn use_security() -> Security {
    use_context()
}

/// Begins a tab.
pub fn use_security_provider() {
    let (toasts, texts) = (use_context(), use_texts());
    use_context_provider(|| Security {
        page: CopyValue::new(None),
        log: Log {
            filter: Signal::default(),
            found: Signal::new(None),
            looking: Signal::new(false),
            further: Signal::new(Vec::new()),
        },
        toasts,
        texts,
    });
}

impl Security {
    /// Takes note of the data, to refresh them.
    pub fn has_page(mut self, data: &Data<SecurityPage>) {
        self.page.set(Some(*data));
    }

    /// Reads everything again. What is shown stays until then, and stays should that fail: an open dialog
    /// may hold what is never shown again.
    pub async fn refresh(self) {
        let page = *self.page.peek();
        let Some(mut page) = page else { return };
        let now = read_security_page().await;
        // Before the page changes: what asked for this may go with it, and its task too.
        self.log.look().await;
        match now {
            Ok(now) => page.set(Ok(now)),
            Err(RpcError(error)) => self.tell(&error),
        }
    }

    /// Says what went wrong where no form could. A proof that was not given, and a session that has
    /// ended, have their dialogs.
    pub fn tell(self, error: &AppError) {
        if !matches!(error.code, ErrorCode::StepUp | ErrorCode::SignedOut) {
            self.toasts.failure(error.text(self.texts));
        }
    }

    /// Says that something worked.
    pub fn say(self, text: impl Into<String>) {
        self.toasts.success(text);
    }
}

impl Log {
    /// Wants other entries.
    pub fn look_for(mut self, filter: ActivityFilter) {
        if *self.filter.peek() != filter {
            self.filter.set(filter);
            spawn(self.look());
        }
    }

    /// Looks for what is wanted, from the latest entry on.
    pub async fn look(mut self) {
        self.further.write().clear();
        let filter = self.filter.peek().clone();
        if filter == ActivityFilter::default() {
            self.looking.set(false);
            self.found.set(None);
            return;
        }
        self.looking.set(true);
        let found = read_activity(filter.clone(), None).await.map_err(|RpcError(error)| error);
        // Meanwhile the person may have asked for something else.
        if *self.filter.peek() == filter {
            self.looking.set(false);
            self.found.set(Some(found));
        }
    }

    /// Whether other entries are on their way.
    pub fn looking(self) -> bool {
        *self.looking.read()
    }

    /// The first entries of what is wanted, when the page came with `latest`.
    pub fn first(self, latest: ActivityPage) -> Result<ActivityPage, AppError> {
        self.found.read().clone().unwrap_or(Ok(latest))
    }

    /// All entries that are there, after the first page's.
    pub fn entries(self, first: &ActivityPage) -> Vec<ActivityEntry> {
        let further = self.further.read();
        let pages = std::iter::once(first).chain(further.iter());
        pages.flat_map(|page| page.entries.iter().cloned()).collect()
    }

    /// Where the entries go on, if they do.
    pub fn next(self, first: &ActivityPage) -> Option<String> {
        self.further.read().last().unwrap_or(first).next.clone()
    }

    /// Reads on from there.
    ///
    /// # Errors
    /// Those of [`read_activity`].
    pub async fn read_on(mut self, next: String) -> Result<(), AppError> {
        let filter = self.filter.peek().clone();
        let page = read_activity(filter.clone(), Some(next)).await.map_err(|RpcError(error)| error)?;
        // Meanwhile the person may have asked for something else.
        if *self.filter.peek() == filter {
            self.further.write().push(page);
        }
        Ok(())
    }
}
