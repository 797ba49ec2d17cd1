// Organisations: two people, each in a browser of their own, and all that they can do to each other.
import path from 'node:path';
import type { Page } from '@playwright/test';
import { alive, expectFieldError, field, open, openMenu } from '../fixtures/app';
import { ageSignIns } from '../fixtures/database';
import { artefacts } from '../fixtures/environment';
import {
  addMember,
  choose,
  createOrganisation,
  invite,
  openMembers,
  openSettings,
  rpc,
  row,
  told,
} from '../fixtures/organisations';
import { expect, test } from '../fixtures/people';

const dialog = (page: Page, name: string) => page.getByRole('dialog', { name });

test('from the first organisation to the last: create, invite, accept, change roles, transfer, part', async ({
  ada,
  grace,
  mail,
  complaints,
}) => {
  complaints.expect(/status of 409/, /status of 422/);
  const { page } = ada;

  await test.step('the user menu leads there; nothing yet, and a way to begin', async () => {
    const menu = await openMenu(page);
    await menu.getByRole('link', { name: 'Organisations' }).click();
    await expect(page).toHaveURL('/organisations');
    await expect(page).toHaveTitle('Clients · Organisations · RequestRocket');
    await expect(page.getByRole('heading', { level: 1, name: 'Organisations' })).toBeVisible();
    await expect(page.getByRole('main')).toBeFocused();
    await expect(page.getByText('No organisations yet')).toBeVisible();
  });

  await test.step('create: it appears at once', async () => {
    const create = page.getByRole('button', { name: 'Create' });
    await create.click();
    const question = dialog(page, 'Create an organisation');
    await question.getByRole('button', { name: 'Create' }).click();
    await expectFieldError(page, 'Client Name', 'Please fill this in.');
    await expect(field(page, 'Client Name')).toBeFocused();
    await field(page, 'Client Name').fill('x'.repeat(65));
    await question.getByRole('button', { name: 'Create' }).click();
    await expectFieldError(page, 'Client Name', 'Use at most 64 characters.');
    await field(page, 'Client Name').fill('  Analytical Engines ');
    await page.keyboard.press('Enter');
    await expect(question).toBeHidden();
    await told(page, 'Analytical Engines is created');
    await expect(create).toBeFocused();
    const engines = page.getByRole('row').filter({ hasText: 'Analytical Engines' });
    await expect(engines.getByRole('cell').nth(1)).toHaveText('OwnerAdmin');
    for (const column of ['Client', 'Your Roles', 'Actions']) {
      await expect(page.getByRole('columnheader', { name: column, exact: true })).toBeVisible();
    }
    await page.reload();
    await expect(engines).toBeVisible();
  });

  await test.step('rename', async () => {
    await open(page, '/organisations');
    await page.getByRole('link', { name: 'Settings of Analytical Engines' }).click();
    await expect(page).toHaveTitle('Org settings · Analytical Engines · RequestRocket');
    await expect(page.getByText('No changes to save')).toBeVisible();
    await field(page, 'Client Name').fill('Difference Engines');
    await expect(page.getByText('Unsaved changes')).toBeVisible();
    await page.getByRole('button', { name: 'Reset' }).click();
    await expect(field(page, 'Client Name')).toHaveValue('Analytical Engines');
    await field(page, 'Client Name').fill('Difference Engines');
    await page.getByRole('button', { name: 'Save' }).click();
    await told(page, 'Organisation saved');
    await expect(page.getByRole('heading', { level: 1, name: 'Difference Engines' })).toBeVisible();
    await expect(page).toHaveTitle('Org settings · Difference Engines · RequestRocket');
  });

  await test.step('invite by email', async () => {
    await page.getByRole('link', { name: 'User management' }).click();
    await expect(page).toHaveTitle('User management · Difference Engines · RequestRocket');
    await expect(row(page, 'Ada Lovelace')).toContainText('You');
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    const question = dialog(page, 'Invite a member');
    await question.getByRole('button', { name: 'Send invite' }).click();
    await expectFieldError(page, 'Email', 'Please fill this in.');
    await page.getByLabel('Email').fill('not an address');
    await question.getByRole('button', { name: 'Send invite' }).click();
    await expectFieldError(page, 'Email', 'Write the address like name@example.com.');
    await page.getByLabel('Email').fill(ada.email);
    await question.getByRole('button', { name: 'Send invite' }).click();
    await expectFieldError(page, 'Email', 'This person is a member already.');
    await page.getByLabel('Email').fill(grace.email);
    await question.getByRole('button', { name: 'Send invite' }).click();
    await expect(question).toBeHidden();
    await told(page, `The invite to ${grace.email} is on its way`);
    await expect(row(page, grace.email)).toContainText(/User.*Until \d+ \w+ \d{4}/);
    const text = await mail.next(grace.email, /^Subject: .*Difference Engines/m);
    expect(text).toContain('/organisations/invites');
  });

  await test.step('the same address again: sent from the list', async () => {
    await page.getByRole('button', { name: 'Invite', exact: true }).click();
    await page.getByLabel('Email').fill(grace.email.toUpperCase());
    await page.keyboard.press('Enter');
    await expectFieldError(page, 'Email', 'This address is invited already.');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: `Send again to ${grace.email}` }).click();
    await mail.next(grace.email, /^Subject: .*Difference Engines/m);
  });

  await test.step('the other sees the count, and accepts', async () => {
    await open(grace.page, '/organisations');
    const tab = grace.page.getByRole('link', { name: 'Invites' });
    await expect(tab).toHaveAccessibleName('Invites 1 invite waits for your answer');
    await tab.click();
    await expect(grace.page).toHaveTitle('Invites · Organisations · RequestRocket');
    await expect(row(grace.page, 'Difference Engines')).toContainText('Ada Lovelace invites you as User.');
    await grace.page.getByRole('button', { name: 'Accept' }).click();
    await told(grace.page, 'You are now a member of Difference Engines');
    await expect(grace.page.getByText('No invites')).toBeVisible();
    await expect(tab).toHaveAccessibleName('Invites');
    await expect(grace.page.getByRole('main')).toBeFocused();
  });

  await test.step('a plain user sees the members, and no controls that they may not use', async () => {
    await grace.page.getByRole('link', { name: 'Clients' }).click();
    await grace.page.getByRole('link', { name: 'Difference Engines', exact: true }).click();
    await expect(row(grace.page, 'Ada Lovelace')).toContainText('Owner');
    await expect(row(grace.page, 'Ada Lovelace')).not.toContainText(ada.email);
    await expect(grace.page.getByRole('button', { name: 'Invite' })).toHaveCount(0);
    await expect(grace.page.getByRole('button', { name: /^Actions for/ })).toHaveCount(1);
    await grace.page.getByRole('link', { name: 'Org settings' }).click();
    await expect(field(grace.page, 'Client Name')).toHaveAttribute('readonly');
    await expect(grace.page.getByRole('button', { name: 'Save' })).toHaveCount(0);
    await expect(grace.page.getByRole('button', { name: 'Delete' })).toHaveCount(0);
    await expect(grace.page.getByRole('button', { name: 'Leave' })).toBeVisible();
  });

  await test.step('the last owner is told the way out', async () => {
    await page.reload();
    await alive(page);
    await expect(page.getByText('Pending invites')).toBeHidden();
    await choose(page, 'Ada Lovelace', 'Leave this organisation');
    const question = dialog(page, 'Leave this organisation?');
    await question.getByRole('button', { name: 'Leave' }).click();
    await expect(question.getByRole('alert')).toHaveText(
      'An organisation needs an owner. Make another member the owner first, or delete the organisation.',
    );
    await question.getByRole('button', { name: 'Cancel' }).click();
    await expect(page.getByRole('button', { name: 'Actions for Ada Lovelace' })).toBeFocused();
  });

  await test.step('role change', async () => {
    await choose(page, 'Grace Hopper', 'Change role');
    const question = dialog(page, 'Change role');
    await expect(question.getByRole('radio', { name: 'User' })).toBeChecked();
    await question.getByRole('radio', { name: 'Admin' }).check();
    await question.getByRole('button', { name: 'Change role' }).click();
    await told(page, 'Grace Hopper now has the role Admin');
    await expect(row(page, 'Grace Hopper')).toContainText('Admin');
    await expect(page.getByRole('button', { name: 'Actions for Grace Hopper' })).toBeFocused();
  });

  await test.step('an admin manages everybody but owners, and sees of them what anybody sees', async () => {
    await openMembers(grace.page, await only(grace.page));
    await expect(row(grace.page, 'Ada Lovelace')).not.toContainText(ada.email);
    await expect(grace.page.getByRole('button', { name: 'Actions for Ada Lovelace' })).toHaveCount(0);
    await grace.page.getByRole('button', { name: 'Invite', exact: true }).click();
    await expect(grace.page.getByRole('radio')).toHaveCount(2);
    await grace.page.keyboard.press('Escape');
  });

  await test.step('transfer: the new owner deletes or keeps, the old one is an admin', async () => {
    await choose(page, 'Grace Hopper', 'Transfer ownership');
    await dialog(page, 'Transfer ownership?').getByRole('button', { name: 'Transfer ownership' }).click();
    await told(page, 'Grace Hopper is now the owner');
    await expect(row(page, 'Grace Hopper')).toContainText('Owner');
    await expect(row(page, 'Ada Lovelace')).toContainText('Admin');
    await expect(page.getByRole('main')).toBeFocused();
    await expect(page.getByRole('button', { name: 'Actions for Grace Hopper' })).toHaveCount(0);
  });

  await test.step('the new owner removes the old one', async () => {
    await grace.page.reload();
    await alive(grace.page);
    await choose(grace.page, 'Ada Lovelace', 'Remove');
    await dialog(grace.page, 'Remove this member?').getByRole('button', { name: 'Remove' }).click();
    await told(grace.page, 'Ada Lovelace is removed');
    await expect(row(grace.page, 'Ada Lovelace')).toHaveCount(0);
    await expect(grace.page.getByRole('main')).toBeFocused();
    await open(page, '/organisations');
    await expect(page.getByText('No organisations yet')).toBeVisible();
  });

  await test.step('delete with the typed name', async () => {
    await grace.page.getByRole('link', { name: 'Org settings' }).click();
    await grace.page.getByRole('button', { name: 'Delete' }).click();
    const question = dialog(grace.page, 'Delete this organisation?');
    await grace.page.getByLabel('Type the name to confirm').fill('difference engines');
    await question.getByRole('button', { name: 'Delete' }).click();
    await expectFieldError(grace.page, 'Type the name to confirm', "This is not the organisation's name.");
    await grace.page.getByLabel('Type the name to confirm').fill('Difference Engines');
    await question.getByRole('button', { name: 'Delete' }).click();
    await expect(grace.page).toHaveURL('/organisations');
    await told(grace.page, 'Difference Engines is deleted');
    await expect(grace.page.getByText('No organisations yet')).toBeVisible();
    await expect(grace.page.getByRole('main')).toBeFocused();
  });
});

