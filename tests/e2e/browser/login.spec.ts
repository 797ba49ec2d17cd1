// The login page: what it says, how it slows down guessing, and where it leads.
import { randomUUID } from 'node:crypto';
import { expectFieldError, field, logIn, open, submitLogin } from '../fixtures/app';
import { expect, test } from '../fixtures/test';

const WRONG = 'Email or password is not right. Check both, or reset your password.';

test('a wrong password and an unknown address get the same words', async ({ page, account, complaints }) => {
  complaints.expect(/status of 401/);
  await open(page, '/login');
  await submitLogin(page, { ...account, password: 'Not-The-1-Password' });
  await expect(page.getByRole('alert')).toHaveText(WRONG);
  await expect(page.getByLabel('Password', { exact: true })).toBeFocused();
  await expect(page.getByLabel('Email')).toHaveValue(account.email);

  await submitLogin(page, { email: `${randomUUID()}@example.com`, password: account.password });
  await expect(page.getByRole('alert')).toHaveText(WRONG);
  await submitLogin(page, account);
  await expect(page).toHaveURL('/settings/profile');
});

test('an empty form names what is missing', async ({ page }) => {
  await open(page, '/login');
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await expectFieldError(page, 'Email', 'Please fill this in.');
  await expectFieldError(page, 'Password', 'Please fill this in.');
  await expect(page.getByLabel('Email')).toBeFocused();
  await submitLogin(page, { email: 'nobody', password: 'x' });
  await expectFieldError(page, 'Email', 'Write the address like name@example.com.');
});

test('guessing is slowed down after five wrong passwords, for the right one too', async ({
  page,
  account,
  complaints,
}) => {
  complaints.expect(/status of 401/, /status of 429/);
  await open(page, '/login');
  for (let guess = 1; guess <= 5; guess += 1) {
    const answer = page.waitForResponse('**/rpc/v1/auth/sign-in');
    await submitLogin(page, { ...account, password: `Guess-Number-${guess}` });
    expect((await answer).status()).toBe(401);
    await expect(page.getByRole('alert')).toHaveText(WRONG);
  }
  await submitLogin(page, account);
  await expect(page.getByRole('alert')).toHaveText(/^Too many tries\. Wait \d+ minutes?, then try again\.$/);
});

test('the password can be shown and hidden again', async ({ page }) => {
  await open(page, '/login');
  const password = page.getByLabel('Password', { exact: true });
  const eye = page.getByRole('button', { name: 'Show password' });
  await password.fill('Secret-1');
  await expect(password).toHaveAttribute('type', 'password');
  await eye.click();
  await expect(password).toHaveAttribute('type', 'text');
  await expect(eye).toHaveAttribute('aria-pressed', 'true');
  await eye.click();
  await expect(password).toHaveAttribute('type', 'password');
  await expect(password).toHaveValue('Secret-1');
});

test('a page that needs a login leads back to itself', async ({ page, account }) => {
  await open(page, '/settings/account');
  await expect(page).toHaveURL(/\/login\?/);
  expect(new URL(page.url()).searchParams.get('next')).toBe('/settings/account');
  await submitLogin(page, account);
  await expect(page).toHaveURL('/settings/account');
});

for (const next of [
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
]) {
  test(`a login leads nowhere but to our own pages: ${next}`, async ({ page, account, server }) => {
    await open(page, `/login?next=${next}`);
    await submitLogin(page, account);
    await expect(page).toHaveURL('/settings/profile');
    await expect(field(page, 'First Name')).toBeVisible();
    expect(new URL(page.url()).origin).toBe(server.url);
  });
}

test('whoever is logged in already is not asked again', async ({ page, account }) => {
  await logIn(page, account);
  for (const address of ['/login', '/sign-up', '/', '/settings']) {
    await open(page, address);
    await expect(page).toHaveURL('/settings/profile');
  }
});
