//! What plays Amazon: where it is, the mails that it would have sent, and the faults that stand before it.

use serde_json::{Value, json};

/// Names the address of what plays Cognito.
const COGNITO: &str = "CONTRACT_COGNITO_URL";
/// Names microburst's, in front of it.
const FAULTS: &str = "CONTRACT_FAULTS_URL";

/// Where Cognito is.
pub fn cognito_url() -> String {
    url(COGNITO)
}

/// Where Cognito is on its bad days.
pub fn faults_url() -> String {
    url(FAULTS)
}

fn url(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run `cargo xtask test contract`"))
}

/// The six digits in the newest mail to an address.
pub async fn newest_code(email: &str) -> String {
    let mails = mails_to(email).await;
    let newest = mails.last().expect("a mail");
    let text = newest["BodyText"].as_str().unwrap_or_default();
    let digits = text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6);
    digits.unwrap_or_else(|| panic!("a code in {newest}")).to_owned()
}

/// All mails to an address, the oldest first.
pub async fn mails_to(email: &str) -> Vec<Value> {
    let all = get(&format!("{}/_ministack/ses/messages", cognito_url())).await;
    // A list for each account at Amazon.
    let accounts = all["messages"].as_object().expect("mails").values();
    let mails = accounts.filter_map(Value::as_array).flatten();
    mails.filter(|mail| mail["To"][0] == email).cloned().collect()
}

/// A fault that meets the calls of one test.
pub struct Fault {
    id: u64,
}

impl Fault {
    /// Has `operation` fail for who is told by `of`, a condition on its body.
    pub async fn on(operation: &str, of: &str, fault: Value) -> Self {
        let mut rule = json!({ "service": "cognito-idp", "operation": operation, "body": of });
        let all = rule.as_object_mut().expect("an object");
        all.extend(fault.as_object().expect("an object").clone());
        let answer = reqwest::Client::new()
            .patch(format!("{}/_microburst/rules", faults_url()))
            .json(&json!([rule]))
            .send()
            .await
            .expect("microburst");
        let text = answer.text().await.expect("an answer");
        let told: Value = serde_json::from_str(&text).expect("JSON");
        let id = id_of(&told).unwrap_or_else(|| panic!("an id in {told}"));
        Self { id }
    }

    /// How many calls it met. More than one for one wish would be a retry.
    pub async fn met(&self) -> usize {
        let fired = get(&format!("{}/_microburst/fired?rule_id={}", faults_url(), self.id)).await;
        fired.as_array().map_or(0, Vec::len)
    }
}

/// The id of the newest rule.
fn id_of(answer: &Value) -> Option<u64> {
    answer.as_array()?.last()?["id"].as_u64()
}

async fn get(url: &str) -> Value {
    reqwest::get(url).await.expect("a peer").json().await.expect("JSON")
}
