//! Which server the window talks to.

use clap::Parser;
use dioxus::fullstack::{get_server_url, reqwest::Url, set_server_url};

/// What the command line may say.
#[derive(Parser)]
#[command(name = "personal-settings-desktop", version, about = "Personal Settings in a window")]
pub struct Arguments {
    /// The server's address
    #[arg(
        long,
        env = "PERSONAL_SETTINGS_SERVER",
        default_value = "http://127.0.0.1:8080",
        value_name = "URL",
        value_parser = address
    )]
    server: String,
}

/// An address that calls can be appended to.
fn address(typed: &str) -> Result<String, String> {
    let url = Url::parse(typed.trim()).map_err(|error| error.to_string())?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err("write it like https://settings.example.com".to_owned());
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// Points every call to the chosen server.
pub fn choose(arguments: Arguments) {
    // The framework keeps the address for the life of the process and wants it `'static`: leaked
    // once, here.
    set_server_url(arguments.server.leak());
}

/// The address of the server.
pub fn server_address() -> String {
    get_server_url().to_owned()
}

/// The address of a page that is no page of the app: the system's browser shows it.
pub fn link_to(path: &str) -> String {
    format!("{}{path}", get_server_url())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_addresses_are_servers() {
        assert_eq!(address("http://127.0.0.1:8080/"), Ok("http://127.0.0.1:8080".to_owned()));
        assert_eq!(address(" https://example.com/base/ "), Ok("https://example.com/base".to_owned()));
        for wrong in ["", "example.com", "file:///etc/passwd", "mailto:a@example.com"] {
            assert!(address(wrong).is_err(), "{wrong}");
        }
    }
}
