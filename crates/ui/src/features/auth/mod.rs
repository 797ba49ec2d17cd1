//! The pages for those who are not signed in: login, sign-up, the code from the mail, and the
//! forgotten password. None of them tells whether an address has an account.

mod confirm;
mod email_field;
mod forgot_password;
mod frame;
mod login;
mod resend;
mod reset_password;
mod sign_up;

pub use confirm::ConfirmPage;
pub use forgot_password::ForgotPasswordPage;
pub use login::{LoginPage, log_in};
pub use resend::{ResendLink, ResendNotice, use_resend_by};
pub use reset_password::ResetPasswordPage;
pub use sign_up::SignUpPage;
