//! Ids of requests: what a log line and an answer have in common. They tell nothing and protect nothing,
//! so they are counted, not drawn.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering},
};

use axum::http::{HeaderValue, Request};
use tower_http::request_id::{MakeRequestId, RequestId};

use crate::ports::entropy::Entropy;

/// Makes ids that no other process makes: a random beginning, and a number.
#[derive(Clone)]
pub(crate) struct RequestIds {
    beginning: u64,
    made: Arc<AtomicU64>,
}

impl RequestIds {
    pub(crate) fn new(entropy: &dyn Entropy) -> Self {
        let mut bytes = [0; 8];
        entropy.fill(&mut bytes);
        Self { beginning: u64::from_be_bytes(bytes), made: Arc::default() }
    }
}

impl MakeRequestId for RequestIds {
    fn make_request_id<B>(&mut self, _: &Request<B>) -> Option<RequestId> {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let id = format!("{:016x}-{number:x}", self.beginning);
        HeaderValue::from_str(&id).ok().map(RequestId::new)
    }
}
