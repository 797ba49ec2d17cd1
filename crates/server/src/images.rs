//! Pictures that people send, decoded with a limit on everything and written anew without what else was in their
//! files: a picture of ours holds pixels and nothing more.
//!
//! What a file claims is checked before it is decoded. Two are decoded at once, a few more may wait, and then there is
//! an honest "busy": a burst of pictures neither starves other requests nor takes more memory than two of the largest.
//! That is less than 600 MB each: a JPEG that comes in several scans, whose decoder keeps up to eight bytes a pixel
//! beside the picture and heeds no limit but that on its pixels.

use std::{io::Cursor, sync::Arc};

use domain::{
    AppError, ErrorCode, Field, Problem,
    picture::{Crop, PIXELS_MAX, PictureFile, PictureKind, SIDE},
};
use image::{
    DynamicImage, GenericImageView, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Limits, Rgb,
    RgbImage, codecs::jpeg::JpegEncoder, imageops, metadata::Orientation,
};
use tokio::sync::Semaphore;

use crate::service::Failure;

/// So many are decoded at once.
const AT_ONCE: usize = 2;
/// So many more may wait.
const QUEUE: usize = 8;
/// The most bytes of a decoded picture: the most pixels at four bytes each. With 16 bits a channel that is half as many.
const DECODED_MAX: u64 = PIXELS_MAX * 4;
/// The most memory that a decoder takes which heeds it (JPEG's doesn't): the picture, one of its frames beside it, and a
/// little for itself.
const MEMORY_MAX: u64 = 2 * DECODED_MAX + 32 * 1024 * 1024;
/// The longest side of a stored screenshot. Larger ones are made smaller.
const SCREENSHOT_SIDE: u32 = 4096;
/// JPEG's quality, of a hundred. A screenshot is mostly letters, which suffer first.
const PICTURE_QUALITY: u8 = 85;
const SCREENSHOT_QUALITY: u8 = 92;

/// What decodes pictures.
pub struct Images {
    running: Arc<Semaphore>,
    admitted: Arc<Semaphore>,
}

impl Default for Images {
    fn default() -> Self {
        Self {
            running: Arc::new(Semaphore::new(AT_ONCE)),
            admitted: Arc::new(Semaphore::new(AT_ONCE + QUEUE)),
        }
    }
}

impl Images {
    /// A square of a picture as a JPEG of [`SIDE`] pixels, upright and on white; without a crop the largest square
    /// in the middle.
    ///
    /// # Errors
    /// `invalid` with what is wrong with [`Field::Picture`], `busy`.
    pub async fn profile_picture(&self, file: &PictureFile, crop: Option<Crop>) -> Result<Vec<u8>, Failure> {
        self.run(Field::Picture, file, move |kind, bytes| square(kind, bytes, crop)).await
    }

    /// A screenshot as a JPEG, upright and on white.
    ///
    /// # Errors
    /// `invalid` with what is wrong with [`Field::Screenshot`], `busy`.
    pub async fn screenshot(&self, file: &PictureFile) -> Result<Vec<u8>, Failure> {
        self.run(Field::Screenshot, file, whole).await
    }

    async fn run<W>(&self, field: Field, file: &PictureFile, work: W) -> Result<Vec<u8>, Failure>
    where
        W: FnOnce(PictureKind, Vec<u8>) -> Result<Vec<u8>, Problem> + Send + 'static,
    {
        let refused = |problem| Failure::from(AppError::field(field, problem));
        let (kind, bytes) = file.bytes().map_err(refused)?;
        let _admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| ErrorCode::Busy)?;
        let running = Arc::clone(&self.running).acquire_owned().await;
        let running = running.map_err(|error| Failure::caused(ErrorCode::Internal, error))?;
        let done = tokio::task::spawn_blocking(move || {
            let done = work(kind, bytes);
            drop(running);
            done
        });
        match done.await {
            Ok(done) => done.map_err(refused),
            Err(panic) => {
                // A decoder that stumbles over a file: it is the file that can't be read.
                tracing::warn!(%panic, "a picture could not be decoded");
                Err(refused(Problem::PictureBroken))
            }
        }
    }
}

fn square(kind: PictureKind, bytes: Vec<u8>, crop: Option<Crop>) -> Result<Vec<u8>, Problem> {
    let upright = Upright::decode(kind, bytes)?;
    let (width, height) = upright.dimensions();
    let crop = crop.unwrap_or_else(|| Crop::middle(width, height));
    if !crop.fits(width, height) {
        return Err(Problem::CropOutside);
    }
    let part = Part { picture: upright, crop };
    jpeg(&scaled(&part, SIDE, SIDE), PICTURE_QUALITY)
}

