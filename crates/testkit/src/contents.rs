//! What an app keeps, all of it as texts: for tests that look for what should not be there.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use crate::{Table, TestApp};

impl TestApp {
    /// The tables of its database, but for the list of migrations.
    pub async fn tables(&self) -> BTreeMap<String, Table> {
        self.database().look().await.tables().await
    }

    /// The rows of all its tables, each as one text.
    pub async fn rows(&self) -> BTreeMap<String, Vec<String>> {
        let mut look = self.database().look().await;
        let mut rows = BTreeMap::new();
        for (name, table) in look.tables().await {
            let of_table = look.rows(&name, &table).await;
            rows.insert(name, of_table);
        }
        rows
    }

    /// The files of its object store, in order.
    #[must_use]
    pub fn objects(&self) -> Vec<PathBuf> {
        let mut found = Vec::new();
        walk(&self.app.config.objects_folder(), &mut found);
        found.sort();
        found
    }
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    // It comes to be with the first object.
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("an entry").path();
        if path.is_dir() { walk(&path, found) } else { found.push(path) }
    }
}
