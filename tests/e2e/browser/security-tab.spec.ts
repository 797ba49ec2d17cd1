// The Security tab: password and address, the second factor, sessions, and what happened.
import type { Page } from '@playwright/test';
import fs from 'node:fs/promises';
import { OTHER_PASSWORD, freshEmail } from '../fixtures/account';
import { examine } from '../fixtures/accessible';
import { readProfile, signIn } from '../fixtures/api';
import { expectFieldError, logIn, open, openMenu, submitLogin } from '../fixtures/app';
import { ageSignIns } from '../fixtures/database';
import { dialog, pasted, press } from '../fixtures/keys';
import { otherThan } from '../fixtures/mail';
import { addAuthenticator, card, enrol, enrolWhole, item, openSecurity, toast } from '../fixtures/security';
import { expect, test } from '../fixtures/test';
import { totp, wrongTotp } from '../fixtures/totp';

test.use({ contextOptions: { reducedMotion: 'reduce' }, permissions: ['clipboard-read', 'clipboard-write'] });

test.beforeEach(async ({ page, account }) => {
  await logIn(page, account);
  await openSecurity(page);
});

const twoFactor = (page: Page) => card(page, 'Two-factor authentication');
const codesDialog = (page: Page) => dialog(page, 'Save your backup codes');

test.describe('the password', () => {
  test("the guide's way is there, and changing it in place", async ({ page, server, account, complaints }) => {
    complaints.expect(/status of 422/);
    await expect(
      page.getByText('To reset your password please logout and click "forgot password" when you next login.'),
    ).toBeVisible();
    const elsewhere = await signIn(server, account);
    await press(page, 'Change password');
    const form = dialog(page, 'Change password');
    await expect(form.getByLabel('Current password', { exact: true })).toBeFocused();
    await press(form, 'Change password');
    await expectFieldError(page, 'Current password', 'Please fill this in.');
    await expectFieldError(page, 'New password', 'Please fill this in.');

    await form.getByLabel('Current password', { exact: true }).fill('Not-The-1-Password');
    await form.getByLabel('New password', { exact: true }).fill(OTHER_PASSWORD);
    await expect(form.getByText('5 of 5 rules met')).toBeAttached();
    await press(form, 'Change password');
    await expectFieldError(page, 'Current password', 'This is not your password. Try again.');
    await expect(form.getByLabel('Current password', { exact: true })).toBeFocused();

    await form.getByLabel('Current password', { exact: true }).fill(account.password);
    await press(form, 'Change password');
    await expect(toast(page, 'Your password is changed')).toBeVisible();
    await expect(form).toBeHidden();
    expect((await readProfile(server, elsewhere)).status, 'the session elsewhere has ended').toBe(401);
    await signIn(server, { ...account, password: OTHER_PASSWORD });
    await expect(card(page, 'Security activity').getByText('The password was changed')).toBeVisible();
  });
});

test('the address changes with a code from the new one, and not before', async ({
  page,
  account,
  mail,
  complaints,
}) => {
  complaints.expect(/status of 422/);
  const email = freshEmail();
  const address = card(page, 'Email address');
  await press(address, 'Change email address');
  const change = dialog(page, 'Change email address');
  await change.getByLabel('New email address').fill('no address');
  await press(change, 'Send code');
  await expectFieldError(page, 'New email address', 'Write the address like name@example.com.');
  await change.getByLabel('New email address').fill(email);
  await press(change, 'Send code');
  await expect(change.getByText(`We sent a code to ${email}.`)).toBeVisible();
  await expect(change.getByLabel('Code')).toBeFocused();
  await expect(change.getByRole('button', { name: /Send a new code in \d:\d\d/ })).toBeDisabled();
  await expect(address.getByText(account.email)).toBeVisible();

  const code = await mail.code(email);
  await change.getByLabel('Code').fill(otherThan(code));
  await press(change, 'Change address');
  await expectFieldError(page, 'Code', 'That code is not right.');
  await change.getByLabel('Code').fill(code);
  await press(change, 'Change address');
  const done = dialog(page, 'Your address is changed');
  await expect(done.getByText('it can be undone for 72 hours')).toBeVisible();
  await press(done, 'Done');
  await expect(address.getByText(email)).toBeVisible();
  await expect((await openMenu(page)).getByText(email)).toBeVisible();
  await mail.next(account.email, /^Subject: /m);
});

