//! The frame of every page: top bar, user menu, tabs, and the questions that stand above a page.

mod boot;
mod brand;
mod breadcrumb;
mod frame;
mod guarded_link;
mod leave;
mod log_out;
mod message_page;
mod navigation;
mod settings;
mod sign_in_again;
mod step_up;
mod top_bar;
mod user_menu;

pub use boot::Boot;
pub use brand::BrandMark;
pub use breadcrumb::Breadcrumb;
pub use frame::Frame;
pub use guarded_link::GuardedLink;
pub use leave::{Leaving, use_leave, use_unsaved};
pub use log_out::LogoutForm;
pub use message_page::{NotFound, NothingHere};
pub use navigation::{use_focus_on_navigation, use_page_title, use_title_in};
pub use settings::SettingsLayout;
pub use step_up::{StepUp, use_step_up};