/** The one organisation of the person. */
async function only(page: Page): Promise<{ id: string; name: string; version: number }> {
  const [organisation] = await rpc<{ id: string; name: string; version: number }[]>(page, 'organisations');
  return organisation;
}

test('leaving from the list, and from the settings', async ({ ada, grace }) => {
  for (const name of ['First', 'Second']) {
    await addMember(ada.page, await createOrganisation(ada.page, name), grace);
  }
  await open(grace.page, '/organisations');
  await grace.page.getByRole('button', { name: 'Leave First' }).click();
  await dialog(grace.page, 'Leave this organisation?').getByRole('button', { name: 'Leave' }).click();
  await told(grace.page, 'You have left First');
  await expect(grace.page.getByRole('row').filter({ hasText: 'First' })).toHaveCount(0);
  await expect(grace.page.getByRole('main')).toBeFocused();
  await grace.page.getByRole('link', { name: 'Settings of Second' }).click();
  await grace.page.getByRole('button', { name: 'Leave' }).click();
  await dialog(grace.page, 'Leave this organisation?').getByRole('button', { name: 'Leave' }).click();
  await expect(grace.page).toHaveURL('/organisations');
  await told(grace.page, 'You have left Second');
  await expect(grace.page.getByText('No organisations yet')).toBeVisible();
});

