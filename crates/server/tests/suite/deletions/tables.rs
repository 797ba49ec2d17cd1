//! docs/privacy.md names every table with something of a person in it, and no other.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use testkit::{Table, TestApp};

/// What names a person, whatever it refers to.
const NAMES_OF_PEOPLE: [&str; 4] = ["user_id", "_by", "actor_id", "email"];
/// Whom everybody is.
const PEOPLE: [&str; 2] = ["users", "credentials"];

/// The chapter of docs/privacy.md about what is kept.
fn chapter() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/privacy.md");
    let text = fs::read_to_string(path).expect("docs/privacy.md");
    let (_, rest) = text.split_once("\n## What is kept").expect("a chapter about what is kept");
    rest.split("\n## ").next().unwrap_or_default().to_owned()
}

/// The tables that the chapter's own tables begin their rows with.
fn documented(chapter: &str) -> BTreeSet<String> {
    let cells = chapter.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    names(cells)
}

/// The tables that it says hold nothing of anybody.
fn impersonal(chapter: &str) -> BTreeSet<String> {
    names(chapter.lines().filter(|line| line.starts_with("Nothing of a person is in ")))
}

/// The tables of which it says that nothing of the person is left once they read that their account is deleted.
pub(super) fn emptied_at_once() -> BTreeSet<String> {
    let chapter = chapter();
    let rows = chapter.lines().filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |"));
    let at_once = rows.filter(|row| row.rsplit(" | ").next().is_some_and(|fate| fate.starts_with("at once")));
    let tables = names(at_once.filter_map(|row| row.split(" | ").next()));
    assert!(tables.len() > 10, "the last column is read: {tables:?}");
    tables
}

/// What stands between backticks.
fn names<'a>(texts: impl Iterator<Item = &'a str>) -> BTreeSet<String> {
    texts.flat_map(|text| text.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

/// Whether a table names people, or hangs on one that does.
pub(super) fn is_personal(name: &str, tables: &BTreeMap<String, Table>) -> bool {
    let table = &tables[name];
    let names_people = |column: &String| NAMES_OF_PEOPLE.iter().any(|end| column.ends_with(end));
    PEOPLE.contains(&name)
        || table.columns.iter().any(names_people)
        || table.refers_to.iter().any(|other| other != name && is_personal(other, tables))
}

#[tokio::test]
async fn every_table_with_something_of_a_person_is_documented_and_no_other() {
    let tables = TestApp::new().await.tables().await;
    let chapter = chapter();
    let (documented, impersonal) = (documented(&chapter), impersonal(&chapter));
    let there: BTreeSet<String> = tables.keys().cloned().collect();
    let personal: BTreeSet<String> =
        there.iter().filter(|name| is_personal(name, &tables)).cloned().collect();
    assert!(personal.len() > 20 && personal.contains("token_uses"), "the schema is read: {personal:?}");
    let missing: Vec<_> = personal.difference(&documented).collect();
    assert!(missing.is_empty(), "with people in them, and not in the tables of docs/privacy.md: {missing:?}");
    let named: BTreeSet<String> = documented.union(&impersonal).cloned().collect();
    let gone: Vec<_> = named.difference(&there).collect();
    assert!(gone.is_empty(), "in docs/privacy.md, and not in the schema: {gone:?}");
    let unnamed: Vec<_> = there.difference(&named).collect();
    assert!(unnamed.is_empty(), "docs/privacy.md does not say whether people are in {unnamed:?}");
    let both: Vec<_> = documented.intersection(&impersonal).collect();
    assert!(both.is_empty(), "docs/privacy.md says two things of {both:?}");
}

#[test]
fn what_names_people_is_seen() {
    let table = |columns: &[&str], refers_to: &[&str]| Table {
        columns: columns.iter().map(|&column| column.to_owned()).collect(),
        refers_to: refers_to.iter().map(|&table| table.to_owned()).collect(),
    };
    let tables: BTreeMap<String, Table> = [
        ("users", table(&["id", "email"], &[])),
        ("clients", table(&["id", "name"], &[])),
        ("keys", table(&["owner"], &["users"])),
        ("uses", table(&["day"], &["keys"])),
        ("letters", table(&["new_email"], &[])),
        ("audits", table(&["changed_by"], &["clients"])),
        ("colours", table(&["name"], &["clients"])),
    ]
    .into_iter()
    .map(|(name, table)| (name.to_owned(), table))
    .collect();
    let personal: Vec<_> = tables.keys().filter(|name| is_personal(name, &tables)).collect();
    assert_eq!(personal, ["audits", "keys", "letters", "users", "uses"]);
}
