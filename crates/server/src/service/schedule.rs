//! When mail may come, by the clock on a person's wall: time zones, quiet hours and the daily mail.

use std::sync::LazyLock;

use domain::{
    Timestamp,
    notification::{QuietHours, Schedule},
};
use jiff::{
    ToSpan as _,
    civil::{Date, Time},
    tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase},
};

/// The IANA database that comes with the program, so that every installation knows the same zones.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// What the database calls the clock of a machine that nobody has set.
const NO_ZONE: &str = "Factory";
/// Where a day is missing (a zone that crossed the date line), the next one is not tomorrow.
const DAYS_AHEAD: i64 = 3;

/// What the names of places begin with. The others are older names of the same zones: `GB-Eire`, `US/Pacific`.
const AREAS: [&str; 10] = [
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
];

/// The names of the zones to choose from, sorted: those of places, UTC, and the one that is `chosen` already.
pub(super) fn zones(chosen: &str) -> Vec<String> {
    let names = ZONES.available().map(|name| name.as_str().to_owned());
    let offered =
        |name: &String| name == "UTC" || name == chosen || AREAS.iter().any(|area| name.starts_with(area));
    let mut names: Vec<String> = names.filter(offered).collect();
    names.sort_unstable();
    names
}

/// The name of a zone as the database writes it, if it knows it.
pub(super) fn zone_name(name: &str) -> Option<String> {
    ZONES.get(name).ok()?.iana_name().filter(|name| *name != NO_ZONE).map(str::to_owned)
}

/// When mail about something that happens `now` comes; nothing: at once.
///
/// With a daily mail it is the next one, else the end of quiet hours that are now. A daily mail whose time is in the
/// quiet hours comes at their end. A time that a clock change leaves out comes as much later as the clock jumps; of
/// one that comes twice, the first counts for the daily mail, and both end quiet hours.
pub(super) fn next_mail(schedule: &Schedule, now: Timestamp) -> Option<Timestamp> {
    if schedule.quiet.is_none() && schedule.digest.is_none() {
        return None;
    }
    let zone = ZONES.get(&schedule.zone).unwrap_or(TimeZone::UTC);
    let digest = schedule.digest.and_then(|minute| next(&zone, minute, now, Folds::First));
    let wanted = digest.unwrap_or(now);
    let quiet = schedule.quiet.filter(|quiet| holds(*quiet, minute_of_day(&zone, wanted)));
    quiet.and_then(|quiet| next(&zone, quiet.until, wanted, Folds::Both)).or(digest)
}

/// Which of two counts, where the clock shows a minute twice.
#[derive(Clone, Copy, PartialEq)]
enum Folds {
    First,
    Both,
}

/// The next moment after `after` when the clock shows this minute of the day.
fn next(zone: &TimeZone, minute: u16, after: Timestamp, folds: Folds) -> Option<Timestamp> {
    let today = date(zone, after)?;
    let time = Time::new(i8::try_from(minute / 60).ok()?, i8::try_from(minute % 60).ok()?, 0, 0).ok()?;
    let days = (0..=DAYS_AHEAD).filter_map(|days| today.checked_add(days.days()).ok());
    days.flat_map(|day| moments(zone, day, time, folds)).find(|moment| *moment > after)
}

/// When the clock shows this time on this day.
fn moments(zone: &TimeZone, day: Date, time: Time, folds: Folds) -> impl Iterator<Item = Timestamp> {
    let moment = zone.to_ambiguous_timestamp(day.to_datetime(time));
    let twice = folds == Folds::Both && matches!(moment.offset(), AmbiguousOffset::Fold { .. });
    let second = if twice { moment.later().ok() } else { None };
    let moments = moment.compatible().ok().into_iter().chain(second);
    moments.map(|moment| Timestamp(moment.as_millisecond()))
}

fn date(zone: &TimeZone, at: Timestamp) -> Option<Date> {
    let at = jiff::Timestamp::from_millisecond(at.0).ok()?;
    Some(zone.to_datetime(at).date())
}

fn minute_of_day(zone: &TimeZone, at: Timestamp) -> u16 {
    let time = jiff::Timestamp::from_millisecond(at.0).map(|at| zone.to_datetime(at).time());
    let minute = time.map_or(0, |time| i16::from(time.hour()) * 60 + i16::from(time.minute()));
    u16::try_from(minute).unwrap_or(0)
}

