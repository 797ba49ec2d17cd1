//! Icons, drawn with the text's colour.

use dioxus::prelude::*;
use dioxus_free_icons::{
    IconShape as _,
    icons::ld_icons::{
        LdArchive, LdBell, LdBuilding2, LdCheck, LdChevronRight, LdCircle, LdCircleAlert, LdCircleCheck,
        LdCircleX, LdClipboard, LdCompass, LdDownload, LdEllipsis, LdEye, LdEyeOff, LdFingerprint, LdGlobe,
        LdInfo, LdKeyRound, LdLifeBuoy, LdLogOut, LdMail, LdMonitor, LdPlus, LdPrinter, LdRefreshCw,
        LdSearch, LdSettings, LdSettings2, LdTrash2, LdTriangleAlert, LdUsers, LdWifiOff, LdX,
    },
};

/// Which icon.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Something is wrong.
    Alert,
    /// Something may go wrong.
    Warning,
    /// Something went well, or a rule is met.
    Check,
    /// Something to know.
    Info,
    /// A rule that is not met yet.
    Circle,
    /// A rule that is broken.
    Cross,
    /// It is done.
    Done,
    /// Copy.
    Clipboard,
    /// A key.
    Key,
    /// There is more behind it.
    Chevron,
    /// Close.
    Close,
    /// Show what is hidden.
    Eye,
    /// Hide what is shown.
    EyeOff,
    /// Settings.
    Sliders,
    /// Log out.
    LogOut,
    /// Lost.
    Compass,
    /// No connection.
    Offline,
    /// Again.
    Retry,
    /// An organisation.
    Building,
    /// Its members.
    Users,
    /// The settings of one thing among others.
    Gear,
    /// An invite.
    Mail,
    /// One more.
    Plus,
    /// Delete.
    Trash,
    /// What else can be done.
    More,
    /// A file to keep.
    Download,
    /// A file that holds others.
    Archive,
    /// On paper.
    Printer,
    /// A browser.
    Globe,
    /// A computer of one's own.
    Monitor,
    /// A passkey.
    Fingerprint,
    /// What was looked for.
    Search,
    /// Somebody who helps.
    Help,
    /// Notifications.
    Bell,
}

impl Shape {
    /// What stands inside the `svg` element. Size and stroke are the style sheet's.
    fn lines(self) -> Element {
        match self {
            Self::Alert => LdCircleAlert.child_elements(),
            Self::Warning => LdTriangleAlert.child_elements(),
            Self::Check => LdCircleCheck.child_elements(),
            Self::Info => LdInfo.child_elements(),
            Self::Circle => LdCircle.child_elements(),
            Self::Cross => LdCircleX.child_elements(),
            Self::Done => LdCheck.child_elements(),
            Self::Clipboard => LdClipboard.child_elements(),
            Self::Key => LdKeyRound.child_elements(),
            Self::Chevron => LdChevronRight.child_elements(),
            Self::Close => LdX.child_elements(),
            Self::Eye => LdEye.child_elements(),
            Self::EyeOff => LdEyeOff.child_elements(),
            Self::Sliders => LdSettings2.child_elements(),
            Self::LogOut => LdLogOut.child_elements(),
            Self::Compass => LdCompass.child_elements(),
            Self::Offline => LdWifiOff.child_elements(),
            Self::Retry => LdRefreshCw.child_elements(),
            Self::Building => LdBuilding2.child_elements(),
            Self::Users => LdUsers.child_elements(),
            Self::Gear => LdSettings.child_elements(),
            Self::Mail => LdMail.child_elements(),
            Self::Plus => LdPlus.child_elements(),
            Self::Trash => LdTrash2.child_elements(),
            Self::More => LdEllipsis.child_elements(),
            Self::Download => LdDownload.child_elements(),
            Self::Archive => LdArchive.child_elements(),
            Self::Printer => LdPrinter.child_elements(),
            Self::Globe => LdGlobe.child_elements(),
            Self::Monitor => LdMonitor.child_elements(),
            Self::Fingerprint => LdFingerprint.child_elements(),
            Self::Search => LdSearch.child_elements(),
            Self::Help => LdLifeBuoy.child_elements(),
            Self::Bell => LdBell.child_elements(),
        }
    }
}

/// An icon. Says nothing to a screen reader: the text beside it does.
#[component]
pub fn Icon(shape: Shape, #[props(default)] small: bool) -> Element {
    let class = if small { "icon icon-sm" } else { "icon" };
    rsx! {
        svg { class, view_box: "0 0 24 24", "aria-hidden": "true",
            {shape.lines()}
        }
    }
}
