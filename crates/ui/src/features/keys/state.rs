//! What the parts of the tab share: the data, and the dialog that is open.

use dioxus::prelude::*;
use domain::{
    AppError, ErrorCode, Texts,
    token::{NewToken, Overlap, TokenId, TokensPage, UserToken},
};
use server::rpc::{RpcError, tokens::read_tokens};

use crate::{components::Toasts, features::data::Data, state::use_texts};

/// The id of the card with the keys.
pub const CARD: &str = "keys";

/// What a dialog is open for.
#[derive(Clone, PartialEq)]
pub enum Ask {
    /// A new key.
    Create,
    /// Another name for this one.
    Rename(UserToken),
    /// Another value for this one.
    Rotate(UserToken),
    /// The end of this one.
    Revoke(UserToken),
    /// This one was just made, perhaps in place of one that goes on for a while.
    Made(NewToken, Option<Overlap>),
}

/// The tab.
#[derive(Clone, Copy, PartialEq)]
pub struct Keys {
    data: Data<TokensPage>,
    asked: Signal<Option<Ask>>,
    /// What gets the focus after the dialog, if not what had it before.
    after: Signal<Option<String>>,
    toasts: Toasts,
    texts: Texts,
}

/// The tab that this is a part of.
pub fn use_keys() -> Keys {
    use_context()
}

/// Begins a tab.
pub fn use_keys_provider(data: &Data<TokensPage>) {
    let data = *data;
    let (toasts, texts) = (use_context(), use_texts());
    use_context_provider(|| Keys { data, asked: Signal::new(None), after: Signal::new(None), toasts, texts });
}

/// What the element of a key is called.
pub fn row_id(token: TokenId) -> String {
    format!("key-{token}")
}

impl Keys {
    /// Opens a dialog in place of the one that is open.
    pub fn ask(mut self, ask: Ask) {
        let after = match &ask {
            Ask::Made(made, _) => Some(row_id(made.token.id)),
            _ => None,
        };
        self.after.set(after);
        self.asked.set(Some(ask));
    }

    /// Closes the dialog.
    pub fn close(mut self) {
        self.asked.set(None);
    }

    /// Closes the dialog of a key that goes.
    pub fn close_without(mut self) {
        self.after.set(Some(CARD.to_owned()));
        self.close();
    }

    /// What the open dialog is for.
    pub fn asked(self) -> Option<Ask> {
        self.asked.read().clone()
    }

    /// Where the focus goes after it.
    pub fn after(self) -> ReadSignal<Option<String>> {
        self.after.into()
    }

    /// Reads everything again. What is shown stays until then.
    pub async fn refresh(mut self) {
        match read_tokens().await {
            Ok(page) => self.data.set(Ok(page)),
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
    pub fn say(self, text: String) {
        self.toasts.success(text);
    }
}
