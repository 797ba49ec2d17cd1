//! `dist`: the release build as a folder to copy to a server.

use anyhow::Result;

use crate::{cmd, dx, files, paths};

pub fn dist() -> Result<()> {
    let app = dx::web(dx::Mode::Release)?;
    let folder = paths::root().join("dist");
    files::replace_folder(&app.public, &folder.join("public"))?;
    files::replace_program(&app.server, &folder.join(dx::SERVER))?;
    cmd::say(&format!("{} is ready: {} and public/", folder.display(), dx::SERVER));
    Ok(())
}
