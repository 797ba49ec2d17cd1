//! Addresses and routes, there and back

use super::*;

fn route(address: &str) -> Route {
    let Ok(route) = address.parse();
    route
}

#[test]
fn an_address_survives_the_way_through_a_route() {
    for address in [
        "/login",
        "/login?next=/settings/security",
        "/login?next=/settings/profile%3Fa%3D1%26b&problem=wrong_credentials",
        "/login?notice=signed_out",
        "/two-factor",
        "/two-factor?next=/settings/security&problem=wrong_code&method=backup_code",
        "/two-factor?method=backup_code",
        "/new-password",
        "/new-password?next=/organisations",
        "/not-me",
        "/not-me?link=a_b-c.d%2Be%3D",
        "/undo-email?link=abc",
        "/sign-up",
        "/confirm?flow=0198c0de-0000-7000-8000-000000000000",
        "/reset-password?flow=x",
        "/settings/keys",
        "/settings/privacy",
        "/settings/notifications",
        "/settings/account",
        "/settings/account/delete",
        "/notifications",
        "/organisations",
        "/organisations/invites",
        "/organisations/0198c0de-0000-7000-8000-000000000000/members",
        "/organisations/0198c0de-0000-7000-8000-000000000000/members/0198c0de-0000-7000-8000-000000000001",
        "/organisations/0198c0de-0000-7000-8000-000000000000/members/nobody",
        "/organisations/0198c0de-0000-7000-8000-000000000000/settings",
        "/support",
        "/support?category=API%20keys",
        "/support/SR-4F7K9M2X",
        "/support/SR-4F7K9M2X/more",
        "/support/a%20b",
        "/organisations/nobody/members",
        "/organisations/0198c0de-0000-7000-8000-000000000000/nothing",
        "/nowhere/at-all?x=1",
    ] {
        assert_eq!(route(address).to_string(), address);
    }
}

#[test]
fn an_organisation_begins_with_its_members() {
    let id = "/organisations/0198c0de-0000-7000-8000-000000000000";
    assert!(matches!(route(id), Route::Members { .. }));
    assert!(matches!(route("/organisations/nobody"), Route::NotFound { .. }));
    assert_eq!(route("/organisations/"), Route::Organisations);
}

#[test]
fn short_addresses_lead_to_the_profile() {
    for address in ["/", "", "/settings", "/settings/", "/settings/profile/#content"] {
        assert_eq!(route(address), Route::Profile, "{address}");
    }
}