test('deleting from the list asks for the name', async ({ ada: { page } }) => {
  await createOrganisation(page, 'Short-lived & <b>bold</b>');
  await open(page, '/organisations');
  await page.getByRole('button', { name: 'Delete Short-lived & <b>bold</b>' }).click();
  await page.getByLabel('Type the name to confirm').fill(' Short-lived & <b>bold</b> ');
  await page.keyboard.press('Enter');
  await told(page, 'Short-lived & <b>bold</b> is deleted');
  await expect(page.getByText('No organisations yet')).toBeVisible();
});

test('an old sign-in is asked for its password, then carries on', async ({ ada, grace, server, complaints }) => {
  complaints.expect(/status of 403/);
  const { page } = ada;
  const organisation = await createOrganisation(page, 'Engines');
  await addMember(page, organisation, grace);
  await openMembers(page, organisation);
  await ageSignIns(server);

  await choose(page, 'Grace Hopper', 'Transfer ownership');
  const transfer = dialog(page, 'Transfer ownership?');
  await transfer.getByRole('button', { name: 'Transfer ownership' }).click();
  const question = dialog(page, 'Confirm that it is you');
  await expect(question).toBeVisible();
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expect(question).toBeHidden();
  await expect(transfer.getByRole('alert')).toHaveCount(0);
  await expect(row(page, 'Grace Hopper')).toContainText('User');
  await transfer.getByRole('button', { name: 'Transfer ownership' }).click();
  await question.getByLabel('Password', { exact: true }).fill(ada.password);
  await page.keyboard.press('Enter');
  await told(page, 'Grace Hopper is now the owner');
  await expect(page.getByRole('main')).toBeFocused();

  await openSettings(grace.page, organisation);
  await grace.page.getByRole('button', { name: 'Delete' }).click();
  await grace.page.getByLabel('Type the name to confirm').fill('Engines');
  await grace.page.keyboard.press('Enter');
  await dialog(grace.page, 'Confirm that it is you').getByLabel('Password', { exact: true }).fill(grace.password);
  await grace.page.keyboard.press('Enter');
  await told(grace.page, 'Engines is deleted');
  await expect(grace.page).toHaveURL('/organisations');
});

