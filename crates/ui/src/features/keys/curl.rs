//! How to use a key.

use dioxus::prelude::*;

use crate::{
    components::{Card, CopyButton, use_copying},
    platform,
    state::use_texts,
};

/// The id of the example, for marking it.
const COMMAND: &str = "curl-command";
/// What stands for the key in the example.
const PLACEHOLDER: &str = "{your_user_token}";

/// The guide's example, with this server's address.
#[component]
pub fn CurlCard(api_url: String) -> Element {
    let texts = use_texts();
    let copying = use_copying();
    use_effect(move || {
        if copying.failed() {
            platform::select(COMMAND);
        }
    });
    let command = command(&api_url);
    let copied = command.clone();
    rsx! {
        Card {
            id: "curl",
            title: texts.curl_title(),
            description: texts.curl_description(),
            footer: rsx! {
                a { href: platform::link_to("/api/docs"), target: "_blank", rel: "noopener", {texts.curl_learn()} }
            },
            div { class: "code-block",
                pre { id: COMMAND,
                    code { {command} }
                }
                CopyButton {
                    copying,
                    label: texts.curl_copy(),
                    done: texts.copied(),
                    onclick: move |()| {
                        let text = copied.clone();
                        copying.start(async move { Some(text) });
                    },
                }
            }
        }
    }
}

fn command(api_url: &str) -> String {
    [
        &format!("curl -X POST \"{api_url}/clients\" \\"),
        "  -H \"Content-Type: application/json\" \\",
        &format!("  -H \"Authorization: {PLACEHOLDER}\" \\"),
        "  -d '{",
        "    \"clientName\": \"My Organisation\"",
        "  }'",
    ]
    .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_is_the_guides() {
        let guides = "curl -X POST \"https://api.requestrocket.com/clients\" \\\n\
            -H \"Content-Type: application/json\" \\\n-H \"Authorization: {your_user_token}\" \\\n-d '{\n\
            \"clientName\": \"My Organisation\"\n}'";
        let ours: Vec<_> =
            command("https://api.requestrocket.com").lines().map(str::trim).map(str::to_owned).collect();
        assert_eq!(ours.join("\n"), guides);
    }
}
