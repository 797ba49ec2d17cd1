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

const ID_BYTES: usize = 16;
const MAC_BYTES: usize = 32;

/// Whose mail of which kind a link ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subscription {
    /// Whose.
    pub user: UserId,
    /// The row of the matrix.
    pub category: Category,
}

impl Subscription {
    /// The page that ends it, and the address that a mail program posts to. It has no end: who finds the mail after
    /// a year wants to be rid of them too. Nothing for mail that can't be switched off.
    pub(crate) fn url(self, app: &App) -> Option<String> {
        let link = self.link(&app.secrets)?;
        Some(format!("{}/unsubscribe?link={link}", app.config.server.public_url))
    }

    fn link(self, secrets: &Secrets) -> Option<String> {
        let mac = self.mac(secrets);
        let bytes = [self.user.0.as_bytes().as_slice(), &mac, self.category.key().as_bytes()].concat();
        self.category.is_optional(Channel::Email).then(|| BASE64_URL_SAFE_NO_PAD.encode(bytes))
    }

    fn mac(self, secrets: &Secrets) -> [u8; MAC_BYTES] {
        let mut mac = secrets.mac("unsubscribe");
        mac.update(self.user.0.as_bytes());
        mac.update(self.category.key().as_bytes());
        mac.finalize().into_bytes().into()
    }

    fn parse(secrets: &Secrets, link: &str) -> Option<Self> {
        let bytes = BASE64_URL_SAFE_NO_PAD.decode(link).ok()?;
        let (id, rest) = bytes.split_first_chunk::<ID_BYTES>()?;
        let (mac, category) = rest.split_first_chunk::<MAC_BYTES>()?;
        let category = Category::from_key(str::from_utf8(category).ok()?)?;
        let subscription = Self { user: UserId(Uuid::from_bytes(*id)), category };
        let right: bool = subscription.mac(secrets).as_slice().ct_eq(mac).into();
        (right && category.is_optional(Channel::Email)).then_some(subscription)
    }
}

/// What a link ends, as it is now.
///
/// # Errors
/// `dead_link`.
pub async fn look(app: &App, link: &str) -> Result<Preference, Failure> {
    let Subscription { user, category } = of(app, link).await?;
    let rows = store::preferences::changed_by(app.database.connection(), &[user], category).await?;
    Ok(rows.get(&user).copied().unwrap_or_else(|| Preference::at_first(category)))
}

/// Ends it: this row of this person comes by mail no more. Where it doesn't already, nothing changes.
///
/// # Errors
/// `dead_link`.
pub async fn switch_off(app: &App, link: &str) -> Result<Preference, Failure> {
    let Subscription { user, category } = of(app, link).await?;
    let db = app.database.connection();
    Ok(store::preferences::set(db, user, category, Channel::Email, false).await?)
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
    fn a_link_is_for_one_row_of_one_person() {
        let user = UserId(Uuid::from_u128(1));
        for category in Category::ALL {
            let subscription = Subscription { user, category: *category };
            let Some(link) = subscription.link(&secrets(1)) else {
                assert_eq!(*category, Category::SecurityAlerts, "the only one that can't be switched off");
                continue;
            };
            assert_eq!(Subscription::parse(&secrets(1), &link), Some(subscription));
            assert_eq!(Subscription::parse(&secrets(2), &link), None, "of another installation");
        }
    }

    #[test]
    fn a_link_can_not_be_made_of_another() {
        let (user, category) = (UserId(Uuid::from_u128(1)), Category::Billing);
        let mac = Subscription { user, category }.mac(&secrets(1));
        let forged = |user: UserId, category: &str| {
            let bytes = [user.0.as_bytes().as_slice(), &mac, category.as_bytes()].concat();
            Subscription::parse(&secrets(1), &BASE64_URL_SAFE_NO_PAD.encode(bytes))
        };
        assert!(forged(user, "billing").is_some());
        assert_eq!(forged(UserId(Uuid::from_u128(2)), "billing"), None);
        for category in ["team_activity", "security_alerts", "", "billing\0"] {
            assert_eq!(forged(user, category), None, "{category}");
        }
        // Also with a right MAC, which none of our mails holds.
        let no_choice = Subscription { user, category: Category::SecurityAlerts };
        let bytes = [user.0.as_bytes().as_slice(), &no_choice.mac(&secrets(1)), b"security_alerts"].concat();
        assert_eq!(Subscription::parse(&secrets(1), &BASE64_URL_SAFE_NO_PAD.encode(bytes)), None);
        for cut in ["", "A", "AAAA", "not base64!"] {
            assert_eq!(Subscription::parse(&secrets(1), cut), None, "{cut}");
        }
    }
}
