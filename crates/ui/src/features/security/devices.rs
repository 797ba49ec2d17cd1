//! The devices that are spared the second step.

use dioxus::prelude::*;
use domain::security::Device;
use server::rpc::two_factor::{forget_all_devices, forget_device};

use super::{
    place::{AllButton, PlaceRow, from_where, line, place_name},
    state::use_security,
};
use crate::{
    components::Card,
    features::{shell::use_step_up, submission::use_submission},
    platform,
    state::use_texts,
};

/// The id of the card.
const CARD: &str = "devices";

/// All of them, and the end of all.
#[component]
pub fn DevicesCard(devices: Vec<Device>) -> Element {
    let texts = use_texts();
    let (security, step_up) = (use_security(), use_step_up());
    let forgetting = use_submission("");
    let forget_all = move |()| {
        forgetting.start(async move {
            match step_up.run(forget_all_devices).await {
                Ok(()) => {
                    platform::focus(CARD);
                    security.refresh().await;
                    security.say(texts.devices_removed());
                }
                Err(error) => security.tell(&error),
            }
            Ok(())
        });
    };
    let empty = devices.is_empty();
    rsx! {
        Card {
            id: CARD,
            title: texts.devices_title(),
            description: texts.devices_text(),
            focusable: true,
            flush: !empty,
            footer: (!empty).then(|| rsx! {
                div { class: "actions",
                    AllButton {
                        label: texts.devices_remove_all(),
                        danger: true,
                        busy: forgetting.busy(),
                        onact: forget_all,
                    }
                }
            }),
            if empty {
                p { class: "muted", {texts.devices_empty()} }
            } else {
                ul { class: "card-list",
                    for device in devices {
                        DeviceRow { key: "{device.id}", device }
                    }
                }
            }
        }
    }
}

#[component]
fn DeviceRow(device: Device) -> Element {
    let texts = use_texts();
    let (security, step_up) = (use_security(), use_step_up());
    let forgetting = use_submission("");
    let id = device.id;
    let name = place_name(texts, &device.client, device.desktop);
    let forgotten = name.clone();
    let forget = move |()| {
        let forgotten = forgotten.clone();
        forgetting.start(async move {
            match step_up.run(|| forget_device(id)).await {
                Ok(()) => {
                    platform::focus(CARD);
                    security.say(texts.device_removed(&forgotten));
                    security.refresh().await;
                }
                Err(error) => security.tell(&error),
            }
            Ok(())
        });
    };
    let used = texts.device_used(&device.last_used_at.date_time(texts));
    let facts = vec![
        line([from_where(texts, &device.address), Some(used)]),
        texts.device_until(&device.trusted_until.date(texts)),
    ];
    rsx! {
        PlaceRow {
            name: name.clone(),
            desktop: device.desktop,
            chip: device.current.then(|| texts.device_this()),
            facts,
            action: texts.remove(),
            action_named: texts.device_remove_named(&name),
            busy: forgetting.busy(),
            onact: forget,
        }
    }
}
