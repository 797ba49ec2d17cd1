//! A member as far as they show themselves. What is hidden is said once; what is empty, in its place.

use dioxus::prelude::*;
use domain::{
    Texts, Timestamp,
    account::initials,
    privacy::{MemberAction, MemberProfile, PrivacyItem},
};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::{
    components::{Avatar, AvatarSize},
    features::uses::Uses,
    state::use_texts,
};

/// What an address in a link must not hold as it is.
const ADDRESS: &AsciiSet = &NON_ALPHANUMERIC.remove(b'@').remove(b'-').remove(b'_').remove(b'.');

/// What a member is called.
pub fn shown_name(profile: &MemberProfile, texts: Texts) -> String {
    match profile.name.as_deref() {
        None => texts.name_not_shown().to_owned(),
        Some("") => texts.name_not_given().to_owned(),
        Some(name) => name.to_owned(),
    }
}

/// What stands in place of a picture, also for who shows neither name nor address.
pub fn letters(name: &str, email: Option<&str>) -> String {
    let letters = initials(name, email.unwrap_or_default());
    if letters.is_empty() { "?".to_owned() } else { letters }
}

/// The member. The children stand below the name.
#[component]
pub fn MemberProfileView(profile: MemberProfile, now: Timestamp, children: Element) -> Element {
    let texts = use_texts();
    let rest = rest(&profile, texts);
    let MemberProfile { actions, creations, usage, .. } = profile.clone();
    rsx! {
        div { class: "member",
            Head { profile: profile.clone(), {children} }
            Facts { profile }
            if let Some(actions) = actions {
                Actions { item: PrivacyItem::RecentActions, actions, empty: texts.member_actions_empty() }
            }
            if let Some(creations) = creations {
                Actions { item: PrivacyItem::ResourceCreation, actions: creations, empty: texts.member_creations_empty() }
            }
            if let Some(uses) = usage {
                Part { item: PrivacyItem::ApiUsage,
                    Uses { uses, now }
                }
            }
            if let Some(rest) = rest {
                p { class: "muted", {rest} }
            }
        }
    }
}

#[component]
fn Head(profile: MemberProfile, children: Element) -> Element {
    let texts = use_texts();
    let MemberProfile { name, email, .. } = &profile;
    let letters = letters(name.as_deref().unwrap_or_default(), email.as_deref());
    rsx! {
        div { class: "member-head",
            Avatar { initials: letters, picture: profile.picture.clone(), size: AvatarSize::Large }
            div { class: "member-who",
                h2 { class: "card-title", id: "member-name", {shown_name(&profile, texts)} }
                {children}
            }
        }
    }
}

#[component]
fn Facts(profile: MemberProfile) -> Element {
    let texts = use_texts();
    let MemberProfile { email, bio, .. } = profile;
    if email.is_none() && bio.is_none() {
        return VNode::empty();
    }
    rsx! {
        dl { class: "facts",
            if let Some(email) = email {
                div { class: "fact",
                    dt { {texts.email()} }
                    dd {
                        a { class: "inline-link", href: "mailto:{utf8_percent_encode(&email, ADDRESS)}", {email.clone()} }
                    }
                }
            }
            if let Some(bio) = bio {
                div { class: "fact",
                    dt { {texts.bio()} }
                    if bio.is_empty() {
                        dd { class: "muted", {texts.member_bio_empty()} }
                    } else {
                        dd { class: "lines", {bio} }
                    }
                }
            }
        }
    }
}

/// Something that a member shows of their doings.
#[component]
fn Part(item: PrivacyItem, children: Element) -> Element {
    let title = item.label(use_texts());
    let id = format!("member-{}", item.key());
    rsx! {
        section { class: "member-part", "aria-labelledby": id.clone(),
            h3 { id, {title} }
            {children}
        }
    }
}

#[component]
fn Actions(item: PrivacyItem, actions: Vec<MemberAction>, empty: &'static str) -> Element {
    let texts = use_texts();
    let told: Vec<_> =
        actions.into_iter().filter_map(|action| Some((action.at, action.words(texts)?))).collect();
    rsx! {
        Part { item,
            if told.is_empty() {
                p { class: "muted", {empty} }
            } else {
                ul { class: "events", role: "list",
                    for (index , (at , what)) in told.into_iter().enumerate() {
                        li { key: "{at.0}-{index}", class: "event",
                            p { {what} }
                            p { class: "list-meta", {at.date_time(texts)} }
                        }
                    }
                }
            }
        }
    }
}

/// That there is more, if anything is hidden. A picture that is not shown may not be there.
fn rest(profile: &MemberProfile, texts: Texts) -> Option<String> {
    let MemberProfile { name, email, picture: _, bio, actions, creations, usage } = profile;
    let all = name.is_some()
        && email.is_some()
        && bio.is_some()
        && actions.is_some()
        && creations.is_some()
        && usage.is_some();
    if all {
        return None;
    }
    Some(match name.as_deref().filter(|name| !name.is_empty()) {
        Some(name) => texts.member_hides_rest(name),
        None => texts.member_hides_rest_unnamed().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open() -> MemberProfile {
        MemberProfile {
            name: Some(String::new()),
            email: Some("ada@example.com".to_owned()),
            picture: None,
            bio: Some(String::new()),
            actions: Some(Vec::new()),
            creations: Some(Vec::new()),
            usage: Some(vec![0; 30]),
        }
    }

    #[test]
    fn a_name_that_is_hidden_is_told_from_one_that_was_never_given() {
        let texts = Texts::default();
        assert_eq!(shown_name(&open(), texts), "No name given");
        assert_eq!(shown_name(&MemberProfile { name: None, ..open() }, texts), "Name not shown");
    }

    #[test]
    fn nothing_is_said_of_a_rest_that_is_not_there() {
        let texts = Texts::default();
        assert_eq!(rest(&open(), texts), None);
        let named = Some("Ada Lovelace".to_owned());
        let hidden = MemberProfile { usage: None, name: named, ..open() };
        assert_eq!(rest(&hidden, texts).as_deref(), Some("Ada Lovelace does not show the rest."));
        assert!(
            rest(&MemberProfile { name: None, ..open() }, texts).is_some_and(|rest| rest.starts_with("This"))
        );
    }
}
