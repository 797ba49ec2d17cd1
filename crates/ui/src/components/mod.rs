//! Plain widgets: they know how things look and read, and nothing of the product.

mod banner;
mod bars;
mod button;
mod card;
mod code_field;
mod copy_button;
mod dialog;
mod emphasised;
mod icon;
mod password_checklist;
mod password_field;
mod select_field;
mod shown;
mod skeleton;
mod text_area;
mod text_field;
mod tick;
mod toasts;

pub use banner::{Banner, Kind};
pub use bars::{Bar, Bars};
pub use button::SubmitButton;
pub use card::{Card, CardHeader};
pub use code_field::CodeField;
pub use copy_button::{CopyButton, Copying, use_copying};
pub use dialog::Dialog;
pub use emphasised::Emphasised;
pub use icon::{Icon, Shape};
pub use password_checklist::PasswordChecklist;
pub use password_field::PasswordField;
pub use select_field::SelectField;
pub use skeleton::{CardSkeleton, FieldSkeleton};
pub use text_area::TextArea;
pub use text_field::{FieldProblem, TextField};
pub use tick::{Radio, Tick};
pub use toasts::{ToastRegion, Toasts};
