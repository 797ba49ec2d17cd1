//! The picture that may go with a request: chosen, looked at, taken away again.

use std::rc::Rc;

use dioxus::{html::FileData, prelude::*};
use domain::{
    Field, Problem,
    picture::{ACCEPTED, FILE_MAX, PictureFile},
};

use super::draft::id_of;
use crate::{
    components::{FieldProblem, Icon, Shape},
    features::{sizes::size_words, submission::Submission},
    platform,
    state::use_texts,
};

/// The id of the field.
const ID: &str = id_of(Field::Screenshot);

/// A picture that was chosen.
#[derive(Clone, PartialEq)]
pub struct Screenshot {
    name: String,
    size: u64,
    /// What is sent.
    pub file: Rc<PictureFile>,
}

/// The choice, for the form that sends it.
#[derive(Clone, Copy, PartialEq)]
pub struct Chosen {
    picture: Signal<Option<Screenshot>>,
    problem: Signal<Option<Problem>>,
    /// The element's key: a file field can't be emptied, so another one takes its place.
    fills: Signal<u32>,
}

/// Nothing is chosen yet.
pub fn use_chosen() -> Chosen {
    Chosen { picture: use_signal(|| None), problem: use_signal(|| None), fills: use_signal(|| 0) }
}

impl Chosen {
    /// What is chosen.
    pub fn picture(self) -> Option<Screenshot> {
        self.picture.peek().clone()
    }

    /// Whether a file was chosen that can't be sent.
    pub fn is_refused(self) -> bool {
        self.problem.peek().is_some()
    }

    /// Takes it away.
    pub fn clear(mut self) {
        self.picture.set(None);
        self.problem.set(None);
        let fills = *self.fills.peek();
        self.fills.set(fills + 1);
    }

    async fn take(mut self, file: Option<FileData>) {
        let read = match file {
            Some(file) => read(&file).await.map(Some),
            None => Ok(None),
        };
        self.problem.set(read.as_ref().err().copied());
        self.picture.set(read.ok().flatten());
    }
}

/// Says no before anything is read or sent, where that can be known.
async fn read(file: &FileData) -> Result<Screenshot, Problem> {
    if usize::try_from(file.size()).is_ok_and(|size| size > FILE_MAX) {
        return Err(Problem::PictureTooLarge);
    }
    let bytes = file.read_bytes().await.map_err(|_| Problem::PictureBroken)?;
    let picture = PictureFile::checked(&bytes)?;
    Ok(Screenshot {
        name: file.name(),
        size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
        file: Rc::new(picture),
    })
}

/// The field, and under it what was chosen.
#[component]
pub fn ScreenshotField(chosen: Chosen, submission: Submission) -> Element {
    let texts = use_texts();
    let refused = *chosen.problem.read();
    let own = refused.map(|problem| problem.text(texts).to_owned());
    let problem = own.or_else(|| submission.problem(Field::Screenshot, texts));
    let invalid = problem.is_some();
    let described_by = if invalid { format!("{ID}-error {ID}-hint") } else { format!("{ID}-hint") };
    let fills = *chosen.fills.read();
    let mut removed = use_signal(|| false);
    use_effect(move || {
        // The button went with its picture. The field is another one by now.
        if *chosen.fills.read() > 0 && *removed.peek() {
            removed.set(false);
            platform::focus(ID);
        }
    });
    rsx! {
        div { class: "field",
            label { class: "label", r#for: ID, {texts.support_screenshot()} }
            // A list of one: only there a new key makes a new element.
            for fill in [fills] {
                input {
                    key: "{fill}",
                    class: "input input-file",
                    id: ID,
                    r#type: "file",
                    accept: ACCEPTED,
                    "aria-invalid": invalid.then_some("true"),
                    "aria-describedby": described_by.clone(),
                    onchange: move |event| async move {
                        submission.clear_field(Field::Screenshot);
                        chosen.take(event.files().into_iter().next()).await;
                    },
                }
            }
            FieldProblem { id: ID, problem }
            p { class: "hint", id: "{ID}-hint", {texts.support_screenshot_hint()} }
            div { role: "status",
                if let Some(screenshot) = chosen.picture.read().clone() {
                    Preview { screenshot, onremove: move |()| {
                        removed.set(true);
                        chosen.clear();
                        submission.clear_field(Field::Screenshot);
                    } }
                }
            }
        }
    }
}

#[component]
fn Preview(screenshot: Screenshot, onremove: EventHandler<()>) -> Element {
    let texts = use_texts();
    let Screenshot { name, size, file } = screenshot;
    rsx! {
        div { class: "chosen-file",
            img { class: "chosen-picture", src: file.data_url(), alt: "" }
            div { class: "list-main",
                p { class: "list-title", "{name}" }
                p { class: "list-meta", {size_words(texts, size)} }
            }
            button { class: "button button-sm", r#type: "button", "aria-label": texts.support_screenshot_remove(),
                onclick: move |_| onremove.call(()),
                Icon { shape: Shape::Trash, small: true }
                {texts.remove()}
            }
        }
    }
}
