//! The chosen file as it is shown before it is sent.

use std::rc::Rc;

use dioxus::prelude::*;
use domain::picture::PictureFile;

/// A chosen file with the address that shows it. Both are megabytes long: shared, and compared by where they are.
#[derive(Clone)]
pub struct Chosen(Rc<(PictureFile, String)>);

impl Chosen {
    /// Puts it together.
    pub fn new(file: PictureFile) -> Self {
        let address = file.data_url();
        Self(Rc::new((file, address)))
    }

    /// What is sent.
    pub fn file(&self) -> PictureFile {
        self.0.0.clone()
    }

    /// A `data:` address.
    fn address(&self) -> String {
        self.0.1.clone()
    }
}

impl PartialEq for Chosen {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The picture out of sight, for its size: an SVG does not tell.
#[component]
pub fn Measure(
    id: &'static str,
    chosen: Chosen,
    onload: EventHandler<()>,
    onfail: EventHandler<()>,
) -> Element {
    rsx! {
        img {
            id,
            class: "visually-hidden",
            src: chosen.address(),
            alt: "",
            "aria-hidden": "true",
            onload: move |_| onload.call(()),
            onerror: move |_| onfail.call(()),
        }
    }
}

/// The picture within an SVG whose `viewBox` shows a part of it. On its own, so that a move does not touch it.
#[component]
pub fn Whole(chosen: Chosen, size: (u32, u32)) -> Element {
    rsx! {
        image { href: chosen.address(), width: "{size.0}", height: "{size.1}", preserve_aspect_ratio: "none" }
    }
}