test.describe('two-factor authentication', () => {
  test('is set up with an app, a code of it, and codes to keep', async ({ page, account, complaints }) => {
    complaints.expect(/status of 422/);
    await expect(twoFactor(page).getByText('Off', { exact: true })).toBeVisible();
    await press(twoFactor(page), 'Set up');
    const setUp = dialog(page, 'Set up two-factor authentication');
    await expect(setUp.getByRole('img', { name: 'QR code for your authenticator app' })).toBeVisible();
    const shown = (await setUp.locator('.secret-value').textContent())!;
    expect(shown).toMatch(/^([A-Z2-7]{4} )+[A-Z2-7]{1,4}$/);
    await press(setUp, 'Copy the key');
    await expect.poll(() => pasted(page)).toBe(shown.replaceAll(' ', ''));
    const link = await setUp.getByRole('link', { name: 'Open in an app on this device' }).getAttribute('href');
    expect(link).toMatch(new RegExp(`^otpauth://totp/.*secret=${shown.replaceAll(' ', '')}`));
    const code = setUp.getByLabel('Code from the app');
    await expect(code).toHaveAttribute('autocomplete', 'one-time-code');
    await code.fill(wrongTotp(shown));
    await press(setUp, 'Verify');
    await expectFieldError(page, 'Code from the app', 'That code is not right.');
    await expect(code).toBeFocused();
    await code.fill(totp(shown));
    await press(setUp, 'Verify');

    const codes = codesDialog(page);
    await expect(codes).toBeVisible();
    await expect(codes.getByRole('listitem')).toHaveCount(10);
    const texts = await codes.getByRole('listitem').allTextContents();
    for (const text of texts) {
      expect(text).toMatch(/^([0-9a-z]{4}-){3}[0-9a-z]{4}$/);
    }
    await press(codes, 'Copy');
    await expect.poll(() => pasted(page)).toContain(texts.join('\n'));
    const download = page.waitForEvent('download');
    await codes.getByRole('link', { name: 'Download' }).click();
    const file = await fs.readFile(await (await download).path(), 'utf8');
    expect((await download).suggestedFilename()).toBe('backup-codes.txt');
    expect(file).toContain(account.email);
    expect(file).toContain(texts.join('\n'));

    const finish = codes.getByRole('button', { name: 'Finish' });
    await expect(finish).toHaveAttribute('aria-disabled', 'true');
    await finish.click({ force: true });
    await expect(codes).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(codes.getByRole('alert').filter({ hasText: 'Have you saved your codes?' })).toBeVisible();
    await press(codes, 'Go back');
    await codes.getByLabel('I have saved these codes').check();
    await press(codes, 'Finish');
    await expect(codes).toBeHidden();
    await expect(twoFactor(page).getByText('On', { exact: true })).toBeVisible();
    await expect(twoFactor(page).getByText('10 of 10 left.')).toBeVisible();
    for (const text of texts) {
      expect(await page.content()).not.toContain(text);
    }
  });

  test('is printed as codes and nothing else', async ({ page, account }) => {
    await enrol(page);
    await page.emulateMedia({ media: 'print' });
    await expect(codesDialog(page).getByRole('listitem').first()).toBeVisible();
    await expect(codesDialog(page).getByText(`Backup codes of ${account.email} for RequestRocket`)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Password' })).toBeHidden();
    await expect(codesDialog(page).getByRole('button', { name: 'Finish' })).toBeHidden();
    await page.emulateMedia({ media: 'screen' });
    await page.evaluate(() => {
      window.print = () => document.body.setAttribute('data-printed', 'true');
    });
    await press(codesDialog(page), 'Print');
    await expect(page.locator('body[data-printed]')).toHaveCount(1);
  });

  test('gives new codes, and is turned off', async ({ page }) => {
    await enrolWhole(page);
    await press(twoFactor(page), 'Make new codes');
    await press(dialog(page, 'Make new backup codes?'), 'Make new codes');
    await expect(codesDialog(page).getByRole('listitem')).toHaveCount(10);
    await page.keyboard.press('Escape');
    await press(codesDialog(page), 'Close without saving');
    await expect(codesDialog(page)).toBeHidden();
    await expect(card(page, 'Trusted devices').getByText('No trusted devices.')).toBeVisible();

    await press(twoFactor(page), 'Turn off');
    const question = dialog(page, 'Turn off two-factor authentication?');
    await expect(question.getByText('Your authenticator app, your backup codes')).toBeVisible();
    await press(question, 'Cancel');
    await expect(twoFactor(page).getByText('On', { exact: true })).toBeVisible();
    await press(twoFactor(page), 'Turn off');
    await press(question, 'Turn off');
    await expect(twoFactor(page).getByText('Off', { exact: true })).toBeVisible();
    await expect(twoFactor(page)).toBeFocused();
    await expect(card(page, 'Trusted devices')).toBeHidden();
  });

  test('the app is replaced with a code of the new one', async ({ page }) => {
    const before = await enrolWhole(page);
    await press(twoFactor(page), 'Replace app');
    const replace = dialog(page, 'Replace your authenticator app');
    const secret = (await replace.locator('.secret-value').textContent())!;
    expect(secret).not.toBe(before);
    await replace.getByLabel('Code from the app').fill(totp(secret));
    await press(replace, 'Verify');
    await expect(toast(page, 'Your new authenticator app is set up')).toBeVisible();
    await expect(replace).toBeHidden();
    await expect(twoFactor(page).getByText('10 of 10 left.')).toBeVisible();
  });

  test('asks who it is when the login was some time ago', async ({ page, server, account, complaints }) => {
    complaints.expect(/status of 403/);
    await ageSignIns(server);
    await press(twoFactor(page), 'Set up');
    const proof = dialog(page, 'Confirm that it is you');
    await press(proof, 'Cancel');
    await expect(dialog(page, 'Set up two-factor authentication')).toBeHidden();
    await press(twoFactor(page), 'Set up');
    await proof.getByLabel('Password', { exact: true }).fill(account.password);
    await press(proof, 'Confirm');
    await expect(dialog(page, 'Set up two-factor authentication')).toBeVisible();
  });
});

test('trusted devices are listed, and removed', async ({ page, account }) => {
  const secret = await enrolWhole(page);
  const devices = card(page, 'Trusted devices');
  await page.getByRole('main').getByRole('button', { name: 'Logout' }).click();
  await expect(page).toHaveURL(/\/login/);
  await open(page, '/login?next=/settings/security');
  await submitLogin(page, account);
  await page.getByLabel('Code', { exact: true }).fill(totp(secret, 1));
  await page.getByLabel('Trust this device for 30 days').check();
  await press(page, 'Log in');
  await expect(devices.getByRole('listitem')).toHaveCount(1);
  await expect(devices.getByText('This device')).toBeVisible();
  await expect(devices.getByText(/^Trusted until /)).toBeVisible();
  await examine(page, 'a trusted device');
  await devices.getByRole('button', { name: /^Remove Chrom/ }).click();
  await expect(devices.getByText('No trusted devices.')).toBeVisible();
  await expect(devices).toBeFocused();
});

test.describe('passkeys', () => {
  const passkeys = (page: Page) => card(page, 'Passkeys');

  test('are not there where the address is a number', async ({ page }) => {
    await expect(passkeys(page)).toHaveCount(0);
  });

  test.describe('where the address is a name', () => {
    test.use({ host: 'localhost' });

    test('are added, named, renamed and removed', async ({ page }) => {
      await addAuthenticator(page);
      await expect(passkeys(page).getByText('No passkeys yet')).toBeVisible();
      await press(passkeys(page), 'Add a passkey');
      const naming = dialog(page, 'Name your passkey');
      await expect(naming.getByLabel('Name')).toHaveValue('Passkey 1');
      await examine(page, 'name a passkey');
      await naming.getByLabel('Name').fill('');
      await press(naming, 'Add a passkey');
      await expectFieldError(page, 'Name', 'Please fill this in.');
      await naming.getByLabel('Name').fill('Laptop');
      await press(naming, 'Add a passkey');
      await expect(item(passkeys(page), 'Laptop').getByText('Never used')).toBeVisible();

      await press(page, 'Actions for Laptop');
      await press(page, 'Rename');
      const rename = dialog(page, 'Rename Laptop');
      await rename.getByLabel('Name').fill('Old laptop');
      await press(rename, 'Save');
      await expect(item(passkeys(page), 'Old laptop')).toBeVisible();

      await press(page, 'Actions for Old laptop');
      await passkeys(page).getByRole('button', { name: 'Remove', exact: true }).click();
      const remove = dialog(page, 'Remove this passkey?');
      await expect(remove.getByText('Old laptop')).toBeVisible();
      await press(remove, 'Remove');
      await expect(passkeys(page).getByText('No passkeys yet')).toBeVisible();
      await expect(passkeys(page)).toBeFocused();
    });
  });
});

test.describe('sessions', () => {
  const sessions = (page: Page) => card(page, "Where you're logged in");

  test('are listed, and another browser is logged out', async ({ page, account, otherPage, complaints }) => {
    complaints.expect(/status of 401/);
    const other = await otherPage();
    await logIn(other, account);
    await openSecurity(page);
    await expect(sessions(page).getByRole('listitem')).toHaveCount(2);
    const rows = sessions(page).getByRole('listitem');
    await expect(rows.first().getByText('This one')).toBeVisible();
    await expect(rows.first().getByRole('button')).toHaveCount(0);
    await expect(rows.last().getByRole('heading')).toHaveText(/^Chrom\w+ on Linux$/);
    await rows.last().getByRole('button', { name: /^Log out Chrom/ }).click();
    await expect(rows).toHaveCount(1);
    await expect(sessions(page)).toBeFocused();
    await expect(sessions(page).getByRole('button', { name: 'Log out all others' })).toHaveCount(0);
    await open(other, '/settings/account').catch(() => undefined);
    await expect(other).toHaveURL(/\/login/);
  });

  test('of programs are the desktop app, and all others end at once', async ({ page, server, account }) => {
    const secrets = [await signIn(server, account), await signIn(server, account)];
    await openSecurity(page);
    await expect(item(sessions(page), 'Desktop app')).toHaveCount(2);
    await press(sessions(page), 'Log out all others');
    await expect(toast(page, 'You are logged out everywhere else')).toBeVisible();
    await expect(sessions(page).getByRole('listitem')).toHaveCount(1);
    for (const secret of secrets) {
      expect((await readProfile(server, secret)).status).toBe(401);
    }
  });

  test('end everywhere, here too', async ({ page, server, account }) => {
    const secret = await signIn(server, account);
    await press(sessions(page), 'Log out everywhere');
    const question = dialog(page, 'Log out everywhere?');
    await press(question, 'Log out everywhere');
    await expect(page).toHaveURL(/\/login/);
    expect((await readProfile(server, secret)).status).toBe(401);
    await page.goto('/settings/security');
    await expect(page).toHaveURL(/\/login/);
    await submitLogin(page, account);
    await expect(page).toHaveURL('/settings/security');
  });
});

test.describe('the activity', () => {
  const log = (page: Page) => card(page, 'Security activity');

  test('is filtered, searched, and found empty', async ({ page }) => {
    const entries = log(page).getByRole('listitem');
    await expect(entries.filter({ hasText: 'Logged in' }).first()).toBeVisible();
    await log(page).getByLabel('Show', { exact: true }).selectOption('Profile and account');
    await expect(entries).toHaveText([/The account was created/]);
    await log(page).getByLabel('Search').fill('nothing that is there');
    await expect(log(page).getByText('Nothing found')).toBeVisible();
    await log(page).getByLabel('Show', { exact: true }).selectOption('Everything');
    await log(page).getByLabel('Search').fill('127.0.0');
    await expect(entries.filter({ hasText: 'Logged in' }).first()).toBeVisible();
    await expect(page, 'Enter sends nothing away').toHaveURL('/settings/security');
    await log(page).getByLabel('Search').press('Enter');
    await expect(page).toHaveURL('/settings/security');
  });

  test('goes on past the first entries', async ({ page, server, account }) => {
    for (let login = 0; login < 27; login += 1) {
      await signIn(server, account);
    }
    await openSecurity(page);
    await expect(log(page).getByRole('listitem')).toHaveCount(25);
    await press(log(page), 'Show more');
    await expect(log(page).getByRole('listitem').nth(26)).toBeVisible();
    await expect(log(page).getByRole('button', { name: 'Show more' })).toHaveCount(0);
  });

  test('comes as a file', async ({ page }) => {
    for (const [name, file, start] of [
      ['Export as CSV', 'activity.csv', /^time,event,/],
      ['Export as JSON', 'activity.json', /^\s*\[/],
    ] as const) {
      const download = page.waitForEvent('download');
      await log(page).getByRole('link', { name }).click();
      expect((await download).suggestedFilename()).toBe(file);
      expect(await fs.readFile(await (await download).path(), 'utf8')).toMatch(start);
    }
  });

  test('is linked from the keys', async ({ page }) => {
    await open(page, '/settings/keys');
    await page.getByRole('link', { name: 'All that happened to your account' }).click();
    await expect(page).toHaveURL('/settings/security');
  });
});

test('by keyboard: dialogs open, close with Escape, and give the focus back', async ({ page }) => {
  for (const name of ['Change password', 'Change email address', 'Set up', 'Log out everywhere']) {
    const button = page.getByRole('main').getByRole('button', { name, exact: true }).first();
    await button.focus();
    await page.keyboard.press('Enter');
    const opened = page.getByRole('dialog');
    await expect(opened).toBeVisible();
    expect(await opened.evaluate((element) => element.contains(document.activeElement))).toBe(true);
    await page.keyboard.press('Escape');
    await expect(opened).toBeHidden();
    await expect(button).toBeFocused();
  }
});

test('every state, as axe sees it', async ({ page, server, account }) => {
  test.slow();
  await signIn(server, account);
  await openSecurity(page);
  await examine(page, 'security');
  await press(page, 'Change password');
  await press(dialog(page, 'Change password'), 'Change password');
  await examine(page, 'change password with errors');
  await page.keyboard.press('Escape');
  await press(card(page, 'Email address'), 'Change email address');
  await dialog(page, 'Change email address').getByLabel('New email address').fill(freshEmail());
  await press(dialog(page, 'Change email address'), 'Send code');
  await expect(dialog(page, 'Change email address').getByLabel('Code')).toBeFocused();
  await examine(page, 'code for the new address');
  await page.keyboard.press('Escape');
  await press(twoFactor(page), 'Set up');
  const setUp = dialog(page, 'Set up two-factor authentication');
  const secret = (await setUp.locator('.secret-value').textContent())!;
  await examine(page, 'set up two-factor authentication');
  await setUp.getByLabel('Code from the app').fill(totp(secret));
  await press(setUp, 'Verify');
  await expect(codesDialog(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await examine(page, 'backup codes that are not saved');
  await press(codesDialog(page), 'Close without saving');
  await examine(page, 'two-factor authentication on');
  await press(twoFactor(page), 'Turn off');
  await examine(page, 'turn two-factor authentication off');
  await page.keyboard.press('Escape');
  await card(page, 'Security activity').getByLabel('Search').fill('nothing that is there');
  await expect(page.getByText('Nothing found')).toBeVisible();
  await examine(page, 'nothing found');
});
