// The page before an account is deleted, and its dialog: the list that keeps itself up to date, what is missing,
// what changed under one's hands, and the proof that is asked for.
import type { Locator, Page } from '@playwright/test';
import { examine } from '../fixtures/accessible';
import { freshEmail } from '../fixtures/account';
import { open, tab } from '../fixtures/app';
import { ageSignIns, change } from '../fixtures/database';
import { dialog, press } from '../fixtures/keys';
import { addMember, createOrganisation, row, rpc } from '../fixtures/organisations';
import { expect, test } from '../fixtures/people';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const question = (page: Page): Locator => dialog(page, 'Delete your account?');

const deletes = (place: Locator): Locator => place.getByRole('button', { name: 'Delete', exact: true });

async function openPage(page: Page): Promise<void> {
  await open(page, '/settings/account/delete');
  await expect(page.getByRole('heading', { name: 'Before deleting your account' })).toBeVisible();
}

/** Looks at another window and comes back. */
const lookAgain = (page: Page): Promise<boolean> =>
  page.evaluate(() => window.dispatchEvent(new Event('focus')));

/** Types what confirms the deletion. */
async function confirm(page: Page, email: string, names: string[]): Promise<void> {
  for (const name of names) {
    await question(page).getByLabel(`Type ${name} to confirm`).fill(name);
  }
  await question(page).getByLabel(/^Type your email/).fill(email);
  await expect(deletes(question(page))).not.toHaveAttribute('aria-disabled', 'true');
}

test('the list says what becomes of everything, and follows what changes', async ({ ada, grace, server }) => {
  const { page } = ada;
  await addMember(page, await createOrganisation(page, 'Analytical Engines'), grace);
  await createOrganisation(page, 'Difference Mills');
  await addMember(page, await createOrganisation(page, 'Looms'), grace, 'admin');
  await addMember(grace.page, await createOrganisation(grace.page, 'Readers'), ada);
  await openPage(page);
  await expect(row(page, 'Analytical Engines')).toContainText('2 members');
  await expect(row(page, 'Difference Mills')).toContainText('only member');
  await expect(row(page, 'Looms')).toContainText('Grace Hopper becomes the owner');
  await expect(row(page, 'Readers')).toContainText('User');
  await expect(page.getByText('Nothing you must do')).toBeVisible();
  await expect(page.getByText('2 of 4 points need nothing more from you')).toBeAttached();
  await examine(page, 'everything');

  await change(server, `UPDATE clients SET subscription = 'active' WHERE name = 'Analytical Engines'`);
  await expect(page.getByText('Prevents the deletion'), 'by itself').toBeVisible({ timeout: 20_000 });
  await examine(page, 'blocked');
  await deletes(page.getByRole('main')).click({ force: true });
  await expect(question(page)).toBeHidden();
  const subscription = page.getByRole('group', { name: 'Cancel any active subscriptions' });
  await expect(subscription).toBeFocused();
  await expect(subscription).toHaveAccessibleDescription(/has an active subscription/);
  await expect(subscription, 'by the mouse too').toHaveCSS('outline-style', 'solid');

  await change(server, `UPDATE clients SET subscription = 'cancelled'`);
  await lookAgain(page);
  await expect(page.getByText('Prevents the deletion')).toBeHidden();

  await rpc(page, 'account/exports', {});
  await expect
    .poll(async () => (await rpc<{ list: { state: string }[] }>(page, 'account/exports')).list[0].state)
    .toBe('ready');
  await lookAgain(page);
  await expect(page.getByText(/You have a copy that can be downloaded until/)).toBeVisible();
  await expect(page.getByText('Ready to download'), 'nobody knows whether they have it').toBeVisible();
});

test('whoever is at a row that goes stays in the list', async ({ ada, server }) => {
  const { page } = ada;
  await createOrganisation(page, 'Mills');
  await openPage(page);
  await row(page, 'Mills').getByRole('link', { name: 'Members of Mills' }).focus();
  await change(server, `UPDATE clients SET name = 'Mill' WHERE name = 'Mills'`);
  await lookAgain(page);
  const link = row(page, 'Mill').getByRole('link');
  await expect(link).toHaveAccessibleName('Members of Mill');
  await expect(link, 'only what goes loses the focus').toBeFocused();
  await change(server, `DELETE FROM memberships`);
  await lookAgain(page);
  await expect(row(page, 'Mill')).toHaveCount(0);
  await expect(page.locator('#deletion-before')).toBeFocused();
});

