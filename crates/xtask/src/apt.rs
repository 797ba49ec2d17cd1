//! What comes from Debian: looked for first, installed where that is allowed, else named in one command.

use std::path::Path;
use std::process::Command;
use std::sync::Once;

use anyhow::{Result, bail};

use crate::{cmd, postgres};

/// A Debian package, and how to see that what it brings is there already.
pub struct Package {
    name: &'static str,
    probe: Probe,
}

enum Probe {
    Program(&'static [&'static str]),
    Library(&'static str),
    File(&'static str),
    Postgres,
    Font,
    Venv,
}

/// Finds libraries: for what compiles against them, and for us.
const PKG_CONFIG: Package = package("pkg-config", Probe::Program(&["pkg-config"]));

pub const NODE: &[Package] =
    &[package("nodejs", Probe::Program(&["node"])), package("npm", Probe::Program(&["npm"]))];

/// What git's library in dx is compiled against.
pub const OPENSSL: &[Package] = &[PKG_CONFIG, package("libssl-dev", Probe::Library("openssl"))];

pub const WEBKIT: &[Package] = &[
    PKG_CONFIG,
    package("libwebkit2gtk-4.1-dev", Probe::Library("webkit2gtk-4.1")),
    package("libgtk-3-dev", Probe::Library("gtk+-3.0")),
    package("libayatana-appindicator3-dev", Probe::Library("ayatana-appindicator3-0.1")),
    package("librsvg2-dev", Probe::Library("librsvg-2.0")),
    package("libxdo-dev", Probe::File("/usr/include/xdo.h")),
];

pub const POSTGRES: &[Package] = &[package("postgresql", Probe::Postgres)];

/// What several instances tell each other through.
pub const REDIS: &[Package] = &[package("redis-server", Probe::Program(&["redis-server"]))];

pub const BROWSER: &[Package] = &[
    package("chromium", Probe::Program(CHROMIUM)),
    package("fonts-dejavu-core", Probe::Font),
    // The guide's own command, and a hand on the clock: what only time would do is written into the database.
    package("curl", Probe::Program(&["curl"])),
    package("sqlite3", Probe::Program(&["sqlite3"])),
];

/// A display of the tests' own, and hands and eyes for it.
pub const DISPLAY: &[Package] = &[
    package("xvfb", Probe::Program(&["xvfb-run"])),
    package("xauth", Probe::Program(&["xauth"])),
    package("xdotool", Probe::Program(&["xdotool"])),
    package("xclip", Probe::Program(&["xclip"])),
    package("imagemagick", Probe::Program(&["import", "magick"])),
];

/// A keyring, and the bus that leads to it.
pub const KEYRING: &[Package] = &[
    package("dbus", Probe::Program(&["dbus-send"])),
    package("gnome-keyring", Probe::Program(&["gnome-keyring-daemon"])),
];

/// What makes a folder of its own for Python packages.
pub const PYTHON: &[Package] =
    &[package("python3", Probe::Program(&["python3"])), package("python3-venv", Probe::Venv)];

pub const LOAD: &[Package] = &[package("wrk", Probe::Program(&["wrk"]))];

/// What Chromium is called, by distribution.
pub const CHROMIUM: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

const fn package(name: &'static str, probe: Probe) -> Package {
    Package { name, probe }
}

/// Makes sure that these are there; `what` needs them. All at once, so that whoever has to install them does
/// it once.
pub fn ensure(groups: &[&[Package]], what: &str) -> Result<()> {
    let missing = missing(groups);
    if missing.is_empty() {
        return Ok(());
    }
    if !may_install() {
        bail!("Debian packages are missing for {what}. {}", hint(&missing));
    }
    cmd::say(&format!("Installing Debian packages for {what}: {}", missing.join(" ")));
    update_once();
    cmd::run(apt_get().args(["install", "-y", "-qq", "--no-install-recommends"]).args(&missing))?;
    let left = self::missing(groups);
    if !left.is_empty() {
        bail!("{} was installed, but {what} can't find it", left.join(", "));
    }
    Ok(())
}

fn missing(groups: &[&[Package]]) -> Vec<&'static str> {
    let packages = groups.iter().flat_map(|group| group.iter());
    let mut names = Vec::new();
    for package in packages {
        // Groups overlap.
        if !names.contains(&package.name) && !package.is_there() {
            names.push(package.name);
        }
    }
    names
}

fn may_install() -> bool {
    cmd::find(["apt-get"]).is_some()
        && cmd::probe(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0")
}

fn hint(missing: &[&str]) -> String {
    let names = missing.join(" ");
    if cmd::find(["apt-get"]).is_some() {
        format!("Run: sudo apt-get install --no-install-recommends {names}")
    } else {
        format!("Install what Debian calls: {names}")
    }
}

/// Fresh lists, once a run. A stale third-party list may fail here; the install then tells whether it
/// matters.
fn update_once() {
    static UPDATE: Once = Once::new();
    UPDATE.call_once(|| {
        if let Err(error) = cmd::run(apt_get().args(["update", "-qq"])) {
            cmd::say(&format!("{error:#}; trying to install nevertheless"));
        }
    });
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    command.env("DEBIAN_FRONTEND", "noninteractive");
    command
}

impl Package {
    fn is_there(&self) -> bool {
        match self.probe {
            Probe::Program(names) => cmd::find(names.iter().copied()).is_some(),
            Probe::Library(name) => {
                cmd::probe(Command::new("pkg-config").args(["--modversion", name])).is_some()
            }
            Probe::File(path) => Path::new(path).exists(),
            Probe::Postgres => postgres::programs().is_some(),
            Probe::Venv => {
                cmd::probe(Command::new("python3").args(["-c", "import ensurepip, venv"])).is_some()
            }
            Probe::Font => {
                cmd::probe(&mut Command::new("fc-list")).is_some_and(|fonts| !fonts.trim().is_empty())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_is_not_missing_and_the_rest_is_named() {
        let packages = [
            package("shell", Probe::Program(&["sh"])),
            package("nowhere", Probe::Program(&["no-such-program"])),
            package("headers", Probe::File("/no/such/file")),
        ];
        assert_eq!(missing(&[&packages, &packages]), ["nowhere", "headers"]);
        assert!(hint(&["nowhere", "headers"]).ends_with("nowhere headers"));
    }
}
