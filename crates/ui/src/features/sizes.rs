//! How large a file is, as a person reads it.

use domain::Texts;

/// Kilobytes, or megabytes with one digit after the point.
pub fn size_words(texts: Texts, bytes: u64) -> String {
    let tenths = bytes.saturating_mul(10).div_ceil(1024 * 1024);
    if tenths < 10 {
        texts.size_kilobytes(&bytes.div_ceil(1024).to_string())
    } else {
        texts.size_megabytes(&format!("{}.{}", tenths / 10, tenths % 10))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_said_in_few_digits() {
        let texts = Texts::default();
        for (bytes, words) in [
            (0, "0 KB"),
            (1, "1 KB"),
            (340 * 1024, "340 KB"),
            (943_718, "922 KB"),
            (943_719, "1.0 MB"),
            (5 * 1024 * 1024, "5.0 MB"),
            (250 * 1024 * 1024 + 1, "250.1 MB"),
        ] {
            assert_eq!(size_words(texts, bytes), words);
        }
        assert!(size_words(texts, u64::MAX).ends_with(" MB"));
    }
}
