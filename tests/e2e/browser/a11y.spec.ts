// Every page in its main states, as axe sees it, in both themes and on the narrowest screen.
import { createAccount } from '../fixtures/account';
import { examine } from '../fixtures/accessible';
import { field, logIn, open, openMenu, saved, submit, submitLogin, tab } from '../fixtures/app';
import {
  addMember,
  choose,
  createOrganisation,
  invite,
  nameMe,
  openMembers,
  openSettings,
} from '../fixtures/organisations';
import { expect, test } from '../fixtures/test';

// Nothing moves while it is looked at.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('login', async ({ page, complaints }) => {
  complaints.expect(/status of 401/);
  await open(page, '/login');
  await examine(page, 'login');
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await expect(page.getByText('Please fill this in.')).toHaveCount(2);
  await examine(page, 'login with empty fields');
  await submitLogin(page, { email: 'nobody@example.com', password: 'wrong' });
  await expect(page.getByRole('alert')).toBeVisible();
  await examine(page, 'login with a wrong password');
  await open(page, '/login?notice=password_changed');
  await examine(page, 'login with good news');
});

test('sign-up', async ({ page }) => {
  await open(page, '/sign-up');
  await examine(page, 'sign-up');
  await page.getByLabel('Password', { exact: true }).fill('Weak');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByText('The password does not meet every rule yet.')).toBeVisible();
  await examine(page, 'sign-up with errors');
});

test('the code from the mail, and a new password', async ({ page, account }) => {
  await open(page, '/forgot-password');
  await examine(page, 'forgot password');
  await page.getByLabel('Email').fill(account.email);
  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(page.getByRole('heading', { name: 'Set a new password' })).toBeVisible();
  await examine(page, 'set a new password');
  await page.getByLabel('New password').fill('weak');
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(page.getByText('The password does not meet every rule yet.')).toBeVisible();
  await examine(page, 'set a new password with errors');
  await open(page, '/confirm?flow=x');
  await examine(page, 'confirm');
});

test('profile', async ({ page, account }) => {
  await logIn(page, account);
  await examine(page, 'empty profile');
  await field(page, 'First Name').fill('Ada');
  await field(page, 'Last Name').fill('Lovelace');
  await submit(page).click();
  await saved(page);
  await examine(page, 'saved profile');
  const menu = await openMenu(page);
  await examine(page, 'user menu');
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await field(page, 'Last Name').fill('x'.repeat(65));
  await field(page, 'Phone').fill('1');
  await field(page, 'Bio').fill('b'.repeat(501));
  await submit(page).click();
  await expect(page.getByText('Use at most 64 characters.')).toBeVisible();
  await examine(page, 'profile with errors');
  await tab(page, 'Account').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await examine(page, 'unsaved changes');
});

test('profile in trouble', async ({ page, account, server, otherPage, complaints }) => {
  complaints.expect(/status of 4\d\d/, /ERR_CONNECTION_REFUSED/);
  await logIn(page, account);
  const other = await otherPage();
  await logIn(other, account);
  await field(other, 'First Name').fill('Theirs');
  await submit(other).click();
  await saved(other);
  await field(page, 'First Name').fill('Mine');
  await submit(page).click();
  await expect(page.getByText('Your profile was changed elsewhere')).toBeVisible();
  await examine(page, 'conflict');

  await page.getByRole('button', { name: 'Keep my changes' }).click();
  await expect(page.getByText('Your profile was changed elsewhere')).toBeHidden();
  await page.context().clearCookies();
  await submit(page).click();
  await expect(page.getByRole('dialog', { name: 'Log in again' })).toBeVisible();
  await examine(page, 'log in again');
  await page.keyboard.press('Escape');

  await server.stop();
  await submit(page).click();
  await expect(page.getByText('Your changes are not saved')).toBeVisible();
  await examine(page, 'server gone during Submit');
  await tab(page, 'Account').click();
  await page.getByRole('button', { name: 'Leave without saving' }).click();
  await expect(page.getByText("Can't reach the server")).toBeVisible();
  await examine(page, 'server gone');
});

