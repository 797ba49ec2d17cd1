//! Every text is shown somewhere. That none is missing, the compiler sees to.

use std::fs;

use anyhow::Result;

use crate::sources::rust_files;
use crate::{none, root};

#[test]
fn every_text_is_used() -> Result<()> {
    let mut code = String::new();
    for file in rust_files(&["crates"])? {
        // Whole, with its strings: pages show texts as `"{texts.name()}"`.
        code.push_str(&fs::read_to_string(root().join(file))?);
    }
    let texts = fs::read_to_string(root().join("assets/locales/en-GB.ftl"))?;
    let keys = texts.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key);
    let is_key = |key: &&str| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let unused: Vec<String> = keys
        .filter(is_key)
        .filter(|key| !code.contains(&format!(".{}(", key.replace('-', "_"))))
        .map(str::to_owned)
        .collect();
    none("texts that nothing shows", &unused)
}
