//! What a program calls itself, in words for people.

use woothee::parser::Parser;

/// What the desktop app is called, whatever it says of itself.
pub(crate) const DESKTOP_APP: &str = "Desktop app";

/// Browser and system, such as `Firefox on Linux`; only one of them where the other is not known; empty
/// where neither is.
pub(crate) fn program_name(user_agent: &str) -> String {
    if user_agent == DESKTOP_APP {
        return DESKTOP_APP.to_owned();
    }
    let Some(known) = Parser::new().parse(user_agent) else { return String::new() };
    let unknown = |name: &str| name.is_empty() || name == "UNKNOWN";
    let system = match known.os {
        "Mac OSX" => "macOS",
        os if os.starts_with("Windows") => "Windows",
        os => os,
    };
    match (unknown(known.name), unknown(system)) {
        (false, false) => format!("{} on {system}", known.name),
        (false, true) => known.name.to_owned(),
        (true, false) => system.to_owned(),
        (true, true) => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_named_as_people_know_them() {
        let chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36";
        let firefox = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0";
        let safari = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Safari/605.1.15";
        assert_eq!(program_name(chrome), "Chrome on Linux");
        assert_eq!(program_name(firefox), "Firefox on Windows");
        assert_eq!(program_name(safari), "Safari on macOS");
        assert_eq!(program_name(DESKTOP_APP), DESKTOP_APP);
        assert_eq!(program_name("curl-like/1.0"), "");
        assert_eq!(program_name(""), "");
    }
}
