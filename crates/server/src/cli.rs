//! The program `personal-settings`: serving, and what an administrator does on the command line.

mod doctor;
mod serve;
mod services;
mod support;
mod tokens;
mod users;

use std::{path::PathBuf, process::ExitCode};

use clap::{Parser, Subcommand};
use dioxus::prelude::Element;

use crate::{
    app::{App, Replacements},
    config::Config,
    core_api,
    service::Failure,
    telemetry,
};

/// Account settings for API platforms.
#[derive(Parser)]
#[command(name = "personal-settings", version, arg_required_else_help = true)]
struct Cli {
    /// The configuration file. By default settings.toml, if there is one.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Print JSON.
    #[arg(long, global = true)]
    json: bool,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Bring the database up to date and serve.
    Serve,
    /// Bring the database up to date.
    Migrate,
    /// Check configuration, database, identity and mail.
    Doctor,
    /// Make a demo account anew and print its sign-in. On this machine only.
    Demo,
    /// Print the OpenAPI document of the Core API.
    Openapi,
    /// Accounts.
    #[command(subcommand)]
    User(users::UserCommand),
    /// Somebody's tokens. Their owner sees what is done here.
    #[command(subcommand)]
    Token(tokens::TokenCommand),
    /// Programs that may ask whether a token is good.
    #[command(subcommand)]
    Service(services::ServiceCommand),
    /// What people asked support.
    #[command(subcommand)]
    Support(support::SupportCommand),
}

/// Runs the program; `pages` is what a browser gets to see.
#[must_use]
pub fn main(pages: fn() -> Element) -> ExitCode {
    let cli = Cli::parse();
    let json = cli.json;
    let outcome = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| error.to_string())
        .and_then(|runtime| runtime.block_on(run(cli, pages)));
    match outcome {
        Ok(output) => {
            output.print(json);
            if output.healthy { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) if json => {
            eprintln!("{}", serde_json::json!({ "error": error }));
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// What a command prints: lines for people, or JSON.
struct Output {
    lines: Vec<String>,
    json: serde_json::Value,
    healthy: bool,
}

impl Output {
    fn new(lines: Vec<String>, json: serde_json::Value) -> Self {
        Self { lines, json, healthy: true }
    }

    fn print(&self, json: bool) {
        if json {
            println!("{}", self.json);
        } else {
            self.lines.iter().for_each(|line| println!("{line}"));
        }
    }
}

async fn run(cli: Cli, pages: fn() -> Element) -> Result<Output, String> {
    if matches!(cli.command, Command::Openapi) {
        return openapi();
    }
    let config = Config::load(cli.config.as_deref())?;
    telemetry::start(&config.log)?;
    #[cfg(target_os = "linux")]
    without_huge_pages();
    if matches!(cli.command, Command::Doctor) {
        return Ok(doctor::examine(config).await);
    }
    let app = App::new(config, Replacements::default()).await?;
    match cli.command {
        Command::Serve => serve::serve(app, pages).await,
        Command::Migrate => migrate(&app).await,
        Command::Demo => users::demo(&app).await,
        Command::User(command) => users::run(&app, command).await,
        Command::Token(command) => tokens::run(&app, command).await,
        Command::Service(command) => services::run(&app, command).await,
        Command::Support(command) => support::run(&app, command).await,
        Command::Doctor | Command::Openapi => unreachable!("answered above"),
    }
}

/// The allocator asks for pages of 2 MiB, of which thousands of open windows fill a little each: without them 2,000
/// take 25 MB less. A sign-in takes 6 % longer, because the memory of its hash comes in smaller pieces.
#[cfg(target_os = "linux")]
fn without_huge_pages() {
    if let Err(error) = rustix::thread::disable_transparent_huge_pages(true) {
        tracing::debug!(%error, "memory stays in large pages");
    }
}

/// For people and programs alike: it is JSON either way. Needs no configuration.
fn openapi() -> Result<Output, String> {
    let document = core_api::openapi();
    let text = document.to_pretty_json().map_err(|error| error.to_string())?;
    let json = serde_json::to_value(&document).map_err(|error| error.to_string())?;
    Ok(Output::new(vec![text], json))
}

/// What a person reads of a failure, its fields included.
fn told(failure: Failure) -> String {
    let error = failure.into_reported();
    let texts = domain::Texts::default();
    let fields =
        error.fields.iter().map(|field| format!("{}: {}", field.field.key(), field.problem.text(texts)));
    std::iter::once(error.to_string()).chain(fields).collect::<Vec<_>>().join("\n")
}

async fn migrate(app: &App) -> Result<Output, String> {
    let pending = app.database.pending_migrations().await.map_err(|error| error.to_string())?;
    app.database.migrate().await.map_err(|error| error.to_string())?;
    let line = format!("{} is up to date; {pending} step(s) applied.", app.database.kind());
    Ok(Output::new(vec![line], serde_json::json!({ "applied": pending })))
}
