//! The square that a person chooses of a picture: arithmetic only.

use domain::picture::Crop;

/// The least and the most that the picture is enlarged, in percent of the largest square.
pub const ZOOM: (u32, u32) = (100, 400);

/// A square on a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Square {
    /// The picture's size.
    pub size: (u32, u32),
    /// Where the square lies.
    pub crop: Crop,
}

impl Square {
    /// The largest one in the middle.
    pub fn middle(size: (u32, u32)) -> Self {
        Self { size, crop: Crop::middle(size.0, size.1) }
    }

    /// The same centre, at another enlargement.
    pub fn zoomed(self, percent: u32) -> Self {
        let (least, most) = ZOOM;
        let largest = u64::from(self.size.0.min(self.size.1));
        let side = largest * 100 / u64::from(percent.clamp(least, most));
        let side = u32::try_from(side).unwrap_or(u32::MAX).max(1);
        let start = |start: u32| i64::from(start) + (i64::from(self.crop.side) - i64::from(side)) / 2;
        self.at(start(self.crop.x), start(self.crop.y), side)
    }

    /// The square where it is once the picture under it has moved to the right and down, as far as it goes.
    pub fn with_picture_moved(self, right: i64, down: i64) -> Self {
        self.at(i64::from(self.crop.x) - right, i64::from(self.crop.y) - down, self.crop.side)
    }

    /// Its middle, in percent of the way from the left and from the top.
    pub fn middle_in_percent(self) -> (u32, u32) {
        let percent = |start: u32, whole: u32| {
            let middle = (u64::from(start) * 2 + u64::from(self.crop.side)) * 50;
            u32::try_from(middle / u64::from(whole.max(1))).unwrap_or(100)
        };
        (percent(self.crop.x, self.size.0), percent(self.crop.y, self.size.1))
    }

    fn at(self, x: i64, y: i64, side: u32) -> Self {
        let within = |start: i64, whole: u32| {
            u32::try_from(start.clamp(0, i64::from(whole.saturating_sub(side)))).unwrap_or(0)
        };
        Self { crop: Crop { x: within(x, self.size.0), y: within(y, self.size.1), side }, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crop(x: u32, y: u32, side: u32) -> Crop {
        Crop { x, y, side }
    }

    #[test]
    fn zooming_keeps_the_middle_and_goes_back() {
        let square = Square::middle((300, 200));
        let nearer = square.zoomed(200);
        assert_eq!(nearer.crop, crop(100, 50, 100));
        assert_eq!(nearer.zoomed(100), square);
        assert_eq!(nearer.zoomed(1).crop.side, 200, "no further than the whole");
        assert_eq!(nearer.zoomed(9_999).crop.side, 50, "no nearer than four times");
        assert_eq!(Square::middle((1, 1)).zoomed(400).crop, crop(0, 0, 1));
    }

    #[test]
    fn a_picture_moves_as_far_as_it_goes() {
        let square = Square::middle((300, 200));
        assert_eq!(square.with_picture_moved(20, 20).crop, crop(30, 0, 200));
        assert_eq!(square.with_picture_moved(9_999, 0).crop, crop(0, 0, 200));
        assert_eq!(square.with_picture_moved(-9_999, 0).crop, crop(100, 0, 200));
        let corner = square.zoomed(400).with_picture_moved(-9_999, -9_999);
        assert_eq!(corner.crop, crop(250, 150, 50));
        assert_eq!(corner.zoomed(100).crop, crop(100, 0, 200), "zooming out at an edge stays within");
    }

    #[test]
    fn every_square_lies_within_its_picture() {
        for size in [(1, 1), (1, 900), (900, 1), (640, 480), (4_000, 3_000)] {
            let mut square = Square::middle(size);
            for (zoom, right, down) in [(100, 7, -3), (133, -5_000, 40), (400, 60, 5_000), (250, -9, -9_999)]
            {
                square = square.zoomed(zoom).with_picture_moved(right, down);
                assert!(square.crop.fits(size.0, size.1), "{square:?}");
            }
        }
    }

    #[test]
    fn its_place_is_told_in_percent() {
        assert_eq!(Square::middle((300, 200)).middle_in_percent(), (50, 50));
        let corner = Square::middle((300, 200)).zoomed(400).with_picture_moved(9_999, -9_999);
        assert_eq!(corner.middle_in_percent(), (8, 87));
    }
}
