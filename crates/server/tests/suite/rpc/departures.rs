//! `GET /rpc/v1/account/deletion`: what deleting the account would do.

use axum::http::Method;
use insta::assert_json_snapshot;
use serde_json::{Value, json};
use testkit::{EMAIL, Holder, TestApp};

const GRACE: &str = "grace@example.com";
const CHARLES: &str = "charles@example.com";

async fn plan(app: &TestApp, who: &Holder) -> Value {
    app.get_as(&who.cookie, "/rpc/v1/account/deletion").await.done()
}

/// The names in one of its lists.
fn names<'a>(plan: &'a Value, list: &str) -> Vec<&'a str> {
    let list = plan[list].as_array().expect("a list").iter();
    list.map(|organisation| organisation["name"].as_str().expect("a name")).collect()
}

async fn name(app: &TestApp, who: &Holder, first_name: &str) {
    let profile = app.get_as(&who.cookie, "/rpc/v1/profile").await.done();
    let update = json!({ "firstName": first_name, "lastName": "", "phone": "", "bio": "" });
    let body = json!({ "update": update, "version": profile["version"] });
    app.post_as(&who.cookie, "/rpc/v1/profile", body).await.done();
}

async fn change_role(app: &TestApp, by: &Holder, client: &str, member: &Holder, role: &str) {
    let path = format!("/api/clients/{client}/users/{}", member.user);
    app.ask(&by.token, Method::PUT, &path, &json!({ "roles": [role] })).await.done();
}

#[tokio::test]
async fn who_belongs_to_nothing_leaves_nothing() {
    let app = TestApp::new().await;
    let ada = app.holder(EMAIL).await;
    assert_json_snapshot!(plan(&app, &ada).await, @r#"
    {
      "email": "ada@example.com",
      "export": null,
      "gone": [],
      "handedOver": [],
      "left": [],
      "notBefore": null
    }
    "#);
}

#[tokio::test]
async fn each_organisation_has_one_fate() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder(GRACE).await);
    let charles = app.holder(CHARLES).await;
    name(&app, &grace, "Grace").await;
    // Hers alone; hers with users only; hers with an admin; hers and Grace's; and those where she is less.
    app.organisation(&ada.token, "zeppelins").await;
    let engines = app.organisation(&ada.token, "Engines").await;
    app.join(&ada, &engines, &grace, "user").await;
    app.join(&ada, &engines, &charles, "user").await;
    let looms = app.organisation(&ada.token, "Looms").await;
    app.join(&ada, &looms, &charles, "user").await;
    app.join(&ada, &looms, &grace, "admin").await;
    let shared = app.organisation(&ada.token, "Shared").await;
    app.join(&ada, &shared, &grace, "owner").await;
    for (organisation, role) in [("Bridges", "admin"), ("abacuses", "user")] {
        let client = app.organisation(&grace.token, organisation).await;
        app.join(&grace, &client, &ada, role).await;
    }
    assert_json_snapshot!(plan(&app, &ada).await, { ".**.id" => "[uuid]", ".**.heir" => "[uuid]" }, @r#"
    {
      "email": "ada@example.com",
      "export": null,
      "gone": [
        {
          "id": "[uuid]",
          "members": 3,
          "name": "Engines",
          "subscribed": false
        },
        {
          "id": "[uuid]",
          "members": 1,
          "name": "zeppelins",
          "subscribed": false
        }
      ],
      "handedOver": [
        {
          "heir": "[uuid]",
          "heirName": "Grace",
          "id": "[uuid]",
          "name": "Looms"
        }
      ],
      "left": [
        {
          "id": "[uuid]",
          "name": "abacuses",
          "role": "user"
        },
        {
          "id": "[uuid]",
          "name": "Bridges",
          "role": "admin"
        },
        {
          "id": "[uuid]",
          "name": "Shared",
          "role": "owner"
        }
      ],
      "notBefore": null
    }
    "#);
    // What it means for her means nothing for the others.
    let graces = plan(&app, &grace).await;
    assert_eq!(names(&graces, "gone"), ["abacuses"]);
    assert_eq!(names(&graces, "handedOver"), ["Bridges"]);
    assert_eq!(names(&graces, "left"), ["Engines", "Looms", "Shared"]);
    let charless = plan(&app, &charles).await;
    assert_eq!(names(&charless, "left"), ["Engines", "Looms"]);
}

#[tokio::test]
async fn the_heir_is_who_administers_and_joined_first() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder(GRACE).await);
    let charles = app.holder(CHARLES).await;
    name(&app, &grace, "Grace").await;
    name(&app, &charles, "Charles").await;
    let engines = app.organisation(&ada.token, "Engines").await;
    app.wait(60);
    app.join(&ada, &engines, &charles, "user").await;
    app.wait(60);
    app.join(&ada, &engines, &grace, "admin").await;
    let heir = async || plan(&app, &ada).await["handedOver"][0]["heirName"].clone();
    assert_eq!(heir().await, "Grace", "a user is nobody's heir");
    change_role(&app, &ada, &engines, &charles, "admin").await;
    assert_eq!(heir().await, "Charles", "he belongs to it for longer");
    let hidden = json!({ "item": "full_name", "shown": false });
    app.post_as(&charles.cookie, "/rpc/v1/privacy", hidden).await.done();
    let plan_of_ada = plan(&app, &ada).await;
    assert_eq!(plan_of_ada["handedOver"][0]["heirName"], Value::Null, "and tells nobody his name");
    assert!(!plan_of_ada.to_string().contains("Charles"), "{plan_of_ada}");
    change_role(&app, &ada, &engines, &charles, "owner").await;
    let plan_of_ada = plan(&app, &ada).await;
    assert_eq!((names(&plan_of_ada, "handedOver").len(), names(&plan_of_ada, "left")), (0, vec!["Engines"]));
}

#[tokio::test]
async fn the_plan_is_what_is_so_now() {
    let app = TestApp::new().await;
    let (ada, grace) = (app.holder(EMAIL).await, app.holder(GRACE).await);
    let engines = app.organisation(&ada.token, "Engines").await;
    assert_eq!(plan(&app, &ada).await["gone"][0]["members"], 1);
    app.join(&ada, &engines, &grace, "admin").await;
    assert_eq!(names(&plan(&app, &ada).await, "handedOver"), ["Engines"]);
    let path = format!("/api/clients/{engines}/users/{}", grace.user);
    app.ask(&grace.token, Method::DELETE, &path, &Value::Null).await.done();
    assert_eq!(names(&plan(&app, &ada).await, "gone"), ["Engines"], "the admin left");
    app.ask(&ada.token, Method::DELETE, &format!("/api/clients/{engines}"), &Value::Null).await.done();
    assert_eq!(plan(&app, &ada).await["gone"], json!([]));
}
