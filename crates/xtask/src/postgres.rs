//! A `PostgreSQL` cluster of the tests' own: made empty, on a free port of 127.0.0.1, gone at the end.

use std::env;
use std::fs::{self, File};
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use crate::cmd;

/// The data dies with the run, so nothing waits for the disk. Every test has a database of its own: many
/// connections.
const SETTINGS: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "max_connections=200",
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
];

const PATIENCE: Duration = Duration::from_secs(30);

/// A running cluster. Dropping it stops it and removes its files.
pub struct Cluster {
    server: Child,
    guard: Child,
    port: u16,
    folder: TempDir,
}

/// Where the newest server programs are, if anywhere. Debian keeps them out of PATH, by version.
pub fn programs() -> Option<PathBuf> {
    let complete = |folder: &PathBuf| folder.join("initdb").is_file() && folder.join("postgres").is_file();
    let mut versioned: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, folder)| complete(folder))
        .collect();
    versioned.sort();
    let newest = versioned.pop().map(|(_, folder)| folder);
    newest.or_else(|| env::split_paths(&env::var_os("PATH")?).find(complete))
}

impl Cluster {
    pub fn start() -> Result<Self> {
        let programs = programs().context("PostgreSQL's server programs are missing")?;
        let owner = Owner::find()?;
        let folder = tempfile::Builder::new().prefix("personal-settings-pg-").tempdir()?;
        owner.give(folder.path())?;
        initialise(&programs, &owner, folder.path())?;
        let port = free_port()?;
        let server = launch(&programs, &owner, folder.path(), port)?;
        let guard = guard(&server, folder.path())?;
        let mut cluster = Self { server, guard, port, folder };
        cluster.wait_until_ready()?;
        Ok(cluster)
    }

    /// The database that a client connects to in order to make its own.
    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// The last line of its pid file says `ready`, as `pg_ctl` reads it; a connection works a little earlier.
    fn wait_until_ready(&mut self) -> Result<()> {
        let started = Instant::now();
        let file = data(self.folder.path()).join("postmaster.pid");
        while started.elapsed() < PATIENCE {
            if fs::read_to_string(&file).is_ok_and(|text| text.lines().any(|line| line.trim() == "ready")) {
                return Ok(());
            }
            if self.server.try_wait()?.is_some() {
                break;
            }
            sleep(Duration::from_millis(50));
        }
        let log = fs::read_to_string(log(self.folder.path())).unwrap_or_default();
        bail!("PostgreSQL does not start:\n{log}")
    }

    fn stop(&mut self) -> Result<()> {
        self.guard.kill()?;
        self.guard.wait()?;
        // "Fast": clients are cut off, files and shared memory are released.
        cmd::run(Command::new("kill").args(["-INT", &self.server.id().to_string()]))?;
        let started = Instant::now();
        while self.server.try_wait()?.is_none() {
            if started.elapsed() > PATIENCE {
                self.server.kill()?;
            }
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            cmd::say(&format!("PostgreSQL did not stop by itself: {error:#}"));
        }
    }
}

fn initialise(programs: &Path, owner: &Owner, folder: &Path) -> Result<()> {
    let mut initdb = owner.command(&programs.join("initdb"), folder);
    initdb
        .args([
            "--username=postgres",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
            "--pgdata",
        ])
        .arg(data(folder));
    let made = initdb.output().context("initdb can't be started")?;
    if !made.status.success() {
        bail!("initdb failed: {}", String::from_utf8_lossy(&made.stderr));
    }
    Ok(())
}

fn launch(programs: &Path, owner: &Owner, folder: &Path, port: u16) -> Result<Child> {
    let log = File::create(log(folder))?;
    let mut postgres = owner.command(&programs.join("postgres"), folder);
    postgres.arg("-D").arg(data(folder)).args(["-p", &port.to_string()]);
    for setting in SETTINGS {
        postgres.args(["-c", setting]);
    }
    postgres.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log);
    postgres.spawn().context("postgres can't be started")
}

/// Outlives this process by a moment: when the pipe closes because we were killed, it stops the server and
/// tidies up.
fn guard(server: &Child, folder: &Path) -> Result<Child> {
    // Ctrl-C reaches it too, and is ignored: the pipe is what counts.
    let script = "trap '' INT; cat >/dev/null; kill -INT \"$1\"; sleep 1; rm -rf -- \"$2\"";
    Command::new("sh")
        .args(["-c", script, "guard", &server.id().to_string()])
        .arg(folder)
        .stdin(Stdio::piped())
        .spawn()
        .context("sh can't be started")
}

fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}

fn log(folder: &Path) -> PathBuf {
    folder.join("log")
}

/// A port that nobody listens on now.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").context("127.0.0.1 has no free port")?;
    Ok(listener.local_addr()?.port())
}

/// Whom the server runs as. It refuses to run as root, so root lends it another user.
struct Owner(Option<(u32, u32)>);

impl Owner {
    fn find() -> Result<Self> {
        if id(&["-u"])? != 0 {
            return Ok(Self(None));
        }
        for user in ["postgres", "nobody"] {
            if let (Ok(uid), Ok(gid)) = (id(&["-u", user]), id(&["-g", user])) {
                return Ok(Self(Some((uid, gid))));
            }
        }
        bail!("PostgreSQL doesn't run as root, and there is neither a user postgres nor nobody")
    }

    fn give(&self, path: &Path) -> Result<()> {
        if let Some((uid, gid)) = self.0 {
            chown(path, Some(uid), Some(gid))?;
        }
        Ok(())
    }

    /// In the cluster's folder, since this user may not enter the current one.
    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder);
        if let Some((uid, gid)) = self.0 {
            command.uid(uid).gid(gid);
        }
        command
    }
}

fn id(arguments: &[&str]) -> Result<u32> {
    let number = cmd::probe(Command::new("id").args(arguments)).context("no such user")?;
    Ok(number.trim().parse()?)
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};
    use std::net::TcpStream;

    use super::*;

    #[test]
    fn a_cluster_answers_and_is_gone_afterwards() -> Result<()> {
        let cluster = Cluster::start()?;
        let (port, folder) = (cluster.port, cluster.folder.path().to_owned());
        // A startup packet for SSL: every PostgreSQL answers it with one letter.
        let mut stream = TcpStream::connect(("127.0.0.1", port))?;
        stream.write_all(&[0, 0, 0, 8, 4, 210, 22, 47])?;
        let mut answer = [0];
        stream.read_exact(&mut answer)?;
        assert_eq!(answer, *b"N");
        drop(cluster);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
        assert!(!folder.exists());
        Ok(())
    }
}
