// The walk of a newcomer, as the guide describes it: from sign-up to a new password.
import { OTHER_PASSWORD, PASSWORD, freshEmail } from '../fixtures/account';
import { alive, field, logIn, open, openMenu, saved, submit, submitLogin, tab } from '../fixtures/app';
import { expect, test } from '../fixtures/test';

test('a newcomer signs up, edits the profile, forgets the password and sets a new one', async ({
  page,
  mail,
  otherPage,
}) => {
  const email = freshEmail();

  await test.step('sign up', async () => {
    await open(page, '/');
    await expect(page).toHaveURL('/login');
    await page.getByRole('link', { name: 'Create an account' }).click();
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByRole('heading', { name: 'Confirm your email' })).toBeVisible();
    await expect(page.getByText(email)).toBeVisible();
  });

  await test.step('confirm with the code from the mail', async () => {
    await page.getByLabel('Code').fill(await mail.code(email));
    await page.getByRole('button', { name: 'Confirm' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Your email is confirmed' })).toBeVisible();
    await expect(page.getByLabel('Email'), 'no address is asked for twice').toHaveValue(email);
  });

  await test.step('log in', async () => {
    await submitLogin(page, { email, password: PASSWORD });
    await expect(page).toHaveURL('/settings/profile');
    await expect(tab(page, 'Profile')).toHaveAttribute('aria-current', 'page');
  });

  await test.step('edit the profile; a reload shows what was saved', async () => {
    await field(page, 'First Name').fill('Zoë');
    await field(page, 'Last Name').fill('Ångström');
    await field(page, 'Phone').fill('+44 20 7946 0018');
    await field(page, 'Bio').fill('Two lines,\nboth kept.');
    await submit(page).click();
    await saved(page);
    await expect(page.getByRole('button', { name: 'User menu' })).toContainText('ZÅ');
    await page.reload();
    await alive(page);
    await expect(field(page, 'First Name')).toHaveValue('Zoë');
    await expect(field(page, 'Last Name')).toHaveValue('Ångström');
    await expect(field(page, 'Phone')).toHaveValue('+442079460018');
    await expect(field(page, 'Bio')).toHaveValue('Two lines,\nboth kept.');
    await expect(page.getByText('No changes to save')).toBeVisible();
    await expect(page.getByLabel('Email')).toHaveValue(email);
    const menu = await openMenu(page);
    await expect(menu.getByText('Zoë Ångström')).toBeVisible();
    await page.keyboard.press('Escape');
  });

  const elsewhere = await otherPage();
  await logIn(elsewhere, { email, password: PASSWORD });

  await test.step('the Security tab says how to reset the password; log out there', async () => {
    await tab(page, 'Security').click();
    await expect(page).toHaveURL('/settings/security');
    await expect(
      page.getByText('To reset your password please logout and click "forgot password" when you next login.'),
    ).toBeVisible();
    await page.getByRole('main').getByRole('button', { name: 'Logout' }).click();
    await expect(page).toHaveURL(/\/login/);
    await page.goto('/settings/profile');
    await expect(page).toHaveURL(/\/login/);
  });

  await test.step('forgot password: registered email, code by mail, new password', async () => {
    await open(page, '/login');
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByLabel('Email').fill(email);
    await page.getByRole('button', { name: 'Send code' }).click();
    await expect(page.getByRole('heading', { name: 'Set a new password' })).toBeVisible();
    await page.getByLabel('Code').fill(await mail.code(email));
    await page.getByLabel('New password').fill(OTHER_PASSWORD);
    await page.getByRole('button', { name: 'Set password' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Your password is changed' })).toBeVisible();
    await mail.next(email, /Subject: .*password was changed/);
  });

  await test.step('the other session has ended', async () => {
    await elsewhere.reload();
    await expect(elsewhere).toHaveURL(/\/login/);
  });

  await test.step('log in afresh: only the new password works', async () => {
    await submitLogin(page, { email, password: OTHER_PASSWORD });
    await expect(page).toHaveURL('/settings/profile');
    await expect(field(page, 'First Name')).toHaveValue('Zoë');
  });
});

test('the Account tab names the account', async ({ page, account }) => {
  await logIn(page, account);
  await tab(page, 'Account').click();
  await expect(page).toHaveURL('/settings/account');
  await expect(page.getByRole('heading', { name: 'Personal Account' })).toBeVisible();
  await expect(page.getByRole('definition').filter({ hasText: account.email })).toBeVisible();
  await expect(page.getByText('Member since')).toBeVisible();
});
