// What each page is called, which language it is in, and what stands where there is nothing.
import { logIn, open } from '../fixtures/app';
import { createOrganisation } from '../fixtures/organisations';
import { expect, test } from '../fixtures/test';

test('an unknown address answers 404 with a page that leads on', async ({ page, account, complaints }) => {
  complaints.expect(/status of 404/);
  for (const address of ['/nowhere', '/settings/nowhere', '/nowhere/<b>at all</b>?x=1']) {
    await page.context().clearCookies();
    await logIn(page, account);
    const answer = await page.goto(address);
    expect(answer!.status(), address).toBe(404);
    await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
    await expect(page).toHaveTitle('Page not found · RequestRocket');
  }
  await page.getByRole('link', { name: 'Go to Settings' }).click();
  await expect(page).toHaveURL('/settings/profile');
});

test.describe('the brand is a setting', () => {
  const brand = 'Ärger & <Söhne>';
  test.use({ settings: { SETTINGS_BRAND__NAME: brand } });

  test('it stands in each title and in the top bar', async ({ page, account }) => {
    for (const [address, title] of [
      ['/login', 'Log in'],
      ['/sign-up', 'Create an account'],
      ['/confirm?flow=x', 'Confirm your email'],
      ['/forgot-password', 'Forgot your password?'],
      ['/reset-password?flow=x', 'Set a new password'],
    ]) {
      await open(page, address);
      await expect(page).toHaveTitle(`${title} · ${brand}`);
      await expect(page.getByText(brand, { exact: true })).toBeVisible();
      await expect(page.locator('html')).toHaveAttribute('lang', 'en-GB');
    }
    await logIn(page, account);
    for (const [tab, title] of [
      ['profile', 'Profile'],
      ['keys', 'API Keys'],
      ['security', 'Security'],
      ['privacy', 'Privacy'],
      ['notifications', 'Notifications'],
      ['account', 'Account'],
    ]) {
      await open(page, `/settings/${tab}`);
      await expect(page).toHaveTitle(`${title} · Settings · ${brand}`);
      await expect(page.getByRole('banner').getByText(brand)).toBeVisible();
    }
    const { id } = await createOrganisation(page, 'Engines');
    for (const [address, title] of [
      ['/notifications', 'Notifications'],
      ['/support', 'Get Help / Give Feedback'],
      ['/organisations', 'Clients · Organisations'],
      ['/organisations/invites', 'Invites · Organisations'],
      [`/organisations/${id}/members`, 'User management · Engines'],
      [`/organisations/${id}/settings`, 'Org settings · Engines'],
    ]) {
      await open(page, address);
      await expect(page).toHaveTitle(`${title} · ${brand}`);
      await expect(page.getByRole('banner').getByText(brand)).toBeVisible();
    }
  });
});

test('a title follows a change of tab', async ({ page, account }) => {
  await logIn(page, account);
  await expect(page).toHaveTitle('Profile · Settings · RequestRocket');
  await page.getByRole('link', { name: 'Account' }).click();
  await expect(page).toHaveTitle('Account · Settings · RequestRocket');
});

test('the local mailbox shows the mails of this machine', async ({ page, account, mail }) => {
  await page.goto('/dev/mailbox');
  await expect(page.getByText('No mail yet.')).toBeVisible();
  await open(page, '/forgot-password');
  await page.getByLabel('Email').fill(account.email);
  await page.getByRole('button', { name: 'Send code' }).click();
  const code = await mail.code(account.email);
  await page.goto('/dev/mailbox');
  await page.getByRole('link', { name: code }).click();
  await expect(page.locator('body')).toContainText(code);
});
