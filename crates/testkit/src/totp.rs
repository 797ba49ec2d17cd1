//! An authenticator app, for tests.

use std::collections::HashSet;

use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

use crate::{Answer, PASSWORD, TestApp};

/// The code that an authenticator app shows for a Base32 secret, at a time in seconds.
#[must_use]
pub fn totp(secret: &str, seconds: i64) -> String {
    let secret = Secret::try_from_base32(secret).expect("Base32");
    let totp = Builder::new().with_secret(secret).build().expect("a secret that is long enough");
    totp.generate(u64::try_from(seconds).expect("a time after 1970")).to_string()
}

/// Half a minute: so long an app shows a code.
const STEP: i64 = 30;

/// So many steps around a time are looked at: one more on either side than a server takes.
const AROUND: [i64; 5] = [-2 * STEP, -STEP, 0, STEP, 2 * STEP];

/// Six digits that an authenticator app shows at no time near `seconds`.
#[must_use]
pub fn wrong_totp(secret: &str, seconds: i64) -> String {
    let shown = around(secret, seconds);
    let start = shown[0].split_at(5).0;
    // Ten are more than are shown.
    let mut candidates = ('0'..='9').map(|last| format!("{start}{last}"));
    candidates.find(|digits| !shown.contains(digits)).expect("one of ten")
}

fn around(secret: &str, seconds: i64) -> [String; 5] {
    AROUND.map(|step| totp(secret, seconds + step))
}

/// What a person has who turned two-factor authentication on.
pub struct Enrolled {
    /// The session's cookie.
    pub cookie: String,
    /// The app's secret in Base32.
    pub secret: String,
    /// The backup codes.
    pub backup_codes: Vec<String>,
}

impl TestApp {
    /// The code that an authenticator app shows for a secret, so many seconds from now.
    #[must_use]
    pub fn totp_in(&self, secret: &str, seconds: i64) -> String {
        totp(secret, self.app.now().0 / 1000 + seconds)
    }

    /// Six digits that no authenticator app shows for a secret now, a little earlier or later.
    #[must_use]
    pub fn wrong_totp(&self, secret: &str) -> String {
        wrong_totp(secret, self.app.now().0 / 1000)
    }

    /// Lets time pass until all codes that are shown for these secrets now, a little earlier and later are
    /// different: each stands for its own time and secret then. Mostly they are already.
    pub fn until_codes_differ(&self, secrets: &[&str]) {
        loop {
            let now = self.app.now().0 / 1000;
            let shown: Vec<_> = secrets.iter().flat_map(|secret| around(secret, now)).collect();
            if shown.iter().collect::<HashSet<_>>().len() == shown.len() {
                return;
            }
            self.wait(STEP.unsigned_abs());
        }
    }

    /// Makes an account, signs in and sets an authenticator app up.
    pub async fn enrolled(&self, email: &str) -> Enrolled {
        let cookie = self.signed_in(email).await;
        let begun = self.post_as(&cookie, "/rpc/v1/two-factor/authenticator/begin", json!({})).await.done();
        let secret = begun["secret"].as_str().expect("a secret").to_owned();
        let code = json!({ "code": self.totp_in(&secret, 0) });
        let codes = self.post_as(&cookie, "/rpc/v1/two-factor/authenticator/confirm", code).await.done();
        let codes = codes.as_array().expect("backup codes").iter();
        let backup_codes = codes.map(|code| code.as_str().expect("a code").to_owned()).collect();
        // The next code is another one.
        self.wait(30);
        Enrolled { cookie, secret, backup_codes }
    }

    /// Makes the first step of a sign-in, with what a browser has of earlier ones. Answers the cookie of what
    /// is pending.
    pub async fn first_step(&self, email: &str, password: &str, cookies: &str) -> String {
        let body = json!({ "email": email, "password": password });
        let answer = self.send(self.posting("/rpc/v1/auth/sign-in", &body).cookie(cookies)).await;
        assert_eq!(answer.done()["outcome"], "second_step");
        answer.cookie().expect("a cookie")
    }

    /// Makes the second step with a code.
    pub async fn second_step(&self, pending: &str, code: &str) -> Answer {
        let body: Value = json!({ "code": code, "trust": false });
        self.post_as(pending, "/rpc/v1/auth/second-step/code", body).await
    }

    /// Signs in with both steps and has the device trusted. Answers the cookies of session and device.
    pub async fn trusted(&self, email: &str, enrolled: &Enrolled) -> (String, String) {
        let pending = self.first_step(email, PASSWORD, "").await;
        let body = json!({ "code": self.totp_in(&enrolled.secret, 0), "trust": true });
        let answer = self.post_as(&pending, "/rpc/v1/auth/second-step/code", body).await;
        answer.done();
        // The next code is another one.
        self.wait(30);
        (answer.cookie().expect("a session"), answer.device().expect("a device"))
    }
}
