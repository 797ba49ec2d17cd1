//! What is said of the exports.

use domain::{
    Texts,
    account::{Export, ExportState, Exports},
};

use crate::features::sizes::size_words;

/// How an export can end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It can be downloaded.
    Ready,
    /// It could not be written.
    Failed,
}

/// Whether one is under way.
pub fn under_way(exports: &Exports) -> bool {
    exports.list.iter().any(|export| export.state.is_under_way())
}

/// Those that the person is shown. One that failed is no news any more once there is a later one.
pub fn shown(exports: &Exports) -> Vec<Export> {
    let worth = |(place, export): &(usize, &Export)| match export.state {
        ExportState::Waiting | ExportState::Building | ExportState::Ready => true,
        ExportState::Failed => *place == 0,
        ExportState::Deleted => false,
    };
    exports.list.iter().enumerate().filter(worth).map(|(_, export)| export.clone()).collect()
}

/// How one ended that was under way before.
pub fn ended(before: &Exports, now: &Exports) -> Option<Ended> {
    let was_under_way = |export: &&Export| {
        before.list.iter().any(|earlier| earlier.id == export.id && earlier.state.is_under_way())
    };
    now.list.iter().filter(was_under_way).find_map(|export| match export.state {
        ExportState::Ready => Some(Ended::Ready),
        ExportState::Failed => Some(Ended::Failed),
        ExportState::Waiting | ExportState::Building | ExportState::Deleted => None,
    })
}

/// What a screen reader hears of the one that is under way: a quarter at a time.
pub fn announcement(texts: Texts, exports: &Exports) -> String {
    let Some(export) = exports.list.iter().find(|export| export.state.is_under_way()) else {
        return String::new();
    };
    match export.percent() / 25 * 25 {
        0 => String::new(),
        quarter => texts.export_progress(&quarter.to_string()),
    }
}

/// How large it is, and until when it is there.
pub fn facts(texts: Texts, export: &Export) -> String {
    let size = export.size.map(|size| size_words(texts, size));
    let until = export.expires_at.map(|at| texts.export_until(&at.date_time(texts)));
    size.into_iter().chain(until).collect::<Vec<_>>().join(" · ")
}

/// What its file is called.
pub fn file_name(export: &Export) -> String {
    format!("personal-settings-{}.zip", export.requested_at.iso_date())
}

#[cfg(test)]
mod tests {
    use domain::{Timestamp, account::ExportId};
    use uuid::Uuid;

    use super::*;

    fn export(id: u128, state: ExportState, progress: u8) -> Export {
        let requested_at = Timestamp(1_795_305_600_000);
        let id = ExportId(Uuid::from_u128(id));
        Export { id, state, progress, requested_at, size: None, expires_at: None }
    }

    fn exports(list: &[Export]) -> Exports {
        Exports { list: list.to_vec(), next_at: None }
    }

    #[test]
    fn a_failure_is_shown_until_there_is_a_later_one() {
        use ExportState::{Building, Deleted, Failed, Ready, Waiting};
        let shown_of = |states: &[ExportState]| {
            let list: Vec<_> = (0_u128..).zip(states).map(|(id, state)| export(id, *state, 0)).collect();
            shown(&exports(&list)).iter().map(|export| export.state).collect::<Vec<_>>()
        };
        assert_eq!(shown_of(&[Failed, Ready]), [Failed, Ready]);
        assert_eq!(shown_of(&[Waiting, Failed, Ready]), [Waiting, Ready]);
        assert_eq!(shown_of(&[Building, Deleted, Failed]), [Building]);
        assert_eq!(shown_of(&[Failed, Failed]), [Failed]);
        assert_eq!(shown_of(&[]), []);
    }

    #[test]
    fn an_end_is_told_of_what_was_under_way() {
        use ExportState::{Building, Failed, Ready, Waiting};
        let from_to = |before, now| ended(&exports(&[export(1, before, 0)]), &exports(&[export(1, now, 0)]));
        assert_eq!(from_to(Building, Ready), Some(Ended::Ready));
        assert_eq!(from_to(Waiting, Failed), Some(Ended::Failed));
        assert_eq!(from_to(Waiting, Building), None);
        assert_eq!(from_to(Ready, Ready), None);
        assert_eq!(from_to(Failed, Failed), None);
        let other = ended(&exports(&[export(1, Building, 0)]), &exports(&[export(2, Ready, 0)]));
        assert_eq!(other, None);
    }

    #[test]
    fn a_quarter_is_told_at_a_time() {
        let texts = Texts::default();
        let told = |state, progress| announcement(texts, &exports(&[export(1, state, progress)]));
        let mut heard: Vec<_> = (0..=100).map(|progress| told(ExportState::Building, progress)).collect();
        heard.dedup();
        let quarters = [25, 50, 75].map(|quarter: u8| texts.export_progress(&quarter.to_string()));
        assert_eq!(heard[0], "");
        assert_eq!(heard[1..], quarters);
        assert_eq!(told(ExportState::Ready, 100), "");
        assert_eq!(told(ExportState::Failed, 60), "");
    }

    #[test]
    fn a_file_is_described_by_what_is_known() {
        let texts = Texts::default();
        let mut ready = export(1, ExportState::Ready, 100);
        assert_eq!(facts(texts, &ready), "");
        ready.size = Some(340 * 1024);
        ready.expires_at = Some(Timestamp(1_795_305_600_000));
        assert_eq!(facts(texts, &ready), "340 KB · Until 22 November 2026, 00:00 UTC");
        assert_eq!(file_name(&ready), "personal-settings-2026-11-22.zip");
    }
}
