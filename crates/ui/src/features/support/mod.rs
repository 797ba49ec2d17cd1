//! "Get Help / Give Feedback": the form, what helps at once, and the person's requests.

mod answers;
mod category;
mod draft;
mod form;
mod page;
mod request;
mod requests;
mod screenshot;
mod words;

pub use draft::{SLOT, Written};
pub use page::SupportTab;
pub use request::RequestPage;
