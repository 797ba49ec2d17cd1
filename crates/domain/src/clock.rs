//! Points in time, as the whole system writes them.

use std::ops::{Add, Sub};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use time::{Date, Month, OffsetDateTime, Time};

use crate::Texts;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Milliseconds since 1970-01-01T00:00:00Z. What the database, the wire and the code use;
/// people get [`Timestamp::date`], [`Timestamp::date_time`] or [`Timestamp::until`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(pub i64);

impl Timestamp {
    /// How long after `earlier` this is; nothing when it isn't after.
    #[must_use]
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(u64::try_from(self.0 - earlier.0).unwrap_or(0))
    }

    /// ISO 8601 with milliseconds in UTC, as programs read it: `2026-11-22T12:00:00.000Z`.
    #[must_use]
    pub fn iso(self) -> String {
        let moment = self.moment();
        let (year, month, day) = moment.to_calendar_date();
        let (hour, minute, second, millisecond) = moment.to_hms_milli();
        let month = u8::from(month);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}.{millisecond:03}Z")
    }

    /// The day in UTC as a person reads it: `22 November 2026`.
    #[must_use]
    pub fn date(self, texts: Texts) -> String {
        let moment = self.moment();
        let month = texts.month_name(u8::from(moment.month()));
        texts.date_long(&moment.day().to_string(), month, &moment.year().to_string())
    }

    /// The day and the minute in UTC: `22 November 2026, 10:20 UTC`.
    #[must_use]
    pub fn date_time(self, texts: Texts) -> String {
        let moment = self.moment();
        texts.date_time(&self.date(texts), &format!("{:02}:{:02}", moment.hour(), moment.minute()))
    }

    /// How long it is from `now` until then, in whole units of which there are at least two, or one
    /// minute: `in 23 hours`. Rounded to the nearest, so that what has just been set to 90 days reads so.
    #[must_use]
    pub fn until(self, now: Self, texts: Texts) -> String {
        let seconds = self.since(now).as_secs();
        let whole = |unit: u64| (seconds + unit / 2) / unit;
        if whole(HOUR) >= 2 * DAY / HOUR {
            texts.in_days(whole(DAY))
        } else if whole(MINUTE) >= 2 * HOUR / MINUTE {
            texts.in_hours(whole(HOUR))
        } else {
            texts.in_minutes(whole(MINUTE).max(1))
        }
    }

    /// The day in UTC as a date field writes it: `2026-11-22`.
    #[must_use]
    pub fn iso_date(self) -> String {
        let moment = self.moment();
        format!("{:04}-{:02}-{:02}", moment.year(), u8::from(moment.month()), moment.day())
    }

    /// The last minute, in UTC, of a day as a date field writes it.
    #[must_use]
    pub fn end_of_day(iso_date: &str) -> Option<Self> {
        let mut parts = iso_date.trim().splitn(3, '-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
        let date = Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?;
        let last_minute = Time::from_hms(23, 59, 0).ok()?;
        Some(Self(date.with_time(last_minute).assume_utc().unix_timestamp().saturating_mul(1000)))
    }

    /// What the calendar says; the epoch for what is in none.
    fn moment(self) -> OffsetDateTime {
        let nanoseconds = i128::from(self.0) * 1_000_000;
        OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

impl Texts {
    /// The name of a month, 1 to 12.
    fn month_name(self, month: u8) -> &'static str {
        match month {
            1 => self.month_1(),
            2 => self.month_2(),
            3 => self.month_3(),
            4 => self.month_4(),
            5 => self.month_5(),
            6 => self.month_6(),
            7 => self.month_7(),
            8 => self.month_8(),
            9 => self.month_9(),
            10 => self.month_10(),
            11 => self.month_11(),
            _ => self.month_12(),
        }
    }
}

impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, later: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(later.as_millis()).unwrap_or(i64::MAX)))
    }
}

impl Sub<Duration> for Timestamp {
    type Output = Self;

    fn sub(self, earlier: Duration) -> Self {
        Self(self.0.saturating_sub(i64::try_from(earlier.as_millis()).unwrap_or(i64::MAX)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_reads_like_a_date() {
        let texts = Texts::default();
        assert_eq!(Timestamp(1_795_305_600_000).date(texts), "22 November 2026");
        assert_eq!(Timestamp(0).date(texts), "1 January 1970");
        assert_eq!(Timestamp(i64::MAX).date(texts), "1 January 1970");
    }

    #[test]
    fn a_moment_reads_to_the_minute() {
        let texts = Texts::default();
        let moment = Timestamp(1_795_305_600_000) + Duration::from_secs(10 * HOUR + 20 * MINUTE + 59);
        assert_eq!(moment.date_time(texts), "22 November 2026, 10:20 UTC");
        assert_eq!(Timestamp(0).date_time(texts), "1 January 1970, 00:00 UTC");
    }

    #[test]
    fn what_is_to_come_is_told_in_whole_units() {
        let (now, texts) = (Timestamp(1_795_305_600_000), Texts::default());
        for (seconds, said) in [
            (DAY, "in 24 hours"),
            (DAY - 1, "in 24 hours"),
            (DAY - HOUR, "in 23 hours"),
            (2 * HOUR - 1, "in 2 hours"),
            (2 * HOUR - MINUTE, "in 119 minutes"),
            (2 * MINUTE, "in 2 minutes"),
            (59, "in 1 minute"),
            (7 * DAY, "in 7 days"),
            (2 * DAY - 1, "in 2 days"),
            (2 * DAY - HOUR, "in 47 hours"),
            (90 * DAY - 1, "in 90 days"),
            (89 * DAY, "in 89 days"),
        ] {
            assert_eq!((now + Duration::from_secs(seconds)).until(now, texts), said);
        }
        assert_eq!(now.until(now + Duration::from_secs(DAY), texts), "in 1 minute");
    }

    #[test]
    fn a_day_goes_to_a_date_field_and_back() {
        let moment = Timestamp(1_795_305_600_000);
        assert_eq!(moment.iso_date(), "2026-11-22");
        let end = Timestamp::end_of_day("2026-11-22").expect("a day");
        assert_eq!(end.date_time(Texts::default()), "22 November 2026, 23:59 UTC");
        assert_eq!(Timestamp::end_of_day(" 2028-02-29 ").expect("a day").iso_date(), "2028-02-29");
        for wrong in ["", "2026", "2026-02-29", "2026-13-01", "22/11/2026", "2026-11-22T10:00", "9999999-1-1"]
        {
            assert_eq!(Timestamp::end_of_day(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn time_does_not_run_backwards() {
        assert_eq!(Timestamp(5).since(Timestamp(9)), Duration::ZERO);
        assert_eq!(Timestamp(9).since(Timestamp(5)), Duration::from_millis(4));
        assert_eq!(Timestamp(9) - Duration::from_millis(4), Timestamp(5));
        assert_eq!(Timestamp(i64::MAX) + Duration::MAX, Timestamp(i64::MAX));
    }
}
