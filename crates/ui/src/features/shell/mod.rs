//! The frame of every page: top bar, user menu, tabs, and the questions that stand above a page.

mod boot;
mod brand;
mod guarded_link;
mod leave;
mod log_out;
mod message_page;
mod navigation;
mod settings;
mod sign_in_again;
mod top_bar;
mod step_up;
mod user_menu;

pub use boot::Boot;
pub use brand::BrandMark;
pub use log_out::LogoutForm;
pub use message_page::NotFound;
pub use navigation::{use_focus_on_navigation, use_page_title};
pub use settings::SettingsLayout;
pub use step_up::{StepUp, use_step_up};
