//! The end of an export before its time.

use dioxus::prelude::*;
use domain::{ErrorCode, account::Export};
use server::rpc::account::delete_export;

use super::state::{CARD, ExportsNow};
use crate::{
    components::PART,
    features::{
        confirm::{ConfirmDialog, close_onto},
        shell::use_step_up,
        submission::use_submission,
    },
    state::use_texts,
};

const ID: &str = "delete-export";

/// The question, while `deleting` holds an export.
#[component]
pub fn DeleteExportDialog(deleting: Signal<Option<Export>>, exports: ExportsNow) -> Element {
    let texts = use_texts();
    let step_up = use_step_up();
    let submission = use_submission("");
    let mut deleting = deleting;
    let open = use_memo(move || deleting.read().is_some());
    let at = deleting.read().as_ref().map(|export| export.requested_at.date_time(texts)).unwrap_or_default();
    let stops = deleting.read().as_ref().is_some_and(|export| export.state.is_under_way());
    let (title, text, action) = if stops {
        (texts.export_stop_title(), texts.export_stop_text().to_owned(), texts.export_stop())
    } else {
        (texts.export_delete_title(), texts.export_delete_text(PART), texts.delete_action())
    };
    let onconfirm = move |_| {
        let Some(export) = deleting.peek().clone() else { return };
        submission.start(async move {
            // Nobody has agreed to delete what is ready by now.
            let as_seen = exports.is_still(&export);
            if as_seen {
                match step_up.run(|| delete_export(export.id, export.state)).await {
                    Ok(now) => exports.take(now),
                    // It is gone already, which is what is wanted.
                    Err(error) if error.code == ErrorCode::NotFound => exports.look_again().await,
                    // It is another by now, which the look tells.
                    Err(error) if error.code == ErrorCode::Conflict => exports.look().await?,
                    Err(error) => return Err(error),
                }
            }
            close_onto(ID, CARD);
            deleting.set(None);
            match exports.end_of(&export) {
                None => exports.say(if stops { texts.export_stopped() } else { texts.export_deleted() }),
                // It was told behind the question.
                Some(end) if !as_seen => exports.tell_end(end),
                Some(_) => {}
            }
            Ok(())
        });
    };
    let oncancel = move |()| {
        let asked = deleting.take();
        // Its button is gone where it is no longer what it was.
        if asked.is_some_and(|asked| !exports.is_still(&asked)) {
            close_onto(ID, CARD);
        }
    };
    rsx! {
        ConfirmDialog {
            id: ID,
            open,
            title,
            text,
            part: at,
            action,
            danger: true,
            submission,
            onconfirm,
            oncancel,
        }
    }
}
