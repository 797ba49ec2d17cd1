//! The chapters before the operations: what holds for all of them.

use domain::{AppError, ErrorCode, Texts, token::Scope};
use maud::{Markup, html};

use super::{prose, sample};
use crate::config::Config;

/// What a scanner looks for.
const PATTERN: &str = "u-[0-9A-Za-z]{50}";

/// A chapter: its anchor, its title.
type Chapter = (&'static str, &'static str);

fn list(texts: Texts) -> [Chapter; 7] {
    [
        ("authentication", texts.reference_authentication()),
        ("token-format", texts.reference_token()),
        ("conventions", texts.reference_conventions()),
        ("rate-limits", texts.reference_limits()),
        ("lists", texts.reference_lists()),
        ("writing", texts.reference_writing()),
        ("errors", texts.reference_errors()),
    ]
}

/// The links to the chapters.
pub(super) fn contents(texts: Texts) -> Markup {
    html! {
        ul {
            @for (anchor, title) in list(texts) { li { a href={ "#" (anchor) } { (title) } } }
        }
    }
}

/// The chapters.
pub(super) fn chapters(texts: Texts, config: &Config) -> Markup {
    let [authentication, token, conventions, limits, lists, writing, errors] = list(texts);
    let quota = config.api.requests_per_minute.to_string();
    html! {
        (chapter(authentication, &authenticate(texts, config)))
        (chapter(token, &token_format(texts)))
        (chapter(conventions, &sentences(&[
            texts.reference_conventions_bodies(),
            texts.reference_conventions_values(),
            texts.reference_conventions_prefix(),
        ])))
        (chapter(limits, &html! {
            p { (prose(&texts.reference_limits_quota(&quota))) }
            (sentences(&[texts.reference_limits_headers()]))
        }))
        (chapter(lists, &sentences(&[texts.reference_lists_text()])))
        (chapter(writing, &sentences(&[
            texts.reference_writing_repeat(),
            texts.reference_writing_version(),
        ])))
        (chapter(errors, &codes(texts)))
    }
}

fn chapter((anchor, title): Chapter, content: &Markup) -> Markup {
    html! {
        section {
            h2 id=(anchor) { (title) }
            (content)
        }
    }
}

fn sentences(texts: &[&str]) -> Markup {
    html! { @for text in texts { p { (prose(text)) } } }
}

fn authenticate(texts: Texts, config: &Config) -> Markup {
    let url = &config.server.public_url;
    let lines = format!("curl '{url}/api/whoami' \\\n  -H 'Authorization: u-your-token'");
    html! {
        (sentences(&[texts.reference_authentication_token()]))
        (sample(texts.reference_request(), &lines))
        (sentences(&[texts.reference_authentication_scopes()]))
        table {
            thead { tr { th scope="col" { (texts.reference_scope()) } th scope="col" { (texts.reference_allows()) } } }
            tbody {
                @for scope in Scope::ALL {
                    tr { th scope="row" { code { (scope.key()) } } td { (allows(texts, *scope)) } }
                }
            }
        }
        (sentences(&[texts.reference_authentication_service()]))
    }
}

/// What the Keys page says of a scope.
fn allows(texts: Texts, scope: Scope) -> &'static str {
    match scope {
        Scope::Full => texts.scope_full_hint(),
        Scope::ProfileRead => texts.scope_profile_read_hint(),
        Scope::ProfileWrite => texts.scope_profile_write_hint(),
        Scope::ClientsRead => texts.scope_clients_read_hint(),
        Scope::ClientsWrite => texts.scope_clients_write_hint(),
        Scope::NotificationsRead => texts.scope_notifications_read_hint(),
    }
}

fn token_format(texts: Texts) -> Markup {
    html! {
        (sentences(&[texts.reference_token_pattern()]))
        (sample(texts.reference_token(), PATTERN))
        (sentences(&[texts.reference_token_parts(), texts.reference_token_report()]))
    }
}

fn codes(texts: Texts) -> Markup {
    html! {
        (sentences(&[texts.reference_errors_shape(), texts.reference_errors_codes()]))
        table {
            thead {
                tr {
                    th scope="col" { (texts.reference_code()) }
                    th scope="col" { (texts.reference_status()) }
                    th scope="col" { (texts.reference_meaning()) }
                }
            }
            tbody {
                @for code in ErrorCode::ALL.iter().copied().filter(|code| meets_programs(*code)) {
                    tr id=(code.key()) {
                        th scope="row" { code { (code.key()) } }
                        td { (code.status()) }
                        td { (AppError::new(code).text(texts)) }
                    }
                }
            }
        }
    }
}

/// Whether the Core API ever answers with a code. The others are about signing in and pages.
const fn meets_programs(code: ErrorCode) -> bool {
    match code {
        ErrorCode::Malformed
        | ErrorCode::Invalid
        | ErrorCode::SignedOut
        | ErrorCode::TokenMissing
        | ErrorCode::TokenInvalid
        | ErrorCode::TokenRevoked
        | ErrorCode::TokenExpired
        | ErrorCode::TokenRotated
        | ErrorCode::NetworkNotAllowed
        | ErrorCode::MissingScope
        | ErrorCode::Forbidden
        | ErrorCode::NotFound
        | ErrorCode::MethodNotAllowed
        | ErrorCode::Conflict
        | ErrorCode::TooManyOrganisations
        | ErrorCode::TooManyInvites
        | ErrorCode::LastOwner
        | ErrorCode::Changed
        | ErrorCode::UnsupportedMediaType
        | ErrorCode::KeyReused
        | ErrorCode::RateLimited
        | ErrorCode::TooLarge
        | ErrorCode::TooManyTries
        | ErrorCode::Busy
        | ErrorCode::Unavailable
        | ErrorCode::Internal => true,
        ErrorCode::WrongCredentials
        | ErrorCode::WrongCode
        | ErrorCode::DeadCode
        | ErrorCode::CrossSite
        | ErrorCode::StepUp
        | ErrorCode::TooManyTokens
        | ErrorCode::TokenEnded
        | ErrorCode::TooManyPasskeys
        | ErrorCode::SubscriptionActive
        | ErrorCode::AddressChanged
        | ErrorCode::TooManyExports
        | ErrorCode::AuthenticatorBound
        | ErrorCode::PasskeyRefused
        | ErrorCode::DeadLink
        | ErrorCode::Locked
        | ErrorCode::Unreachable => false,
    }
}
