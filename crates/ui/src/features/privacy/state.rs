//! What the tab's parts share: the switches, and the way of a change to the server and back.

use dioxus::{core::spawn_forever, prelude::*};
use domain::{
    AppError, ErrorCode, Texts, UserId,
    privacy::{PrivacyItem, PrivacySettings},
};
use server::rpc::{RpcError, privacy::set_privacy};

use super::Switches;
use crate::{
    components::Toasts,
    platform,
    state::{AppState, use_app_state, use_me, use_texts},
};

/// The switches, and who hears what came of them. All of it outlives the tab: a change that is on its way when the
/// person goes on arrives all the same, and its toast can still undo it.
#[derive(Clone, Copy, PartialEq)]
pub struct Privacy {
    state: AppState,
    toasts: Toasts,
    texts: Texts,
}

/// Gives the tab what the server sent, unless changes of the person are still on their way.
pub fn use_privacy_provider(stored: PrivacySettings) -> Privacy {
    let me = use_me();
    let mut state = use_app_state();
    let privacy = Privacy { state, toasts: use_context(), texts: use_texts() };
    use_hook(move || {
        let owner = me.peek().id;
        let sending = state
            .privacy
            .peek()
            .as_ref()
            .is_some_and(|switches| switches.owner() == owner && switches.sending());
        if !sending {
            state.privacy.set(Some(Switches::new(owner, stored)));
        }
    });
    use_context_provider(|| privacy)
}

/// The tab's switches.
pub fn use_privacy() -> Privacy {
    use_context()
}

/// The id of an item's switch.
pub fn switch_id(item: PrivacyItem) -> String {
    format!("privacy-{}", item.key())
}

impl Privacy {
    /// How the switches look.
    pub fn shown(self) -> Option<PrivacySettings> {
        self.state.privacy.read().as_ref().map(Switches::shown)
    }

    /// How often a change was stored.
    pub fn answers(self) -> u32 {
        self.state.privacy.read().as_ref().map_or(0, Switches::answers)
    }

    /// Moves a switch, and lets the server follow.
    pub fn switch(self, item: PrivacyItem, shown: bool) {
        let owner = self.state.privacy.peek().as_ref().map(Switches::owner);
        if let Some(owner) = owner {
            self.switch_of(owner, item, shown);
        }
    }

    /// The same, unless somebody else has logged in meanwhile.
    fn switch_of(self, owner: UserId, item: PrivacyItem, shown: bool) {
        let idle = self.change(owner, |switches| {
            switches.set(item, shown);
            !switches.sending()
        });
        if idle == Some(true) {
            spawn_forever(self.send(owner));
        }
    }

    /// Sends what is not stored, one change after the other.
    async fn send(self, owner: UserId) {
        while let Some(Some((item, shown))) = self.change(owner, Switches::next) {
            match set_privacy(item, shown).await {
                Ok(stored) => {
                    let same = self.change(owner, |switches| switches.confirm(item, stored));
                    if same.is_some() {
                        self.say(owner, item, shown);
                    }
                }
                Err(RpcError(error)) => {
                    if self.change(owner, |switches| switches.take_back(item)).is_some() {
                        self.tell(item, &error);
                    }
                }
            }
        }
    }

    fn say(self, owner: UserId, item: PrivacyItem, shown: bool) {
        let label = item.label(self.texts);
        let done = if shown { self.texts.privacy_shown(label) } else { self.texts.privacy_hidden(label) };
        self.toasts.undoable(done, move || {
            self.switch_of(owner, item, !shown);
            // The pressed button is gone with its toast.
            platform::focus(&switch_id(item));
        });
    }

    /// A session that has ended has its dialog.
    fn tell(mut self, item: PrivacyItem, error: &AppError) {
        if error.code == ErrorCode::SignedOut {
            self.state.signed_out.set(true);
        } else {
            let why = error.text(self.texts);
            self.toasts.failure(self.texts.privacy_failed(item.label(self.texts), &why));
        }
    }

    /// Changes the switches, if they are still this person's.
    fn change<T>(mut self, owner: UserId, change: impl FnOnce(&mut Switches) -> T) -> Option<T> {
        let mut switches = self.state.privacy.write();
        switches.as_mut().filter(|switches| switches.owner() == owner).map(change)
    }
}
