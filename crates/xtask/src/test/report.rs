//! What the stages counted, and the table and the last line that say it.

use std::fmt;
use std::time::Duration;

/// How many tests a stage ran. A check that is no test counts as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Tally {
    pub const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    pub const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };
}

/// A stage that was run.
pub struct Outcome {
    pub stage: &'static str,
    pub tally: Tally,
    pub took: Duration,
}

impl Outcome {
    const fn passed(&self) -> bool {
        self.tally.failed == 0
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = if self.passed() { "passed" } else { "failed" };
        write!(f, "{:<16}{word}{:>9.1} s", self.stage, self.took.as_secs_f64())
    }
}

#[derive(Default)]
pub struct Report {
    outcomes: Vec<Outcome>,
}

impl Report {
    pub fn add(&mut self, outcome: Outcome) {
        self.outcomes.push(outcome);
    }

    /// Whether this stage was run and failed.
    pub fn failed(&self, stage: &str) -> bool {
        self.outcomes.iter().any(|outcome| outcome.stage == stage && !outcome.passed())
    }

    pub fn clean(&self) -> bool {
        self.outcomes.iter().all(Outcome::passed)
    }

    /// The table, and as the very last line the sum.
    pub fn print(&self) {
        println!("\n== stages");
        for outcome in &self.outcomes {
            let Tally { passed, failed, skipped } = outcome.tally;
            let skipped = if skipped == 0 { String::new() } else { format!(", {skipped} skipped") };
            println!("{outcome}   {passed} passed, {failed} failed{skipped}");
        }
        let took: Duration = self.outcomes.iter().map(|outcome| outcome.took).sum();
        println!("{:<22}{:>9.1} s", "together", took.as_secs_f64());
        let sum =
            |count: fn(&Tally) -> u64| self.outcomes.iter().map(|outcome| count(&outcome.tally)).sum::<u64>();
        println!("{} passed, {} failed", sum(|tally| tally.passed), sum(|tally| tally.failed));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_failed_test_makes_the_stage_and_the_run_fail() {
        let mut report = Report::default();
        let tally = Tally { passed: 9, failed: 1, skipped: 0 };
        report.add(Outcome { stage: "rust", tally, took: Duration::from_secs(2) });
        assert!(report.failed("rust"));
        assert!(!report.failed("fmt"));
        assert!(!report.clean());
    }

    #[test]
    fn the_line_of_a_stage_names_it_its_result_and_its_time() {
        let outcome = Outcome { stage: "fmt", tally: Tally::PASSED, took: Duration::from_millis(1250) };
        assert_eq!(outcome.to_string().split_whitespace().collect::<Vec<_>>(), ["fmt", "passed", "1.2", "s"]);
    }
}
