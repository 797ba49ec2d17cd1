// What a person does who leaves: looks at what it would end, hands over what others need, takes their data along,
// deletes the account, and comes back as somebody new.
import type { Page } from '@playwright/test';
import { PASSWORD, freshEmail } from '../fixtures/account';
import { logIn, open, submitLogin, tab } from '../fixtures/app';
import { Pool } from '../fixtures/cognito';
import { downloadedZip } from '../fixtures/download';
import { dialog, press } from '../fixtures/keys';
import { addMember, choose, createOrganisation, nameMe, row, rpc, told } from '../fixtures/organisations';
import { expect, test } from '../fixtures/people';
import { card, codeField } from '../fixtures/security';
import { test as base } from '../fixtures/test';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/** Opens the Account tab of who is logged in. */
async function openAccount(page: Page): Promise<void> {
  await open(page, '/settings/account');
  await expect(card(page, 'Personal Account')).toBeVisible();
}

/** Goes from the Account tab to the page before the deletion. */
async function openDeletion(page: Page): Promise<void> {
  await openAccount(page);
  await page.getByRole('main').getByRole('link', { name: 'Delete', exact: true }).click();
  await expect(page).toHaveURL('/settings/account/delete');
}

/** Deletes the account in the dialog of that page. */
async function deleteAccount(page: Page, email: string, names: string[] = []): Promise<void> {
  await press(page.getByRole('main'), 'Delete');
  const question = dialog(page, 'Delete your account?');
  for (const name of names) {
    await question.getByLabel(`Type ${name} to confirm`).fill(name);
  }
  await question.getByLabel(`Type your email, ${email}, to confirm`).fill(email);
  await press(question, 'Delete');
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByText('Your account is deleted')).toBeVisible();
}

/** Signs up with an address and logs in. */
async function signUp(page: Page, email: string, code: () => Promise<string>): Promise<void> {
  await open(page, '/sign-up');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await press(page, 'Create account');
  await codeField(page).fill(await code());
  await press(page, 'Confirm');
  await expect(page.getByText('Your email is confirmed')).toBeVisible();
  await logIn(page, { email, password: PASSWORD });
}

test('who leaves takes their data along, hands over what others need, and comes back as somebody new', async ({
  ada,
  grace,
  mail,
  complaints,
}) => {
  test.setTimeout(120_000);
  complaints.expect(/status of 4(01|22)/);
  const { page, email } = ada;
  const engines = await createOrganisation(page, 'Analytical Engines');
  await addMember(page, engines, grace);
  const mills = await createOrganisation(page, 'Difference Mills');
  await addMember(page, mills, grace);

  // What it would end.
  await openDeletion(page);
  await expect(row(page, 'Analytical Engines')).toContainText('2 members');
  await expect(row(page, 'Difference Mills')).toContainText('2 members');

  // Hands one over; the list learns of it by itself.
  await open(page, `/organisations/${engines.id}/members`);
  await choose(page, 'Grace Hopper', 'Transfer ownership');
  await press(dialog(page, 'Transfer ownership?'), 'Transfer ownership');
  await told(page, 'Grace Hopper is now the owner');
  await openDeletion(page);
  await expect(row(page, 'Analytical Engines')).toContainText('Admin');

  // Takes the data along.
  await openAccount(page);
  const exporting = card(page, 'Export your data');
  await press(exporting, 'Export your data');
  const download = exporting.getByRole('button', { name: /^Download/ });
  await expect(download).toBeVisible({ timeout: 30_000 });
  const archive = await downloadedZip(page, () => download.click());
  expect(archive.name).toMatch(/\.zip$/);
  expect(archive.json<{ firstName: string }>('profile.json').firstName).toBe('Ada');
  expect(archive.text('organisations.json')).toContain('Difference Mills');
  expect(archive.text('activity.csv')).toContain('signed_in');
  expect(archive.text('README.txt')).toContain('profile.json');
  await mail.next(email, /Subject: .*copy of your data/i);

  // Leaves.
  await openDeletion(page);
  await deleteAccount(page, email, ['Difference Mills']);
  await mail.next(email, /Subject: Your .* account is deleted/);
  await submitLogin(page, ada);
  await expect(page.getByRole('alert')).toBeVisible();

  // What others have is whole.
  const left = await rpc<{ name: string; role: string }[]>(grace.page, 'organisations');
  expect(left.map(({ name, role }) => [name, role])).toEqual([['Analytical Engines', 'owner']]);

  // Comes back.
  await signUp(page, email, () => mail.code(email));
  expect(await rpc(page, 'organisations')).toEqual([]);
  expect(await rpc<{ firstName: string }>(page, 'profile')).toMatchObject({ firstName: '', bio: '' });
  await tab(page, 'Security').click();
  await expect(card(page, 'Security activity').getByRole('listitem')).toHaveCount(2);
});

const withPool = base.extend<{ pool: Pool }>({
  pool: async ({}, use) => use(await Pool.make()),
  settings: async ({ pool }, use) => use(pool.settings),
});

withPool('with Cognito, who leaves is gone there too', async ({ page, pool, mail, complaints }) => {
  withPool.setTimeout(120_000);
  complaints.expect(/status of 4(01|22)/);
  const email = freshEmail();
  await signUp(page, email, () => pool.code(email));
  await nameMe(page, 'Ada', 'Lovelace');
  await openDeletion(page);
  await deleteAccount(page, email);
  await mail.next(email, /Subject: Your .* account is deleted/);
  await expect.poll(() => pool.has(email)).toBe(false);
  await submitLogin(page, { email, password: PASSWORD });
  await expect(page.getByRole('alert')).toBeVisible();
  await signUp(page, email, () => pool.code(email));
  expect(await rpc<{ firstName: string }>(page, 'profile')).toMatchObject({ firstName: '' });
});
