//! What the app remembers between pages, and forgets when the person signs out.

use dioxus::prelude::*;
use domain::{Texts, UserId, account::Me, instance::Instance, profile::ProfileUpdate};

use crate::{
    features::{account::Said, privacy::Switches, support},
    platform,
    routes::Route,
};

/// The memory of one window.
#[derive(Clone, Copy, PartialEq)]
pub struct AppState {
    /// The changes that the person has not submitted. Here, not in the form, because the browser's
    /// back button takes the form away without asking.
    pub draft: Signal<Option<ProfileDraft>>,
    /// Whether the page has changes that nothing keeps, and that go with it.
    pub unsaved: Signal<bool>,
    /// Where the person wants to go while the question about unsaved changes is open.
    pub leaving: Signal<Option<Leave>>,
    /// Whether the session ended under a form.
    pub signed_out: Signal<bool>,
    /// The address last typed, so that no page asks for it twice.
    pub email: Signal<String>,
    /// How the switches of the Privacy tab stand. Here, because a change goes on when the tab is gone.
    pub privacy: Signal<Option<Switches>>,
    /// What the person wrote to support and did not submit.
    pub support: Signal<Option<support::Written>>,
    /// Why the person leaves for good. Here, because on the way they put other things in order.
    pub farewell: Signal<Said>,
    /// Whether the answer to a deletion was lost: then the account may be gone, and nobody knows the person any more.
    pub deletion_unheard: Signal<bool>,
    /// The page shown last, to tell a change of page from the first one.
    pub shown: Signal<Option<String>>,
}

impl AppState {
    /// An empty memory.
    pub fn new() -> Self {
        Self {
            draft: Signal::new(None),
            unsaved: Signal::new(false),
            leaving: Signal::new(None),
            signed_out: Signal::new(false),
            email: Signal::new(String::new()),
            privacy: Signal::new(None),
            support: Signal::new(None),
            farewell: Signal::new(Said::default()),
            deletion_unheard: Signal::new(false),
            shown: Signal::new(None),
        }
    }

    /// Whether there are changes that are not submitted, on this page or kept from another.
    pub fn has_changes(self) -> bool {
        *self.unsaved.peek() || self.draft.peek().is_some()
    }

    /// Forgets all that belongs to the person who was here.
    pub fn forget_person(mut self) {
        self.draft.set(None);
        self.unsaved.set(false);
        self.leaving.set(None);
        self.signed_out.set(false);
        self.email.set(String::new());
        self.privacy.set(None);
        self.support.set(None);
        self.farewell.set(Said::default());
        self.deletion_unheard.set(false);
        platform::forget(support::SLOT);
    }
}

/// Changes to a profile that are not submitted. Exists only while they differ from what is stored.
#[derive(Clone, PartialEq)]
pub struct ProfileDraft {
    /// Who typed them: nobody else gets to see them.
    pub owner: UserId,
    /// The version they started from.
    pub version: i64,
    /// The form as it stands.
    pub values: ProfileUpdate,
}

/// A way out of a page.
#[derive(Clone, PartialEq)]
pub enum Leave {
    /// To another page.
    To(Route),
    /// Out of the account.
    SignOut,
    /// Out of the app, with its window.
    Close,
}

/// The memory of this window.
pub fn use_app_state() -> AppState {
    use_context()
}

/// The texts in the person's language.
pub fn use_texts() -> Texts {
    use_context()
}

/// The installation's public facts.
pub fn use_instance() -> Instance {
    use_context()
}

/// Who is signed in. Only on the pages inside [`crate::features::shell::Frame`].
pub fn use_me() -> Signal<Me> {
    use_context()
}