test('a list that can’t be read again stays as it was', async ({ ada, complaints }) => {
  complaints.expect(/ERR_FAILED|Failed to fetch/);
  const { page } = ada;
  await createOrganisation(page, 'Mills');
  await openPage(page);
  let asked = 0;
  await page.route('**/rpc/v1/account/deletion', (route) => {
    asked += 1;
    return route.abort();
  });
  await lookAgain(page);
  await expect.poll(() => asked).toBeGreaterThan(0);
  await expect(row(page, 'Mills')).toBeVisible();
});

test('the tab is not called the page of which this is a part', async ({ ada }) => {
  await openPage(ada.page);
  await expect(tab(ada.page, 'Account')).toHaveAttribute('aria-current', 'true');
  await tab(ada.page, 'Account').click();
  await expect(tab(ada.page, 'Account')).toHaveAttribute('aria-current', 'page');
});

test('what is missing is said at its field, by keyboard alone', async ({ ada, complaints }) => {
  complaints.expect(/status of 422/);
  const { page, email } = ada;
  await createOrganisation(page, 'Analytical Engines');
  await openPage(page);
  await deletes(page.getByRole('main')).focus();
  await page.keyboard.press('Enter');
  const asks = question(page);
  const name = asks.getByLabel('Type Analytical Engines to confirm');
  await expect(asks.getByLabel('Why are you leaving?')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(asks.getByLabel('Keep what I wrote, without my name')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(name).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(asks.getByText('Please fill this in.')).toHaveCount(2);
  await expect(name).toBeFocused();
  await examine(page, 'with errors');
  await page.keyboard.type('Analytical Engine');
  await page.keyboard.press('Tab');
  await page.keyboard.type(email.toUpperCase());
  await page.keyboard.press('Enter');
  await expect(asks.getByText("This is not the organisation's name.")).toBeVisible();
  await expect(name).toBeFocused();
  await expect(page).toHaveURL('/settings/account/delete');

  // Why stays for who looks at the list once more, or puts things in order; what confirms does not.
  await asks.getByLabel('Why are you leaving?').fill('Too dear');
  await page.keyboard.press('Escape');
  await expect(asks).toBeHidden();
  await expect(deletes(page.getByRole('main'))).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(asks.getByLabel('Why are you leaving?')).toHaveValue('Too dear');
  await expect(name).toHaveValue('');
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Members of Analytical Engines' }).click();
  await expect(page.getByRole('heading', { name: 'Analytical Engines' })).toBeVisible();
  await page.goBack();
  await press(page.getByRole('main'), 'Delete');
  await expect(asks.getByLabel('Why are you leaving?')).toHaveValue('Too dear');
});

test('what changed meanwhile is shown before anything is deleted', async ({ ada, complaints }) => {
  complaints.expect(/status of 4(01|09)/);
  const { page, email } = ada;
  await createOrganisation(page, 'Analytical Engines');
  await openPage(page);
  await press(page.getByRole('main'), 'Delete');
  await createOrganisation(page, 'Difference Mills');
  await confirm(page, email, ['Analytical Engines']);
  await press(question(page), 'Delete');
  await expect(page.getByRole('alert')).toContainText('Your organisations have changed. Look at the list again.');
  await expect(question(page)).toBeHidden();
  await expect(row(page, 'Difference Mills')).toBeVisible();
  await examine(page, 'changed');
});

test('what was in the way is said until it is not', async ({ ada, server, complaints }) => {
  complaints.expect(/status of 409/);
  const { page, email } = ada;
  await createOrganisation(page, 'Mills');
  await openPage(page);
  await press(page.getByRole('main'), 'Delete');
  await confirm(page, email, ['Mills']);
  await change(server, `UPDATE clients SET subscription = 'active'`);
  await press(question(page), 'Delete');
  const said = page.getByRole('alert').filter({ hasText: 'has an active subscription' });
  await expect(said).toBeVisible();
  await expect(page.locator('#deletion-changed')).toBeFocused();
  await change(server, `UPDATE clients SET subscription = 'cancelled'`);
  await lookAgain(page);
  await expect(said).toBeHidden();
  await expect(page.locator('#deletion-before')).toBeFocused();
});

test('who has just changed the address must wait until that can’t be undone', async ({ ada, mail, server }) => {
  const { page } = ada;
  const address = freshEmail();
  const flow = await rpc<string>(page, 'security/email/begin', { email: address });
  await rpc(page, 'security/email/confirm', { flow, code: await mail.code(address) });
  await openPage(page);
  await expect(page.getByText(/Until .* the change can be undone from the mailbox before/)).toBeVisible();
  await examine(page, 'too early');
  await deletes(page.getByRole('main')).click({ force: true });
  await expect(question(page)).toBeHidden();
  const why = page.getByRole('group', { name: /^Delete your account .*the change can be undone/ });
  await expect(why).toBeFocused();
  await expect(why).toHaveCSS('outline-style', 'solid');
  await examine(page, 'why not');

  await createOrganisation(page, 'Mills');
  await change(server, `UPDATE clients SET subscription = 'active'`);
  await lookAgain(page);
  await expect(page.getByText('Prevents the deletion')).toBeVisible();
  await deletes(page.getByRole('main')).click({ force: true });
  const first = page.getByRole('group', { name: 'Cancel any active subscriptions' });
  await expect(first).toBeFocused();
  await expect(first, 'both are named').toHaveAccessibleDescription(/active subscription.*the change can be undone/);
});

test('an old sign-in is asked for its password; then nothing of the person is left here', async ({
  ada,
  server,
  complaints,
}) => {
  complaints.expect(/status of 40[13]/);
  const { page, email, password } = ada;
  await openPage(page);
  await ageSignIns(server);
  await press(page.getByRole('main'), 'Delete');
  await question(page).getByLabel('Why are you leaving?').fill('Too dear');
  await question(page).getByLabel('Keep what I wrote, without my name').check();
  await confirm(page, email, []);
  await press(question(page), 'Delete');
  await dialog(page, 'Confirm that it is you').getByLabel('Password', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/login?notice=account_deleted');
  await expect(page.getByText('Your account is deleted')).toBeVisible();
  await examine(page, 'gone');
  await page.goBack();
  await expect(page).toHaveURL(/\/login/);
  expect(await page.evaluate(() => ({ ...localStorage }))).toEqual({});
  expect(await page.content()).not.toContain(email);

  const [kept] = await server.command<{ category: string; reference: string }[]>('support', 'list');
  expect(kept.category).toBe('Feedback');
  const whole = JSON.stringify(await server.command('support', 'show', kept.reference));
  expect(whole).toContain('Too dear');
  expect(whole).not.toContain(email);
});

test('an answer that is lost after the deletion leads to the login page, not to a password that nothing knows', async ({
  ada,
  mail,
  complaints,
}) => {
  complaints.expect(/status of 401|ERR_FAILED|Failed to fetch/);
  const { page, email } = ada;
  await openPage(page);
  await press(page.getByRole('main'), 'Delete');
  await confirm(page, email, []);
  await page.route('**/rpc/v1/account/deletion', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await press(question(page), 'Delete');
  await expect(question(page).getByRole('alert')).toContainText('If it was, a mail confirms it.');
  await examine(page, 'unheard');
  await page.unroute('**/rpc/v1/account/deletion');
  await press(question(page), 'Delete');
  await expect(page).toHaveURL('/login?notice=deletion_unheard');
  await expect(page.getByText('Most likely your account is deleted')).toBeVisible();
  await mail.next(email, /Subject: Your .* account is deleted/);
});

test('who has left the page hears that it did not come to it', async ({ ada, complaints }) => {
  complaints.expect(/status of 503/);
  const { page, email } = ada;
  await open(page, '/settings/account');
  await page.getByRole('main').getByRole('link', { name: 'Delete', exact: true }).click();
  await deletes(page.getByRole('main')).click();
  await confirm(page, email, []);
  const down = { message: '', code: 503, data: { code: 'unavailable' } };
  const left = new Promise((resolve) => {
    void page.route('**/rpc/v1/account/deletion', async (route): Promise<void> => {
      if (route.request().method() === 'GET') return route.fallback();
      await page.goBack();
      await expect(page.getByText('Personal Account')).toBeVisible();
      await route.fulfill({ status: 503, json: down });
      resolve(undefined);
    });
  });
  await press(question(page), 'Delete');
  await left;
  await expect(page.getByText(/^Your account was not deleted\. A part of the service is not available/)).toBeVisible();
});

test('a server that is killed right after the answer removes the rest when it is back', async ({
  ada,
  server,
  mail,
  complaints,
}) => {
  complaints.expect(/status of 401|ERR_|Failed to fetch/);
  const { page, email } = ada;
  await openPage(page);
  const request = { email, organisations: [], feedback: null };
  await rpc(page, 'account/deletion', { request });
  await server.kill();
  await server.start();
  await mail.next(email, /Subject: Your .* account is deleted/);
  const doctor = (): Promise<object> => server.command('doctor');
  const nothingLeft = expect.objectContaining({ check: 'deletions', says: 'none is under way' });
  await expect.poll(doctor).toContainEqual(nothingLeft);
  expect(JSON.stringify(await server.command('user', 'list'))).not.toContain(email);
});