fn whole(kind: PictureKind, bytes: Vec<u8>) -> Result<Vec<u8>, Problem> {
    let upright = Upright::decode(kind, bytes)?;
    let (width, height) = upright.dimensions();
    let longest = width.max(height);
    // At most `SCREENSHOT_SIDE`, and at least one pixel of the shorter side.
    let fitting = |side: u32| {
        let fitting = u64::from(side) * u64::from(SCREENSHOT_SIDE) / u64::from(longest);
        u32::try_from(fitting).unwrap_or(1).max(1)
    };
    let picture = match longest {
        0..=SCREENSHOT_SIDE => scaled(&upright, width, height),
        // Not the better way of `scaled`: that keeps 16 bytes a pixel of rows as wide as the file's.
        _ => imageops::thumbnail(&upright, fitting(width), fitting(height)),
    };
    // Nothing of the file is needed while it is written.
    drop(upright);
    jpeg(&picture, SCREENSHOT_QUALITY)
}

/// A decoded picture as it is shown: turned as its file says, on white. Nothing of it is copied for that.
struct Upright {
    pixels: DynamicImage,
    orientation: Orientation,
}

impl Upright {
    /// Decodes a file, of an animation the first frame.
    fn decode(kind: PictureKind, bytes: Vec<u8>) -> Result<Self, Problem> {
        let mut limits = Limits::default();
        limits.max_alloc = Some(MEMORY_MAX);
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format(kind));
        reader.limits(limits.clone());
        // Reads the head of the file and no pixel.
        let mut decoder = reader.into_decoder().map_err(|error| problem(&error))?;
        let (width, height) = decoder.dimensions();
        if u64::from(width) * u64::from(height) > PIXELS_MAX || decoder.total_bytes() > DECODED_MAX {
            return Err(Problem::PictureTooManyPixels);
        }
        if width == 0 || height == 0 {
            return Err(Problem::PictureBroken);
        }
        // Damaged metadata does not keep a picture from being shown.
        let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
        limits.reserve(decoder.total_bytes()).map_err(|error| problem(&error))?;
        decoder.set_limits(limits).map_err(|error| problem(&error))?;
        let pixels = DynamicImage::from_decoder(decoder).map_err(|error| problem(&error))?;
        Ok(Self { pixels, orientation })
    }

    /// Where a pixel of the picture as it is shown lies in the file.
    fn in_file(&self, x: u32, y: u32) -> (u32, u32) {
        let (right, bottom) = (self.pixels.width() - 1, self.pixels.height() - 1);
        match self.orientation {
            Orientation::NoTransforms => (x, y),
            Orientation::FlipHorizontal => (right - x, y),
            Orientation::Rotate180 => (right - x, bottom - y),
            Orientation::FlipVertical => (x, bottom - y),
            Orientation::Rotate90FlipH => (y, x),
            Orientation::Rotate90 => (y, bottom - x),
            Orientation::Rotate270FlipH => (right - y, bottom - x),
            Orientation::Rotate270 => (right - y, x),
        }
    }
}

impl GenericImageView for Upright {
    type Pixel = Rgb<u8>;

    fn dimensions(&self) -> (u32, u32) {
        let (width, height) = self.pixels.dimensions();
        match self.orientation {
            Orientation::NoTransforms
            | Orientation::FlipHorizontal
            | Orientation::Rotate180
            | Orientation::FlipVertical => (width, height),
            Orientation::Rotate90FlipH
            | Orientation::Rotate90
            | Orientation::Rotate270FlipH
            | Orientation::Rotate270 => (height, width),
        }
    }

    fn get_pixel(&self, x: u32, y: u32) -> Rgb<u8> {
        let (x, y) = self.in_file(x, y);
        let [red, green, blue, alpha] = self.pixels.get_pixel(x, y).0;
        Rgb([red, green, blue].map(|colour| on_white(colour, alpha)))
    }
}

/// A colour as it looks on white.
fn on_white(colour: u8, alpha: u8) -> u8 {
    let (colour, alpha) = (u16::from(colour), u16::from(alpha));
    let mixed = (colour * alpha + 255 * (255 - alpha) + 127) / 255;
    u8::try_from(mixed).unwrap_or(u8::MAX)
}

/// A square of a picture.
struct Part {
    picture: Upright,
    crop: Crop,
}

impl GenericImageView for Part {
    type Pixel = Rgb<u8>;

    fn dimensions(&self) -> (u32, u32) {
        (self.crop.side, self.crop.side)
    }

    fn get_pixel(&self, x: u32, y: u32) -> Rgb<u8> {
        self.picture.get_pixel(self.crop.x + x, self.crop.y + y)
    }
}

