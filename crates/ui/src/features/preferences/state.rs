//! The matrix as it stands, and how a switch of it is saved.

use dioxus::{core::spawn_forever, prelude::*};
use domain::{
    AppError, ErrorCode, Texts,
    notification::{Category, Channel, Preference},
};
use server::rpc::{RpcError, notifications::set_preference};

use crate::{
    components::Toasts,
    platform,
    state::{AppState, use_app_state, use_texts},
};

/// One switch of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its row.
    pub category: Category,
    /// Its column.
    pub channel: Channel,
}

impl Cell {
    /// The switch's id.
    pub fn id(self) -> String {
        format!("{}-{}", self.category.key(), self.channel.key())
    }
}

/// The matrix. What it does outlives the tab: a change is saved, and can be undone, when the person has gone on
/// to another page. So nothing here counts on its signals still being there.
#[derive(Clone, Copy, PartialEq)]
pub struct Matrix {
    rows: Signal<Vec<Preference>>,
    /// Those whose change is on its way.
    saving: Signal<Vec<Cell>>,
    state: AppState,
    toasts: Toasts,
    texts: Texts,
}

/// Begins with what is stored.
pub fn use_matrix(stored: &[Preference]) -> Matrix {
    let (state, toasts, texts) = (use_app_state(), use_context(), use_texts());
    let stored = stored.to_vec();
    let mut rows = use_signal(|| stored.clone());
    use_effect(use_reactive!(|stored| rows.set(stored)));
    Matrix { rows, saving: use_signal(Vec::new), state, toasts, texts }
}

impl Matrix {
    /// The rows as they are shown.
    pub fn rows(self) -> Vec<Preference> {
        self.rows.read().clone()
    }

    /// Switches, and saves it.
    pub fn switch(mut self, cell: Cell, on: bool) {
        self.show(cell, on);
        if let Ok(mut saving) = self.saving.try_write() {
            // What is on its way sees the change when it is back.
            if saving.contains(&cell) {
                return;
            }
            saving.push(cell);
        }
        spawn_forever(self.save(cell, on));
    }

    /// Saves one change after the other: two at the same time could arrive in any order.
    async fn save(mut self, cell: Cell, mut on: bool) {
        let outcome = loop {
            let saved = set_preference(cell.category, cell.channel, on).await;
            match saved {
                Err(RpcError(error)) => break Err(error),
                Ok(_) if self.shown(cell).is_none_or(|shown| shown == on) => break Ok(()),
                Ok(_) => on = !on,
            }
        };
        if let Ok(mut saving) = self.saving.try_write() {
            saving.retain(|each| *each != cell);
        }
        match outcome {
            Ok(()) => self.say(cell, on),
            Err(error) => {
                self.show(cell, !on);
                self.tell(&error);
            }
        }
    }

    fn shown(self, cell: Cell) -> Option<bool> {
        let rows = self.rows.try_peek().ok()?;
        rows.iter().find(|row| row.category == cell.category).map(|row| row.is_on(cell.channel))
    }

    fn show(mut self, cell: Cell, on: bool) {
        if let Ok(mut rows) = self.rows.try_write() {
            for row in rows.iter_mut().filter(|row| row.category == cell.category) {
                *row = row.with(cell.channel, on);
            }
        }
    }

    /// Says that it is saved, and lets it be undone.
    fn say(self, cell: Cell, on: bool) {
        let (category, channel) = (cell.category.label(self.texts), cell.channel.label(self.texts));
        let text = if on {
            self.texts.preference_on(category, channel)
        } else {
            self.texts.preference_off(category, channel)
        };
        self.toasts.undoable(text, move || {
            // The button goes with its message.
            platform::focus(&cell.id());
            self.switch(cell, !on);
        });
    }

    /// Says what went wrong. A session that has ended has its dialog.
    fn tell(mut self, error: &AppError) {
        if error.code == ErrorCode::SignedOut {
            self.state.signed_out.set(true);
        } else {
            self.toasts.failure(self.texts.preference_failed(&error.text(self.texts)));
        }
    }
}
