//! Choosing a square of the picture before it is sent.

use std::rc::Rc;

use dioxus::{
    html::{geometry::ClientPoint, input_data::MouseButton},
    prelude::*,
};
use domain::{AppError, ErrorCode, Field, Problem, Texts, picture::PIXELS_MAX};
use server::rpc::{RpcError, profile::set_picture};

use super::{
    card::{FILE, wrong_file},
    preview::{Chosen, Measure, Whole},
    square::{Square, ZOOM},
};
use crate::{
    components::{Dialog, FieldProblem, SubmitButton, Toasts},
    features::submission::{Submission, SubmissionBanner, use_submission},
    platform,
    state::{use_app_state, use_me, use_texts},
};

/// The id of the dialog.
const ID: &str = "crop";
/// The square, which has the focus and hears the arrow keys; named so that a wrong picture focuses it.
const FRAME: &str = "crop-picture";
/// The picture that is measured.
const SOURCE: &str = "crop-source";
/// The slider.
const ZOOM_FIELD: &str = "crop-zoom";
/// An arrow key moves the picture by this part of the square.
const STEPS: i64 = 20;

/// The dialog, while a file is chosen.
#[component]
pub fn CropDialog(
    chosen: Signal<Option<Chosen>>,
    /// The file turned out to be no use.
    onwrong: EventHandler<Problem>,
) -> Element {
    let submission = use_submission("crop-");
    let mut chosen = chosen;
    let open = use_memo(move || chosen.read().is_some());
    let after: ReadSignal<Option<String>> = use_signal(|| Some(FILE.to_owned())).into();
    rsx! {
        Dialog { id: ID, open, after, oncancel: move |()| submission.leave(move || chosen.set(None)),
            if let Some(file) = chosen() {
                CropForm { file, chosen, submission, onwrong }
            }
        }
    }
}

