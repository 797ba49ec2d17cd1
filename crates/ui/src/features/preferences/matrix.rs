//! What the person wants to be told of, and where: a row for each, a column for each way.

use dioxus::prelude::*;
use domain::notification::{Channel, Preference};

use super::state::{Cell, Matrix, use_matrix};
use crate::{
    components::{Card, Switch},
    state::use_texts,
};

const ID: &str = "preferences";
/// What says why a switch can't be switched.
const REASON: &str = "preferences-reason";

/// The card. Each switch counts at once.
#[component]
pub fn MatrixCard(rows: Vec<Preference>) -> Element {
    let texts = use_texts();
    let matrix = use_matrix(&rows);
    rsx! {
        Card { id: ID, title: texts.preferences_title(), description: texts.preferences_text(), flush: true,
            table { class: "table matrix", "aria-labelledby": "{ID}-title",
                thead {
                    tr {
                        th { scope: "col", {texts.preferences_about()} }
                        for channel in Channel::ALL.iter().copied() {
                            th { key: "{channel.key()}", scope: "col", id: column_of(channel), {channel.label(texts)} }
                        }
                    }
                }
                tbody {
                    for row in matrix.rows() {
                        Row { key: "{row.category.key()}", row, matrix }
                    }
                }
            }
        }
    }
}

#[component]
fn Row(row: Preference, matrix: Matrix) -> Element {
    let texts = use_texts();
    let category = row.category;
    let name = format!("row-{}", category.key());
    let reason = Channel::ALL.iter().any(|channel| !category.is_optional(*channel));
    rsx! {
        tr {
            th { scope: "row",
                span { id: name.clone(), {category.label(texts)} }
                if reason {
                    span { class: "hint", id: REASON, {texts.preferences_reason()} }
                }
            }
            for cell in Channel::ALL.iter().map(|channel| Cell { category, channel: *channel }) {
                td { key: "{cell.channel.key()}",
                    Switch {
                        id: cell.id(),
                        on: row.is_on(cell.channel),
                        labelled_by: "{name} {column_of(cell.channel)}",
                        described_by: (!category.is_optional(cell.channel)).then(|| REASON.to_owned()),
                        locked: !category.is_optional(cell.channel),
                        onswitch: move |on| matrix.switch(cell, on),
                    }
                }
            }
        }
    }
}

fn column_of(channel: Channel) -> String {
    format!("column-{}", channel.key())
}
