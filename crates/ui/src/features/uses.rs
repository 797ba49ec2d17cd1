//! How often a key, or all keys of a person, were used lately.

use std::time::Duration;

use dioxus::prelude::*;
use domain::{Texts, Timestamp};

use crate::{
    components::{Bar, Bars},
    state::use_texts,
};

const DAY: Duration = Duration::from_hours(24);

/// A bar a day, and the sum in words.
#[component]
pub fn Uses(uses: Vec<u64>, now: Timestamp) -> Element {
    let texts = use_texts();
    let total = uses.iter().fold(0_u64, |sum, uses| sum.saturating_add(*uses));
    let days = days(&uses, now);
    let label = description(texts, total, &days);
    let bars = days
        .into_iter()
        .map(|(day, count)| Bar { count, title: texts.key_uses_on(count, &day.date(texts)) })
        .collect::<Vec<_>>();
    rsx! {
        Bars { label, bars }
        span { class: "key-more", {texts.key_uses(total)} }
    }
}

/// Each day with its uses. The last of them is today.
fn days(uses: &[u64], now: Timestamp) -> Vec<(Timestamp, u64)> {
    let ages = (0..uses.len()).rev().map(|age| u32::try_from(age).unwrap_or(u32::MAX));
    ages.map(|age| now - DAY.saturating_mul(age)).zip(uses.iter().copied()).collect()
}

/// What somebody who does not see the chart should know.
fn description(texts: Texts, total: u64, days: &[(Timestamp, u64)]) -> String {
    match days.iter().max_by_key(|(_, uses)| *uses) {
        Some((day, most)) if *most > 0 => texts.key_uses_chart(total, &day.date(texts), &most.to_string()),
        _ => texts.key_uses(total),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_figure_is_todays() {
        let (now, texts) = (Timestamp(1_795_305_600_000), Texts::default());
        let days = days(&[7, 0, 3], now);
        let named: Vec<_> = days.iter().map(|(day, uses)| (day.date(texts), *uses)).collect();
        assert_eq!(
            named,
            [
                ("20 November 2026".to_owned(), 7),
                ("21 November 2026".to_owned(), 0),
                ("22 November 2026".to_owned(), 3)
            ]
        );
        assert!(description(texts, 10, &days).contains("20 November 2026"));
        assert_eq!(description(texts, 0, &[(now, 0)]), texts.key_uses(0));
    }
}