/// The picture in another size. Much smaller in two steps: the first looks at each pixel once.
fn scaled<V: GenericImageView<Pixel = Rgb<u8>>>(picture: &V, width: u32, height: u32) -> RgbImage {
    let best = imageops::FilterType::Lanczos3;
    if picture.width() / 2 > width {
        let smaller = imageops::thumbnail(picture, width * 2, height * 2);
        imageops::resize(&smaller, width, height, best)
    } else {
        imageops::resize(picture, width, height, best)
    }
}

fn jpeg(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, Problem> {
    let mut file = Vec::new();
    JpegEncoder::new_with_quality(&mut file, quality)
        .encode_image(picture)
        .map_err(|error| problem(&error))?;
    Ok(file)
}

const fn format(kind: PictureKind) -> ImageFormat {
    match kind {
        PictureKind::Png => ImageFormat::Png,
        PictureKind::Jpeg => ImageFormat::Jpeg,
        PictureKind::WebP => ImageFormat::WebP,
        PictureKind::Gif => ImageFormat::Gif,
    }
}

fn problem(error: &ImageError) -> Problem {
    match error {
        ImageError::Limits(_) => Problem::PictureTooManyPixels,
        _ => Problem::PictureBroken,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four by two pixels, no two alike.
    fn pixels() -> DynamicImage {
        let pixel = |x: u32, y: u32| {
            let byte = |value: u32| u8::try_from(value).expect("a colour");
            Rgb([byte(60 * x), byte(200 * y), byte(10 * x + 40 * y)])
        };
        DynamicImage::ImageRgb8(RgbImage::from_fn(4, 2, pixel))
    }

    #[test]
    fn a_picture_is_turned_as_its_file_says() {
        for exif in 1..=8 {
            let orientation = Orientation::from_exif(exif).expect("one of eight");
            let mut expected = pixels();
            expected.apply_orientation(orientation);
            let upright = Upright { pixels: pixels(), orientation };
            assert_eq!(upright.dimensions(), expected.dimensions(), "{exif}");
            for (x, y, pixel) in expected.to_rgb8().enumerate_pixels() {
                assert_eq!(upright.get_pixel(x, y), *pixel, "{exif}: {x}, {y}");
            }
        }
    }

    #[test]
    fn what_is_transparent_becomes_white() {
        assert_eq!(on_white(0, 0), 255);
        assert_eq!(on_white(17, 255), 17);
        assert_eq!(on_white(0, 128), 127);
        assert_eq!(on_white(255, 128), 255);
    }

    #[tokio::test]
    async fn a_burst_beyond_the_queue_is_told_that_we_are_busy() {
        let images = Images::default();
        let mut png = Vec::new();
        pixels().write_to(&mut Cursor::new(&mut png), ImageFormat::Png).expect("written");
        let file = PictureFile::checked(&png).expect("a picture");
        let permits = u32::try_from(AT_ONCE).expect("few");
        let held = Arc::clone(&images.running).acquire_many_owned(permits).await.expect("free threads");
        let burst = (0..AT_ONCE + QUEUE + 3).map(|_| images.screenshot(&file));
        // The threads are held until all have asked.
        let (answers, ()) = tokio::join!(futures_util::future::join_all(burst), async { drop(held) });
        let busy = |failure: &Failure| failure.error().code == ErrorCode::Busy;
        assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), AT_ONCE + QUEUE);
        assert_eq!(answers.iter().filter(|answer| answer.as_ref().is_err_and(busy)).count(), 3);
        assert!(images.screenshot(&file).await.is_ok(), "and takes work again afterwards");
    }

    #[tokio::test]
    async fn a_screenshot_keeps_its_shape() {
        let side = |width, height| async move {
            let mut png = Vec::new();
            let wide = DynamicImage::ImageLuma8(image::GrayImage::new(width, height));
            wide.write_to(&mut Cursor::new(&mut png), ImageFormat::Png).expect("written");
            let file = PictureFile::checked(&png).expect("a picture");
            let made = Images::default().screenshot(&file).await.expect("a screenshot");
            assert_eq!(PictureKind::of(&made), Some(PictureKind::Jpeg));
            image::load_from_memory(&made).expect("a picture").dimensions()
        };
        assert_eq!(side(40, 20).await, (40, 20));
        assert_eq!(side(2 * SCREENSHOT_SIDE, 20).await, (SCREENSHOT_SIDE, 10));
        assert_eq!(side(20, 3 * SCREENSHOT_SIDE).await, (6, SCREENSHOT_SIDE));
    }
}
