// What can follow the right password: the second step, a new password, a reset; and the links in mails about an
// account.
import type { Page } from '@playwright/test';
import { OTHER_PASSWORD, type Account } from '../fixtures/account';
import { examine } from '../fixtures/accessible';
import { expectFieldError, field, open, saved, submit, submitLogin } from '../fixtures/app';
import { dialog, press } from '../fixtures/keys';
import { expect, test } from '../fixtures/test';
import { totp, wrongTotp } from '../fixtures/totp';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const code = (page: Page) => page.getByLabel('Code', { exact: true });
const backupCode = (page: Page) => page.getByLabel('Backup code', { exact: true });
const trust = (page: Page) => page.getByRole('checkbox', { name: 'Trust this device for 30 days' });
const tooLate = (page: Page) => page.getByText('That took too long. Log in again.');

/** Calls a server function as the page does. */
async function call<T>(page: Page, name: string, data: object = {}): Promise<T> {
  const { origin } = new URL((await page.request.get('/healthz')).url());
  const answer = await page.request.post(`/rpc/v1/${name}`, { data, headers: { origin } });
  expect(answer.status(), name).toBe(200);
  return (await answer.json()) as T;
}

/** Turns the second factor on; the person is logged in here afterwards. */
async function withSecondFactor(page: Page, account: Account): Promise<string> {
  await call(page, 'auth/sign-in', account);
  const { secret } = await call<{ secret: string }>(page, 'two-factor/authenticator/begin');
  await call(page, 'two-factor/authenticator/confirm', { code: totp(secret) });
  return secret;
}

/** The same, logged out. */
async function stranger(page: Page, account: Account): Promise<string> {
  const secret = await withSecondFactor(page, account);
  await page.context().clearCookies();
  return secret;
}

/** New backup codes of whoever is logged in. */
const backupCodes = (page: Page): Promise<string[]> => call(page, 'two-factor/backup-codes');

test('the second step asks for the code of the app, and leads to where the person wanted to go', async ({
  page,
  account,
  complaints,
}) => {
  complaints.expect(/status of 422/);
  const secret = await stranger(page, account);
  await open(page, '/login?next=/settings/account');
  await submitLogin(page, account);
  await expect(page).toHaveURL('/two-factor?next=/settings/account');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Two-factor authentication');
  await expect(page.getByText(`your authenticator app shows for ${account.email}.`)).toBeVisible();
  await expect(code(page)).toBeFocused();
  await expect(code(page)).toHaveAttribute('autocomplete', 'one-time-code');
  await expect(code(page)).toHaveAttribute('inputmode', 'numeric');
  await examine(page, 'second step');

  await press(page, 'Log in');
  await expectFieldError(page, 'Code', 'Please fill this in.');
  await code(page).fill(wrongTotp(secret));
  await press(page, 'Log in');
  await expectFieldError(page, 'Code', 'That code is not right.');
  await expect(code(page)).toBeFocused();
  await examine(page, 'second step with a wrong code');

  const right = totp(secret, 1);
  await code(page).fill(` ${right.slice(0, 3)} ${right.slice(3)} `);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/settings/account');
});

test('a saved code does it too, once', async ({ page, account, complaints }) => {
  complaints.expect(/status of 422/);
  await withSecondFactor(page, account);
  const [first] = await backupCodes(page);
  for (const works of [true, false]) {
    await page.context().clearCookies();
    await open(page, '/login');
    await submitLogin(page, account);
    await page.getByRole('link', { name: 'Use a backup code' }).click();
    await expect(page).toHaveURL(/method=backup_code/);
    await expect(backupCode(page)).toBeFocused();
    await examine(page, 'second step with a backup code');
    await backupCode(page).fill('4f7k');
    await press(page, 'Log in');
    await expectFieldError(page, 'Backup code', 'A backup code has 16 letters and digits');
    await backupCode(page).fill(first.toUpperCase().replaceAll('-', ' '));
    await press(page, 'Log in');
    if (works) {
      // What the page asks for has to be there before the cookies go.
      await expect(field(page, 'First Name')).toBeVisible();
    } else {
      await expectFieldError(page, 'Backup code', 'use another one: each works once.');
      await page.getByRole('link', { name: 'Use the authenticator app' }).click();
      await expect(code(page)).toBeFocused();
      await expect(code(page)).not.toHaveAttribute('aria-invalid');
    }
  }
});

