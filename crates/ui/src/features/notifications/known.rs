//! The notifications that a window has read, the latest first, down to where the next page begins.

use domain::notification::{Notification, NotificationFilter, NotificationsPage};

/// They.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Known {
    filter: NotificationFilter,
    /// The latest first.
    pub items: Vec<Notification>,
    /// The number to ask the next page with; nothing when all are here.
    pub next: Option<i64>,
}

impl Known {
    /// What one page holds.
    pub fn of(filter: NotificationFilter, page: NotificationsPage) -> Self {
        Self { filter, items: page.items, next: page.next }
    }

    /// Adds the page after the last.
    pub fn extend(&mut self, page: NotificationsPage) {
        let new = page.items.into_iter().filter(|item| self.items.iter().all(|known| known.id != item.id));
        let new: Vec<_> = new.collect();
        self.items.extend(new);
        self.next = page.next;
    }

    /// Takes the first page as it is now. What was read further down stays.
    pub fn refresh(&mut self, page: NotificationsPage) {
        match page.next.and(page.items.last()).map(|last| last.number) {
            Some(floor) => {
                let further = self.items.drain(..).filter(|item| item.number < floor).collect();
                self.items = [page.items, further].concat();
            }
            None => *self = Self::of(self.filter, page),
        }
    }

    /// Takes in one that is new, or that changed. What belongs to a page that is not read yet comes with that.
    pub fn put(&mut self, notification: &Notification) {
        self.items.retain(|known| known.id != notification.id);
        let here =
            self.next.is_none() || self.items.last().is_none_or(|last| notification.number > last.number);
        let wanted = self.filter == NotificationFilter::All || !notification.read;
        if here && wanted {
            let place = self.items.partition_point(|known| known.number > notification.number);
            self.items.insert(place, notification.clone());
        }
    }

    /// Marks those as read that are no later than this number.
    pub fn read_up_to(&mut self, number: i64) {
        for item in self.items.iter_mut().filter(|item| item.number <= number) {
            item.read = true;
        }
        if self.filter == NotificationFilter::Unread {
            self.items.retain(|item| !item.read);
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        Timestamp,
        notification::{NotificationId, NotificationKind},
    };
    use uuid::Uuid;

    use super::*;

    fn notification(number: i64) -> Notification {
        Notification {
            id: NotificationId(Uuid::from_u128(u128::from(number.unsigned_abs()))),
            number,
            kind: NotificationKind::Alert,
            event: None,
            organisation: None,
            subject: String::new(),
            actor: None,
            actor_deleted: false,
            title: "Look".to_owned(),
            message: String::new(),
            count: 1,
            at: Timestamp(number),
            read: false,
        }
    }

    fn page(numbers: &[i64], next: Option<i64>) -> NotificationsPage {
        let items = numbers.iter().map(|number| notification(*number)).collect();
        NotificationsPage { items, next, unread: 0, latest: 0 }
    }

    fn numbers(known: &Known) -> Vec<i64> {
        known.items.iter().map(|item| item.number).collect()
    }

    #[test]
    fn what_is_new_is_first_and_there_once() {
        let mut known = Known::of(NotificationFilter::All, page(&[9, 8], Some(8)));
        known.put(&notification(10));
        known.put(&notification(10));
        assert_eq!(numbers(&known), [10, 9, 8]);
    }

    #[test]
    fn what_changed_takes_its_place() {
        let mut known = Known::of(NotificationFilter::All, page(&[9, 8, 7], None));
        known.put(&Notification { count: 5, ..notification(8) });
        assert_eq!(numbers(&known), [9, 8, 7]);
        assert_eq!(known.items[1].count, 5);
        known.put(&Notification { number: 12, ..notification(8) });
        assert_eq!(numbers(&known), [12, 9, 7]);
    }

    #[test]
    fn what_is_further_down_waits_for_its_page() {
        let mut known = Known::of(NotificationFilter::All, page(&[9, 8], Some(8)));
        known.put(&notification(3));
        assert_eq!(numbers(&known), [9, 8]);
        known.extend(page(&[8, 7, 3], None));
        assert_eq!(numbers(&known), [9, 8, 7, 3]);
        known.put(&notification(1));
        assert_eq!(numbers(&known), [9, 8, 7, 3, 1], "nothing is further down now");
    }

    #[test]
    fn a_fresh_first_page_leaves_what_is_further_down() {
        let mut known = Known::of(NotificationFilter::Unread, page(&[9, 8, 7, 6, 5], Some(5)));
        known.refresh(page(&[10, 8, 6], Some(6)));
        assert_eq!(numbers(&known), [10, 8, 6, 5]);
        assert_eq!(known.next, Some(5));
        known.refresh(page(&[8], None));
        assert_eq!(numbers(&known), [8], "there are no others");
        assert_eq!(known.next, None);
    }

    #[test]
    fn among_the_unread_nothing_is_read() {
        let mut known = Known::of(NotificationFilter::Unread, page(&[9, 8, 7], None));
        known.put(&Notification { read: true, ..notification(8) });
        assert_eq!(numbers(&known), [9, 7]);
        known.read_up_to(8);
        assert_eq!(numbers(&known), [9]);
        let mut all = Known::of(NotificationFilter::All, page(&[9, 8], None));
        all.read_up_to(8);
        assert_eq!(all.items.iter().map(|item| item.read).collect::<Vec<_>>(), [false, true]);
    }
}
