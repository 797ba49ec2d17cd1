//! What goes where, and when: one function decides, from what happened and what a person wants.

use domain::{
    Timestamp,
    notification::{Channel, NotificationKind, Preference, Preferences},
};

use super::schedule;

/// Where one person is told of one event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Delivery {
    /// Whether in the app.
    pub in_app: bool,
    /// Whether by mail.
    pub mail: ByMail,
}

/// Whether and when a mail goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ByMail {
    /// Never.
    No,
    /// At once, by itself.
    Now,
    /// Then, together with what else waits until then.
    At(Timestamp),
}

/// Decides. What belongs to no row of the matrix the person asked for: it comes everywhere, at once. Mail about the
/// account's safety comes at once, whatever is stored.
pub(super) fn decide(kind: NotificationKind, wanted: &Preferences, now: Timestamp) -> Delivery {
    let Some(category) = kind.category() else {
        return Delivery { in_app: true, mail: ByMail::Now };
    };
    let row = wanted.rows.iter().find(|row| row.category == category).copied();
    let row = row.unwrap_or_else(|| Preference::at_first(category));
    let mail = if !category.is_optional(Channel::Email) {
        ByMail::Now
    } else if row.email {
        schedule::next_mail(&wanted.schedule, now).map_or(ByMail::Now, ByMail::At)
    } else {
        ByMail::No
    };
    Delivery { in_app: row.in_app, mail }
}

#[cfg(test)]
mod tests {
    use domain::notification::{Category, QuietHours, Schedule};

    use super::*;

    /// A minute past eight in the morning, in UTC.
    const NOW: Timestamp = Timestamp(1_795_420_860_000);
    const NOON: Timestamp = Timestamp(1_795_435_200_000);

    fn wanted(email: bool, in_app: bool, schedule: &Schedule) -> Preferences {
        let row = |category: &Category| Preference { category: *category, email, in_app };
        Preferences { rows: Category::ALL.iter().map(row).collect(), schedule: schedule.clone() }
    }

    fn at_noon() -> Schedule {
        Schedule { digest: Some(12 * 60), ..Schedule::default() }
    }

    #[test]
    fn each_kind_goes_where_its_row_says() {
        let at_any_time = Schedule::default();
        for kind in NotificationKind::ALL {
            for (email, in_app) in [(true, true), (true, false), (false, true), (false, false)] {
                let told = decide(*kind, &wanted(email, in_app, &at_any_time), NOW);
                let (forced_app, forced_mail) = match kind {
                    NotificationKind::SupportReplied => (true, true),
                    NotificationKind::Security => (false, true),
                    _ => (false, false),
                };
                let mail = if email || forced_mail { ByMail::Now } else { ByMail::No };
                assert_eq!(
                    told,
                    Delivery { in_app: in_app || forced_app, mail },
                    "{kind:?} {email} {in_app}"
                );
            }
        }
    }

    #[test]
    fn mail_waits_for_its_time_unless_it_can_not() {
        for kind in NotificationKind::ALL {
            let mail = decide(*kind, &wanted(true, true, &at_noon()), NOW).mail;
            let urgent = matches!(kind, NotificationKind::Security | NotificationKind::SupportReplied);
            assert_eq!(mail, if urgent { ByMail::Now } else { ByMail::At(NOON) }, "{kind:?}");
            let off = decide(*kind, &wanted(false, true, &at_noon()), NOW).mail;
            assert_eq!(off, if urgent { ByMail::Now } else { ByMail::No }, "{kind:?}");
        }
        let quiet = Some(QuietHours { from: 8 * 60, until: 12 * 60 });
        let quiet = wanted(true, true, &Schedule { quiet, ..Schedule::default() });
        let told = decide(NotificationKind::Billing, &quiet, NOW);
        assert_eq!(told, Delivery { in_app: true, mail: ByMail::At(NOON) }, "the app is not quiet");
        assert_eq!(decide(NotificationKind::Billing, &quiet, NOON).mail, ByMail::Now);
    }

    #[test]
    fn what_nobody_chose_is_as_at_first() {
        let nothing = Preferences { rows: Vec::new(), schedule: Schedule::default() };
        let invite = decide(NotificationKind::InviteReceived, &nothing, NOW);
        assert_eq!(invite, Delivery { in_app: true, mail: ByMail::Now });
        let joined = decide(NotificationKind::MemberJoined, &nothing, NOW);
        assert_eq!(joined, Delivery { in_app: true, mail: ByMail::No });
    }
}