test('a trusted device is not asked again, another one is', async ({ page, otherPage, account }) => {
  const secret = await withSecondFactor(page, account);
  const device = await otherPage();
  await open(device, '/login');
  await submitLogin(device, account);
  await trust(device).check();
  await code(device).fill(totp(secret, 1));
  await press(device, 'Log in');
  await expect(field(device, 'First Name')).toBeVisible();

  await device.context().clearCookies({ name: 'session' });
  await open(device, '/login');
  await submitLogin(device, account);
  await expect(device).toHaveURL('/settings/profile');
  const another = await otherPage();
  await open(another, '/login');
  await submitLogin(another, account);
  await expect(another).toHaveURL(/\/two-factor/);
});

test('a sign-in that took too long begins anew, for the same page', async ({ page, account, complaints }) => {
  complaints.expect(/status of 401/);
  const secret = await stranger(page, account);
  await open(page, '/login?next=/settings/account');
  await submitLogin(page, account);
  await expect(code(page)).toBeFocused();
  await page.context().clearCookies();
  await code(page).fill(totp(secret, 1));
  await press(page, 'Log in');
  await expect(tooLate(page)).toBeVisible();
  await expect(page).toHaveURL('/login?next=/settings/account&notice=too_late');
  await open(page, '/two-factor');
  await expect(page).toHaveURL('/login?notice=too_late');
  await expect(tooLate(page)).toBeVisible();
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the second step works, with either code', async ({ page, browser, server, account, complaints }) => {
    complaints.expect(/status of 401/);
    const lively = await browser.newContext({ baseURL: server.url });
    const elsewhere = await lively.newPage();
    const secret = await withSecondFactor(elsewhere, account);
    const [first] = await backupCodes(elsewhere);
    await lively.close();

    await page.goto('/settings/account');
    await submitLogin(page, account);
    await expect(page).toHaveURL(/\/two-factor\?next=/);
    await code(page).fill(wrongTotp(secret));
    await trust(page).check();
    await press(page, 'Log in');
    await expectFieldError(page, 'Code', 'That code is not right.');
    await code(page).fill(totp(secret, 1));
    await press(page, 'Log in');
    await expect(page).toHaveURL('/settings/account');

    await page.context().clearCookies();
    await page.goto('/login');
    await submitLogin(page, account);
    await page.getByRole('link', { name: 'Use a backup code' }).click();
    await backupCode(page).fill('nothing');
    await press(page, 'Log in');
    await expect(backupCode(page)).toHaveAttribute('aria-invalid', 'true');
    await backupCode(page).fill(first);
    await press(page, 'Log in');
    await expect(page).toHaveURL('/settings/profile');

    await page.context().clearCookies();
    await page.goto('/two-factor');
    await expect(tooLate(page)).toBeVisible();
    await page.getByRole('link', { name: 'Back to log in' }).click();
    await expect(page).toHaveURL('/login');
  });
});

test('over a form whose session has ended, the second step is in the dialog', async ({
  page,
  account,
  complaints,
}) => {
  complaints.expect(/status of 4(01|22)/);
  const secret = await withSecondFactor(page, account);
  await open(page, '/settings/profile');
  await field(page, 'Bio').fill('Not lost.');
  await page.context().clearCookies();
  await submit(page).click();
  const again = dialog(page, 'Log in again');
  await again.getByLabel('Password', { exact: true }).fill(account.password);
  await press(again, 'Log in');
  await expect(again.getByLabel('Code', { exact: true })).toBeFocused();
  await examine(page, 'second step in the dialog');
  await again.getByRole('button', { name: 'Use a backup code' }).click();
  await expect(again.getByLabel('Backup code', { exact: true })).toBeFocused();
  await again.getByRole('button', { name: 'Use the authenticator app' }).click();
  await again.getByLabel('Code', { exact: true }).fill(wrongTotp(secret));
  await press(again, 'Log in');
  await expectFieldError(page, 'Code', 'That code is not right.');
  await again.getByLabel('Code', { exact: true }).fill(totp(secret, 1));
  await page.keyboard.press('Enter');
  await expect(again).toBeHidden();
  await expect(field(page, 'Bio')).toHaveValue('Not lost.');
  await submit(page).click();
  await saved(page);
});

