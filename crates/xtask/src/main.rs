//! The project's commands, `cargo xtask …`: each installs what it needs, at pinned versions, and says so.

#![expect(
    clippy::disallowed_methods,
    reason = "stages are timed and waits end by the real clock; no port of the app reaches here"
)]

mod apt;
mod bench;
mod cache;
mod cmd;
mod desktop;
mod dist;
mod dx;
mod files;
mod generate;
mod lint;
mod lock;
mod node;
mod paths;
mod peer;
mod postgres;
mod python;
mod serve;
mod test;
mod tools;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

#[derive(Parser)]
#[command(
    name = "cargo xtask",
    bin_name = "cargo xtask",
    about = "The project's commands. Each installs what it needs first, and says what."
)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the web app and its server, migrate, and serve on <http://127.0.0.1:8080>
    Serve(serve::Options),
    /// Build the desktop app and open it
    Desktop(desktop::Options),
    /// Run every check and every test, on both databases, in a browser and in a window
    Test(test::Options),
    /// Check formatting and lints for every feature set
    Lint,
    /// Build for release into the folder `dist`
    Dist,
    /// Write the generated files anew
    #[command(name = "gen")]
    Generate(generate::Options),
    /// Measure speed and size of the release build and print a table
    Bench,
    /// Only install the tools that `test` needs
    Tools,
}

fn main() -> ExitCode {
    match run(Cli::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<ExitCode> {
    cache::claim()?;
    match command {
        Command::Serve(options) => serve::serve(&options)?,
        Command::Desktop(options) => desktop::desktop(&options)?,
        Command::Test(options) => return test::test(&options),
        Command::Lint => lint::lint()?,
        Command::Dist => dist::dist()?,
        Command::Generate(options) => generate::generate(&options)?,
        Command::Bench => bench::bench()?,
        Command::Tools => tools::for_tests()?,
    }
    Ok(ExitCode::SUCCESS)
}
