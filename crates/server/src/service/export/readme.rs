//! What is in an export and what is not, in plain words.

use domain::{Texts, Timestamp};

use super::files::Part;

/// Its name.
pub(super) const NAME: &str = "README.txt";

/// The text, for the account with an address.
pub(super) fn text(texts: Texts, brand: &str, email: &str, now: Timestamp) -> String {
    let mut text = heading(&texts.export_readme_title(brand), '=');
    text += &paragraph(&texts.export_readme_lead(&now.date_time(texts), brand, email));
    text += &paragraph(texts.export_readme_form());
    text += &heading(texts.export_readme_files(), '-');
    for part in Part::ALL {
        text += &paragraph(&format!("{}\n    {}", part.name(), part.text(texts)));
    }
    text += &heading(texts.export_readme_left_out(), '-');
    let left_out = [
        texts.export_left_out_secrets(),
        texts.export_left_out_tokens(),
        texts.export_left_out_others(),
        texts.export_left_out_technical(),
        texts.export_left_out_over(),
        texts.export_left_out_elsewhere(),
    ];
    text + &left_out.map(|reason| format!("- {reason}\n")).concat()
}

fn heading(words: &str, line: char) -> String {
    let line: String = words.chars().map(|_| line).collect();
    format!("{words}\n{line}\n\n")
}

fn paragraph(words: &str) -> String {
    format!("{words}\n\n")
}
