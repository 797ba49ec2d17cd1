//! The words for what the domain has names for.

use domain::{
    Texts, Timestamp,
    token::{Overlap, RevokedBy, Scope, Scopes, TokenState, UserToken},
};

/// What a scope is called, and what it allows.
pub fn scope_words(texts: Texts, scope: Scope) -> (&'static str, &'static str) {
    match scope {
        Scope::Full => (texts.scope_full(), texts.scope_full_hint()),
        Scope::ProfileRead => (texts.scope_profile_read(), texts.scope_profile_read_hint()),
        Scope::ProfileWrite => (texts.scope_profile_write(), texts.scope_profile_write_hint()),
        Scope::ClientsRead => (texts.scope_clients_read(), texts.scope_clients_read_hint()),
        Scope::ClientsWrite => (texts.scope_clients_write(), texts.scope_clients_write_hint()),
        Scope::NotificationsRead => (texts.scope_notifications_read(), texts.scope_notifications_read_hint()),
    }
}

/// What scopes are called.
pub fn scope_names(texts: Texts, scopes: Scopes) -> Vec<&'static str> {
    scopes.iter().map(|scope| scope_words(texts, scope).0).collect()
}

/// How long an old value goes on.
pub fn overlap_words(texts: Texts, overlap: Overlap) -> &'static str {
    match overlap {
        Overlap::Now => texts.overlap_now(),
        Overlap::OneHour => texts.overlap_hour(),
        Overlap::OneDay => texts.overlap_day(),
        Overlap::SevenDays => texts.overlap_week(),
    }
}

/// The name that tells a key from its successor, which is called the same.
pub fn full_name(texts: Texts, token: &UserToken) -> String {
    match token.state {
        TokenState::Retiring { .. } => texts.key_old_name(&token.name),
        _ => token.name.clone(),
    }
}

/// Where a key is in its life, in a word or two, and how to colour that.
pub fn state_words(texts: Texts, state: &TokenState, now: Timestamp) -> (String, &'static str) {
    match state {
        TokenState::Live => (texts.key_active().to_owned(), "success"),
        TokenState::Retiring { until } => (texts.key_ends(&until.until(now, texts)), "warning"),
        TokenState::Rotated { .. } => (texts.key_rotated().to_owned(), "neutral"),
        TokenState::Expired { .. } => (texts.key_expired().to_owned(), "neutral"),
        TokenState::Revoked { .. } => (texts.key_revoked().to_owned(), "danger"),
    }
}

/// How and when a key ended; nothing for one that works.
pub fn end_words(texts: Texts, state: &TokenState) -> Option<String> {
    match state {
        TokenState::Live | TokenState::Retiring { .. } => None,
        TokenState::Rotated { at } => Some(texts.key_rotated_on(&at.date_time(texts))),
        TokenState::Expired { at } => Some(texts.key_expired_on(&at.date_time(texts))),
        TokenState::Revoked { at, by, .. } => {
            let at = at.date_time(texts);
            Some(match by {
                RevokedBy::Owner => texts.key_revoked_by_you(&at),
                RevokedBy::Admin => texts.key_revoked_by_admin(&at),
                RevokedBy::Report => texts.key_revoked_by_report(&at),
            })
        }
    }
}
