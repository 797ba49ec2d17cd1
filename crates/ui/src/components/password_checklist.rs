//! The rules of a new password, ticked off while the person types.

use dioxus::prelude::*;
use domain::{
    Texts,
    identity::{PasswordPolicy, PasswordRule},
};

use super::{Icon, Shape};

/// The rules. They stay neutral until the form was `checked`; a rule that is not met is red then.
#[component]
pub fn PasswordChecklist(
    id: &'static str,
    texts: Texts,
    policy: PasswordPolicy,
    password: String,
    checked: bool,
) -> Element {
    let rules = policy.rules();
    let met = rules.iter().filter(|rule| rule.met(&password)).count();
    rsx! {
        div { class: "rules-box",
            p { class: "hint", id: "{id}-title", {texts.password_rules()} }
            ul { class: "rules", id, "aria-labelledby": "{id}-title", "data-checked": "{checked}",
                for rule in rules {
                    Rule { key: "{rule:?}", texts, rule: *rule, met: rule.met(&password), checked }
                }
            }
            p { class: "visually-hidden", role: "status",
                {texts.password_rules_met(&met.to_string(), &rules.len().to_string())}
            }
        }
    }
}

#[component]
fn Rule(texts: Texts, rule: PasswordRule, met: bool, checked: bool) -> Element {
    let (shape, state) = match (met, checked) {
        (true, _) => (Shape::Check, texts.password_rule_met()),
        (false, true) => (Shape::Cross, texts.password_rule_unmet()),
        (false, false) => (Shape::Circle, texts.password_rule_unmet()),
    };
    rsx! {
        li { class: "rule", "data-met": "{met}",
            Icon { shape, small: true }
            span {
                span { class: "visually-hidden", "{state} " }
                {rule_text(texts, rule)}
            }
        }
    }
}

fn rule_text(texts: Texts, rule: PasswordRule) -> &'static str {
    match rule {
        PasswordRule::EightCharacters => texts.rule_eight_characters(),
        PasswordRule::FifteenCharacters => texts.rule_fifteen_characters(),
        PasswordRule::Uppercase => texts.rule_uppercase(),
        PasswordRule::Lowercase => texts.rule_lowercase(),
        PasswordRule::Number => texts.rule_number(),
        PasswordRule::Special => texts.rule_special(),
    }
}
