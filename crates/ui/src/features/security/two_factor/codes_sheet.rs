//! Backup codes in the one moment in which they can be saved.

use dioxus::prelude::*;
use domain::{Texts, security::BackupCodes};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    components::{Banner, CopyButton, Icon, Kind, Shape, Tick, use_copying},
    platform,
    state::{use_instance, use_texts},
};

/// The id of the list, for marking it.
const LIST: &str = "backup-codes-list";
/// What the file is called.
const FILE: &str = "backup-codes.txt";

/// The codes, the ways to save them, and a way on once they are saved.
#[component]
pub fn CodesSheet(
    /// The dialog's id.
    id: &'static str,
    codes: BackupCodes,
    email: String,
    /// Whether the person tried to close the dialog.
    leaving: Signal<bool>,
    onfinish: EventHandler<()>,
) -> Element {
    let texts = use_texts();
    let mut saved = use_signal(|| false);
    let mut leaving = leaving;
    let title = format!("{id}-title");
    let focused = title.clone();
    use_effect(move || platform::focus(&focused));
    let brand = use_instance().brand;
    let whose = texts.backup_codes_whose(&brand, &email);
    let file = file(texts, &whose, &codes);
    rsx! {
        div { class: "dialog-body print-sheet",
            div {
                h2 { class: "dialog-title", id: title, tabindex: "-1", {texts.backup_codes_new()} }
                p { class: "dialog-text", id: "{id}-text", {texts.backup_codes_new_text()} }
            }
            p { class: "print-only", {whose} }
            ol { class: "codes", id: LIST,
                for code in codes.0.iter() {
                    li { key: "{code}",
                        code { {code.clone()} }
                    }
                }
            }
            Saving { file }
            Tick { title: texts.backup_codes_saved(), ticked: saved(), ontick: move |ticked| saved.set(ticked) }
            if leaving() && !saved() {
                Banner { kind: Kind::Warning, title: texts.backup_codes_leave_title(), text: texts.backup_codes_leave_text(),
                    div { class: "actions actions-start banner-actions",
                        button { class: "button button-sm", r#type: "button", onclick: move |_| leaving.set(false),
                            {texts.backup_codes_stay()}
                        }
                        button { class: "button button-sm button-danger-quiet", r#type: "button", onclick: move |_| onfinish.call(()),
                            {texts.backup_codes_leave()}
                        }
                    }
                }
            }
            div { class: "actions",
                button {
                    class: "button button-primary",
                    r#type: "button",
                    "aria-disabled": (!saved()).then_some("true"),
                    onclick: move |_| {
                        if saved() {
                            onfinish.call(());
                        }
                    },
                    {texts.backup_codes_finish()}
                }
            }
        }
    }
}

/// To the clipboard, into a file, onto paper.
#[component]
fn Saving(file: String) -> Element {
    let texts = use_texts();
    let copying = use_copying();
    use_effect(move || {
        if copying.failed() {
            platform::select(LIST);
        }
    });
    // A link that holds the file: nothing of it is on any server.
    let href = format!("data:text/plain;charset=utf-8,{}", utf8_percent_encode(&file, NON_ALPHANUMERIC));
    rsx! {
        div { class: "actions actions-start",
            CopyButton {
                copying,
                label: texts.copy(),
                done: texts.copied(),
                labelled: true,
                onclick: move |()| {
                    let file = file.clone();
                    copying.start(async move { Some(file) });
                },
            }
            if platform::saves_and_prints() {
                a { class: "button", href, download: FILE,
                    Icon { shape: Shape::Download, small: true }
                    {texts.download()}
                }
                button { class: "button", r#type: "button", onclick: move |_| platform::print(),
                    Icon { shape: Shape::Printer, small: true }
                    {texts.print()}
                }
            }
        }
        p { class: "field-error", role: "alert",
            if copying.failed() {
                Icon { shape: Shape::Alert, small: true }
                span { {texts.copy_by_hand()} }
            }
        }
    }
}

/// The codes as a text that says what they are.
fn file(texts: Texts, whose: &str, codes: &BackupCodes) -> String {
    [whose, &codes.0.join("\n"), texts.backup_codes_file()].join("\n\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_has_a_code_a_line() {
        let codes = BackupCodes(vec!["0000-1111".into(), "2222-3333".into()]);
        let file = file(Texts::default(), "Ada's", &codes);
        assert!(file.starts_with("Ada's\n\n0000-1111\n2222-3333\n\n"), "{file}");
        assert!(file.ends_with('\n'));
    }
}
