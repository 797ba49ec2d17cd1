//! What the platform reports.

use std::time::Duration;

use super::{MESSAGE_MAX, NotificationKind, TITLE_MAX};
use crate::{
    AppError, Timestamp, UserId,
    error::{ErrorCode, Field, FieldError, Problem},
    organisation::{ClientId, Subscription},
    text_rules::has_control,
};

/// The most characters of the name of a part of the platform.
pub const RESOURCE_MAX: usize = 128;
/// What happened longer ago is no news. Much longer ago, and it would be removed before anybody is told.
const LATE_AT_MOST: Duration = Duration::from_hours(24);
/// So far the clock of a service may be ahead.
const AHEAD_AT_MOST: Duration = Duration::from_mins(5);

/// A report of the platform's: something that people are to be told of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlatformReport {
    /// What happened.
    pub kind: NotificationKind,
    /// What the platform calls it.
    pub title: String,
    /// What else there is to say.
    pub message: String,
    /// For whom, if it is for a person.
    pub user: Option<UserId>,
    /// For the members of which organisation, if it is for them.
    pub client: Option<ClientId>,
    /// Which part of the platform it is about, or empty.
    pub resource: String,
    /// When it happened, if not now.
    pub occurred_at: Option<Timestamp>,
    /// What became of the organisation's subscription, if it is about that.
    pub subscription: Option<Subscription>,
}

impl PlatformReport {
    /// The same without the white space around its texts, as it may be reported at `now`.
    ///
    /// # Errors
    /// `invalid` with every wrong field.
    pub fn checked(self, now: Timestamp) -> Result<Self, AppError> {
        let trimmed = Self {
            title: self.title.trim().to_owned(),
            message: self.message.trim().to_owned(),
            resource: self.resource.trim().to_owned(),
            ..self
        };
        let problems = [
            (Field::Title, trimmed.title_problem()),
            (Field::Message, trimmed.message_problem()),
            (Field::Resource, trimmed.resource_problem()),
            (Field::Audience, trimmed.audience_problem()),
            (Field::OccurredAt, trimmed.time_problem(now)),
            (Field::Subscription, trimmed.subscription_problem()),
        ];
        let wrong =
            problems.into_iter().filter_map(|(field, problem)| Some(FieldError::new(field, problem?)));
        let fields: Vec<_> = wrong.collect();
        if fields.is_empty() {
            Ok(trimmed)
        } else {
            Err(AppError { fields, ..AppError::new(ErrorCode::Invalid) })
        }
    }

    fn title_problem(&self) -> Option<Problem> {
        if self.title.is_empty() {
            Some(Problem::Required)
        } else if self.title.chars().count() > TITLE_MAX {
            Some(Problem::TitleTooLong)
        } else {
            has_control(&self.title).then_some(Problem::ControlCharacter)
        }
    }

    fn message_problem(&self) -> Option<Problem> {
        let stray = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
        if self.message.is_empty() {
            Some(Problem::Required)
        } else if self.message.chars().count() > MESSAGE_MAX {
            Some(Problem::MessageTooLong)
        } else {
            self.message.contains(stray).then_some(Problem::ControlCharacter)
        }
    }

    fn resource_problem(&self) -> Option<Problem> {
        if self.resource.chars().count() > RESOURCE_MAX {
            Some(Problem::ResourceTooLong)
        } else {
            has_control(&self.resource).then_some(Problem::ControlCharacter)
        }
    }

    /// Everybody hears of the whole system only.
    fn audience_problem(&self) -> Option<Problem> {
        let fits = match (self.user, self.client) {
            (Some(_), Some(_)) => false,
            (None, None) => self.kind == NotificationKind::SystemUpdate,
            _ => true,
        };
        (!fits).then_some(Problem::AudienceForm)
    }

    fn time_problem(&self, now: Timestamp) -> Option<Problem> {
        let fits = self.occurred_at.is_none_or(|at| at >= now - LATE_AT_MOST && at <= now + AHEAD_AT_MOST);
        (!fits).then_some(Problem::OccurredAtRange)
    }

