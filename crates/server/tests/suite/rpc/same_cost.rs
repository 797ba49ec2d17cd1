//! What costs the same takes the same time: an address with an account, one without, and one that waits for
//! its code can't be told apart by a clock. Counted, not timed: hashes and statements are nearly all of it.

use serde_json::{Value, json};
use testkit::{EMAIL, TestApp};

use crate::figures::{Costs, Figures};

const UNKNOWN: &str = "nobody@example.com";
const UNCONFIRMED: &str = "grace@example.com";
const PASSWORD: &str = "Difference-Engine-1822?";

/// What a request costs, which must succeed or fail as `status` says.
async fn cost(app: &TestApp, figures: &Figures, path: &str, body: Value, status: u16) -> Costs {
    let before = figures.spent();
    let answer = app.post(path, body).await;
    assert_eq!(answer.status, status, "{path}: {}", answer.body);
    let mut costs = figures.spent();
    for (name, value) in &mut costs {
        *value -= before.get(name).copied().unwrap_or(0);
    }
    costs.retain(|_, value| *value > 0);
    costs
}

#[tokio::test]
async fn every_address_costs_the_same() {
    let figures = Figures::of_this_process();
    let app = TestApp::new().await;
    app.person(EMAIL).await;
    let waits = json!({ "email": UNCONFIRMED, "password": PASSWORD });
    assert_eq!(app.post("/rpc/v1/auth/sign-up", waits).await.status, 200);

    for (path, password, status, hashes) in [
        ("/rpc/v1/auth/sign-in", Some("Wrong-Password-1!"), 401, 1),
        ("/rpc/v1/auth/sign-up", Some(PASSWORD), 200, 1),
        ("/rpc/v1/auth/forgot", None, 200, 0),
    ] {
        let body = |email: &str| match password {
            Some(password) => json!({ "email": email, "password": password }),
            None => json!({ "email": email }),
        };
        let known = cost(&app, &figures, path, body(EMAIL), status).await;
        assert_eq!(known.get("password_hashes_total").copied().unwrap_or(0), hashes, "{path}");
        assert!(known.keys().any(|name| name.contains("INSERT")), "{path} counts statements: {known:?}");
        for email in [UNKNOWN, UNCONFIRMED] {
            assert_eq!(cost(&app, &figures, path, body(email), status).await, known, "{path}: {email}");
        }
    }
}
