//! Values that are almost right.

/// The same text but for its last character, which is another digit: a code, token or link that never is the right
/// one, whatever was drawn.
#[must_use]
pub fn other_than(text: &str) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    if let Some(last) = characters.last_mut() {
        *last = if *last == '9' { '0' } else { '9' };
    }
    characters.into_iter().collect()
}
