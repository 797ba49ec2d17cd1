//! A labelled time of day.

use dioxus::prelude::*;
use domain::notification::MINUTES_A_DAY;

const MINUTES_AN_HOUR: u16 = 60;

/// The time. What is wrong with it is said by whom it belongs to, under the id `problem`.
#[component]
pub fn TimeField(
    /// The element's id, and its name in the form.
    id: &'static str,
    label: &'static str,
    /// The minute of the day at first.
    initial: u16,
    /// The id of what is wrong with it.
    #[props(default)]
    problem: Option<String>,
    /// The minute of the day; nothing while it is not filled in.
    onedit: EventHandler<Option<u16>>,
) -> Element {
    // In the server's HTML, and not set again at each rendering: the browser keeps what is chosen.
    let first = vec![Attribute::new("value", written(initial), None, false)];
    rsx! {
        div { class: "field",
            label { class: "label", r#for: id, {label} }
            input {
                class: "input",
                id,
                name: id,
                r#type: "time",
                required: true,
                "aria-invalid": problem.is_some().then_some("true"),
                "aria-describedby": problem,
                oninput: move |event| onedit.call(read(&event.value())),
                ..first,
            }
        }
    }
}

/// A minute of the day as the field has it: `22:00`.
fn written(minute: u16) -> String {
    format!("{:02}:{:02}", minute / MINUTES_AN_HOUR, minute % MINUTES_AN_HOUR)
}

/// The minute of the day that a field holds; nothing while it is not filled in.
pub fn read(text: &str) -> Option<u16> {
    let mut parts = text.split(':');
    let (hours, minutes): (u16, u16) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let minute = hours.checked_mul(MINUTES_AN_HOUR)?.checked_add(minutes)?;
    (minutes < MINUTES_AN_HOUR && minute < MINUTES_A_DAY).then_some(minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_minute_survives_its_field() {
        for minute in 0..MINUTES_A_DAY {
            assert_eq!(read(&written(minute)), Some(minute));
        }
        // Some browsers add the seconds.
        assert_eq!(read("07:30:00"), Some(450));
        for wrong in ["", "7", "24:00", "12:60", "a:b", "65535:65535"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