test('the dialog begins anew when the second step took too long', async ({ page, account, complaints }) => {
  complaints.expect(/status of 401/);
  const secret = await withSecondFactor(page, account);
  await open(page, '/settings/profile');
  await field(page, 'Bio').fill('Not lost.');
  await page.context().clearCookies();
  await submit(page).click();
  const again = dialog(page, 'Log in again');
  await again.getByLabel('Password', { exact: true }).fill(account.password);
  await press(again, 'Log in');
  await again.getByLabel('Code', { exact: true }).fill(totp(secret, 1));
  await page.context().clearCookies();
  await press(again, 'Log in');
  await expect(again.getByText('That took too long. Log in again.')).toBeVisible();
  await expect(again.getByLabel('Password', { exact: true })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(again).toBeHidden();
  await expect(field(page, 'Bio')).toHaveValue('Not lost.');
});

test('a new password that an administrator asked for is set before anything else', async ({ page, account }) => {
  // Only a provider with administrators of its own asks for it, so here its answers are played.
  await page.route('**/rpc/v1/auth/sign-in', (route) => route.fulfill({ json: { outcome: 'new_password' } }));
  await page.route('**/rpc/v1/auth/pending', (route) =>
    route.fulfill({ json: { email: account.email, methods: [] } }),
  );
  await open(page, '/login?next=/settings/account');
  await submitLogin(page, account);
  await expect(page).toHaveURL('/new-password?next=/settings/account');
  await expect(page.getByText(`An administrator asks for a new password for ${account.email}.`)).toBeVisible();
  await examine(page, 'a new password');
  await page.getByLabel('New password').fill('weak');
  await press(page, 'Set password');
  await expectFieldError(page, 'New password', 'The password does not meet every rule yet.');
  await expect(page.getByLabel('New password')).toBeFocused();

  let asked: unknown;
  await page.unroute('**/rpc/v1/auth/sign-in');
  await page.route('**/rpc/v1/auth/new-password', async (route) => {
    asked = route.request().postDataJSON();
    await call(page, 'auth/sign-in', account);
    await route.fulfill({ json: { outcome: 'done' } });
  });
  await page.getByLabel('New password').fill(OTHER_PASSWORD);
  await press(page, 'Set password');
  await expect(page).toHaveURL('/settings/account');
  expect(asked).toEqual({ password: OTHER_PASSWORD });
});

test('a password that has to be reset leads to its code', async ({ page, account }) => {
  const flow = '0198c0de-0000-7000-8000-000000000000';
  await page.route('**/rpc/v1/auth/sign-in', (route) => route.fulfill({ json: { outcome: 'reset_first', flow } }));
  await open(page, '/login');
  await submitLogin(page, account);
  await expect(page).toHaveURL(`/reset-password?flow=${flow}`);
});

for (const [address, heading, words, button] of [
  ['/not-me', "It wasn't me", 'This ends every session of your account', 'Secure my account'],
  ['/undo-email', 'Undo the change of address', 'gives your account its old address back', 'Undo and secure my account'],
]) {
  test(`${address} says what it does, and that a link is dead`, async ({ page, complaints }) => {
    complaints.expect(/status of 422/);
    let asked = 0;
    page.on('request', (request) => (asked += /secure-account|undo-email-change/.test(request.url()) ? 1 : 0));
    await open(page, `${address}?link=bm90aGluZw`);
    await expect(page).toHaveURL(address);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expect(page.getByText(words)).toBeVisible();
    expect(asked, 'what opening the page asked for').toBe(0);
    await examine(page, address);
    await press(page, button);
    await expect(page.getByRole('alert')).toHaveText(
      'This link no longer works. It may have been used already, or be too old.',
    );
    await expect(page.getByRole('button', { name: button })).toBeHidden();
    await examine(page, `${address}, dead`);
    await page.getByRole('link', { name: 'Back to log in' }).click();
    await expect(page).toHaveURL('/login');
  });
}

test('whoever it was is out after "It wasn\'t me", and a code for a new password is on its way', async ({
  page,
  otherPage,
  account,
  mail,
  complaints,
}) => {
  complaints.expect(/status of 401/);
  await withSecondFactor(page, account);
  const notice = await mail.next(account.email, /\/not-me\?link=/);
  const link = /\/not-me\?link=[\w-]+/.exec(notice.replace(/=\r?\n/g, '').replaceAll('=3D', '='))![0];
  const elsewhere = await otherPage();
  await open(elsewhere, link);
  await press(elsewhere, 'Secure my account');
  await expect(elsewhere).toHaveURL(/\/reset-password\?flow=/);
  await page.goto('/settings/profile');
  await expect(page).toHaveURL(/\/login/);
  await elsewhere.getByLabel('Code', { exact: true }).fill(await mail.code(account.email));
  await elsewhere.getByLabel('New password').fill(OTHER_PASSWORD);
  await press(elsewhere, 'Set password');
  await expect(elsewhere.getByText('Your password is changed')).toBeVisible();
});
