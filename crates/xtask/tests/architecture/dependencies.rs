//! Which crate may depend on which, and what the wasm builds may contain.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{WASM, cargo, none};

/// A crate, and the crates of the workspace that it may use.
struct Allowed {
    name: &'static str,
    always: &'static [&'static str],
    in_tests: &'static [&'static str],
}

const ALLOWED: &[Allowed] = &[
    Allowed { name: "app-assets", always: &[], in_tests: &[] },
    Allowed { name: "domain", always: &[], in_tests: &[] },
    Allowed { name: "migration", always: &[], in_tests: &["testkit"] },
    Allowed { name: "server", always: &["domain", "migration"], in_tests: &["testkit"] },
    Allowed { name: "testkit", always: &["domain", "migration", "server"], in_tests: &[] },
    Allowed { name: "ui", always: &["app-assets", "domain", "server"], in_tests: &["testkit"] },
    Allowed { name: "xtask", always: &["migration"], in_tests: &[] },
];

/// What must never be sent to a browser, by the beginning of its name.
const SERVER_ONLY: &[&str] = &["sea-orm", "sqlx", "aws-", "axum-server", "argon2", "lettre", "migration"];

/// What `domain` stays free of on every target.
const NOT_IN_DOMAIN: &[&str] = &["tokio", "sea-orm", "sqlx", "axum", "dioxus", "aws-"];

#[test]
fn crates_depend_on_each_other_in_one_direction() -> Result<()> {
    let metadata: Value = serde_json::from_str(&cargo(&["metadata", "--no-deps", "--format-version", "1"])?)?;
    let packages = metadata["packages"].as_array().context("cargo metadata names no packages")?;
    let members: Vec<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    let mut found = Vec::new();
    for package in packages {
        check_package(package, &members, &mut found)?;
    }
    none("these dependencies go the wrong way", &found)
}

fn check_package(package: &Value, members: &[&str], found: &mut Vec<String>) -> Result<()> {
    let name = package["name"].as_str().context("a package has no name")?;
    let Some(Allowed { always, in_tests, .. }) = ALLOWED.iter().find(|allowed| allowed.name == name) else {
        bail!("the crate {name} is new: say in {} what it may import", file!());
    };
    for dependency in package["dependencies"].as_array().into_iter().flatten() {
        let on = dependency["name"].as_str().unwrap_or_default();
        let in_test = dependency["kind"].as_str() == Some("dev") && in_tests.contains(&on);
        if members.contains(&on) && !always.contains(&on) && !in_test {
            found.push(format!("{name} -> {on}"));
        }
        // The stubs that a browser calls, and the commands, are compiled without the database.
        if ["server", "xtask"].contains(&name)
            && on == "migration"
            && dependency["optional"] != Value::Bool(true)
        {
            found.push(format!("{name} -> {on}, unless a feature asks for it"));
        }
    }
    Ok(())
}

#[test]
fn the_browsers_part_contains_nothing_of_the_server() -> Result<()> {
    let tree = tree(&["--package", "ui", "--features", "web"])?;
    let mut found: Vec<String> =
        names(&tree).filter(|name| starts_with_any(name, SERVER_ONLY)).map(String::from).collect();
    found.extend(tree.lines().filter(|line| is_tokio_with_net(line)).map(String::from));
    none("the wasm build of ui contains", &found)
}

#[test]
fn domain_is_free_of_frameworks_and_databases() -> Result<()> {
    let tree = tree(&["--package", "domain"])?;
    let found: Vec<String> =
        names(&tree).filter(|name| starts_with_any(name, NOT_IN_DOMAIN)).map(String::from).collect();
    none("domain depends on", &found)
}

#[test]
fn domain_compiles_for_the_browser() -> Result<()> {
    cargo(&["check", "--quiet", "--profile", "dxdev", "--package", "domain", "--target", WASM]).map(drop)
}

/// What is compiled for wasm, a crate a line: `name version|features`. Macros run on the host and are left
/// out.
fn tree(selection: &[&str]) -> Result<String> {
    let shape = [
        "tree",
        "--edges",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "--format",
        "{p}|{f}",
        "--target",
        WASM,
    ];
    cargo(&[&shape[..], selection].concat())
}

fn names(tree: &str) -> impl Iterator<Item = &str> {
    tree.lines().filter_map(|line| line.split_whitespace().next())
}

fn starts_with_any(name: &str, prefixes: &[&str]) -> bool {
    prefixes.iter().any(|prefix| name.starts_with(prefix))
}

fn is_tokio_with_net(line: &str) -> bool {
    let Some((krate, features)) = line.split_once('|') else {
        return false;
    };
    krate.starts_with("tokio v")
        && features.trim_end_matches(" (*)").split(',').any(|feature| feature == "net")
}
