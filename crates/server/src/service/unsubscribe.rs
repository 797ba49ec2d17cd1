//! The way out that every mail has which a person can switch off: a link that switches it off, and nothing else.

use base64::{Engine as _, prelude::BASE64_URL_SAFE_NO_PAD};
use domain::{
    ErrorCode, UserId,
    notification::{Category, Channel, Preference},
};
use hmac::Mac as _;
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use super::Failure;
use crate::{app::App, secrets::Secrets, store};

/// Between the keys of a link. No key holds one.
const SEPARATOR: &str = ",";

const ID_BYTES: usize = 16;
const MAC_BYTES: usize = 32;

/// Whose mail of which kinds a link ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subscription {
    user: UserId,
    /// Rows of the matrix, each once, in the order of their keys: for the same rows the link is the same.
    categories: Vec<Category>,
}

impl Subscription {
    /// Those of these rows that can be switched off. Nothing when none can.
    pub(crate) fn of(user: UserId, categories: impl IntoIterator<Item = Category>) -> Option<Self> {
        let optional = |category: &Category| category.is_optional(Channel::Email);
        let mut categories: Vec<_> = categories.into_iter().filter(optional).collect();
        categories.sort_unstable_by_key(|category| category.key());
        categories.dedup();
        (!categories.is_empty()).then_some(Self { user, categories })
    }

    /// The page that ends it, and the address that a mail program posts to. It has no end: who finds the mail after
    /// a year wants to be rid of them too.
    pub(crate) fn url(&self, app: &App) -> String {
        format!("{}/unsubscribe?link={}", app.config.server.public_url, self.link(&app.secrets))
    }

    fn link(&self, secrets: &Secrets) -> String {
        let bytes = [self.user.0.as_bytes().as_slice(), &self.mac(secrets), self.keys().as_bytes()].concat();
        BASE64_URL_SAFE_NO_PAD.encode(bytes)
    }

    fn keys(&self) -> String {
        self.categories.iter().map(|category| category.key()).collect::<Vec<_>>().join(SEPARATOR)
    }

    fn mac(&self, secrets: &Secrets) -> [u8; MAC_BYTES] {
        let mut mac = secrets.mac("unsubscribe");
        mac.update(self.user.0.as_bytes());
        mac.update(self.keys().as_bytes());
        mac.finalize().into_bytes().into()
    }

    fn parse(secrets: &Secrets, link: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(link).ok()?;
        let (id, rest) = bytes.split_first_chunk::<ID_BYTES>()?;
        let (mac, keys) = rest.split_first_chunk::<MAC_BYTES>()?;
        let keys = str::from_utf8(keys).ok()?;
        let categories: Option<Vec<_>> = keys.split(SEPARATOR).map(Category::from_key).collect();
        let subscription = Self::of(UserId(Uuid::from_bytes(*id)), categories?)?;
        let right: bool = subscription.mac(secrets).as_slice().ct_eq(mac).into();
        // There is one way to write a link. What can't be switched off is in none.
        (right && subscription.keys() == keys).then_some(subscription)
    }
}

/// What a link ends, as it is now: one row at least, in the guide's order.
///
/// # Errors
/// `dead_link`.
pub async fn look(app: &App, link: &str) -> Result<Vec<Preference>, Failure> {
    let Subscription { user, categories } = of(app, link).await?;
    let changed = store::preferences::changed(app.database.connection(), user).await?;
    let row = |category: &Category| {
        let changed = changed.iter().find(|row| row.category == *category).copied();
        changed.unwrap_or_else(|| Preference::at_first(*category))
    };
    Ok(Category::ALL.iter().filter(|category| categories.contains(category)).map(row).collect())
}

/// Ends it: these rows of this person come by mail no more. Where they don't already, nothing changes.
///
/// # Errors
/// `dead_link`.
pub async fn switch_off(app: &App, link: &str) -> Result<(), Failure> {
    let Subscription { user, categories } = of(app, link).await?;
    Ok(store::preferences::stop_mail(app.database.connection(), user, &categories).await?)
}

async fn of(app: &App, link: &str) -> Result<Subscription, Failure> {
    let subscription = Subscription::parse(&app.secrets, link).ok_or(ErrorCode::DeadLink)?;
    let person = store::people::find(app.database.connection(), subscription.user).await?;
    if person.is_some() { Ok(subscription) } else { Err(ErrorCode::DeadLink.into()) }
}

#[cfg(test)]
mod tests {
    use secrecy::SecretBox;

    use super::*;

    fn secrets(byte: u8) -> Secrets {
        Secrets::new(SecretBox::new(Box::new(vec![byte; 32])), None)
    }

    #[test]
    fn a_link_is_for_its_rows_of_one_person() {
        let user = UserId(Uuid::from_u128(1));
        for category in Category::ALL {
            let Some(subscription) = Subscription::of(user, [*category]) else {
                assert_eq!(*category, Category::SecurityAlerts, "the only one that can't be switched off");
                continue;
            };
            let link = subscription.link(&secrets(1));
            assert_eq!(Subscription::parse(&secrets(2), &link), None, "of another installation");
            assert_eq!(Subscription::parse(&secrets(1), &link), Some(subscription));
        }
        let all = Subscription::of(user, Category::ALL.iter().copied()).expect("some");
        assert_eq!(all.categories.len(), Category::ALL.len() - 1);
        let link = all.link(&secrets(1));
        assert_eq!(Subscription::parse(&secrets(1), &link).as_ref(), Some(&all));
        let backwards = Subscription::of(user, Category::ALL.iter().rev().chain(Category::ALL).copied());
        assert_eq!(backwards.expect("the same").link(&secrets(1)), link);
    }

    #[test]
    fn a_link_can_not_be_made_of_another() {
        let user = UserId(Uuid::from_u128(1));
        let with = |mac: &[u8], user: UserId, keys: &str| {
            let bytes = [user.0.as_bytes().as_slice(), mac, keys.as_bytes()].concat();
            Subscription::parse(&secrets(1), &BASE64_URL_SAFE_NO_PAD.encode(bytes))
        };
        let mac = |categories: Vec<Category>| Subscription { user, categories }.mac(&secrets(1));
        let (one, two) = (mac(vec![Category::Billing]), mac(vec![Category::Billing, Category::TeamActivity]));
        assert!(with(&one, user, "billing").is_some() && with(&two, user, "billing,team_activity").is_some());
        assert_eq!(with(&one, UserId(Uuid::from_u128(2)), "billing"), None);
        for keys in ["team_activity", "security_alerts", "", "billing\0", "billing,", "billing,team_activity"]
        {
            assert_eq!(with(&one, user, keys), None, "{keys}");
        }
        for keys in ["billing", "team_activity", "team_activity,billing", "billing,billing,team_activity"] {
            assert_eq!(with(&two, user, keys), None, "{keys}");
        }
        // Also with a right MAC, which none of our mails holds.
        let no_choice = mac(vec![Category::SecurityAlerts]);
        assert_eq!(with(&no_choice, user, "security_alerts"), None);
        let both = mac(vec![Category::Billing, Category::SecurityAlerts]);
        assert_eq!(with(&both, user, "billing,security_alerts"), None);
        for cut in ["", "A", "AAAA", "not base64!"] {
            assert_eq!(Subscription::parse(&secrets(1), cut), None, "{cut}");
        }
    }
}
