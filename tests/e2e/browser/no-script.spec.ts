// Without JavaScript: the pages are there, and logging in and out works.
import { readProfile, signIn, writeProfile } from '../fixtures/api';
import { field, submitLogin } from '../fixtures/app';
import { expect, test } from '../fixtures/test';

test.use({ javaScriptEnabled: false });

test('the pages for strangers are there', async ({ page, complaints }) => {
  complaints.expect(/status of 404/);
  for (const [address, heading, text] of [
    ['/login', 'Log in', 'New here?'],
    ['/sign-up', 'Create an account', 'At least 8 characters'],
    ['/forgot-password', 'Forgot your password?', 'Enter your registered email.'],
    ['/nowhere', 'Page not found', 'There is nothing at this address.'],
  ]) {
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(heading);
    await expect(page.getByText(text)).toBeVisible();
  }
});

test('log in, look at each tab, log out', async ({ page, account, server }) => {
  const secret = await signIn(server, account);
  const { profile } = await readProfile(server, secret);
  await writeProfile(server, secret, { ...profile, firstName: 'Ada', bio: 'Two lines,\nboth shown.' });

  await page.goto('/settings/account');
  await submitLogin(page, account);
  await expect(page).toHaveURL('/settings/account');
  await expect(page.getByRole('heading', { name: 'Personal Account' })).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: account.email })).toBeVisible();

  await page.getByRole('link', { name: 'Profile' }).click();
  await expect(page).toHaveURL('/settings/profile');
  await expect(field(page, 'First Name')).toHaveValue('Ada');
  await expect(field(page, 'Bio')).toHaveValue('Two lines,\nboth shown.');
  await expect(page.getByLabel('Email')).toHaveValue(account.email);

  await page.getByRole('button', { name: 'User menu' }).click();
  await expect(page.getByRole('navigation', { name: 'User menu' })).toBeVisible();
  await page.keyboard.press('Escape');

  await page.getByRole('link', { name: 'Keys' }).click();
  await expect(page.getByRole('heading', { name: 'User Token 1' })).toBeVisible();

  await page.getByRole('link', { name: 'Security' }).click();
  await page.getByRole('main').getByRole('button', { name: 'Logout' }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.goto('/settings/profile');
  await expect(page).toHaveURL(/\/login/);
});

test('a wrong password says so', async ({ page, account }) => {
  await page.goto('/login');
  await submitLogin(page, { ...account, password: 'Not-The-1-Password' });
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByRole('alert')).toHaveText(
    'Email or password is not right. Check both, or reset your password.',
  );
});

test('too many wrong passwords say how long to wait', async ({ page, account }) => {
  await page.goto('/login');
  for (let guess = 1; guess <= 6; guess += 1) {
    // The page before looks the same.
    const loaded = page.waitForEvent('load');
    await submitLogin(page, { ...account, password: `Guess-Number-${guess}` });
    await loaded;
    await expect(page.getByRole('alert')).toBeVisible();
  }
  await expect(page.getByRole('alert')).toHaveText(/^Too many tries\. Wait \d+ minutes?, then try again\.$/);
});