    /// It is an organisation's and about money; it begins or ends.
    fn subscription_problem(&self) -> Option<Problem> {
        let fits = match self.subscription {
            None => true,
            Some(Subscription::None) => false,
            Some(Subscription::Active | Subscription::Cancelled) => {
                self.client.is_some() && self.kind == NotificationKind::Billing
            }
        };
        (!fits).then_some(Problem::SubscriptionForm)
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    const NOW: Timestamp = Timestamp(1_795_305_600_000);

    fn report(kind: NotificationKind) -> PlatformReport {
        PlatformReport {
            kind,
            title: " Maintenance ".to_owned(),
            message: "Tonight.\nAll night.".to_owned(),
            user: None,
            client: None,
            resource: String::new(),
            occurred_at: None,
            subscription: None,
        }
    }

    fn wrong(report: PlatformReport) -> Vec<(Field, Problem)> {
        let error = report.checked(NOW).expect_err("wrong");
        error.fields.iter().map(|wrong| (wrong.field, wrong.problem)).collect()
    }

    #[test]
    fn a_report_is_for_one_audience() {
        let (user, client) = (Some(UserId(Uuid::nil())), Some(ClientId(Uuid::nil())));
        for kind in NotificationKind::PLATFORM.iter().copied() {
            assert!(PlatformReport { user, ..report(kind) }.checked(NOW).is_ok());
            assert!(PlatformReport { client, ..report(kind) }.checked(NOW).is_ok());
            let both = PlatformReport { user, client, ..report(kind) };
            assert_eq!(wrong(both), [(Field::Audience, Problem::AudienceForm)]);
            assert_eq!(report(kind).checked(NOW).is_ok(), kind == NotificationKind::SystemUpdate);
        }
    }

    #[test]
    fn every_wrong_field_is_named() {
        let empty = PlatformReport {
            title: " ".to_owned(),
            message: String::new(),
            resource: "x".repeat(RESOURCE_MAX + 1),
            ..report(NotificationKind::Alert)
        };
        let fields = [
            (Field::Title, Problem::Required),
            (Field::Message, Problem::Required),
            (Field::Resource, Problem::ResourceTooLong),
            (Field::Audience, Problem::AudienceForm),
        ];
        assert_eq!(wrong(empty), fields);
        let long = PlatformReport {
            title: "ü".repeat(TITLE_MAX + 1),
            message: "ü".repeat(MESSAGE_MAX + 1),
            resource: "a\nb".to_owned(),
            ..report(NotificationKind::SystemUpdate)
        };
        let fields = [
            (Field::Title, Problem::TitleTooLong),
            (Field::Message, Problem::MessageTooLong),
            (Field::Resource, Problem::ControlCharacter),
        ];
        assert_eq!(wrong(long), fields);
        let title = "Down\r\nBcc: eve@example.com".to_owned();
        let broken = PlatformReport { title, ..report(NotificationKind::SystemUpdate) };
        assert_eq!(wrong(broken), [(Field::Title, Problem::ControlCharacter)]);
    }

    #[test]
    fn what_happened_happened_lately() {
        let at = |at: i64| PlatformReport {
            occurred_at: Some(Timestamp(at)),
            ..report(NotificationKind::SystemUpdate)
        };
        let (day, ahead) = (24 * 3600 * 1000, 5 * 60 * 1000);
        for fits in [NOW.0 - day, NOW.0, NOW.0 + ahead] {
            assert!(at(fits).checked(NOW).is_ok(), "{fits}");
        }
        for wrong_time in [i64::MIN, 0, NOW.0 - day - 1, NOW.0 + ahead + 1, i64::MAX] {
            assert_eq!(
                wrong(at(wrong_time)),
                [(Field::OccurredAt, Problem::OccurredAtRange)],
                "{wrong_time}"
            );
        }
    }

    #[test]
    fn a_subscription_is_an_organisations_and_about_money() {
        let (user, client) = (Some(UserId(Uuid::nil())), Some(ClientId(Uuid::nil())));
        let problem = [(Field::Subscription, Problem::SubscriptionForm)];
        for subscription in Subscription::ALL.iter().copied() {
            let of = |kind| PlatformReport { subscription: Some(subscription), ..report(kind) };
            for kind in NotificationKind::PLATFORM.iter().copied() {
                let fits = kind == NotificationKind::Billing && subscription != Subscription::None;
                let checked = PlatformReport { client, ..of(kind) }.checked(NOW);
                assert_eq!(checked.is_ok(), fits, "{kind:?} {subscription:?}");
                assert_eq!(wrong(PlatformReport { user, ..of(kind) }), problem, "a person's");
            }
            assert_eq!(wrong(of(NotificationKind::SystemUpdate)), problem, "everybody's");
        }
    }

    #[test]
    fn what_is_right_is_trimmed() {
        let checked = report(NotificationKind::SystemUpdate).checked(NOW).expect("right");
        assert_eq!(
            (checked.title.as_str(), checked.message.as_str()),
            ("Maintenance", "Tonight.\nAll night.")
        );
    }
}