/// Whether a minute of the day is in the quiet hours, which may go over midnight.
const fn holds(QuietHours { from, until }: QuietHours, minute: u16) -> bool {
    if from < until { from <= minute && minute < until } else { from <= minute || minute < until }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(moment: &str) -> Timestamp {
        Timestamp(moment.parse::<jiff::Timestamp>().expect("a moment").as_millisecond())
    }

    fn minutes(time: &str) -> u16 {
        let (hour, minute) = time.split_once(':').expect("a time");
        hour.parse::<u16>().expect("an hour") * 60 + minute.parse::<u16>().expect("a minute")
    }

    fn schedule(zone: &str, quiet: &str, digest: &str) -> Schedule {
        let quiet = quiet
            .split_once('-')
            .map(|(from, until)| QuietHours { from: minutes(from), until: minutes(until) });
        let digest = if digest.is_empty() { None } else { Some(minutes(digest)) };
        Schedule { zone: zone.to_owned(), quiet, digest }
    }

    /// Zone, quiet hours, daily mail, when it happens, when the mail comes (empty: at once).
    type Case = (&'static str, &'static str, &'static str, &'static str, &'static str);

    const CASES: &[Case] = &[
        // Nothing chosen.
        ("UTC", "", "", "2026-11-23T12:00:00Z", ""),
        // Quiet hours within a day: their first minute is in them, their end is not.
        ("UTC", "12:00-14:00", "", "2026-11-23T11:59:59Z", ""),
        ("UTC", "12:00-14:00", "", "2026-11-23T12:00:00Z", "2026-11-23T14:00:00Z"),
        ("UTC", "12:00-14:00", "", "2026-11-23T13:59:59Z", "2026-11-23T14:00:00Z"),
        ("UTC", "12:00-14:00", "", "2026-11-23T14:00:00Z", ""),
        // Over midnight, on either side of it.
        ("UTC", "22:00-07:00", "", "2026-11-23T22:00:00Z", "2026-11-24T07:00:00Z"),
        ("UTC", "22:00-07:00", "", "2026-11-24T00:00:00Z", "2026-11-24T07:00:00Z"),
        ("UTC", "22:00-07:00", "", "2026-11-24T06:59:59Z", "2026-11-24T07:00:00Z"),
        ("UTC", "22:00-07:00", "", "2026-11-24T07:00:00Z", ""),
        ("UTC", "22:00-00:00", "", "2026-11-23T23:30:00Z", "2026-11-24T00:00:00Z"),
        // By the person's clock, also where it differs by less than an hour.
        ("Europe/Zurich", "22:00-07:00", "", "2026-11-23T21:30:00Z", "2026-11-24T06:00:00Z"),
        ("Asia/Kathmandu", "22:00-07:00", "", "2026-11-23T16:15:00Z", "2026-11-24T01:15:00Z"),
        ("Pacific/Auckland", "22:00-07:00", "", "2026-11-23T12:00:00Z", "2026-11-23T18:00:00Z"),
        // The daily mail: later today, or tomorrow; exactly at its time it is too late for today's.
        ("UTC", "", "08:00", "2026-11-23T07:59:59Z", "2026-11-23T08:00:00Z"),
        ("UTC", "", "08:00", "2026-11-23T08:00:00Z", "2026-11-24T08:00:00Z"),
        ("UTC", "", "00:00", "2026-11-23T12:00:00Z", "2026-11-24T00:00:00Z"),
        ("America/New_York", "", "08:00", "2026-11-23T12:00:00Z", "2026-11-23T13:00:00Z"),
        // Both: the daily mail, but not in quiet hours, whether or not they are now.
        ("UTC", "22:00-07:00", "08:00", "2026-11-23T23:00:00Z", "2026-11-24T08:00:00Z"),
        ("UTC", "22:00-07:00", "06:00", "2026-11-23T12:00:00Z", "2026-11-24T07:00:00Z"),
        ("UTC", "22:00-07:00", "23:00", "2026-11-23T12:00:00Z", "2026-11-24T07:00:00Z"),
        // 29 March 2026: the clock jumps from 02:00 to 03:00.
        ("Europe/Zurich", "22:00-07:00", "", "2026-03-28T22:00:00Z", "2026-03-29T05:00:00Z"),
        ("Europe/Zurich", "", "02:30", "2026-03-28T22:00:00Z", "2026-03-29T01:30:00Z"),
        ("Europe/Zurich", "22:00-02:30", "", "2026-03-28T22:00:00Z", "2026-03-29T01:30:00Z"),
        // 25 October 2026: from 03:00 back to 02:00, so that 02:30 is at 00:30 and at 01:30 UTC.
        ("Europe/Zurich", "22:00-07:00", "", "2026-10-24T21:00:00Z", "2026-10-25T06:00:00Z"),
        ("Europe/Zurich", "", "02:30", "2026-10-24T21:00:00Z", "2026-10-25T00:30:00Z"),
        ("Europe/Zurich", "", "02:30", "2026-10-25T00:45:00Z", "2026-10-26T01:30:00Z"),
        ("Europe/Zurich", "22:00-02:30", "", "2026-10-25T00:10:00Z", "2026-10-25T00:30:00Z"),
        ("Europe/Zurich", "22:00-02:30", "", "2026-10-25T00:40:00Z", ""),
        ("Europe/Zurich", "22:00-02:30", "", "2026-10-25T01:10:00Z", "2026-10-25T01:30:00Z"),
        // Samoa had no 30 December 2011.
        ("Pacific/Apia", "", "08:00", "2011-12-30T05:00:00Z", "2011-12-30T18:00:00Z"),
        // A zone that a newer database no longer has: better at the wrong hour than never.
        ("Atlantis/Poseidonia", "12:00-14:00", "", "2026-11-23T12:00:00Z", "2026-11-23T14:00:00Z"),
    ];

    #[test]
    fn mail_comes_when_the_persons_clock_says() {
        for case in CASES {
            let (zone, quiet, digest, now, mail) = *case;
            let expected = if mail.is_empty() { None } else { Some(at(mail)) };
            assert_eq!(next_mail(&schedule(zone, quiet, digest), at(now)), expected, "{case:?}");
        }
    }

    #[test]
    fn mail_is_never_put_off_for_more_than_two_days() {
        let day = 24 * 60 * 60 * 1000;
        let start = at("2026-03-27T00:00:00Z");
        for zone in ["UTC", "Europe/Zurich", "America/St_Johns", "Australia/Lord_Howe", "Africa/Casablanca"] {
            for (quiet, digest) in [("23:00-01:59", ""), ("", "02:10"), ("00:00-23:59", "02:10")] {
                let schedule = schedule(zone, quiet, digest);
                for step in 0..(24 * 365) {
                    let now = Timestamp(start.0 + step * 3_600_000 + 7 * 60_000);
                    let mail = next_mail(&schedule, now).unwrap_or(now);
                    assert!(mail >= now && mail.0 - now.0 <= 2 * day, "{schedule:?} {now:?} {mail:?}");
                }
            }
        }
    }

    #[test]
    fn zones_are_those_of_the_iana_database() {
        let zones = zones("Etc/GMT+3");
        assert!(zones.is_sorted() && zones.len() > 400, "{}", zones.len());
        for old in ["Zulu", "GB-Eire", "Navajo", "Etc/UTC", "US/Pacific", NO_ZONE] {
            assert!(zones.iter().all(|zone| zone != old), "{old} is another name of a zone that has one");
        }
        assert!(zones.iter().any(|zone| zone == "Etc/GMT+3"), "what was chosen once can stay");
        for name in ["UTC", "Europe/London", "America/Argentina/Buenos_Aires"] {
            assert!(zones.iter().any(|zone| zone == name), "{name}");
            assert_eq!(zone_name(name).as_deref(), Some(name));
        }
        assert_eq!(zone_name("europe/london").as_deref(), Some("Europe/London"), "as the database writes it");
        for unknown in
            ["", "Atlantis/Poseidonia", "../etc/passwd", "EST5EDT,M3.2.0,M11.1.0", "+01:00", "Factory"]
        {
            assert_eq!(zone_name(unknown), None, "{unknown}");
        }
    }
}
