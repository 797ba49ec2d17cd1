//! A server that is measured or tested: started on a free port, asked a few plain requests, stopped at the end.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::postgres::free_port;

const PATIENCE: Duration = Duration::from_mins(1);

pub struct Peer {
    process: Child,
    pub port: u16,
}

impl Peer {
    /// Starts what `command` makes of a port, and waits until `path` answers.
    pub fn start(command: impl FnOnce(u16) -> Command, path: &str) -> Result<Self> {
        let port = free_port()?;
        let mut command = command(port);
        let process = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn();
        let name = command.get_program().to_string_lossy().into_owned();
        let mut peer = Self { process: process.with_context(|| format!("{name} can't be started"))?, port };
        let started = Instant::now();
        while peer.ask("GET", path, "", "").is_err() {
            if started.elapsed() > PATIENCE || peer.process.try_wait()?.is_some() {
                bail!("{name} does not answer {path}");
            }
            sleep(Duration::from_millis(50));
        }
        Ok(peer)
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Signs in and returns the session's cookie.
    pub fn sign_in(&self, path: &str, email: &str, password: &str) -> Result<String> {
        self.cookie("session", path, email, password)
    }

    /// Signs in and returns the cookie that makes the device known.
    pub fn device(&self, path: &str, email: &str, password: &str) -> Result<String> {
        self.cookie("device", path, email, password)
    }

    fn cookie(&self, name: &str, path: &str, email: &str, password: &str) -> Result<String> {
        let body = serde_json::json!({ "email": email, "password": password }).to_string();
        let answer = self.ask("POST", path, "", &body)?;
        let cookies = answer.lines().filter_map(|line| {
            let (header, value) = line.split_once(':')?;
            let cookie = value.split(';').next().unwrap_or_default().trim();
            header.eq_ignore_ascii_case("set-cookie").then_some(cookie)
        });
        let cookie = cookies.into_iter().find(|cookie| cookie.split('=').next() == Some(name));
        cookie.map(str::to_owned).with_context(|| format!("{path} set no {name} cookie:\n{answer}"))
    }

    /// Resident memory in MB.
    pub fn memory(&self) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
        let kilobytes: f64 = line.trim().trim_end_matches("kB").trim().parse()?;
        Ok(kilobytes * 1024.0 / 1_000_000.0)
    }

    /// One request on a connection of its own, with one more header if there is one; the answer's head and
    /// body, if it is a success.
    pub fn ask(&self, method: &str, path: &str, header: &str, body: &str) -> Result<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port))?;
        stream.set_read_timeout(Some(PATIENCE))?;
        let header = if header.is_empty() { String::new() } else { format!("{header}\r\n") };
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nOrigin: {}\r\nContent-Type: application/json\r\n\
             {header}Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
            self.port,
            self.url(""),
            body.len()
        )?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        if !answer.starts_with("HTTP/1.1 2") {
            bail!("{method} {path} was refused:\n{answer}");
        }
        Ok(answer)
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        // It may have ended by itself, and nothing of it is kept: no answer is needed.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
