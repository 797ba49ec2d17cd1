//! A mail before it is written down twice: as text, and as HTML that says the same.
//!
//! The HTML has its few styles with it and names nothing that a mail program would have to fetch. A link is only what
//! is given as one, which are addresses of our own: whatever people wrote is text.

use maud::{DOCTYPE, Markup, html};

use super::mails::Cause;
use crate::ports::mailer::Mail;

const COLUMN: &str = "font:16px/1.5 system-ui,-apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif;\
                      max-width:36em;margin:0 auto;padding:24px 16px;overflow-wrap:break-word";
const BRAND: &str = "margin:0 0 24px;font-size:20px;line-height:1.3";
const TEXT: &str = "margin:0 0 16px;white-space:pre-line";
const HEADING: &str = "margin:24px 0 8px;font-size:16px";
const CODE: &str =
    "margin:0 0 16px;font:600 28px/1.4 ui-monospace,Menlo,Consolas,monospace;letter-spacing:4px";
/// The accent of the pages, which white stands out from wherever it is.
const BUTTON: &str = "display:inline-block;padding:12px 20px;border-radius:8px;background:#2b59d9;color:#ffffff;\
                      font-weight:600;text-decoration:none";
/// Paler than what is around it, in light and in dark.
const SMALL: &str = "font-size:13px;opacity:.8;overflow-wrap:anywhere";
const RULE: &str = "margin:24px 0;border:0;border-top:1px solid #9ca3af";

/// A mail, for whoever it goes to.
pub(super) struct Letter {
    pub subject: String,
    pub parts: Vec<Part>,
    /// Why it came, and how it comes no more.
    pub footer: Vec<Part>,
}

/// A paragraph of one.
pub(super) enum Part {
    Text(String),
    Heading(&'static str),
    Item(String),
    /// A code to type or copy.
    Code(String),
    /// What to do next: where, and the words on it. What asks for it stands before, if anything does.
    Button {
        ask: String,
        label: String,
        url: String,
    },
    /// The words, and where they lead.
    Link(String, String),
}

impl Part {
    fn text(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Heading(text) => format!("# {text}"),
            Self::Item(text) => format!("- {text}"),
            Self::Code(code) => format!("    {code}"),
            Self::Button { ask, url, .. } if !ask.is_empty() => format!("{ask} {url}"),
            Self::Button { label, url, .. } | Self::Link(label, url) => format!("{label}: {url}"),
        }
    }

    fn html(&self) -> Markup {
        match self {
            Self::Text(text) | Self::Item(text) => html! { p style=(TEXT) { (text) } },
            Self::Heading(text) => html! { h2 style=(HEADING) { (text) } },
            Self::Code(code) => html! { p style=(CODE) { (code) } },
            Self::Button { ask, label, url } => html! {
                @if !ask.is_empty() { p style=(TEXT) { (ask) } }
                p style="margin:0 0 8px" { a href=(url) style=(BUTTON) { (label) } }
                // For those who copy it.
                p style={ "margin:0 0 16px;" (SMALL) } { (url) }
            },
            Self::Link(label, url) => html! { p style=(TEXT) { a href=(url) { (label) } } },
        }
    }
}

impl Letter {
    /// The mail that brings it.
    pub(super) fn mail(self, brand: &str, Cause { id, texts, .. }: Cause, to: String) -> Mail {
        let lines = |parts: &[Part]| parts.iter().map(Part::text).collect::<Vec<_>>().join("\n\n");
        let text = format!("{}\n\n-- \n{}\n", lines(&self.parts), lines(&self.footer));
        let html = html! {
            (DOCTYPE)
            html lang=(texts.locale.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    meta name="supported-color-schemes" content="light dark";
                    title { (self.subject) }
                }
                body style="margin:0" {
                    div style=(COLUMN) {
                        h1 style=(BRAND) { (brand) }
                        @for part in &self.parts { (part.html()) }
                        hr style=(RULE);
                        div style=(SMALL) {
                            @for part in &self.footer { (part.html()) }
                        }
                    }
                }
            }
        };
        let (id, html) = (id.to_string(), html.into_string());
        Mail { id, to, subject: self.subject, text, html, ..Mail::default() }
    }
}

#[cfg(test)]
mod tests {
    use domain::Texts;
    use uuid::Uuid;

    use super::*;

    const OURS: &str = "https://settings.example.com/not-me?link=a_b-c";

    fn sent(brand: &str, parts: Vec<Part>) -> Mail {
        let cause = Cause { id: Uuid::nil(), texts: Texts::default(), gives_up: false };
        let footer = vec![Part::Link("Notification settings".into(), format!("{OURS}&more"))];
        let letter = Letter { subject: "A <b>subject</b>".into(), parts, footer };
        letter.mail(brand, cause, "ada@example.com".into())
    }

    fn links(html: &str) -> Vec<&str> {
        html.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect()
    }

    #[test]
    fn what_to_do_next_is_a_button_and_an_address_to_copy() {
        let ask = "If it was not, secure it here:";
        let button =
            |ask: &str| Part::Button { ask: ask.into(), label: "Secure it".into(), url: OURS.into() };
        let parts = vec![Part::Text("Hello.".into()), Part::Code("123456".into()), button(ask), button("")];
        let mail = sent("Rocket", parts);
        let text = format!(
            "Hello.\n\n    123456\n\n{ask} {OURS}\n\nSecure it: {OURS}\n\n-- \nNotification settings: {OURS}&more\n"
        );
        assert_eq!(mail.text, text);
        assert_eq!(links(&mail.html), [OURS, OURS, &format!("{OURS}&amp;more")]);
        assert_eq!(mail.html.matches(">Secure it</a>").count(), 2, "{}", mail.html);
        assert_eq!(mail.html.matches(&format!(">{OURS}</p>")).count(), 2, "{}", mail.html);
        assert!(mail.html.contains(">Rocket</h1>") && mail.html.contains(">123456</p>"), "{}", mail.html);
    }

    #[test]
    fn what_people_wrote_is_neither_markup_nor_a_link() {
        for written in [
            "<img src=x onerror=alert(1)>",
            "</p><a href=\"https://evil.example\">Log in</a>",
            "\" onclick=\"alert(1)",
            "javascript:alert(1)",
            "https://evil.example/not-me?link=x",
            "www.evil.example",
        ] {
            let label = written.to_owned();
            let parts = vec![
                Part::Text(written.into()),
                Part::Item(written.into()),
                Part::Code(written.into()),
                Part::Button { ask: written.into(), label: label.clone(), url: OURS.into() },
                Part::Link(label, OURS.into()),
            ];
            let plain = sent("Rocket", Vec::new()).html;
            let mail = sent(written, parts);
            assert_eq!(links(&mail.html), [OURS, OURS, &format!("{OURS}&amp;more")], "{written}");
            // As many tags as ours have: three paragraphs, a button of three more, and a link.
            let tags = |html: &str| html.matches('<').count() - html.matches("</").count();
            assert_eq!(tags(&mail.html), tags(&plain) + 3 + 4 + 2, "{}", mail.html);
            assert!(
                !mail.html.contains("\" onclick") && !mail.html.contains("=\"javascript"),
                "{}",
                mail.html
            );
        }
    }
}
