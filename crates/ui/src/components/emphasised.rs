//! A sentence with one part of it in bold.

use dioxus::prelude::*;

/// What stands in a sentence for the part: a character that no text has, so that no other word is taken for it.
pub const PART: &str = "\u{fdd0}";

/// `text`, with `part` made strong wherever [`PART`] stands.
#[component]
pub fn Emphasised(text: String, part: String) -> Element {
    let mut rest = text.split(PART);
    let first = rest.next().unwrap_or_default();
    rsx! {
        "{first}"
        for after in rest {
            strong { {part.clone()} }
            "{after}"
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::Texts;

    use super::*;

    #[test]
    fn a_sentence_has_a_place_for_its_part_and_no_other() {
        let sentence = Texts::default().deletion_type_name(PART);
        assert_eq!(sentence.split(PART).collect::<Vec<_>>(), ["Type ", " to confirm"]);
    }
}