test('an invite that is declined, and one that is cancelled', async ({ ada, grace, complaints }) => {
  complaints.expect(/status of 404/);
  const organisation = await createOrganisation(ada.page, 'Engines');
  await invite(ada.page, organisation, grace.email, 'admin');
  await open(grace.page, '/organisations/invites');
  await expect(row(grace.page, 'Engines')).toContainText('Ada Lovelace invites you as Admin.');
  await grace.page.getByRole('button', { name: 'Decline' }).click();
  await told(grace.page, 'You declined the invite to Engines');
  await expect(grace.page.getByText('No invites')).toBeVisible();

  await invite(ada.page, organisation, grace.email);
  await open(grace.page, '/organisations/invites');
  await openMembers(ada.page, organisation);
  await ada.page.getByRole('button', { name: `Cancel invite to ${grace.email}` }).click();
  await told(ada.page, `The invite to ${grace.email} is cancelled`);
  await expect(ada.page.getByText('Pending invites')).toBeHidden();
  await expect(ada.page.getByRole('main')).toBeFocused();
  await grace.page.getByRole('button', { name: 'Accept' }).click();
  await expect(row(grace.page, 'Engines').getByRole('alert')).toHaveText(
    'There is nothing here. It may have been moved or removed.',
  );
});

test('a name that somebody else changed first: keep or load', async ({ ada, grace, complaints }) => {
  complaints.expect(/status of 409/);
  const organisation = await createOrganisation(ada.page, 'Engines');
  await addMember(ada.page, organisation, grace, 'admin');
  await openSettings(ada.page, organisation);
  await openSettings(grace.page, organisation);
  const rename = async (page: Page, name: string) => {
    await field(page, 'Client Name').fill(name);
    await page.getByRole('button', { name: 'Save' }).click();
  };
  await rename(grace.page, 'Theirs');
  await told(grace.page, 'Organisation saved');
  await rename(ada.page, 'Mine');
  await expect(ada.page.getByRole('alert')).toContainText('This organisation was changed elsewhere');
  await ada.page.getByRole('button', { name: 'Keep my changes' }).click();
  await expect(ada.page.getByRole('heading', { level: 1, name: 'Theirs' })).toBeVisible();
  await expect(field(ada.page, 'Client Name')).toHaveValue('Mine');
  await ada.page.getByRole('button', { name: 'Save' }).click();
  await told(ada.page, 'Organisation saved');
  await rename(grace.page, 'Late');
  await grace.page.getByRole('button', { name: 'Load the latest version' }).click();
  await expect(field(grace.page, 'Client Name')).toHaveValue('Mine');
  await expect(grace.page.getByText('No changes to save')).toBeVisible();
});

