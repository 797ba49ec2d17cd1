// What a person does when they look after their account: end sessions, change password and address, act on a
// warning, and read what happened.
import type { Page } from '@playwright/test';
import fs from 'node:fs/promises';
import { OTHER_PASSWORD, freshEmail } from '../fixtures/account';
import { logInByHand, open, setNewPassword, submitLogin, tab } from '../fixtures/app';
import { dialog, press } from '../fixtures/keys';
import { card, openSecurity, toast } from '../fixtures/security';
import { expect, test } from '../fixtures/test';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const NEW_PASSWORD = 'Slow-Valley-69';

/** Finds out that the Security tab is there, whose last card this is. */
const inside = (page: Page) => expect(card(page, 'Security activity')).toBeVisible();

/** Finds out that a browser is logged out when it is used again. */
async function expectOut(page: Page): Promise<void> {
  await tab(page, 'Keys').click();
  await expect(page).toHaveURL(/\/login\?next=/);
}

test("another browser's session is ended from the list, and that browser is out", async ({
  page,
  account,
  otherPage,
  complaints,
}) => {
  complaints.expect(/status of 401/);
  const other = await otherPage();
  await logInByHand(other, account);
  await inside(other);
  await logInByHand(page, account);
  const sessions = card(page, "Where you're logged in");
  await expect(sessions.getByRole('listitem')).toHaveCount(2);
  await sessions.getByRole('button', { name: /^Log out Chrom/ }).click();
  await expect(sessions.getByRole('listitem')).toHaveCount(1);
  await expectOut(other);
  await openSecurity(page);
});

test('a password that is changed in place ends the other browser and not this one', async ({
  page,
  account,
  otherPage,
  complaints,
}) => {
  complaints.expect(/status of 4(01|22)/);
  const other = await otherPage();
  await logInByHand(other, account);
  await inside(other);
  await logInByHand(page, account);
  await press(page, 'Change password');
  const form = dialog(page, 'Change password');
  await form.getByLabel('Current password', { exact: true }).fill(account.password);
  await form.getByLabel('New password', { exact: true }).fill(OTHER_PASSWORD);
  await press(form, 'Change password');
  await expect(toast(page, 'Your password is changed')).toBeVisible();
  await expectOut(other);
  await openSecurity(page);
  await submitLogin(other, account);
  await expect(other.getByRole('alert')).toBeVisible();
  await submitLogin(other, { ...account, password: OTHER_PASSWORD });
  await expect(other).toHaveURL(/\/settings\//);
});

test('an address that somebody changed is taken back from the mail to the old one', async ({
  page,
  account,
  mail,
  otherPage,
  complaints,
}) => {
  complaints.expect(/status of 4(01|22)/);
  const stolen = freshEmail();
  await logInByHand(page, account);
  await press(card(page, 'Email address'), 'Change email address');
  const change = dialog(page, 'Change email address');
  await change.getByLabel('New email address').fill(stolen);
  await press(change, 'Send code');
  await change.getByLabel('Code').fill(await mail.code(stolen));
  await press(change, 'Change address');
  await press(dialog(page, 'Your address is changed'), 'Done');
  await expect(card(page, 'Email address').getByText(stolen)).toBeVisible();

  const owner = await otherPage();
  await open(owner, await mail.link(account.email, '/undo-email'));
  await press(owner, 'Undo and secure my account');
  await setNewPassword(owner, await mail.code(account.email), NEW_PASSWORD);
  await expectOut(page);
  await submitLogin(page, { ...account, email: stolen });
  await expect(page.getByRole('alert')).toBeVisible();
  await logInByHand(owner, { ...account, password: NEW_PASSWORD });
  await expect(card(owner, 'Email address').getByText(account.email)).toBeVisible();
  await expect(card(owner, 'Security activity').getByText('was undone')).toBeVisible();
});

test('"It was not me" in the mail about a login puts whoever it was out', async ({
  page,
  account,
  mail,
  otherPage,
  complaints,
}) => {
  complaints.expect(/status of 4(01|22)/);
  await logInByHand(page, account);
  await inside(page);
  const thief = await otherPage();
  await logInByHand(thief, account);
  await inside(thief);
  const link = await mail.link(account.email, '/not-me');
  await open(page, link);
  await press(page, 'Secure my account');
  await expect(page).toHaveURL(/\/reset-password\?flow=/);
  await expectOut(thief);
  await setNewPassword(page, await mail.code(account.email), NEW_PASSWORD);
  await submitLogin(thief, account);
  await expect(thief.getByRole('alert')).toBeVisible();
  await logInByHand(page, { ...account, password: NEW_PASSWORD });
  await expect(card(page, 'Security activity').getByText('Somebody chose "It wasn\'t me" in a mail')).toBeVisible();
});

test('what happened is filtered, searched and taken away as a file', async ({
  page,
  account,
  otherPage,
  complaints,
}) => {
  complaints.expect(/status of 401/);
  const userAgent = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
  const guesser = await otherPage({ userAgent });
  await open(guesser, '/login');
  await submitLogin(guesser, { ...account, password: OTHER_PASSWORD });
  await expect(guesser.getByRole('alert')).toBeVisible();
  await logInByHand(page, account);
  const log = card(page, 'Security activity');
  const entries = log.getByRole('listitem');
  await expect(entries).toHaveCount(3);

  await log.getByLabel('Show', { exact: true }).selectOption('Logins and sessions');
  await expect(entries).toHaveText([/^Logged in/, /^Somebody tried a wrong password/]);
  await log.getByLabel('Search').fill('firefox');
  await expect(entries).toHaveText([/^Somebody tried a wrong password.*Firefox on Linux/]);

  const download = page.waitForEvent('download');
  await log.getByRole('link', { name: 'Export as CSV' }).click();
  const lines = (await fs.readFile(await (await download).path(), 'utf8')).trim().split(/\r?\n/);
  expect(lines[0]).toBe('time,event,subject,address,client');
  const rows = lines.slice(1).map((line) => line.split(','));
  const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/);
  expect(rows.map(([at, event]) => [at, event])).toEqual(
    expect.arrayContaining(['account_created', 'sign_in_failed', 'signed_in'].map((event) => [time, event])),
  );
  expect(rows.find(([, event]) => event === 'sign_in_failed')!.slice(3).join(',')).toMatch(/^127\.0\.0\.1,.*Firefox/);
});
