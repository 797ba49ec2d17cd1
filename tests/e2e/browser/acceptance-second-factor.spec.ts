// The second factor and passkeys as people live with them: set up, used on several browsers, lost, removed.
import type { Page } from '@playwright/test';
import { expectFocusShown } from '../fixtures/accessible';
import { logIn, logInByHand, logOut, open } from '../fixtures/app';
import { dialog, press } from '../fixtures/keys';
import {
  addAuthenticator,
  askedForCode,
  card,
  codeField,
  enrolByHand,
  inside,
  item,
  openSecurity,
} from '../fixtures/security';
import { expect, test } from '../fixtures/test';
import { AuthenticatorApp } from '../fixtures/totp';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('an app, a backup code and a trusted device each open the account', async ({ page, account, otherPage }) => {
  // The app has to show three codes, one after the other.
  test.setTimeout(150_000);
  await logInByHand(page, account);
  const { app, codes } = await enrolByHand(page);
  await logOut(page);
  await logInByHand(page, account);
  await askedForCode(page);
  await codeField(page).fill(await app.code());
  await press(page, 'Log in');
  await inside(page);

  const phone = await otherPage();
  await logInByHand(phone, account);
  await askedForCode(phone);
  await phone.getByRole('link', { name: 'Use a backup code' }).click();
  await phone.getByLabel('Backup code', { exact: true }).fill(codes[0]);
  await press(phone, 'Log in');
  await inside(phone);
  await expect(card(phone, 'Two-factor authentication').getByText('9 of 10 left.')).toBeVisible();

  await logOut(page);
  await logInByHand(page, account);
  await askedForCode(page);
  await codeField(page).fill(await app.code());
  await page.getByLabel('Trust this device for 30 days').check();
  await press(page, 'Log in');
  await inside(page);
  await logOut(page);
  await logInByHand(page, account);
  await inside(page);

  const devices = card(page, 'Trusted devices');
  await expect(devices.getByRole('listitem')).toHaveCount(1);
  await expect(devices.getByText('This device')).toBeVisible();
  await press(devices, 'Remove all');
  await expect(devices.getByText('No trusted devices.')).toBeVisible();
  await logOut(page);
  await logInByHand(page, account);
  await askedForCode(page);
});

test.describe('a passkey', () => {
  test.use({ host: 'localhost' });

  async function addPasskey(page: Page, name: string): Promise<void> {
    await press(card(page, 'Passkeys'), 'Add a passkey');
    await dialog(page, 'Name your passkey').getByLabel('Name').fill(name);
    await press(dialog(page, 'Name your passkey'), 'Add a passkey');
    await expect(item(card(page, 'Passkeys'), name)).toBeVisible();
  }

  async function removePasskey(page: Page, name: string): Promise<void> {
    await press(page, `Actions for ${name}`);
    await card(page, 'Passkeys').getByRole('button', { name: 'Remove', exact: true }).click();
    await press(dialog(page, 'Remove this passkey?'), 'Remove');
    await expect(card(page, 'Passkeys').getByText('No passkeys yet')).toBeVisible();
  }

  test('opens the account alone, then as second step, and no more once it is removed', async ({
    page,
    account,
    complaints,
  }) => {
    complaints.expect(/status of 4(01|22)/);
    await addAuthenticator(page);
    await logInByHand(page, account);
    await addPasskey(page, 'Laptop');
    await logOut(page);

    await open(page, '/login?next=/settings/security');
    await press(page, 'Log in with a passkey');
    await inside(page);
    await expect(item(card(page, 'Passkeys'), 'Laptop').getByText('Last used')).toBeVisible();

    await enrolByHand(page);
    await logOut(page);
    await logInByHand(page, account);
    await askedForCode(page);
    await press(page, 'Use a passkey');
    await inside(page);

    await removePasskey(page, 'Laptop');
    await logOut(page);
    await open(page, '/login?next=/settings/security');
    // The browser still has it.
    await press(page, 'Log in with a passkey');
    await expect(page.getByText('This passkey did not work.')).toBeVisible();
    await logInByHand(page, account);
    await askedForCode(page);
    await expect(page.getByRole('button', { name: 'Use a passkey' })).toHaveCount(0);
  });
});

test.describe('with the keyboard alone', () => {
  /** Presses Tab until something has the focus, which shows at every stop. */
  async function reach(page: Page, name: string | RegExp, role: 'button' | 'checkbox' | 'link' | 'textbox' = 'button') {
    const wanted = page.getByRole(role, { name, exact: typeof name === 'string' }).filter({ visible: true }).first();
    for (let stops = 0; stops < 60; stops += 1) {
      if (await wanted.evaluate((element) => element === document.activeElement)) {
        return;
      }
      await page.keyboard.press('Tab');
      if (await page.evaluate(() => document.activeElement !== document.body)) {
        await expectFocusShown(page);
      }
    }
    throw new Error(`Tab does not lead to ${String(name)}`);
  }

  async function activate(page: Page, name: string, key = 'Enter'): Promise<void> {
    await reach(page, name);
    await page.keyboard.press(key);
  }

  test('the app is set up, and its code entered', async ({ page, account }) => {
    test.setTimeout(120_000);
    await logIn(page, account);
    await openSecurity(page);
    await activate(page, 'Set up');
    const setUp = dialog(page, 'Set up two-factor authentication');
    await expect(setUp).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(setUp).toBeHidden();
    await expect(page.getByRole('button', { name: 'Set up', exact: true })).toBeFocused();
    await page.keyboard.press('Space');
    const app = new AuthenticatorApp((await setUp.locator('.secret-value').textContent())!);
    await reach(page, 'Code from the app', 'textbox');
    await page.keyboard.type(await app.code());
    await page.keyboard.press('Enter');

    const sheet = dialog(page, 'Save your backup codes');
    await expect(sheet).toBeVisible();
    expect(await sheet.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await reach(page, 'I have saved these codes', 'checkbox');
    await page.keyboard.press('Space');
    await activate(page, 'Finish');
    await expect(sheet).toBeHidden();
    // The button that began it has gone: its card has the focus, from where Tab leads to what is new there.
    await expect(card(page, 'Two-factor authentication')).toBeFocused();
    await page.keyboard.press('Tab');
    await expect(page.getByRole('button', { name: 'Replace app' })).toBeFocused();
    await expectFocusShown(page);

    await openSecurity(page);
    await activate(page, 'Logout');
    await expect(page).toHaveURL(/\/login/);
    await open(page, '/login?next=/settings/security');
    await reach(page, 'Email', 'textbox');
    await page.keyboard.type(account.email);
    await page.keyboard.press('Tab');
    await page.keyboard.type(account.password);
    await page.keyboard.press('Enter');
    await askedForCode(page);
    await expectFocusShown(page);
    await page.keyboard.type(await app.code());
    await reach(page, /^Trust this device/, 'checkbox');
    await page.keyboard.press('Space');
    await activate(page, 'Log in');
    await inside(page);
    await expect(card(page, 'Trusted devices').getByRole('listitem')).toHaveCount(1);
  });
});