test('a foreign, an unknown and a malformed id are pages that are not there', async ({ ada, grace, complaints }) => {
  complaints.expect(/status of 404/);
  const organisation = await createOrganisation(ada.page, 'Engines');
  const unknown = '0198c0de-0000-7000-8000-000000000000';
  for (const path of [
    `/organisations/${organisation.id}/members`,
    `/organisations/${organisation.id}/settings`,
    `/organisations/${unknown}/members`,
    '/organisations/nobody/members',
    `/organisations/${organisation.id}/nothing`,
  ]) {
    const answer = await grace.page.goto(path);
    expect(answer!.status(), path).toBe(404);
    await expect(grace.page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
    await expect(grace.page).toHaveTitle('Page not found · RequestRocket');
    await expect(grace.page.getByText('Engines')).toHaveCount(0);
  }
  await open(grace.page, `/organisations/${organisation.id}/members`);
  await grace.page.getByRole('link', { name: 'Go to Organisations' }).click();
  await expect(grace.page).toHaveURL('/organisations');
});

test('an organisation that is gone meanwhile', async ({ ada, grace, complaints }) => {
  complaints.expect(/status of 404/);
  const organisation = await createOrganisation(ada.page, 'Engines');
  await addMember(ada.page, organisation, grace);
  await open(grace.page, '/organisations');
  await rpc(ada.page, 'organisations/delete', { organisation: organisation.id, name: 'Engines' });
  await grace.page.getByRole('link', { name: 'Engines', exact: true }).click();
  await expect(grace.page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
});

test('the Client ID is copied', async ({ ada: { page }, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const organisation = await createOrganisation(page, 'Engines');
  await openSettings(page, organisation);
  await page.getByRole('button', { name: 'Copy the Client ID' }).click();
  await expect(page.getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(organisation.id);
});

test('a long list goes on where it ended', async ({ ada: { page } }) => {
  const organisation = await createOrganisation(page, 'Engines');
  // The server's pages have 50 members; two are enough to see one end.
  const first = await rpc<Content>(page, `organisations/members?organisation=${organisation.id}`);
  const next = { at: first.members.items[0].joinedAt, id: first.members.items[0].user };
  await page.route('**/organisations/members?*', (route) =>
    route.fulfill({ json: { ...first, members: { ...first.members, next } } }),
  );
  const later = { ...first.members.items[0], user: '0198c0de-0000-7000-8000-000000000000', firstName: 'Later' };
  await page.route('**/organisations/members/more', async (route) => {
    expect(route.request().postDataJSON()).toEqual({ organisation: organisation.id, after: next });
    await route.fulfill({ json: { items: [later], next: null } });
  });
  await open(page, '/organisations');
  await page.getByRole('link', { name: 'Members of Engines' }).click();
  await page.getByRole('button', { name: 'Load more' }).click();
  await expect(row(page, 'Later Lovelace')).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: '2 members shown' })).toBeAttached();
  await expect(page.getByRole('button', { name: 'Load more' })).toHaveCount(0);
});

type Content = { members: { items: { user: string; firstName: string; joinedAt: number }[]; next: unknown } };

test('a stranger is sent to the login and back', async ({ page, account }) => {
  await open(page, '/organisations/invites');
  await expect(page).toHaveURL('/login?next=%2Forganisations%2Finvites');
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await expect(page).toHaveURL('/organisations/invites');
  await expect(page.getByText('No invites')).toBeVisible();
});

test('a session that ends under a dialog: the same person logs in and carries on', async ({ ada, complaints }) => {
  complaints.expect(/status of 401/);
  const { page } = ada;
  await open(page, '/organisations');
  await page.getByRole('button', { name: 'Create' }).click();
  await field(page, 'Client Name').fill('Engines');
  await page.context().clearCookies();
  await page.keyboard.press('Enter');
  const again = dialog(page, 'Log in again');
  await again.getByLabel('Password', { exact: true }).fill(ada.password);
  await page.keyboard.press('Enter');
  await expect(again).toBeHidden();
  await expect(field(page, 'Client Name')).toHaveValue('Engines');
  await dialog(page, 'Create an organisation').getByRole('button', { name: 'Create' }).click();
  await told(page, 'Engines is created');
});

test('what it looks like', async ({ ada, grace }) => {
  const organisation = await createOrganisation(ada.page, 'Analytical Engines');
  await createOrganisation(ada.page, 'Difference Engines');
  await addMember(ada.page, organisation, grace, 'admin');
  await invite(ada.page, organisation, 'charles@example.com');
  const theirs = await createOrganisation(grace.page, 'Compilers');
  await invite(grace.page, theirs, ada.email, 'admin');
  const { page } = ada;
  const take = async (name: string) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      for (const width of [320, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        const file = path.join(artefacts, `organisations-${name}-${width}-${colorScheme}.png`);
        await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
      }
    }
  };
  await open(page, '/organisations');
  await take('clients');
  await page.getByRole('button', { name: 'Create' }).click();
  await take('create');
  await open(page, '/organisations/invites');
  await take('invites');
  await openMembers(page, organisation);
  await take('members');
  await page.getByRole('button', { name: 'Actions for Grace Hopper' }).click();
  await take('menu');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await take('invite');
  await openSettings(page, organisation);
  await take('settings');
  await page.getByRole('button', { name: 'Delete' }).click();
  await take('delete');
  await open(grace.page, '/organisations');
  await expect(grace.page.getByRole('button', { name: 'Leave Analytical Engines' })).toBeVisible();
});

test('a server that is gone says so, and the page comes back', async ({ ada: { page }, server, complaints }) => {
  complaints.expect(/ERR_CONNECTION_REFUSED/);
  await createOrganisation(page, 'Engines');
  await open(page, '/organisations');
  await server.stop();
  await page.getByRole('link', { name: 'Engines', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText("Can't reach the server");
  await expect(page).toHaveTitle('Organisations · RequestRocket');
  await server.start();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Engines' })).toBeVisible();
  await expect(page).toHaveTitle('User management · Engines · RequestRocket');
});
