//! Pictures that people send: their profile picture, a screenshot for support.

use std::fmt;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde::{Deserialize, Serialize};

use crate::Problem;

/// The most bytes of a file that is sent.
pub const FILE_MAX: usize = 5 * 1024 * 1024;
/// The most pixels that it may hold once it is decoded.
pub const PIXELS_MAX: u64 = 40_000_000;
/// The side of a stored profile picture, in pixels.
pub const SIDE: u32 = 512;
/// The kinds of files that are read, as a file field names them: browsers know the types, the desktop window's file
/// dialog the endings only.
pub const ACCEPTED: &str = "image/png,image/jpeg,image/webp,image/gif,.png,.jpg,.jpeg,.webp,.gif";

/// The kinds of files that are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PictureKind {
    /// PNG
    Png,
    /// JPEG
    Jpeg,
    /// WebP
    WebP,
    /// GIF
    Gif,
}

impl PictureKind {
    /// What a file is by its first bytes. What it is called, and what a browser takes it for, says nothing.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let at = |start: usize, magic: &[u8]| bytes.get(start..).is_some_and(|rest| rest.starts_with(magic));
        if at(0, b"\x89PNG\r\n\x1a\n") {
            Some(Self::Png)
        } else if at(0, b"\xff\xd8\xff") {
            Some(Self::Jpeg)
        } else if at(0, b"RIFF") && at(8, b"WEBP") {
            Some(Self::WebP)
        } else if at(0, b"GIF87a") || at(0, b"GIF89a") {
            Some(Self::Gif)
        } else {
            None
        }
    }

    /// Its name among the types of the web.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Png => "image/png",
            Self::Jpeg => "image/jpeg",
            Self::WebP => "image/webp",
            Self::Gif => "image/gif",
        }
    }
}

/// Whether a file may be sent, as far as its size and its first bytes tell.
///
/// # Errors
/// [`Problem::PictureTooLarge`], [`Problem::PictureKind`].
pub fn check_file(bytes: &[u8]) -> Result<PictureKind, Problem> {
    if bytes.len() > FILE_MAX {
        return Err(Problem::PictureTooLarge);
    }
    PictureKind::of(bytes).ok_or(Problem::PictureKind)
}

/// A picture's file on its way to the server: base64 in JSON. Shows its size only when printed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PictureFile(String);

impl PictureFile {
    /// Wraps a file's bytes.
    ///
    /// # Errors
    /// [`Problem::PictureTooLarge`], [`Problem::PictureKind`].
    pub fn checked(bytes: &[u8]) -> Result<Self, Problem> {
        check_file(bytes).map(|_| Self(BASE64_STANDARD.encode(bytes)))
    }

    /// The file's bytes and what they are.
    ///
    /// # Errors
    /// [`Problem::PictureTooLarge`], [`Problem::PictureKind`]; [`Problem::PictureBroken`] for what is no base64.
    pub fn bytes(&self) -> Result<(PictureKind, Vec<u8>), Problem> {
        // Before anything is decoded: the most that a file of the right size has, with its padding.
        if self.0.len() > FILE_MAX.div_ceil(3) * 4 {
            return Err(Problem::PictureTooLarge);
        }
        let bytes = BASE64_STANDARD.decode(&self.0).map_err(|_| Problem::PictureBroken)?;
        check_file(&bytes).map(|kind| (kind, bytes))
    }

    /// The address of the picture itself, for a page that shows what is not sent yet.
    #[must_use]
    pub fn data_url(&self) -> String {
        let start = BASE64_STANDARD.decode(self.0.get(..16).unwrap_or(&self.0)).unwrap_or_default();
        let kind = PictureKind::of(&start).map_or("", PictureKind::media_type);
        format!("data:{kind};base64,{}", self.0)
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
        let file = PictureFile::checked(b"GIF89a").expect("the beginning of a GIF");
        assert_eq!(format!("{file:?}"), "PictureFile(8 characters)");
    }

    #[test]
    fn a_file_is_what_its_first_bytes_say() {
        for (bytes, kind) in [
            (b"\x89PNG\r\n\x1a\n...".as_slice(), Some(PictureKind::Png)),
            (b"\xff\xd8\xff\xe0", Some(PictureKind::Jpeg)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(PictureKind::WebP)),
            (b"GIF87a", Some(PictureKind::Gif)),
            (b"RIFF\x10\0\0\0WAVEfmt ", None),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>", None),
            (b"<!DOCTYPE html>", None),
            (b"\x89PN", None),
            (b"", None),
        ] {
            assert_eq!(PictureKind::of(bytes), kind, "{bytes:?}");
        }
    }

    #[test]
    fn a_file_arrives_as_it_was_sent() {
        let mut bytes = b"GIF89a".to_vec();
        let file = PictureFile::checked(&bytes).expect("small");
        assert_eq!(file.bytes(), Ok((PictureKind::Gif, bytes.clone())));
        assert_eq!(file.data_url(), "data:image/gif;base64,R0lGODlh");
        let webp = PictureFile::checked(b"RIFF\x10\0\0\0WEBPVP8 ").expect("small");
        assert!(webp.data_url().starts_with("data:image/webp;base64,UklGR"), "{}", webp.data_url());
        bytes.resize(FILE_MAX, 0);
        let most = PictureFile::checked(&bytes).expect("just as large as it may be");
        assert_eq!(most.bytes().map(|(_, bytes)| bytes.len()), Ok(FILE_MAX));
        bytes.push(0);
        assert_eq!(PictureFile::checked(&bytes), Err(Problem::PictureTooLarge));
    }

    #[test]
    fn what_was_not_checked_is_checked_again() {
        let sent = |bytes: &[u8]| PictureFile(BASE64_STANDARD.encode(bytes)).bytes();
        assert_eq!(sent(&vec![0; FILE_MAX + 1]), Err(Problem::PictureTooLarge));
        assert_eq!(sent(b"<svg/>"), Err(Problem::PictureKind));
        assert_eq!(sent(b""), Err(Problem::PictureKind));
        for no_base64 in ["R0lGODlh!", "R0lGODlhA", "data:image/gif;base64,R0lGODlh"] {
            assert_eq!(PictureFile(no_base64.into()).bytes(), Err(Problem::PictureBroken), "{no_base64}");
        }
    }
}
