//! The demo: somebody who has used a little of everything, so that a first look finds more than empty pages. All of it
//! is done by the use cases that people use.

use std::net::Ipv4Addr;

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    ErrorCode, Locale,
    identity::Password,
    organisation::Role,
    profile::ProfileUpdate,
    support::SupportDraft,
    token::{Expiry, Scope, Scopes, TokenDraft},
};

use super::{
    Failure, clients, deletion, invites, people, profile, sessions,
    sign_in::{self, Outcome},
    support, tokens,
};
use crate::{
    app::App,
    auth::{Caller, CurrentUser, Via},
    jobs,
};

/// Whose account is to be looked at.
pub const EMAIL: &str = "demo@personal-settings.example";
/// With whom they share an organisation.
pub const COLLEAGUE: &str = "grace@personal-settings.example";

/// Makes both accounts anew. Answers their password.
///
/// # Errors
/// `subscription_active` when an organisation of theirs can't go, `unavailable`.
pub async fn make(app: &App) -> Result<String, Failure> {
    for email in [EMAIL, COLLEAGUE] {
        remove(app, email).await?;
    }
    let mut bytes = [0; 9];
    app.entropy.fill(&mut bytes);
    let password = format!("Demo-1-{}", BASE64_URL_SAFE_NO_PAD.encode(bytes));
    let typed = Password::new(password.as_str());
    let ada = Box::pin(begin(app, EMAIL, &typed, ada())).await?;
    let grace = Box::pin(begin(app, COLLEAGUE, &typed, grace())).await?;
    Box::pin(share_organisations(app, &ada, &grace)).await?;
    Box::pin(make_keys(app, &ada)).await?;
    Box::pin(ask_support(app, &ada)).await?;
    for user in [ada, grace] {
        sign_in::sign_out(app, &user).await?;
    }
    Ok(password)
}

async fn remove(app: &App, email: &str) -> Result<(), Failure> {
    if let Some(former) = people::find(app, email).await? {
        let deleted = deletion::delete_as_admin(app, former.id).await?;
        jobs::run_one(app, deleted.message).await;
    }
    Ok(())
}

/// Makes an account with a profile, and signs it in.
async fn begin(
    app: &App,
    email: &str,
    password: &Password,
    update: ProfileUpdate,
) -> Result<CurrentUser, Failure> {
    let person = people::create(app, email, password).await?;
    profile::fill(app, person.id, update).await?;
    let caller = Caller {
        address: Ipv4Addr::LOCALHOST.into(),
        user_agent: String::new(),
        via: Via::Web,
        session_secret: None,
        device_secrets: Vec::new(),
        locale: Locale::default(),
    };
    match Box::pin(sign_in::with_password(app, &caller, email, password)).await? {
        Outcome::Session(opened) => sessions::recognise(app, &caller, &opened.secret).await,
        _ => Err(Failure::caused(ErrorCode::Internal, "a new account has a password and nothing else")),
    }
}

fn ada() -> ProfileUpdate {
    ProfileUpdate {
        first_name: "Ada".into(),
        last_name: "Lovelace".into(),
        phone: "+442079460018".into(),
        bio: "Writes programs for engines that are yet to be built.".into(),
    }
}

fn grace() -> ProfileUpdate {
    ProfileUpdate {
        first_name: "Grace".into(),
        last_name: "Hopper".into(),
        phone: String::new(),
        bio: "Has machines read what people write.".into(),
    }
}

/// One with both in it, and one that the first is invited to.
async fn share_organisations(app: &App, ada: &CurrentUser, grace: &CurrentUser) -> Result<(), Failure> {
    let shared = clients::create(app, ada, "Analytical Engines", None).await?;
    let invite = invites::invite(app, ada, shared.id, &grace.email, Role::User).await?;
    invites::accept(app, grace, invite.id, None).await?;
    let other = clients::create(app, grace, "Compilers", None).await?;
    invites::invite(app, grace, other.id, &ada.email, Role::Admin).await.map(drop)
}

async fn make_keys(app: &App, ada: &CurrentUser) -> Result<(), Failure> {
    let reading = Scopes::default().with(Scope::ClientsRead, true).with(Scope::NotificationsRead, true);
    for (name, scopes, networks) in
        [("Nightly backup", Scopes::FULL, "192.0.2.0/24"), ("Dashboard", reading, "")]
    {
        let draft =
            TokenDraft { name: name.into(), scopes, expiry: Expiry::default(), networks: networks.into() };
        tokens::create(app, ada, draft).await?;
    }
    Ok(())
}

async fn ask_support(app: &App, ada: &CurrentUser) -> Result<(), Failure> {
    let categories = app.config.support.categories.iter();
    let draft = SupportDraft {
        // The one that fits, where there are the usual ones.
        category: categories.max_by_key(|category| *category == "API keys").cloned().unwrap_or_default(),
        title: "A key for the nightly backup".into(),
        description: "Can a key work from our backup server only?".into(),
    };
    let request = support::submit(app, ada, app.entropy.uuid(), draft, None).await?;
    let answer = "Yes. Name the server's address when you create the key: it works from nowhere else.";
    support::reply(app, &request.reference, answer).await.map(drop)
}
