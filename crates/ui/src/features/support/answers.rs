//! What helps at once: the guide's answers to what people ask most, those for the chosen category first.

use dioxus::prelude::*;
use domain::Texts;

use super::draft::use_draft;
use crate::{
    components::{CardHeader, Icon, Shape},
    state::use_texts,
};

/// The card's id.
const ID: &str = "support-answers";

/// One of the guide's answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Password,
    Keys,
    Profile,
}

impl Answer {
    const ALL: [Self; 3] = [Self::Password, Self::Keys, Self::Profile];

    /// Whether it may be what somebody with a question of this category looks for. An installation's own
    /// categories have no answers of their own.
    fn fits(self, category: &str) -> bool {
        match self {
            Self::Password => matches!(category, "Account" | "Security"),
            Self::Keys => category == "API keys",
            Self::Profile => category == "Account",
        }
    }

    /// All of them, those that fit first.
    fn sorted(category: &str) -> [Self; 3] {
        let mut all = Self::ALL;
        all.sort_by_key(|answer| !answer.fits(category));
        all
    }

    fn title(self, texts: Texts) -> &'static str {
        match self {
            Self::Password => texts.answer_password(),
            Self::Keys => texts.answer_keys(),
            Self::Profile => texts.answer_profile(),
        }
    }

    fn issue(self, texts: Texts) -> &'static str {
        match self {
            Self::Password => texts.answer_password_issue(),
            Self::Keys => texts.answer_keys_issue(),
            Self::Profile => texts.answer_profile_issue(),
        }
    }

    fn solutions(self, texts: Texts) -> Vec<&'static str> {
        match self {
            Self::Password => vec![
                texts.answer_password_1(),
                texts.answer_password_2(),
                texts.answer_password_3(),
                texts.answer_password_4(),
            ],
            Self::Keys => vec![texts.answer_keys_1(), texts.answer_keys_2(), texts.answer_keys_3()],
            Self::Profile => vec![
                texts.answer_profile_1(),
                texts.answer_profile_2(),
                texts.answer_profile_3(),
                texts.answer_profile_4(),
            ],
        }
    }
}

/// The answers, beside the form.
#[component]
pub fn Answers() -> Element {
    let texts = use_texts();
    let category = use_draft().values().category;
    rsx! {
        section { class: "card", "aria-labelledby": "{ID}-title",
            CardHeader { id: ID, title: texts.troubleshooting() }
            div { class: "card-list answers",
                for answer in Answer::sorted(&category) {
                    AnswerFold { key: "{answer:?}", answer, open: answer.fits(&category) }
                }
            }
        }
    }
}

/// One of them, folded up unless it fits.
#[component]
fn AnswerFold(answer: Answer, open: bool) -> Element {
    let texts = use_texts();
    rsx! {
        details { class: "fold", open,
            summary { class: "fold-summary",
                Icon { shape: Shape::Chevron, small: true }
                h3 { {answer.title(texts)} }
            }
            div { class: "answer",
                p { {answer.issue(texts)} }
                p { {texts.answer_solutions()} }
                ul { class: "bullets",
                    for solution in answer.solutions(texts) {
                        li { key: "{solution}", {solution} }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_comes_first() {
        use Answer::{Keys, Password, Profile};
        for (category, expected) in [
            ("Account", [Password, Profile, Keys]),
            ("API keys", [Keys, Password, Profile]),
            ("Security", [Password, Keys, Profile]),
            ("Billing", [Password, Keys, Profile]),
            ("", [Password, Keys, Profile]),
        ] {
            assert_eq!(Answer::sorted(category), expected, "{category}");
        }
        assert!(!Answer::ALL.iter().any(|answer| answer.fits("Other")));
    }

    #[test]
    fn the_categories_that_have_answers_are_among_the_usual_ones() {
        let usual = domain::support::DEFAULT_CATEGORIES;
        for answer in Answer::ALL {
            assert!(usual.iter().any(|category| answer.fits(category)), "{answer:?}");
        }
    }
}