#[component]
fn CropForm(
    file: Chosen,
    chosen: Signal<Option<Chosen>>,
    submission: Submission,
    onwrong: EventHandler<Problem>,
) -> Element {
    let texts = use_texts();
    let mut state = use_app_state();
    let mut me = use_me();
    let toasts: Toasts = use_context();
    let mut chosen = chosen;
    let mut square = use_signal(|| None::<Square>);
    let mut zoom = use_signal(|| ZOOM.0);
    let give_up = move |problem: Problem| {
        submission.clear();
        chosen.set(None);
        onwrong.call(problem);
    };
    let onload = move |()| {
        let mut give_up = give_up;
        spawn(async move {
            match platform::picture_size(SOURCE).await {
                Some((width, height)) if u64::from(width) * u64::from(height) > PIXELS_MAX => {
                    give_up(Problem::PictureTooManyPixels);
                }
                Some(size) => square.set(Some(Square::middle(size))),
                None => give_up(Problem::PictureBroken),
            }
        });
    };
    let sent = file.clone();
    let onsubmit = move |event: FormEvent| {
        event.prevent_default();
        let Some(square) = *square.peek() else { return };
        let (sent, mut give_up) = (sent.file(), give_up);
        submission.start(async move {
            let stored: Result<String, AppError> =
                set_picture(sent, Some(square.crop)).await.map_err(|RpcError(error)| error);
            let name = stored.inspect_err(|error| {
                if error.code == ErrorCode::SignedOut {
                    state.signed_out.set(true);
                }
                if let Some(problem) = wrong_file(error) {
                    give_up(problem);
                }
            })?;
            me.write().picture = Some(name);
            toasts.success(texts.picture_saved());
            chosen.set(None);
            Ok(())
        });
    };
    rsx! {
        form { class: "dialog-body", method: "post", novalidate: true, onsubmit,
            div {
                h2 { class: "dialog-title", id: "{ID}-title", {texts.crop_title()} }
                p { class: "dialog-text", id: "{ID}-text", {texts.crop_text()} }
            }
            if !submission.failed_with(ErrorCode::SignedOut) {
                SubmissionBanner { submission, title: texts.picture_not_saved() }
            }
            Measure { id: SOURCE, chosen: file.clone(), onload, onfail: move |()| {
                let mut give_up = give_up;
                give_up(Problem::PictureBroken);
            } }
            div { class: "field",
                Frame { file: file.clone(), square }
                FieldProblem { id: FRAME, problem: submission.problem(Field::Picture, texts) }
            }
            div { class: "field",
                label { class: "label", r#for: ZOOM_FIELD, {texts.crop_zoom()} }
                input {
                    id: ZOOM_FIELD,
                    class: "range",
                    r#type: "range",
                    min: "{ZOOM.0}",
                    max: "{ZOOM.1}",
                    step: "10",
                    value: "{zoom}",
                    "aria-valuetext": texts.crop_zoom_value(&zoom().to_string()),
                    oninput: move |event| {
                        let percent = event.value().parse().unwrap_or(ZOOM.0);
                        zoom.set(percent);
                        submission.clear_field(Field::Picture);
                        let zoomed = (*square.peek()).map(|square| square.zoomed(percent));
                        square.set(zoomed);
                    },
                }
            }
            div { class: "actions",
                button { class: "button", r#type: "button",
                    onclick: move |_| submission.leave(move || chosen.set(None)),
                    {texts.cancel()}
                }
                SubmitButton { label: texts.save(), busy: submission.busy(), disabled: square.read().is_none() }
            }
        }
    }
}

/// Where a drag began.
#[derive(Clone, Copy, PartialEq)]
struct Drag {
    at: ClientPoint,
    square: Square,
}

/// The square, with the picture under it.
#[component]
fn Frame(file: Chosen, square: Signal<Option<Square>>) -> Element {
    let texts = use_texts();
    let mut square = square;
    let mut drag = use_signal(|| None::<Drag>);
    let mut element = use_signal(|| None::<Rc<MountedData>>);
    let mut width = use_signal(|| 0.0_f64);
    let onpointerdown = move |event: PointerEvent| {
        let Some(now) = *square.peek() else { return };
        if event.trigger_button().is_some_and(|button| button != MouseButton::Primary) {
            return;
        }
        // Also beyond its edge the pointer is the frame's.
        platform::hold_pointer(FRAME, event.pointer_id());
        drag.set(Some(Drag { at: event.client_coordinates(), square: now }));
        let frame = element.peek().clone();
        spawn(async move {
            // The window may have another size than last time.
            if let Some(frame) = frame
                && let Ok(place) = frame.get_client_rect().await
            {
                width.set(place.width());
            }
        });
    };
    let onpointermove = move |event: PointerEvent| {
        let Some(Drag { at, square: before }) = *drag.peek() else { return };
        let (moved, width) = (event.client_coordinates() - at, *width.peek());
        if width > 0.0 {
            let scale = f64::from(before.crop.side) / width;
            square.set(Some(before.with_picture_moved(whole(moved.x * scale), whole(moved.y * scale))));
        }
    };
    let onkeydown = move |event: KeyboardEvent| {
        let Some(now) = *square.peek() else { return };
        let step = (i64::from(now.crop.side) / STEPS).max(1);
        let (right, down) = match event.key() {
            Key::ArrowLeft => (-step, 0),
            Key::ArrowRight => (step, 0),
            Key::ArrowUp => (0, -step),
            Key::ArrowDown => (0, step),
            _ => return,
        };
        event.prevent_default();
        square.set(Some(now.with_picture_moved(right, down)));
    };
    let shown = square();
    rsx! {
        div {
            class: "crop-frame",
            id: FRAME,
            tabindex: "0",
            role: "application",
            "aria-label": texts.crop_frame(),
            "aria-describedby": "{ID}-text",
            "aria-busy": shown.is_none().then_some("true"),
            onmounted: move |event| element.set(Some(event.data())),
            onpointerdown,
            onpointermove,
            onpointerup: move |_| drag.set(None),
            onpointercancel: move |_| drag.set(None),
            onkeydown,
            if let Some(Square { size, crop }) = shown {
                svg { class: "crop-picture", "aria-hidden": "true",
                    view_box: "{crop.x} {crop.y} {crop.side} {crop.side}",
                    Whole { chosen: file, size }
                }
            }
        }
        p { class: "visually-hidden", role: "status",
            if let Some(square) = shown {
                {place(texts, square)}
            }
        }
    }
}

fn place(texts: Texts, square: Square) -> String {
    let (left, top) = square.middle_in_percent();
    texts.crop_place(&left.to_string(), &top.to_string())
}

#[expect(clippy::cast_possible_truncation, reason = "a distance on a screen")]
fn whole(distance: f64) -> i64 {
    distance.round() as i64
}
