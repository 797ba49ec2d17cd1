//! Load from wrk, and what it says it saw.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail};

use crate::cmd;

const THREADS: u32 = 2;

/// How to ask.
#[derive(Clone, Copy)]
pub struct Load<'a> {
    pub connections: u32,
    pub duration: Duration,
    /// One more header, as it is on the wire.
    pub header: Option<&'a str>,
    pub script: Option<&'a Path>,
}

/// What came of it. Times in milliseconds.
#[derive(Debug, PartialEq)]
pub struct Seen {
    pub requests: u64,
    rate: f64,
    pub mean: f64,
    p99: f64,
}

/// A number with its unit; without one, nothing was measured.
#[derive(Clone, Copy)]
pub struct Measured {
    pub number: Option<f64>,
    pub unit: &'static str,
}

impl Measured {
    pub const fn new(number: f64, unit: &'static str) -> Self {
        Self { number: Some(number), unit }
    }

    pub const fn none() -> Self {
        Self { number: None, unit: "" }
    }
}

impl Load<'_> {
    pub fn run(&self, url: &str) -> Result<Seen> {
        cmd::say(&format!("Measuring {url}…"));
        let mut wrk = Command::new("wrk");
        wrk.arg("--latency")
            .args(["--threads", &THREADS.min(self.connections).to_string()])
            .args(["--connections", &self.connections.to_string()])
            .args(["--duration", &format!("{}s", self.duration.as_secs())]);
        if let Some(header) = self.header {
            wrk.args(["--header", header]);
        }
        if let Some(script) = self.script {
            wrk.arg("--script").arg(script);
        }
        read(&cmd::output(wrk.arg(url))?)
    }
}

impl Seen {
    pub const fn rate(&self, unit: &'static str) -> Measured {
        Measured::new(self.rate, unit)
    }

    pub const fn mean(&self, unit: &'static str) -> Measured {
        Measured::new(self.mean, unit)
    }

    pub const fn p99(&self, unit: &'static str) -> Measured {
        Measured::new(self.p99, unit)
    }
}

/// A refused request is quick: numbers with refusals in them would flatter.
fn read(text: &str) -> Result<Seen> {
    if let Some(refused) = text.lines().find(|line| line.trim_start().starts_with("Non-2xx")) {
        bail!("the server refused some of it: {}", refused.trim());
    }
    let word_after = |start: &str| {
        let line = text.lines().map(str::trim_start).find_map(|line| line.strip_prefix(start))?;
        line.split_whitespace().next()
    };
    let requests = text.lines().find_map(|line| line.trim_start().split_once(" requests in "));
    Ok(Seen {
        requests: requests.and_then(|(number, _)| number.parse().ok()).context("wrk names no requests")?,
        rate: word_after("Requests/sec:").and_then(|word| word.parse().ok()).context("wrk names no rate")?,
        mean: word_after("Latency  ").and_then(milliseconds).context("wrk names no latency")?,
        p99: word_after("99%").and_then(milliseconds).context("wrk names no percentiles")?,
    })
}

/// wrk writes `635.91us`, `1.20ms`, `2.00s` or `1.50m`.
fn milliseconds(text: &str) -> Option<f64> {
    let units = [("us", 0.001), ("ms", 1.0), ("s", 1000.0), ("m", 60_000.0)];
    units.iter().find_map(|(unit, factor)| Some(text.strip_suffix(unit)?.parse::<f64>().ok()? * factor))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "Running 10s test @ http://127.0.0.1:1/json
  2 threads and 32 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   635.91us    0.89ms  12.92ms   93.69%
    Req/Sec    56.20k     8.07k   62.00k    86.54%
  Latency Distribution
     50%  250.00us
     99%    1.20ms
  22464657 requests in 30.00s, 17.76GB read
Requests/sec: 748868.53
Transfer/sec:    606.33MB
";

    #[test]
    fn reads_what_wrk_says() -> Result<()> {
        assert_eq!(read(SAID)?, Seen { requests: 22_464_657, rate: 748_868.53, mean: 0.63591, p99: 1.2 });
        assert!(read(&format!("{SAID}  Non-2xx or 3xx responses: 7\n")).is_err());
        Ok(())
    }

    #[test]
    fn reads_every_unit() {
        assert_eq!(milliseconds("2.00s"), Some(2000.0));
        assert_eq!(milliseconds("1.50m"), Some(90_000.0));
        assert_eq!(milliseconds("nan"), None);
    }
}
