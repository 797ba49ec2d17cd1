//! How the switches stand: what they show, and what the server said last. They move at once, the answers follow.

use domain::{
    UserId,
    privacy::{PrivacyItem, PrivacySettings},
};

/// The switches of one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Switches {
    owner: UserId,
    shown: PrivacySettings,
    stored: PrivacySettings,
    sending: bool,
    answers: u32,
}

impl Switches {
    /// As they are stored.
    pub const fn new(owner: UserId, stored: PrivacySettings) -> Self {
        Self { owner, shown: stored, stored, sending: false, answers: 0 }
    }

    /// Whose they are.
    pub const fn owner(&self) -> UserId {
        self.owner
    }

    /// How they look.
    pub const fn shown(&self) -> PrivacySettings {
        self.shown
    }

    /// How often the server has stored a change.
    pub const fn answers(&self) -> u32 {
        self.answers
    }

    /// Whether changes are on their way: one after the other, so that the last one counts.
    pub const fn sending(&self) -> bool {
        self.sending
    }

    /// Moves a switch.
    pub const fn set(&mut self, item: PrivacyItem, shown: bool) {
        self.shown = self.shown.with(item, shown);
    }

    /// A change that is not stored yet, if there is one. From now on changes are on their way until there is none.
    pub fn next(&mut self) -> Option<(PrivacyItem, bool)> {
        let waiting = PrivacyItem::ALL.iter().copied().find(|item| self.waits(*item));
        self.sending = waiting.is_some();
        waiting.map(|item| (item, self.shown.shows(item)))
    }

    /// The server has stored `item`, and says how all stand: some may have been changed elsewhere. A switch that was
    /// moved meanwhile stays where it is.
    pub fn confirm(&mut self, item: PrivacyItem, stored: PrivacySettings) {
        for other in PrivacyItem::ALL.iter().copied().filter(|other| *other != item) {
            if !self.waits(other) {
                self.set(other, stored.shows(other));
            }
        }
        self.stored = stored;
        self.answers = self.answers.wrapping_add(1);
    }

    /// The server has not stored `item`: its switch goes back.
    pub const fn take_back(&mut self, item: PrivacyItem) {
        self.set(item, self.stored.shows(item));
    }

    const fn waits(&self, item: PrivacyItem) -> bool {
        self.shown.shows(item) != self.stored.shows(item)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ITEM: PrivacyItem = PrivacyItem::Bio;

    fn switches() -> Switches {
        let uuid = "0198c0de-0000-7000-8000-000000000000".parse();
        Switches::new(UserId(uuid.unwrap()), PrivacySettings::default())
    }

    #[test]
    fn a_change_is_sent_until_it_is_stored() {
        let mut switches = switches();
        switches.set(ITEM, true);
        assert_eq!(switches.next(), Some((ITEM, true)));
        assert!(switches.sending());
        switches.confirm(ITEM, PrivacySettings::default().with(ITEM, true));
        assert_eq!((switches.next(), switches.sending(), switches.answers()), (None, false, 1));
        assert!(switches.shown().shows(ITEM));
    }

    #[test]
    fn what_is_moved_back_meanwhile_is_sent_again() {
        let mut switches = switches();
        switches.set(ITEM, true);
        assert_eq!(switches.next(), Some((ITEM, true)));
        switches.set(ITEM, false);
        switches.confirm(ITEM, PrivacySettings::default().with(ITEM, true));
        assert_eq!(switches.next(), Some((ITEM, false)));
    }

    #[test]
    fn what_was_changed_elsewhere_arrives_unless_it_was_just_moved_here() {
        let mut switches = switches();
        switches.set(ITEM, true);
        switches.set(PrivacyItem::Email, true);
        let elsewhere = PrivacySettings::default().with(PrivacyItem::FullName, false).with(ITEM, true);
        switches.confirm(ITEM, elsewhere);
        assert_eq!(switches.shown(), elsewhere.with(PrivacyItem::Email, true));
        assert_eq!(switches.next(), Some((PrivacyItem::Email, true)));
    }

    #[test]
    fn a_refused_change_goes_back() {
        let mut switches = switches();
        switches.set(ITEM, true);
        assert!(switches.next().is_some());
        switches.take_back(ITEM);
        assert_eq!((switches.shown(), switches.next()), (PrivacySettings::default(), None));
        assert!(!switches.sending());
    }
}