test('security, account, and where there is nothing', async ({ page, account, complaints }) => {
  complaints.expect(/status of 404/);
  await logIn(page, account);
  await tab(page, 'Security').click();
  await expect(page.getByText('To reset your password')).toBeVisible();
  await examine(page, 'security');
  await tab(page, 'Account').click();
  await expect(page.getByText('Personal Account')).toBeVisible();
  await examine(page, 'account');
  await open(page, '/nowhere');
  await examine(page, 'nowhere');
});

test('names and addresses as long as they may be', async ({ page, server }) => {
  const account = await createAccount(server, `${'a'.repeat(64)}@${'b'.repeat(50)}.example.com`);
  await logIn(page, account);
  await field(page, 'First Name').fill('W'.repeat(64));
  await field(page, 'Last Name').fill('W'.repeat(64));
  await submit(page).click();
  await saved(page);
  await openMenu(page);
  await examine(page, 'long name in the menu');
  await page.keyboard.press('Escape');
  for (const name of ['Security', 'Account']) {
    await tab(page, name).click();
    await expect(page).toHaveTitle(new RegExp(`^${name}`));
    await examine(page, `long address on ${name}`);
  }
});

test('organisations', async ({ page, account }) => {
  await logIn(page, account);
  await open(page, '/organisations');
  await examine(page, 'no organisations');
  await page.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Create' }).click();
  await expect(page.getByText('Please fill this in.')).toBeVisible();
  await examine(page, 'create an organisation, with an error');
  await page.getByLabel('Client Name').fill('Engines');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('cell', { name: 'Engines', exact: true })).toBeVisible();
  await examine(page, 'organisations');
  await page.getByRole('button', { name: 'Delete Engines' }).click();
  await examine(page, 'delete an organisation');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Invites' }).click();
  await expect(page.getByText('No invites')).toBeVisible();
  await examine(page, 'no invites');
});

test('an organisation, its members and its settings', async ({ page, account, server, otherPage, complaints }) => {
  complaints.expect(/status of 4\d\d/);
  await logIn(page, account);
  await nameMe(page, 'W'.repeat(64), 'Lovelace');
  const organisation = await createOrganisation(page, 'W'.repeat(64));
  const grace = await createAccount(server);
  const other = await otherPage({ reducedMotion: 'reduce' });
  await logIn(other, grace);
  await addMember(page, organisation, { page: other, email: grace.email });
  await invite(page, organisation, `${'a'.repeat(64)}@${'b'.repeat(50)}.example.com`, 'admin');

  await openMembers(page, organisation);
  await examine(page, 'members and a pending invite');
  await page.getByRole('button', { name: 'Actions for Name not shown' }).click();
  await examine(page, "a member's menu");
  await page.keyboard.press('Escape');
  await choose(page, 'Name not shown', 'Change role');
  await examine(page, 'change role');
  await page.keyboard.press('Escape');
  await choose(page, 'Name not shown', 'Transfer ownership');
  await examine(page, 'transfer ownership');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Invite', exact: true }).click();
  await page.getByRole('button', { name: 'Send invite' }).click();
  await expect(page.getByText('Please fill this in.')).toBeVisible();
  await examine(page, 'invite a member, with an error');
  await page.keyboard.press('Escape');

  await openSettings(page, organisation);
  await examine(page, 'settings of an organisation');
  await page.getByLabel('Client Name').fill('');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByText('Please fill this in.')).toBeVisible();
  await examine(page, 'settings of an organisation, with an error');
  await page.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave' }).click();
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  await examine(page, 'the last owner leaves');

  await openMembers(other, organisation);
  await examine(other, 'members, for a plain user');
  await openSettings(other, organisation);
  await examine(other, 'settings, for a plain user');
  await invite(page, await createOrganisation(page, 'Second'), grace.email);
  await open(other, '/organisations/invites');
  await examine(other, 'an invite');
  await open(other, '/organisations/0198c0de-0000-7000-8000-000000000000/members');
  await examine(other, 'an organisation that is not there');
});
