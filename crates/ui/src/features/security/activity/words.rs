//! The words for what the log is about.

use domain::{Texts, security::ActivityGroup};

/// What a group of entries is called.
pub fn group_words(texts: Texts, group: ActivityGroup) -> &'static str {
    match group {
        ActivityGroup::SignIns => texts.group_sign_ins(),
        ActivityGroup::Credentials => texts.group_credentials(),
        ActivityGroup::TwoFactor => texts.two_factor_title(),
        ActivityGroup::Tokens => texts.keys(),
        ActivityGroup::Account => texts.group_account(),
        ActivityGroup::Organisations => texts.organisations(),
    }
}
