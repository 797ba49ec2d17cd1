//! Pictures that people send: their profile picture, a screenshot for support.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The most bytes of a file that is sent.
pub const FILE_MAX: usize = 5 * 1024 * 1024;
/// The most pixels that it may hold once it is decoded.
pub const PIXELS_MAX: u64 = 40_000_000;
/// The side of a stored profile picture, in pixels.
pub const SIDE: u32 = 512;
/// The kinds of files that are read, as a file field names them.
pub const ACCEPTED: &str = "image/png,image/jpeg,image/webp,image/gif";

/// A picture's file on its way to the server: base64 in JSON. Shows its size only when printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PictureFile(String);

impl PictureFile {
    /// Wraps a file's bytes, in base64 with padding (RFC 4648, section 4).
    #[must_use]
    pub const fn from_base64(text: String) -> Self {
        Self(text)
    }

    /// The bytes in base64.
    #[must_use]
    pub fn base64(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for PictureFile {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PictureFile({} characters)", self.0.len())
    }
}

/// The square of a picture that is kept, in pixels of the picture as it is shown: turned as its file says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Crop {
    /// From the left.
    pub x: u32,
    /// From the top.
    pub y: u32,
    /// Its side.
    pub side: u32,
}

impl Crop {
    /// The largest square in the middle.
    #[must_use]
    pub fn middle(width: u32, height: u32) -> Self {
        let side = width.min(height);
        Self { x: (width - side) / 2, y: (height - side) / 2, side }
    }

    /// Whether it lies within a picture and has any pixels.
    #[must_use]
    pub fn fits(&self, width: u32, height: u32) -> bool {
        let within = |start: u32, most: u32| start.checked_add(self.side).is_some_and(|end| end <= most);
        self.side > 0 && within(self.x, width) && within(self.y, height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_crop_lies_within_its_picture() {
        assert_eq!(Crop::middle(300, 200), Crop { x: 50, y: 0, side: 200 });
        assert!(Crop::middle(300, 200).fits(300, 200));
        for wrong in [
            Crop { x: 0, y: 0, side: 0 },
            Crop { x: 1, y: 0, side: 200 },
            Crop { x: u32::MAX, y: 0, side: 2 },
        ] {
            assert!(!wrong.fits(200, 200), "{wrong:?}");
        }
    }

    #[test]
    fn a_file_shows_nothing_of_itself() {
        let file = PictureFile::from_base64("AAAA".to_owned());
        assert_eq!(format!("{file:?}"), "PictureFile(4 characters)");
    }
}
