//! The table that `bench` prints.

use super::load::Measured;

/// What a number should be.
#[derive(Clone, Copy)]
pub enum Goal {
    AtLeast(f64),
    AtMost(f64),
    None,
}

#[derive(Default)]
pub struct Table {
    rows: Vec<[String; 5]>,
}

impl Table {
    /// `limit` is what the machine does without the app, or another number to read the first one by.
    pub fn row(&mut self, what: &str, measured: Measured, goal: Goal, limit: Measured) {
        let (goal_text, verdict) = judge(&measured, &goal);
        self.rows.push([what.to_owned(), shown(&measured), goal_text, verdict.to_owned(), shown(&limit)]);
    }

    pub fn print(&self) {
        let head = ["what", "measured", "goal", "", "limit in this run"].map(str::to_owned);
        let widths: Vec<usize> = (0..head.len())
            .map(|column| {
                self.rows.iter().chain([&head]).map(|row| row[column].chars().count()).max().unwrap_or(0)
            })
            .collect();
        for row in [&head].into_iter().chain(&self.rows) {
            let cells: Vec<String> =
                row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}")).collect();
            println!("{}", cells.join("  ").trim_end());
        }
    }
}

fn judge(measured: &Measured, goal: &Goal) -> (String, &'static str) {
    let verdict = |met: bool| if met { "met" } else { "missed" };
    let number = measured.number.unwrap_or(f64::NAN);
    match goal {
        Goal::AtLeast(wanted) => (format!("≥ {}", rounded(*wanted)), verdict(number >= *wanted)),
        Goal::AtMost(wanted) => (format!("≤ {}", rounded(*wanted)), verdict(number <= *wanted)),
        Goal::None => (String::new(), ""),
    }
}

fn shown(measured: &Measured) -> String {
    measured.number.map(|number| format!("{} {}", rounded(number), measured.unit)).unwrap_or_default()
}

/// Three figures are enough to compare by.
fn rounded(number: f64) -> String {
    if number < 10.0 {
        format!("{number:.2}")
    } else if number < 100.0 {
        format!("{number:.1}")
    } else {
        format!("{number:.0}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_met_on_its_own_side() {
        assert_eq!(judge(&Measured::new(1600.0, "/s"), &Goal::AtLeast(1500.0)).1, "met");
        assert_eq!(judge(&Measured::new(61.0, "ms"), &Goal::AtMost(60.0)).1, "missed");
        assert_eq!(shown(&Measured::new(12.345, "ms")), "12.3 ms");
        assert_eq!(shown(&Measured::none()), "");
    }
}
