//! No clock tells whether an address has an account: the times of both kinds, taken in turn, are compared as
//! distributions. What they are made of is counted in `same_cost`.

use std::time::{Duration, Instant};

use serde_json::json;
use server::passwords::HashSettings;
use testkit::{Request, TestApp};

/// Of each kind.
const SAMPLES: usize = 150;
/// Two samples of this size from one distribution are further apart once in a million (Kolmogorov and
/// Smirnov: the square root of -ln(alpha / 2) / 2, times that of 2 / n).
const FURTHEST: f64 = 0.311;

#[expect(clippy::disallowed_methods, reason = "what a stranger's clock would show")]
async fn time(app: &TestApp, n: usize, email: &str) -> Duration {
    let body = json!({ "email": email, "password": "Wrong-Engine-1!" });
    // From a network of its own, so that no throttle has a say.
    let request = Request::post("/rpc/v1/auth/sign-in", &body).from(&format!("10.0.{}.{}", n / 250, n % 250));
    let before = Instant::now();
    let answer = app.send(request).await;
    let taken = before.elapsed();
    assert_eq!(answer.code(), "wrong_credentials");
    taken
}

/// The greatest distance between the shares of both that are at most so large.
fn distance(a: &[Duration], b: &[Duration]) -> f64 {
    let share = |times: &[Duration], at: Duration| {
        let below = times.partition_point(|time| *time <= at);
        f64::from(u32::try_from(below).expect("small"))
            / f64::from(u32::try_from(times.len()).expect("small"))
    };
    let apart = a.iter().chain(b).map(|at| (share(a, *at) - share(b, *at)).abs());
    apart.fold(0.0, f64::max)
}

#[tokio::test]
async fn a_known_and_an_unknown_address_take_the_same_time() {
    // With the hash that a stranger meets: beside a cheaper one, what else differs by microseconds would show.
    let app = TestApp::configured(|config| config.identity.hash = HashSettings::default()).await;
    for n in 0..SAMPLES {
        app.person(&format!("person{n}@example.com")).await;
    }
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for n in 0..SAMPLES {
        // Neither kind always comes first.
        for place in [n % 2, 1 - n % 2] {
            let (times, name) = if place == 0 { (&mut known, "person") } else { (&mut unknown, "nobody") };
            times.push(time(&app, 2 * n + place, &format!("{name}{n}@example.com")).await);
        }
    }
    known.sort();
    unknown.sort();
    let apart = distance(&known, &unknown);
    let figures = format!(
        "median with an account {:?}, without {:?}; distance of the distributions {apart:.3}, bound {FURTHEST}",
        known[SAMPLES / 2],
        unknown[SAMPLES / 2]
    );
    println!("{figures}");
    assert!(apart < FURTHEST, "{figures}");
}

#[test]
fn a_difference_would_be_seen() {
    let times = |from: u64| (from..from + 150).map(Duration::from_micros).collect::<Vec<_>>();
    assert!(distance(&times(1000), &times(1000)) < FURTHEST);
    assert!(distance(&times(1000), &times(1060)) > FURTHEST);
}
