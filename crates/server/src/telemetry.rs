//! Logs and figures.

use std::{io::IsTerminal as _, sync::OnceLock};

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, LogSection};

static METRICS: OnceLock<PrometheusHandle> = OnceLock::new();

/// Begins to log and to count. A second call changes nothing.
///
/// # Errors
/// A text when the filter can't be read.
pub fn start(section: &LogSection) -> Result<(), String> {
    let filter = EnvFilter::try_new(&section.filter).map_err(|error| format!("log.filter: {error}"))?;
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    // Fails only when a subscriber is there already, which then stays.
    let _ = match section.format {
        LogFormat::Pretty => subscriber.try_init(),
        LogFormat::Json => subscriber.json().flatten_event(true).try_init(),
    };
    METRICS.get_or_init(|| {
        let buckets = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0];
        let builder = PrometheusBuilder::new();
        // Fails only for an empty list.
        let recorder = builder.set_buckets(&buckets).unwrap_or_default().build_recorder();
        let handle = recorder.handle();
        // Fails only when a recorder is there already, which then stays.
        let _ = metrics::set_global_recorder(recorder);
        handle
    });
    Ok(())
}

/// Sums up what was measured since the last time. Without it, samples pile up until somebody asks.
pub fn sum_up_metrics() {
    if let Some(handle) = METRICS.get() {
        handle.run_upkeep();
    }
}

/// The figures in Prometheus's text format.
#[must_use]
pub fn render_metrics() -> String {
    METRICS.get().map(PrometheusHandle::render).unwrap_or_default()
}
