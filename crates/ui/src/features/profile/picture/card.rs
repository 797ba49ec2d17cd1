//! The card above the form.

use dioxus::{html::FileData, prelude::*};
use domain::{
    AppError, ErrorCode, Field, Problem,
    picture::{ACCEPTED, FILE_MAX, PictureFile},
};
use server::rpc::{RpcError, profile::remove_picture};

use super::{crop::CropDialog, preview::Chosen};
use crate::{
    components::{Avatar, AvatarSize, Card, FieldProblem, FileButton, Toasts},
    features::submission::{SubmissionBanner, use_submission},
    platform,
    state::{use_app_state, use_me, use_texts},
};

/// The field for the file.
pub const FILE: &str = "picture-file";

/// The picture, or the initials that stand for it, and what can be done about it.
#[component]
pub fn PictureCard() -> Element {
    let texts = use_texts();
    let mut state = use_app_state();
    let mut me = use_me();
    let toasts: Toasts = use_context();
    let chosen = use_signal(|| None::<Chosen>);
    let mut problem = use_signal(|| None::<Problem>);
    let removal = use_submission("");
    let onfile = move |file: FileData| {
        problem.set(None);
        removal.clear();
        let mut chosen = chosen;
        spawn(async move {
            match read(&file).await {
                Ok(file) => chosen.set(Some(Chosen::new(file))),
                Err(wrong) => problem.set(Some(wrong)),
            }
        });
    };
    let onremove = move |_| {
        problem.set(None);
        removal.start(async move {
            let removed: Result<(), AppError> = remove_picture().await.map_err(|RpcError(error)| error);
            removed.inspect_err(|error| {
                if error.code == ErrorCode::SignedOut {
                    state.signed_out.set(true);
                }
            })?;
            // The button is about to go, and would take the focus with it.
            platform::focus(FILE);
            me.write().picture = None;
            toasts.success(texts.picture_removed());
            Ok(())
        });
    };
    let (initials, picture) = (me.read().initials.clone(), me.read().picture.clone());
    let (removable, busy) = (picture.is_some(), removal.busy());
    let wrong = problem().map(|problem| problem.text(texts).to_owned());
    rsx! {
        Card { id: "picture", title: texts.picture_title(), description: texts.picture_description(),
            if !removal.failed_with(ErrorCode::SignedOut) {
                SubmissionBanner { submission: removal }
            }
            div { class: "picture-row",
                Avatar { initials, picture, size: AvatarSize::Huge }
                div { class: "field",
                    div { class: "actions actions-start",
                        FileButton {
                            id: FILE,
                            label: texts.picture_change(),
                            accept: ACCEPTED,
                            hint: true,
                            problem: wrong.is_some(),
                            onfile,
                        }
                        if removable {
                            button { class: "button button-danger-quiet", r#type: "button", "aria-busy": busy.then_some("true"),
                                "aria-disabled": busy.then_some("true"),
                                onclick: onremove,
                                if busy {
                                    span { class: "spinner", "aria-hidden": "true" }
                                }
                                {texts.picture_remove()}
                            }
                        }
                    }
                    div { role: "alert",
                        FieldProblem { id: FILE, problem: wrong }
                    }
                    p { class: "hint", id: "{FILE}-hint", {texts.picture_hint()} }
                }
            }
        }
        CropDialog { chosen, onwrong: move |wrong| problem.set(Some(wrong)) }
    }
}

/// Reads a file that may be sent. One that is too large is not even read.
async fn read(file: &FileData) -> Result<PictureFile, Problem> {
    if usize::try_from(file.size()).is_ok_and(|size| size <= FILE_MAX) {
        let bytes = file.read_bytes().await.map_err(|_| Problem::PictureBroken)?;
        PictureFile::checked(&bytes)
    } else {
        Err(Problem::PictureTooLarge)
    }
}

/// What is wrong with the file itself, of what the server found.
pub fn wrong_file(error: &AppError) -> Option<Problem> {
    error.problem_of(Field::Picture).filter(|problem| *problem != Problem::CropOutside)
}
