//! What the page shows, changed in place after each deed, so that the list doesn't jump.

use dioxus::prelude::*;
use domain::{
    Texts, UserId,
    organisation::{Cursor, Invite, InviteId, Member, MembersPage, Organisation, Page, Role},
};

use crate::features::{data::Data, organisations::organisation::use_organisation};

/// The members, the invites, and the organisation that they belong to.
#[derive(Clone, Copy, PartialEq)]
pub struct Members {
    page: Data<MembersPage>,
    pub organisation: Signal<Organisation>,
}

/// Over what the server sent, which also knows best what the person is here by now.
pub fn use_members(page: &Data<MembersPage>) -> Members {
    let page = *page;
    let mut organisation = use_organisation();
    use_effect(move || {
        if let Ok(page) = &*page.peek() {
            organisation.set(page.organisation.clone());
        }
    });
    Members { page, organisation }
}

impl Members {
    /// What the person is in the organisation.
    pub fn own_role(self) -> Role {
        self.organisation.read().role
    }

    /// Where the next page begins.
    pub fn next(self) -> Option<Cursor> {
        self.page.peek().as_ref().ok().and_then(|page| page.members.next)
    }

    /// A page more. Answers who comes first in it.
    pub fn append(mut self, more: Page<Member>) -> Option<UserId> {
        let first = more.items.first().map(|member| member.user);
        if let Ok(page) = &mut *self.page.write() {
            page.members.items.extend(more.items);
            page.members.next = more.next;
        }
        first
    }

    /// Another role for a member; `own` if that is the person.
    pub fn set_role(mut self, user: UserId, role: Role, own: bool) {
        if let Ok(page) = &mut *self.page.write() {
            for member in page.members.items.iter_mut().filter(|member| member.user == user) {
                member.role = role;
            }
        }
        if own {
            self.organisation.write().role = role;
        }
    }

    /// One member less.
    pub fn remove(mut self, user: UserId) {
        if let Ok(page) = &mut *self.page.write() {
            page.members.items.retain(|member| member.user != user);
        }
    }

    /// A new invite, or a newer one in place of the same.
    pub fn put_invite(mut self, invite: Invite) {
        if let Ok(page) = &mut *self.page.write() {
            match page.invites.iter_mut().find(|each| each.id == invite.id) {
                Some(older) => *older = invite,
                None => page.invites.push(invite),
            }
        }
    }

    /// One invite less.
    pub fn drop_invite(mut self, id: InviteId) {
        if let Ok(page) = &mut *self.page.write() {
            page.invites.retain(|invite| invite.id != id);
        }
    }
}

/// What a member is called in the list: by name, by address, or not at all.
pub fn shown_name(member: &Member, texts: Texts) -> String {
    known_name(member).unwrap_or_else(|| texts.name_not_shown().to_owned())
}

/// What a member is called in a sentence.
pub fn told_name(member: &Member, texts: Texts) -> String {
    known_name(member).unwrap_or_else(|| texts.member_unnamed().to_owned())
}

fn known_name(member: &Member) -> Option<String> {
    Some(member.name()).filter(|name| !name.is_empty()).or_else(|| member.email.clone())
}
