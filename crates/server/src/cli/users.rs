//! `user …` and `demo`.

use std::{
    fs::{self, File},
    io::{self, Seek as _},
    os::unix::fs::OpenOptionsExt as _,
    path::{Path, PathBuf},
};

use clap::Subcommand;
use domain::{ErrorCode, identity::Password};
use serde_json::json;

use super::{Output, told};
use crate::{
    app::App,
    jobs,
    service::{self, Failure, demo},
    store::people::Person,
};

/// How many accounts are fetched at a time.
const PAGE: u64 = 500;

#[derive(Subcommand)]
pub(super) enum UserCommand {
    /// Make an account with a confirmed address.
    Create {
        /// The address.
        #[arg(long)]
        email: String,
        /// The password. Asked for when not given, so that it stays out of the shell's history.
        #[arg(long)]
        password: Option<String>,
    },
    /// List all accounts.
    List,
    /// Turn somebody's two-factor authentication off, when they have lost the app and the codes. They are told.
    ResetTwoFactor {
        /// The address.
        #[arg(long)]
        email: String,
    },
    /// End all of somebody's sessions.
    LogOut {
        /// The address.
        #[arg(long)]
        email: String,
    },
    /// Write all that is known of somebody to a ZIP, as they can have it themselves.
    Export {
        /// The address.
        #[arg(long)]
        email: String,
        /// The file, which must not be there yet.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// Remove an account and all that belongs to it.
    Delete {
        /// The address.
        #[arg(long)]
        email: String,
    },
}

pub(super) async fn run(app: &App, command: UserCommand) -> Result<Output, String> {
    app.database.migrate().await.map_err(|error| error.to_string())?;
    match command {
        UserCommand::Create { email, password } => create(app, &email, password).await,
        UserCommand::List => list(app).await,
        UserCommand::ResetTwoFactor { email } => reset_two_factor(app, &email).await,
        UserCommand::LogOut { email } => log_out(app, &email).await,
        UserCommand::Export { email, out } => export(app, &email, &out).await,
        UserCommand::Delete { email } => delete(app, &email).await,
    }
}

async fn create(app: &App, email: &str, password: Option<String>) -> Result<Output, String> {
    let password = match password {
        Some(password) => password,
        None => rpassword::prompt_password("Password: ").map_err(|error| error.to_string())?,
    };
    let person = service::people::create(app, email, &Password::new(password)).await.map_err(told)?;
    Ok(Output::new(vec![format!("{} {}", person.id, person.email)], shown(&person)))
}

async fn list(app: &App) -> Result<Output, String> {
    let mut people = Vec::new();
    loop {
        let after = people.last().map_or(String::new(), |person: &Person| person.email.clone());
        let page = service::people::list(app, &after, PAGE).await.map_err(told)?;
        let last = page.is_empty();
        people.extend(page);
        if last {
            break;
        }
    }
    let lines = people.iter().map(|person| format!("{} {}", person.id, person.email)).collect();
    Ok(Output::new(lines, people.iter().map(shown).collect()))
}

async fn find(app: &App, email: &str) -> Result<Person, String> {
    let person = service::people::find(app, email).await.map_err(told)?;
    person.ok_or_else(|| format!("{email} has no account"))
}

async fn reset_two_factor(app: &App, email: &str) -> Result<Output, String> {
    let person = find(app, email).await?;
    service::two_factor::remove_as_admin(app, person.id).await.map_err(told)?;
    let line = format!("two-factor authentication of {} is off", person.email);
    Ok(Output::new(vec![line], shown(&person)))
}

async fn log_out(app: &App, email: &str) -> Result<Output, String> {
    let person = find(app, email).await?;
    service::sessions::end_as_admin(app, person.id).await.map_err(told)?;
    Ok(Output::new(vec![format!("{} is logged out everywhere", person.email)], shown(&person)))
}

async fn export(app: &App, email: &str, out: &Path) -> Result<Output, String> {
    let person = find(app, email).await?;
    let failed = |error: io::Error| format!("{}: {error}", out.display());
    // First: where nothing can be written, nothing is read.
    let mut file = File::options().write(true).create_new(true).mode(0o600).open(out).map_err(failed)?;
    let written = match Box::pin(service::export::write_as_admin(app, person.id)).await {
        Ok(mut archive) => archive
            .rewind()
            .and_then(|()| io::copy(&mut archive, &mut file))
            .and_then(|size| file.sync_all().map(|()| size))
            .map_err(failed),
        Err(failure) => Err(told(failure)),
    };
    match written {
        Ok(size) => {
            let mut shown = shown(&person);
            shown["file"] = json!(out);
            shown["size"] = json!(size);
            Ok(Output::new(vec![format!("{} is written: {size} bytes", out.display())], shown))
        }
        Err(error) => {
            // It is ours: it was not there before.
            fs::remove_file(out).map_err(failed)?;
            Err(error)
        }
    }
}

async fn delete(app: &App, email: &str) -> Result<Output, String> {
    let person = find(app, email).await?;
    let deleted = service::deletion::delete_as_admin(app, person.id).await.map_err(refused)?;
    // The rest too, if it can be; otherwise the server does it.
    jobs::run_one(app, deleted.message).await;
    let mut lines = vec![format!("{} is removed", person.email)];
    lines.extend(deleted.organisations.iter().map(|gone| format!("with the organisation {}", gone.name)));
    let mut json = shown(&person);
    let gone = deleted.organisations.iter().map(|gone| json!({ "id": gone.id, "name": gone.name }));
    json["organisations"] = gone.collect();
    Ok(Output::new(lines, json))
}

/// What an administrator reads when somebody can't be deleted: with what to do about it, where that is not plain.
fn refused(failure: Failure) -> String {
    if failure.error().code == ErrorCode::SubscriptionActive {
        return "an organisation that only they administer has an active subscription. End it at the platform, or \
                have somebody else administer the organisation, then try again"
            .into();
    }
    told(failure)
}

pub(super) async fn demo(app: &App) -> Result<Output, String> {
    if app.config.server.is_secure() {
        return Err("demo is for this machine only: server.public_url is a public one".into());
    }
    app.database.migrate().await.map_err(|error| error.to_string())?;
    let password = Box::pin(demo::make(app)).await.map_err(refused)?;
    let lines = vec![
        format!("Email:    {}", demo::EMAIL),
        format!("Password: {password}"),
        format!("{} is a fellow member, with the same password.", demo::COLLEAGUE),
    ];
    let json = json!({ "email": demo::EMAIL, "password": password, "colleague": demo::COLLEAGUE });
    Ok(Output::new(lines, json))
}

fn shown(person: &Person) -> serde_json::Value {
    json!({ "id": person.id, "email": person.email, "createdAt": person.created_at })
}
