//! What the server counts of itself, read by tests of what something costs.

use std::collections::BTreeMap;

use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

/// How often each thing was done.
pub(crate) type Costs = BTreeMap<String, u64>;

/// The counters of this process.
pub(crate) struct Figures(PrometheusHandle);

impl Figures {
    /// For the whole process, since the functions run on threads of their own: nextest gives each test one.
    pub(crate) fn of_this_process() -> Self {
        let recorder = PrometheusBuilder::new().build_recorder();
        let figures = recorder.handle();
        metrics::set_global_recorder(recorder).expect("the only recorder");
        Self(figures)
    }

    /// How many passwords were hashed and how many statements were sent so far, by their kind.
    pub(crate) fn spent(&self) -> Costs {
        let text = self.0.render();
        let lines = text.lines().filter(|line| {
            line.starts_with("password_hashes_total") || line.starts_with("database_statements_total")
        });
        let parts = lines.filter_map(|line| line.rsplit_once(' '));
        parts.map(|(name, value)| (name.to_owned(), value.parse().expect("a number"))).collect()
    }
}

/// How many statements were sent to the database so far.
pub(crate) fn statements(figures: &Figures) -> u64 {
    let spent = figures.spent();
    spent
        .iter()
        .filter(|(name, _)| name.starts_with("database_statements_total"))
        .map(|(_, count)| count)
        .sum()
}
