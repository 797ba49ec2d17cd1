//! Folders, replaced and removed whole.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Copies a folder with everything in it, in place of what was there.
pub fn replace_folder(from: &Path, to: &Path) -> Result<()> {
    remove_folder(to)?;
    copy_folder(from, to)
}

/// Removes a folder with everything in it, if it is there.
pub fn remove_folder(folder: &Path) -> Result<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} can't be removed", folder.display()))
        }
        _ => Ok(()),
    }
}

/// Copies a program in place of one that may be running, which keeps its own file.
pub fn replace_program(from: &Path, to: &Path) -> Result<()> {
    if to.exists() {
        fs::remove_file(to).with_context(|| format!("{} can't be removed", to.display()))?;
    }
    fs::copy(from, to).with_context(|| format!("{} can't be copied", from.display()))?;
    Ok(())
}

/// Every file below the folder whose name ends so.
pub fn with_endings(folder: &Path, endings: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in read(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            found.extend(with_endings(&path, endings)?);
        } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
            found.push(path);
        }
    }
    Ok(found)
}

/// The names of the files that two folders, each without folders in it, don't have alike.
pub fn differences(one: &Path, other: &Path) -> Result<Vec<String>> {
    let mut names = BTreeSet::new();
    for folder in [one, other] {
        for entry in read(folder)? {
            names.insert(entry?.file_name());
        }
    }
    let content = |folder: &Path, name: &OsString| fs::read(folder.join(name)).ok();
    let different = names.into_iter().filter(|name| content(one, name) != content(other, name));
    Ok(different.map(|name| name.to_string_lossy().into_owned()).collect())
}

fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to).with_context(|| format!("{} can't be made", to.display()))?;
    for entry in read(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), &target)?;
        }
    }
    Ok(())
}

fn read(folder: &Path) -> Result<fs::ReadDir> {
    fs::read_dir(folder).with_context(|| format!("{} can't be read", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_differ_by_content_and_by_being_there() -> Result<()> {
        let scratch = tempfile::tempdir()?;
        let (one, other) = (scratch.path().join("one"), scratch.path().join("other"));
        for (folder, files) in [
            (&one, [("same", "1"), ("changed", "1"), ("gone", "1")]),
            (&other, [("same", "1"), ("changed", "2"), ("new", "")]),
        ] {
            fs::create_dir(folder)?;
            for (name, content) in files {
                fs::write(folder.join(name), content)?;
            }
        }
        assert_eq!(differences(&one, &other)?, ["changed", "gone", "new"]);
        assert!(differences(&one, &one)?.is_empty());
        Ok(())
    }

    #[test]
    fn a_replaced_folder_keeps_nothing_of_the_old_one() -> Result<()> {
        let scratch = tempfile::tempdir()?;
        let (from, to) = (scratch.path().join("from"), scratch.path().join("to"));
        fs::create_dir_all(from.join("deep"))?;
        fs::write(from.join("deep/new.js"), "")?;
        fs::create_dir_all(&to)?;
        fs::write(to.join("old.js"), "")?;
        replace_folder(&from, &to)?;
        assert_eq!(with_endings(&to, &["js"])?, [to.join("deep/new.js")]);
        remove_folder(&to)?;
        remove_folder(&to)
    }
}
