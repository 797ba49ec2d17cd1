//! `test`: every check and every test, stage by stage. One that fails does not stop the others unless they
//! need it.

mod report;
mod stages;

use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};
use clap::Args;

use report::{Outcome, Report, Tally};
use stages::{STAGES, Stage};

#[derive(Args)]
pub struct Options {
    /// Only these stages; all when none is named
    #[arg(value_name = "STAGE")]
    stages: Vec<String>,
    /// List the stages
    #[arg(long)]
    list: bool,
}

pub fn test(options: &Options) -> Result<ExitCode> {
    if options.list {
        for stage in STAGES {
            println!("{:<16}{}", stage.name, stage.about);
        }
        return Ok(ExitCode::SUCCESS);
    }
    let mut report = Report::default();
    for stage in chosen(&options.stages)? {
        report.add(run(stage, &report));
    }
    report.print();
    Ok(if report.clean() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// In the order of the table, however they were named.
fn chosen(names: &[String]) -> Result<Vec<&'static Stage>> {
    if let Some(unknown) = names.iter().find(|name| STAGES.iter().all(|stage| stage.name != **name)) {
        bail!("there is no stage {unknown}: `cargo xtask test --list` lists them");
    }
    let wanted = |stage: &&Stage| names.is_empty() || names.iter().any(|name| name == stage.name);
    Ok(STAGES.iter().filter(wanted).collect())
}

fn run(stage: &Stage, before: &Report) -> Outcome {
    println!("\n== {}: {}", stage.name, stage.about);
    let started = Instant::now();
    let result = match stage.needs.iter().find(|needed| before.failed(needed)) {
        Some(needed) => Err(anyhow::anyhow!("not run, since {needed} failed")),
        None => (stage.run)(),
    };
    let tally = result.unwrap_or_else(|error| {
        println!("{error:#}");
        Tally::FAILED
    });
    let outcome = Outcome { stage: stage.name, tally, took: started.elapsed() };
    println!("{outcome}");
    outcome
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stages_run_in_their_order_and_unknown_ones_are_refused() -> Result<()> {
        let names = ["browser".to_owned(), "fmt".to_owned()];
        let order: Vec<_> = chosen(&names)?.iter().map(|stage| stage.name).collect();
        assert_eq!(order, ["fmt", "browser"]);
        assert!(chosen(&["none".to_owned()]).is_err());
        Ok(())
    }

    #[test]
    fn a_stage_needs_only_what_comes_before_it() {
        for (index, stage) in STAGES.iter().enumerate() {
            for needed in stage.needs {
                assert!(STAGES.iter().take(index).any(|earlier| earlier.name == *needed));
            }
        }
    }
}
