//! What the parts of the tab share: the data, and how to say what came of an action.

use dioxus::prelude::*;
use domain::{
    AppError, ErrorCode, Texts,
    security::{ActivityEntry, ActivityFilter, ActivityPage, SecuritySummary, SessionSummary},
};
use server::rpc::{
    RpcError,
    security::{read_activity, read_security},
};

use crate::{components::Toasts, features::data::Data, state::use_texts};

/// The tab. It hears of its data once they are there.
#[derive(Clone, Copy, PartialEq)]
pub struct Security {
    summary: CopyValue<Option<Data<SecuritySummary>>>,
    sessions: CopyValue<Option<Data<Vec<SessionSummary>>>>,
    /// What happened.
    pub log: Log,
    toasts: Toasts,
    texts: Texts,
}

/// The activity log as far as it is read.
#[derive(Clone, Copy, PartialEq)]
pub struct Log {
    /// Which entries are wanted. With another filter the first page is read anew.
    pub filter: Signal<ActivityFilter>,
    first: CopyValue<Option<Data<ActivityPage>>>,
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
        summary: CopyValue::new(None),
        sessions: CopyValue::new(None),
        log: Log { filter: Signal::default(), first: CopyValue::new(None), further: Signal::new(Vec::new()) },
        toasts,
        texts,
    });
}

impl Security {
    /// Takes note of the summary, to refresh it.
    pub fn has_summary(mut self, data: &Data<SecuritySummary>) {
        self.summary.set(Some(*data));
    }

    /// Takes note of the sessions, to refresh them.
    pub fn has_sessions(mut self, data: &Data<Vec<SessionSummary>>) {
        self.sessions.set(Some(*data));
    }

    /// Reads everything again. What is shown stays until then, and stays should that fail: an open dialog
    /// may hold what is never shown again.
    pub async fn refresh(self) {
        self.refresh_sessions();
        let summary = *self.summary.peek();
        let Some(mut summary) = summary else { return };
        match read_security().await {
            Ok(now) => summary.set(Ok(now)),
            Err(RpcError(error)) => self.tell(&error),
        }
    }

    /// Reads the sessions and the log again, in the background.
    pub fn refresh_sessions(self) {
        let sessions = *self.sessions.peek();
        if let Some(mut sessions) = sessions {
            sessions.restart();
        }
        self.log.restart();
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
            self.further.write().clear();
            self.filter.set(filter);
        }
    }

    /// Takes note of the first page, to read it again.
    pub fn begins(mut self, first: &Data<ActivityPage>) {
        self.first.set(Some(*first));
    }

    /// Reads the log again from its latest entry on.
    pub fn restart(mut self) {
        self.further.write().clear();
        let first = *self.first.peek();
        if let Some(mut first) = first {
            first.restart();
        }
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
