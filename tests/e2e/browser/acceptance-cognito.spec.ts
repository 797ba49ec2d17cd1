// The same pages where Amazon Cognito proves who people are: its codes, its mails, its second step.
import type { Page } from '@playwright/test';
import { OTHER_PASSWORD, PASSWORD, freshEmail, type Account } from '../fixtures/account';
import { logInByHand, logOut, open, setNewPassword, submitLogin } from '../fixtures/app';
import { Pool } from '../fixtures/cognito';
import { press } from '../fixtures/keys';
import { askedForCode, card, codeField, enrolByHand, inside } from '../fixtures/security';
import { expect, test as base } from '../fixtures/test';

const test = base.extend<{ pool: Pool }>({
  pool: async ({}, use) => use(await Pool.make()),
  settings: async ({ pool }, use) => use(pool.settings),
});

test.use({ contextOptions: { reducedMotion: 'reduce' } });

async function signUp(page: Page, pool: Pool): Promise<Account> {
  const account = { email: freshEmail(), password: PASSWORD };
  await open(page, '/sign-up');
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await press(page, 'Create account');
  await expect(page.getByRole('heading', { name: 'Confirm your email' })).toBeVisible();
  await codeField(page).fill(await pool.code(account.email));
  await press(page, 'Confirm');
  await expect(page.getByText('Your email is confirmed')).toBeVisible();
  return account;
}

test('sign up, set an app up, log in with its code and with a backup code', async ({ page, pool }) => {
  test.setTimeout(120_000);
  const account = await signUp(page, pool);
  await logInByHand(page, account);
  await inside(page);
  await expect(card(page, 'Passkeys'), 'Cognito alone opens its accounts').toHaveCount(0);
  const { app, codes } = await enrolByHand(page);

  await logOut(page);
  await logInByHand(page, account);
  await askedForCode(page);
  await codeField(page).fill(await app.code());
  await press(page, 'Log in');
  await inside(page);

  await logOut(page);
  await logInByHand(page, account);
  await askedForCode(page);
  await page.getByRole('link', { name: 'Use a backup code' }).click();
  await page.getByLabel('Backup code', { exact: true }).fill(codes[3]);
  await press(page, 'Log in');
  await inside(page);
  await expect(card(page, 'Two-factor authentication').getByText('9 of 10 left.')).toBeVisible();

  // The code took nobody's second step away: it is asked for again.
  await logOut(page);
  await logInByHand(page, account);
  await askedForCode(page);
  await codeField(page).fill(await app.code());
  await press(page, 'Log in');
  await inside(page);
});

test("a forgotten password is reset through Cognito's mail", async ({ page, pool, complaints }) => {
  complaints.expect(/status of 4(01|22)/);
  const account = await signUp(page, pool);
  await open(page, '/forgot-password');
  await page.getByLabel('Email').fill(account.email);
  await press(page, 'Send code');
  await setNewPassword(page, await pool.code(account.email), OTHER_PASSWORD);
  await submitLogin(page, account);
  await expect(page.getByRole('alert')).toBeVisible();
  await submitLogin(page, { ...account, password: OTHER_PASSWORD });
  await expect(page).toHaveURL('/settings/profile');
});
