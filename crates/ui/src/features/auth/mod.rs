//! The pages for those who are not signed in: login with its second step, sign-up, the code from the mail, the
//! forgotten password, and the links in mails about an account. None of them tells whether an address has an
//! account.

mod alarm;
mod confirm;
mod email_field;
mod forgot_password;
mod frame;
mod login;
mod new_password;
mod new_password_field;
mod passkey;
mod pending;
mod resend;
mod reset_password;
mod second_step;
mod sign_up;
mod told;
mod two_factor;
mod way_on;

pub use alarm::{Alarm, AlarmPage};
pub use confirm::ConfirmPage;
pub use forgot_password::ForgotPasswordPage;
pub use login::{LoginPage, log_in};
pub use passkey::PasskeyButton;
pub use pending::PendingPage;
pub use resend::{ResendLink, ResendNotice, use_resend_by};
pub use reset_password::ResetPasswordPage;
pub use second_step::{SecondCode, SecondStepFields, Typed};
pub use sign_up::SignUpPage;
pub use way_on::follow;
