//! Which module may name which: read from the sources, since inside a crate the compiler allows everything.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::tokens::{self, Token};
use crate::{none, root};

/// Folders with Rust sources.
const SOURCES: [&str; 3] = ["assets", "crates", "migrations"];

/// The only places that may know the database library. The testkit makes an empty database for each test, and
/// the example migrates one for `cargo xtask gen`.
const KNOW_THE_DATABASE: [&str; 4] =
    ["crates/server/src/store", "crates/testkit/src/database.rs", "crates/xtask/examples", "migrations"];

/// Places that know nothing of HTTP and of pages.
const WITHOUT_WEB: [&str; 4] =
    ["crates/domain", "crates/server/src/service", "crates/server/src/store", "migrations"];

/// What lifts the veil of what is stored about somebody else, where that is, and the only place that calls it.
const LIFTS_VEIL: &str = "lift_veil";
const MAY_LIFT_VEIL: [&str; 2] =
    ["crates/server/src/store/privacy.rs", "crates/server/src/service/privacy.rs"];

/// Modules of the server, and the modules beside them that they don't reach for.
const MODULES: &[(&str, &[&str])] = &[
    ("rpc", &["store", "adapters", "core_api"]),
    ("core_api", &["store", "adapters", "rpc"]),
    ("service", &["rpc", "core_api", "adapters"]),
    ("store", &["rpc", "core_api", "service", "adapters"]),
    ("ports", &["rpc", "core_api", "store", "adapters"]),
    ("adapters", &["rpc", "core_api"]),
];

#[test]
fn only_the_store_and_the_migrations_know_the_database() -> Result<()> {
    let mut found = Vec::new();
    for file in rust_files(&SOURCES)? {
        if !KNOW_THE_DATABASE.iter().any(|folder| file.starts_with(folder)) {
            found.extend(mentions(&file, &["sea_orm", "sqlx"])?);
        }
    }
    none("the database is named outside the store", &found)
}

#[test]
fn the_rules_know_nothing_of_the_web() -> Result<()> {
    let mut found = Vec::new();
    for file in rust_files(&WITHOUT_WEB)? {
        found.extend(mentions(&file, &["axum", "dioxus"])?);
    }
    none("the web is named below the doors to it", &found)
}

#[test]
fn the_servers_modules_call_in_one_direction() -> Result<()> {
    let mut found = Vec::new();
    for (module, forbidden) in MODULES {
        let place = format!("crates/server/src/{module}");
        for file in rust_files(&[&place, &format!("{place}.rs")])? {
            let tokens = read(&file)?;
            let reached = tokens::from_crate_root(&tokens);
            let wrong = reached.iter().filter(|token| forbidden.contains(&token.text.as_str()));
            found.extend(
                wrong.map(|token| format!("{}:{} crate::{}", file.display(), token.line, token.text)),
            );
        }
    }
    none("these modules reach the wrong way", &found)
}

#[test]
fn one_place_decides_what_fellow_members_see() -> Result<()> {
    let (mut allowed, mut found) = (Vec::new(), Vec::new());
    for file in rust_files(&["crates"])? {
        let tokens = read(&file)?;
        let lifting = tokens.iter().filter(|token| token.text == LIFTS_VEIL);
        let here = lifting.map(|token| format!("{}:{} {}", file.display(), token.line, token.text));
        let list =
            if MAY_LIFT_VEIL.iter().any(|place| file.ends_with(place)) { &mut allowed } else { &mut found };
        list.extend(here);
    }
    anyhow::ensure!(!allowed.is_empty(), "nothing is called {LIFTS_VEIL} any more");
    none("what people hide is read outside service/privacy.rs", &found)
}

/// Identifiers in this file that are one of these crates, or one of its family: `axum`, `axum_extra`.
fn mentions(file: &Path, crates: &[&str]) -> Result<Vec<String>> {
    let is_of = |text: &str, family: &str| {
        text.strip_prefix(family).is_some_and(|rest| rest.is_empty() || rest.starts_with('_'))
    };
    let tokens = read(file)?;
    let found = tokens.iter().filter(|token| crates.iter().any(|family| is_of(&token.text, family)));
    Ok(found.map(|token| format!("{}:{} {}", file.display(), token.line, token.text)).collect())
}

fn read(file: &Path) -> Result<Vec<Token>> {
    let text =
        fs::read_to_string(root().join(file)).with_context(|| format!("{} can't be read", file.display()))?;
    Ok(tokens::tokens(&text))
}

/// Every Rust file in or at these places that exists, named from the root.
pub fn rust_files(places: &[impl AsRef<Path>]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for place in places {
        collect(place.as_ref(), &mut files)?;
    }
    Ok(files)
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    let full = root().join(path);
    if full.is_dir() && !path.ends_with("node_modules") {
        for entry in fs::read_dir(full)? {
            collect(&path.join(entry?.file_name()), files)?;
        }
    } else if full.is_file() && path.extension().is_some_and(|ending| ending == "rs") {
        files.push(path.to_owned());
    }
    Ok(())
}
