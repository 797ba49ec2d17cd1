//! `demo`: what somebody finds who takes a first look.

use serde_json::{Value, json};
use server::service::demo::{self, COLLEAGUE, EMAIL};
use testkit::TestApp;

fn texts(list: &Value, key: &str) -> Vec<String> {
    let Some(items) = list.as_array() else { panic!("no list: {list}") };
    let mut texts: Vec<_> =
        items.iter().map(|item| item[key].as_str().unwrap_or_default().to_owned()).collect();
    texts.sort();
    texts
}

#[tokio::test]
async fn there_is_something_on_every_page_however_often_it_is_made() {
    let app = TestApp::new().await;
    let first = demo::make(&app.app).await.expect("a demo");
    app.work().await;
    let password = demo::make(&app.app).await.expect("the same again");
    assert_ne!(first, password);
    app.work().await;

    let cookie = app.sign_in(EMAIL, &password).await;
    let read = async |path: &str| app.get_as(&cookie, &format!("/rpc/v1/{path}")).await.done();
    assert_eq!(read("profile").await["firstName"], "Ada");
    let tokens = read("tokens").await;
    let names = texts(&tokens["tokens"], "name");
    assert_eq!(names, ["Dashboard", "Nightly backup", "User Token 1", "User Token 2"]);
    let organisations = read("organisations").await;
    assert_eq!(texts(&organisations, "name"), ["Analytical Engines"], "{organisations}");
    let client = organisations[0]["id"].as_str().expect("an id");
    let members = read(&format!("organisations/members?organisation={client}")).await;
    assert_eq!(texts(&members["members"]["items"], "firstName"), ["Ada", "Grace"], "{members}");
    let invites = read("invites").await;
    assert_eq!(texts(&invites, "organisation"), ["Compilers"], "{invites}");
    let requests = read("support").await;
    assert_eq!(texts(&requests["requests"], "state"), ["answered"], "{requests}");
    let every = json!({ "filter": "all", "below": null });
    let told = app.post_as(&cookie, "/rpc/v1/notifications", every).await.done();
    let kinds = texts(&told["items"], "kind");
    assert_eq!(kinds, ["invite_received", "member_joined", "security", "security", "support_replied"]);
    // The colleague is no mystery.
    app.sign_in(COLLEAGUE, &password).await;
}
