//! `doctor`: what a deployment lacks, before its users find out.

use std::time::Duration;

use secrecy::ExposeSecret as _;
use serde_json::json;

use super::Output;
use crate::{
    adapters::redis::Redis,
    app::{App, Replacements},
    config::Config,
    service, store,
};

struct Finding {
    what: &'static str,
    ok: bool,
    says: String,
}

pub(super) async fn examine(config: Config) -> Output {
    let mut findings = vec![address(&config), mail(&config), support(&config)];
    findings.extend(redis(&config).await);
    match App::new(config, Replacements::default()).await {
        Ok(app) => {
            findings.push(schema(&app).await);
            findings.push(identity(&app).await);
            findings.extend(pool(&app).await);
            findings.push(outbox(&app).await);
            findings.push(deletions(&app).await);
            findings.push(objects(&app).await);
        }
        Err(error) => findings.push(Finding { what: "database", ok: false, says: error }),
    }
    let mark = |ok: bool| if ok { "ok  " } else { "FAIL" };
    let lines =
        findings.iter().map(|each| format!("{} {}: {}", mark(each.ok), each.what, each.says)).collect();
    let json =
        findings.iter().map(|each| json!({ "check": each.what, "ok": each.ok, "says": each.says })).collect();
    Output { lines, json, healthy: findings.iter().all(|each| each.ok) }
}

fn address(config: &Config) -> Finding {
    let says = if config.server.is_secure() {
        format!("{} with secure cookies", config.server.public_url)
    } else {
        format!("{} without TLS, for this machine only", config.server.public_url)
    };
    Finding { what: "address", ok: true, says }
}

fn mail(config: &Config) -> Finding {
    let public = config.server.is_secure();
    let (ok, says) = match (&config.mail.smtp_url, public) {
        (Some(_), _) => (true, format!("through SMTP, from {}", config.mail.from)),
        (None, false) => (true, format!("stays in {}", config.mailbox().display())),
        (None, true) => {
            (false, "stays on the server: nobody gets a code. Set SETTINGS_MAIL__SMTP_URL".into())
        }
    };
    Finding { what: "mail", ok, says }
}

fn support(config: &Config) -> Finding {
    let says = match &config.support.email {
        Some(email) => format!("requests are mailed to {email}"),
        None => "requests are not mailed: look with `personal-settings support list`, or set \
                 SETTINGS_SUPPORT__EMAIL"
            .into(),
    };
    Finding { what: "support", ok: true, says }
}

/// What the instances tell each other through, if there is to be one.
async fn redis(config: &Config) -> Option<Finding> {
    let url = config.redis.url.as_ref()?;
    let answer = Redis::check(url.expose_secret()).await;
    let ok = answer.is_ok();
    let says = answer.map_or_else(|error| error, |()| "answers".into());
    Some(Finding { what: "redis", ok, says })
}

async fn schema(app: &App) -> Finding {
    let kind = app.database.kind();
    let (ok, says) = match app.database.pending_migrations().await {
        Ok(0) => (true, format!("{kind}, up to date")),
        Ok(pending) => (false, format!("{kind}, {pending} step(s) behind. Run `personal-settings migrate`")),
        Err(error) => (false, format!("{kind}: {error}")),
    };
    Finding { what: "database", ok, says }
}

async fn identity(app: &App) -> Finding {
    let ready = app.identity.ready().await;
    let provider = if app.cognito.is_some() { "Cognito" } else { "embedded" };
    let says = ready.as_ref().map_or_else(ToString::to_string, |()| format!("{provider}, ready"));
    Finding { what: "identity", ok: ready.is_ok(), says }
}

/// Cognito's pool and client, a finding for each setting that has to change.
async fn pool(app: &App) -> Vec<Finding> {
    let Some(cognito) = &app.cognito else { return Vec::new() };
    let finding = |ok, says: &str| Finding { what: "pool", ok, says: says.to_owned() };
    match cognito.examine(app.config.identity.password_policy).await {
        Ok(changes) if changes.is_empty() => vec![finding(true, "made as docs/identity.md says")],
        Ok(changes) => changes.into_iter().map(|change| finding(false, change)).collect(),
        Err(failure) => vec![finding(false, &failure.to_string())],
    }
}

async fn objects(app: &App) -> Finding {
    let place = match &app.config.objects.s3_bucket {
        Some(bucket) => format!("the bucket {bucket}"),
        None => app.config.objects_folder().display().to_string(),
    };
    let (ok, says) = match service::objects::check(app).await {
        Ok(()) => (true, format!("in {place}, which can be written, read and cleared")),
        Err(failure) => (false, format!("in {place}: {failure}")),
    };
    Finding { what: "objects", ok, says }
}

async fn outbox(app: &App) -> Finding {
    let late = app.now() - Duration::from_mins(10);
    let (ok, says) = match store::outbox::count_created_before(app.database.connection(), late).await {
        Ok(0) => (true, "nothing waits for longer than ten minutes".into()),
        Ok(count) => (false, format!("{count} message(s) wait for longer than ten minutes. Is mail down?")),
        Err(error) => (false, error.to_string()),
    };
    Finding { what: "outbox", ok, says }
}

/// Deleted accounts of which something is left. What holds one up for so long, the log tells.
async fn deletions(app: &App) -> Finding {
    let (ok, says) = match store::deletions::under_way(app.database.connection()).await {
        Ok((0, _)) => (true, "none is under way".into()),
        Ok((count, oldest)) => {
            let hours = oldest.map_or(0, |oldest| app.now().since(oldest).as_secs() / 3600);
            let says = format!("{count} under way, the oldest for {hours} hour(s)");
            if hours < 24 {
                (true, says)
            } else {
                (false, format!("{says}. Can the identity provider and the objects be reached?"))
            }
        }
        Err(error) => (false, error.to_string()),
    };
    Finding { what: "deletions", ok, says }
}
