// Signing up: the rules of a password while one types it, and the code from the mail.
import type { Page } from '@playwright/test';
import { PASSWORD, freshEmail } from '../fixtures/account';
import { expectFieldError, open, submitLogin } from '../fixtures/app';
import { expect, test } from '../fixtures/test';

async function signUp(page: Page, email: string): Promise<void> {
  await open(page, '/sign-up');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page.getByRole('heading', { name: 'Confirm your email' })).toBeVisible();
}

async function enter(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code').fill(code);
  await page.getByRole('button', { name: 'Confirm' }).click();
}

/** A code of six digits that is not this one. */
const not = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, '0');

test('the rules are ticked off while one types, and not by colour alone', async ({ page }) => {
  await open(page, '/sign-up');
  const password = page.getByLabel('Password', { exact: true });
  const rules = page.getByRole('list', { name: 'Your password needs:' }).getByRole('listitem');
  await expect(rules).toHaveText([
    'Not met: At least 8 characters',
    'Not met: At least one uppercase letter',
    'Not met: At least one lowercase letter',
    'Not met: At least one number',
    'Not met: At least one special character',
  ]);
  const icon = rules.nth(2).locator('svg');
  const unmet = await icon.innerHTML();
  await password.pressSequentially('abc');
  await expect(rules.nth(2)).toHaveText('Met: At least one lowercase letter');
  await expect(rules.nth(1)).toHaveText('Not met: At least one uppercase letter');
  expect(await icon.innerHTML(), 'another icon').not.toBe(unmet);
  await expect(page.getByRole('status').filter({ hasText: '1 of 5 rules met' })).toBeAttached();
  await password.fill(PASSWORD);
  await expect(page.getByRole('status').filter({ hasText: '5 of 5 rules met' })).toBeAttached();
  await expect(rules.filter({ hasText: 'Not met:' })).toHaveCount(0);
});

test('a weak or common password is refused at its field', async ({ page, complaints }) => {
  complaints.expect(/status of 422/);
  await open(page, '/sign-up');
  await page.getByLabel('Email').fill(freshEmail());
  const password = page.getByLabel('Password', { exact: true });
  await password.fill('short');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expectFieldError(page, 'Password', 'The password does not meet every rule yet.');
  await expect(password).toBeFocused();
  await password.fill('Password1!');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expectFieldError(page, 'Password', 'This password is easy to guess. Choose a less common one.');
  await expect(page).toHaveURL('/sign-up');
});

test('a wrong code says so; the right one may hold a space', async ({ page, mail, complaints }) => {
  complaints.expect(/status of 4\d\d/);
  const email = freshEmail();
  await signUp(page, email);
  const code = await mail.code(email);
  await enter(page, '12345');
  await expectFieldError(page, 'Code', 'The code is six digits.');
  await enter(page, not(code));
  await expectFieldError(page, 'Code', 'That code is not right. Check the latest mail and try again.');
  await expect(page.getByLabel('Code')).toBeFocused();
  await enter(page, ` ${code.slice(0, 3)} ${code.slice(3)} `);
  await expect(page.getByText('Your email is confirmed')).toBeVisible();
});

test('five wrong codes end the code', async ({ page, mail, complaints }) => {
  complaints.expect(/status of 4\d\d/);
  const email = freshEmail();
  await signUp(page, email);
  const code = await mail.code(email);
  for (let guess = 1; guess <= 5; guess += 1) {
    const answer = page.waitForResponse('**/rpc/v1/auth/confirm');
    await enter(page, not(code));
    await answer;
  }
  await enter(page, code);
  await expectFieldError(page, 'Code', 'That code no longer works. Ask for a new one.');
});

test('the page for the code survives a reload', async ({ page, mail }) => {
  const email = freshEmail();
  await signUp(page, email);
  await open(page, page.url());
  await expect(page.getByText('We sent you a mail. Enter the code from it.')).toBeVisible();
  await enter(page, await mail.code(email));
  await expect(page.getByText('Your email is confirmed')).toBeVisible();
});

test('a new code can be asked for after a minute; only the newest works', async ({ page, mail, complaints }) => {
  complaints.expect(/status of 4\d\d/);
  await page.clock.install();
  const email = freshEmail();
  await signUp(page, email);
  const first = await mail.code(email);
  const resend = page.getByRole('button', { name: /^Send a new code/ });
  await expect(resend).toBeDisabled();
  await expect(resend).toHaveText(/^Send a new code in (1:00|0:5\d)$/);
  await page.clock.runFor(30_000);
  await expect(resend).toHaveText(/^Send a new code in 0:[23]\d$/);
  await page.clock.runFor(35_000);
  await expect(resend).toHaveText('Send a new code');
  await resend.click();
  await expect(page.getByText('A new code is on its way. Only the newest one works.')).toBeVisible();
  await expect(resend).toBeDisabled();
  const second = await mail.code(email);
  await enter(page, first);
  await expect(page.getByLabel('Code')).toHaveAttribute('aria-invalid', 'true');
  await enter(page, second);
  await expect(page.getByText('Your email is confirmed')).toBeVisible();
});

test('whoever logs in before confirming is led to the code', async ({ page, mail }) => {
  const email = freshEmail();
  await signUp(page, email);
  await mail.code(email);
  await open(page, '/login');
  await submitLogin(page, { email, password: PASSWORD });
  await expect(page.getByRole('heading', { name: 'Confirm your email' })).toBeVisible();
});

test('an address that has an account gets the same page, and another mail', async ({ page, account, mail }) => {
  await signUp(page, account.email);
  await expect(page.getByText(account.email)).toBeVisible();
  const text = await mail.next(account.email, /^Subject: /m);
  expect(text).toContain('You already have a');
});
