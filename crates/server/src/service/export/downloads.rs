//! Exports on their way to their people: few at once, and none for ever.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use domain::{ErrorCode, UserId};
use futures_util::{
    Stream, StreamExt as _,
    stream::{self, BoxStream},
};
use tokio::sync::{
    mpsc::{self, Sender},
    watch,
};

use crate::{app::App, service::Failure};

/// So many are under way at once,
const AT_ONCE: usize = 32;
/// and so many of one person.
const A_PERSON: usize = 2;
/// Whoever takes nothing for so long has gone.
const PATIENCE: Duration = Duration::from_mins(1);

type Piece = Result<Vec<u8>, Failure>;

/// Whose exports are under way.
#[derive(Clone, Debug, Default)]
pub struct Downloads(Arc<Mutex<Vec<UserId>>>);

impl Downloads {
    /// A place for one more.
    pub(super) fn take(&self, user: UserId) -> Result<Place, Failure> {
        let mut taken = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let theirs = taken.iter().filter(|other| **other == user).count();
        if taken.len() >= AT_ONCE || theirs >= A_PERSON {
            return Err(ErrorCode::Busy.into());
        }
        taken.push(user);
        Ok(Place { downloads: self.clone(), user })
    }
}

/// The place of one that is under way.
pub(super) struct Place {
    downloads: Downloads,
    user: UserId,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.downloads.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(at) = taken.iter().position(|user| *user == self.user) {
            taken.swap_remove(at);
        }
    }
}

/// The same pieces, until nobody takes them or the process ends: what was announced is not all there then, by which
/// the reader knows.
pub(super) fn hand_out(
    app: &App,
    place: Place,
    pieces: BoxStream<'static, Piece>,
) -> impl Stream<Item = Piece> + Send + use<> {
    let (sender, receiver) = mpsc::channel(1);
    // In a task of its own: nobody asks a stream for more whose reader has gone.
    tokio::spawn(pass_on(place, pieces, (sender, PATIENCE), app.closing()));
    stream::unfold(receiver, async |mut receiver| Some((receiver.recv().await?, receiver)))
}

async fn pass_on(
    place: Place,
    mut pieces: BoxStream<'static, Piece>,
    (sender, patience): (Sender<Piece>, Duration),
    mut closing: watch::Receiver<bool>,
) {
    let passing = async {
        while let Some(piece) = pieces.next().await {
            // An error means that nobody is there, or took anything for too long.
            if sender.send_timeout(piece, patience).await.is_err() {
                return;
            }
        }
    };
    tokio::select! {
        () = passing => {}
        // An error means that the app is gone.
        _ = closing.wait_for(|closing| *closing) => {}
    }
    drop(place);
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn there_are_few_places_and_few_for_each() {
        let downloads = Downloads::default();
        let person = |number| UserId(Uuid::from_u128(number));
        let one = downloads.take(person(1)).ok();
        let other = downloads.take(person(1)).ok();
        assert!(one.is_some() && other.is_some() && downloads.take(person(1)).is_err());
        let others: Vec<_> = (2..).map_while(|number| downloads.take(person(number)).ok()).take(99).collect();
        assert_eq!(others.len(), AT_ONCE - A_PERSON);
        drop(one);
        assert!(downloads.take(person(2)).is_ok_and(|_| downloads.take(person(1)).is_err()));
        drop(others);
        assert!(downloads.take(person(1)).is_ok(), "a place that was left is free");
    }

    #[tokio::test]
    async fn who_takes_nothing_gets_no_more() {
        let downloads = Downloads::default();
        let place = downloads.take(UserId(Uuid::nil())).expect("a place");
        let (sender, mut receiver) = mpsc::channel(1);
        let (_open, closing) = watch::channel(false);
        let pieces = stream::repeat_with(|| Ok(vec![0; 4])).boxed();
        let limit = (sender, Duration::from_millis(1));
        pass_on(place, pieces, limit, closing).await;
        assert!(receiver.recv().await.is_some() && receiver.recv().await.is_none());
        assert!(downloads.0.lock().expect("a lock").is_empty());
    }

    #[tokio::test]
    async fn it_ends_with_the_process() {
        let place = Downloads::default().take(UserId(Uuid::nil())).expect("a place");
        let (sender, mut receiver) = mpsc::channel(1);
        let (close, closing) = watch::channel(false);
        let passing = tokio::spawn(pass_on(place, stream::pending().boxed(), (sender, PATIENCE), closing));
        close.send(true).expect("somebody waits");
        passing.await.expect("it ends");
        assert!(receiver.recv().await.is_none());
    }
}
