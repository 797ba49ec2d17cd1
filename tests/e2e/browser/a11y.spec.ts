// Every page in its main states, as axe sees it, in both themes and on the narrowest screen.
import { createAccount } from '../fixtures/account';
import { examine } from '../fixtures/accessible';
import { field, logIn, open, openMenu, saved, submit, submitLogin, tab } from '../fixtures/app';
import { expect, test } from '../fixtures/test';

// Nothing moves while it is looked at.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('login', async ({ page, complaints }) => {
  complaints.expect(/status of 401/);
  await open(page, '/login');
  await examine(page, 'login');
  await page.getByRole('button', { name: 'Log in' }).click();
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
