//! A small chart: one bar a day, or whatever is counted.

use dioxus::prelude::*;

/// The height of the highest, in units of the drawing.
const HEIGHT: u64 = 32;
/// The height of a bar for nothing, so that the line of days can be seen.
const NOTHING: u64 = 1;

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// How much.
    pub count: u64,
    /// What to say when somebody points at it.
    pub title: String,
}

/// The chart. The label says in words what it shows; a pointer finds each bar's title.
#[component]
pub fn Bars(label: String, bars: Vec<Bar>) -> Element {
    let most = bars.iter().map(|bar| bar.count).max().unwrap_or(0);
    rsx! {
        div { class: "bars", role: "img", "aria-label": label,
            // A drawing each: HTML has titles on everything, and the framework none in a drawing.
            for (index , bar) in bars.into_iter().enumerate() {
                span { key: "{index}", class: "bar", title: bar.title, "data-none": (bar.count == 0).then_some("true"),
                    svg { view_box: "0 0 1 {HEIGHT}", preserve_aspect_ratio: "none", "aria-hidden": "true",
                        rect {
                            y: "{HEIGHT - height(bar.count, most)}",
                            width: "1",
                            height: "{height(bar.count, most)}",
                        }
                    }
                }
            }
        }
    }
}

/// In proportion to the highest; something is never as low as nothing.
fn height(count: u64, most: u64) -> u64 {
    match count.saturating_mul(HEIGHT).checked_div(most) {
        Some(height) if count > 0 => height.clamp(NOTHING + 2, HEIGHT),
        _ => NOTHING,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_highest_fills_the_drawing_and_one_is_more_than_none() {
        assert_eq!([0, 1, 500, 1000].map(|count| height(count, 1000)), [1, 3, 16, 32]);
        assert_eq!(height(0, 0), NOTHING);
        assert!((NOTHING..=HEIGHT).contains(&height(u64::MAX, u64::MAX)));
    }
}
