// The forgotten password, beyond the walk: what is wrong is said, and nothing tells who has an account.
import type { Page } from '@playwright/test';
import { randomUUID } from 'node:crypto';
import { OTHER_PASSWORD } from '../fixtures/account';
import { expectFieldError, open, submitLogin } from '../fixtures/app';
import { expect, test } from '../fixtures/test';

async function forget(page: Page, email: string): Promise<void> {
  await open(page, '/forgot-password');
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(page.getByRole('heading', { name: 'Set a new password' })).toBeVisible();
  await expect(page.getByText(`If ${email} has an account, a code is on its way.`)).toBeVisible();
}

async function reset(page: Page, code: string, password: string): Promise<void> {
  await page.getByLabel('Code').fill(code);
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Set password' }).click();
}

test('an address without an account gets the same page, and no mail', async ({ page, complaints }) => {
  complaints.expect(/status of 4\d\d/);
  await forget(page, `${randomUUID()}@example.com`);
  await reset(page, '000000', OTHER_PASSWORD);
  await expect(page.getByLabel('Code')).toHaveAttribute('aria-invalid', 'true');
});

test('code and password are both checked; the old password works until both are right', async ({
  page,
  account,
  mail,
}) => {
  await forget(page, account.email);
  const code = await mail.code(account.email);
  await reset(page, '12', 'weak');
  await expectFieldError(page, 'Code', 'The code is six digits.');
  await expectFieldError(page, 'New password', 'The password does not meet every rule yet.');
  await expect(page.getByLabel('Code')).toBeFocused();
  await reset(page, code, OTHER_PASSWORD);
  await expect(page.getByText('Your password is changed')).toBeVisible();
});

test('a code works once', async ({ page, account, mail, complaints }) => {
  complaints.expect(/status of 4\d\d/);
  await forget(page, account.email);
  const address = page.url();
  const code = await mail.code(account.email);
  await reset(page, code, OTHER_PASSWORD);
  await expect(page.getByText('Your password is changed')).toBeVisible();
  await open(page, address);
  await reset(page, code, 'Third-Password-9');
  await expectFieldError(page, 'Code', 'That code no longer works. Ask for a new one.');
  await open(page, '/login');
  await submitLogin(page, { ...account, password: OTHER_PASSWORD });
  await expect(page).toHaveURL('/settings/profile');
});

test('the address typed on the login page is there already', async ({ page, account, complaints }) => {
  complaints.expect(/status of 401/);
  await open(page, '/login');
  await submitLogin(page, { ...account, password: 'Not-The-1-Password' });
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByRole('link', { name: 'Forgot your password?' }).click();
  await expect(page.getByLabel('Email')).toHaveValue(account.email);
});
