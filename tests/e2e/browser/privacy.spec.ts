// Privacy: what one person switches, and what the other sees of it.
import type { Locator, Page } from '@playwright/test';
import { createAccount } from '../fixtures/account';
import { examine, expectFocusShown } from '../fixtures/accessible';
import { alive, logIn, open, tab } from '../fixtures/app';
import { change } from '../fixtures/database';
import { addMember, createOrganisation, openMembers, row, rpc, told, type Organisation } from '../fixtures/organisations';
import { expect, test as base } from '../fixtures/people';
import { ITEMS, idOf, openMember, openPrivacy, said, show, stored, switchOf, undo, view, type Item } from '../fixtures/privacy';

const BIO = 'Writes programs\nfor engines that are yet to be built.';

/** One dot. */
const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Ada, who has something behind each switch, and an organisation that Grace belongs to as well. */
const test = base.extend<{ engines: Organisation; adaId: string }>({
  engines: async ({ ada, grace, server }, use) => {
    const engines = await createOrganisation(ada.page, 'Analytical Engines');
    await addMember(ada.page, engines, grace, 'admin');
    const { version } = await rpc<{ version: number }>(ada.page, 'profile');
    const update = { firstName: 'Ada', lastName: 'Lovelace', phone: '+44 20 7946 0018', bio: BIO };
    await rpc(ada.page, 'profile', { update, version });
    await rpc(ada.page, 'profile/picture', { file: PNG, crop: null });
    // What belongs to the last 30 days also when midnight comes meanwhile.
    const yesterday = Math.floor(Date.now() / 86_400_000) - 1;
    const uses = `SELECT id, ${yesterday}, 7 FROM user_tokens WHERE user_id = (SELECT id FROM users WHERE email = '${ada.email}')`;
    await change(server, `INSERT INTO token_uses (token_id, day, uses) ${uses}`);
    await use(engines);
  },
  adaId: async ({ ada }, use) => use(await idOf(ada.page)),
});

/** Where it is to be seen that an item is shown. */
function sign(member: Locator, item: Item, email: string): Locator {
  const part = member.getByRole('region', { name: item, exact: true });
  switch (item) {
    case 'Full name':
      return member.getByRole('heading', { level: 2, name: 'Ada Lovelace' });
    case 'Email address':
      return member.getByRole('link', { name: email });
    case 'Profile picture':
      return member.locator('img');
    case 'Bio/description':
      return member.getByText('Writes programs');
    case 'Recent actions':
      return part.getByText('Invited somebody');
    case 'Resource creation':
      return part.getByText('Created the organisation');
    case 'API usage statistics':
      return part.getByRole('img', { name: /14 uses in the last 30 days/ });
  }
}

async function expectSeen(page: Page, email: string, shown: (item: Item) => boolean): Promise<void> {
  await expect(view(page)).toBeVisible();
  for (const item of ITEMS) {
    await expect(sign(view(page), item, email), item).toHaveCount(shown(item) ? 1 : 0);
  }
}

test('each switch changes what the other sees, and nothing else', async ({ ada, grace, engines, adaId }) => {
  test.slow();
  await openPrivacy(ada.page);
  await openMember(grace.page, engines, adaId);
  await expectSeen(grace.page, ada.email, (item) => item === 'Full name');
  await expect(view(grace.page).getByText('Ada Lovelace does not show the rest.')).toBeVisible();
  for (const item of ITEMS) {
    const before = item === 'Full name';
    await test.step(item, async () => {
      await show(ada.page, item, !before);
      await grace.page.reload();
      await expectSeen(grace.page, ada.email, (each) => (each === item) !== (each === 'Full name'));
      await show(ada.page, item, before);
      await grace.page.reload();
      await expectSeen(grace.page, ada.email, (each) => each === 'Full name');
    });
  }
});

test('what is hidden is nowhere in what the other gets, admin or not', async ({ ada, grace, engines, adaId }) => {
  await openPrivacy(ada.page);
  await show(ada.page, 'Full name', false);
  const page = `/organisations/${engines.id}/members`;
  const door = `/rpc/v1/organisations/members`;
  for (const address of [
    page,
    `${page}/${adaId}`,
    `${door}?organisation=${engines.id}`,
    `${door}/one?organisation=${engines.id}&member=${adaId}`,
  ]) {
    const answer = await grace.page.request.get(address);
    expect(answer.status(), address).toBe(200);
    const text = await answer.text();
    for (const secret of ['Lovelace', ada.email, 'Writes programs', '442079460018', '/pictures/']) {
      expect(text, `${secret} in ${address}`).not.toContain(secret);
    }
  }
  await openMember(grace.page, engines, adaId);
  await expect(grace.page.getByRole('heading', { level: 2, name: 'Name not shown' })).toBeVisible();
  await expect(grace.page).toHaveTitle('Name not shown · Analytical Engines · RequestRocket');
  await expect(view(grace.page).getByText('This member does not show the rest.')).toBeVisible();
});

test('the list of members leads to each one, and back', async ({ ada, grace, engines, adaId }) => {
  await openMembers(grace.page, engines);
  await expect(row(grace.page, 'Ada Lovelace')).not.toContainText(ada.email);
  await grace.page.getByRole('link', { name: 'Ada Lovelace' }).click();
  await expect(grace.page).toHaveURL(`/organisations/${engines.id}/members/${adaId}`);
  await expect(grace.page).toHaveTitle('Ada Lovelace · Analytical Engines · RequestRocket');
  await expect(grace.page.getByRole('main')).toBeFocused();
  await expect(view(grace.page)).toContainText(/Owner.*Since \d+ \w+ \d{4}/s);
  await expect(grace.page.getByText('This is what other members see of you.')).toHaveCount(0);
  await grace.page.getByRole('link', { name: 'User management' }).click();
  await expect(grace.page).toHaveURL(`/organisations/${engines.id}/members`);

  await openPrivacy(ada.page);
  await show(ada.page, 'Full name', false);
  await grace.page.reload();
  await expect(row(grace.page, 'Name not shown')).toContainText('Owner');
  await expect(row(grace.page, 'Lovelace')).toHaveCount(0);
  await show(ada.page, 'Email address', true);
  await grace.page.reload();
  await expect(row(grace.page, ada.email)).toContainText('Owner');

  await openMembers(ada.page, engines);
  await ada.page.getByRole('link', { name: 'Ada Lovelace' }).click();
  await expect(ada.page.getByText('This is what other members see of you.')).toBeVisible();
  await expect(view(ada.page).getByRole('heading', { level: 2 })).toHaveText('Name not shown');
  await ada.page.getByRole('link', { name: 'Change what they see' }).click();
  await expect(ada.page).toHaveURL('/settings/privacy');
});

test('empty is not hidden', async ({ ada, grace, engines }) => {
  await openPrivacy(grace.page);
  for (const item of ITEMS.filter((item) => item !== 'Full name')) {
    await show(grace.page, item, true);
  }
  await openMember(ada.page, engines, await idOf(grace.page));
  const member = view(ada.page);
  await expect(member.getByText('Nothing written yet.')).toBeVisible();
  await expect(member.getByRole('region', { name: 'Recent actions' })).toContainText('Accepted an invite');
  await expect(member.getByRole('region', { name: 'API usage statistics' })).toContainText('0 uses in the last 30 days');
  await expect(member.getByText('does not show the rest')).toHaveCount(0);
});

test('undo, at once and from another page', async ({ ada: { page } }) => {
  await openPrivacy(page);
  await show(page, 'Email address', true);
  await undo(page, 'Email address').click();
  await expect(switchOf(page, 'Email address')).not.toBeChecked();
  await expect(switchOf(page, 'Email address')).toBeFocused();
  await told(page, 'Email address: hidden from members');
  expect(await stored(page)).toMatchObject({ fullName: true, email: false });

  await show(page, 'Bio/description', true);
  await tab(page, 'Account').click();
  await expect(page).toHaveURL('/settings/account');
  await undo(page, 'Bio/description').click();
  await expect.poll(() => stored(page)).toMatchObject({ bio: false });
  await tab(page, 'Privacy').click();
  await expect(switchOf(page, 'Bio/description')).not.toBeChecked();
});

test('a change is stored when the tab is left meanwhile, and the last of several counts', async ({ ada: { page } }) => {
  await openPrivacy(page);
  const sent: object[] = [];
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/rpc/v1/privacy', async (route) => {
    if (route.request().method() === 'POST') {
      sent.push(route.request().postDataJSON());
      await held;
    }
    await route.continue();
  });
  const bio = switchOf(page, 'Bio/description');
  await bio.click();
  await expect.poll(() => sent).toEqual([{ item: 'bio', shown: true }]);
  await bio.click();
  await expect(bio).not.toBeChecked();
  await switchOf(page, 'Recent actions').click();
  await tab(page, 'Account').click();
  release();
  await expect.poll(() => sent.length).toBe(3);
  await expect.poll(() => stored(page)).toMatchObject({ bio: false, recentActions: true });
  await tab(page, 'Privacy').click();
  await expect(bio).not.toBeChecked();
  await expect(switchOf(page, 'Recent actions')).toBeChecked();
});

test('what was clicked before the page came to life counts', async ({ ada: { page } }) => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/settings/privacy', { waitUntil: 'commit' });
  await switchOf(page, 'Resource creation').click();
  release();
  await alive(page);
  await told(page, 'Resource creation: visible to members');
  await expect(switchOf(page, 'Resource creation')).toBeChecked();
  expect(await stored(page)).toMatchObject({ resourceCreation: true });
});

test('what could not be stored goes back and says so', async ({ ada, server, complaints }) => {
  complaints.expect(/ERR_CONNECTION_REFUSED/, /status of 401/);
  const { page } = ada;
  await openPrivacy(page);
  await server.stop();
  await switchOf(page, 'Email address').click();
  await told(page, /Email address: not changed\. The server can't be reached/);
  await expect(switchOf(page, 'Email address')).not.toBeChecked();
  await server.start();
  await show(page, 'Email address', true);

  await page.context().clearCookies();
  await switchOf(page, 'Email address').click();
  const again = page.getByRole('dialog', { name: 'Log in again' });
  await again.getByLabel('Password', { exact: true }).fill(ada.password);
  await page.keyboard.press('Enter');
  await expect(again).toBeHidden();
  await expect(switchOf(page, 'Email address')).toBeChecked();
});

test('the preview is what the other sees, also after a change', async ({ ada, grace, engines, adaId }) => {
  await openPrivacy(ada.page);
  const button = ada.page.getByRole('button', { name: 'Preview what members see' });
  await expect(button).toHaveAttribute('aria-expanded', 'false');
  await expect(view(ada.page)).toHaveCount(0);
  await button.click();
  await expect(button).toHaveAttribute('aria-expanded', 'true');
  const same = async () => {
    await openMember(grace.page, engines, adaId);
    await expect.poll(() => said(view(ada.page))).toEqual(await said(view(grace.page)));
  };
  await same();
  for (const item of ITEMS.filter((item) => item !== 'Full name')) {
    await show(ada.page, item, true);
    await expect(sign(view(ada.page), item, ada.email)).toBeVisible();
  }
  await same();
  await show(ada.page, 'Full name', false);
  await expect(view(ada.page).getByRole('heading', { level: 2 })).toHaveText('Name not shown');
  await same();
  await button.click();
  await expect(view(ada.page)).toHaveCount(0);
});

test('strangers, and ids of nobody, find nothing', async ({ ada, engines, adaId, server, otherPage, complaints }) => {
  complaints.expect(/status of 404/);
  const stranger = await otherPage();
  const account = await createAccount(server);
  await logIn(stranger, account);
  const theirs = await createOrganisation(stranger, 'Elsewhere');
  const strangerId = await idOf(stranger);
  const unknown = '0198c0de-0000-7000-8000-000000000000';
  for (const [page, address] of [
    [stranger, `/organisations/${engines.id}/members/${adaId}`],
    [stranger, `/organisations/${theirs.id}/members/${adaId}`],
    [ada.page, `/organisations/${engines.id}/members/${strangerId}`],
    [ada.page, `/organisations/${engines.id}/members/${unknown}`],
    [ada.page, `/organisations/${engines.id}/members/nobody`],
  ] as const) {
    const answer = await page.goto(address);
    expect(answer!.status(), address).toBe(404);
    await expect(page.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
    await expect(page).toHaveTitle('Page not found · RequestRocket');
  }
  expect(await stranger.content()).not.toContain('Lovelace');
  await open(ada.page, `/organisations/${engines.id}/members/${unknown}`);
  await ada.page.getByRole('link', { name: 'Go to the members' }).click();
  await expect(ada.page).toHaveURL(`/organisations/${engines.id}/members`);
});

test('by keyboard alone', async ({ ada: { page } }) => {
  await openPrivacy(page);
  await tab(page, 'Account').focus();
  for (const item of ITEMS) {
    await page.keyboard.press('Tab');
    await expect(switchOf(page, item)).toBeFocused();
    await expect(switchOf(page, item)).toHaveAccessibleDescription(/\w+ \w+/);
    await expectFocusShown(page);
  }
  await page.keyboard.press('Tab');
  const preview = page.getByRole('button', { name: 'Preview what members see' });
  await expect(preview).toBeFocused();
  await expectFocusShown(page);
  await page.keyboard.press('Enter');
  await expect(view(page)).toBeVisible();
  await expect(preview).toBeFocused();

  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Space');
  await told(page, 'API usage statistics: visible to members');
  await expect(switchOf(page, 'API usage statistics')).toBeFocused();
  await undo(page, 'API usage statistics').focus();
  await expectFocusShown(page);
  await page.keyboard.press('Enter');
  await told(page, 'API usage statistics: hidden from members');
  await expect(switchOf(page, 'API usage statistics')).toBeFocused();
});

test.describe('for everybody', () => {
  // Nothing moves while it is looked at.
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('the tab and the page, with much and with little', async ({ ada: { page }, engines, adaId }) => {
    test.slow();
    await openPrivacy(page);
    await examine(page, 'privacy');
    await page.getByRole('button', { name: 'Preview what members see' }).click();
    await expect(view(page)).toBeVisible();
    await examine(page, 'the preview of a name');
    for (const item of ITEMS.filter((item) => item !== 'Full name')) {
      await show(page, item, true);
    }
    await expect(view(page).getByRole('region', { name: 'API usage statistics' })).toBeVisible();
    await examine(page, 'the preview of everything, and what can be undone');
    const { version } = await rpc<{ version: number }>(page, 'profile');
    const update = { firstName: 'W'.repeat(64), lastName: 'W'.repeat(64), phone: '', bio: 'W'.repeat(500) };
    await rpc(page, 'profile', { update, version });
    await openMember(page, engines, adaId);
    await examine(page, 'a member with long words');
    await openPrivacy(page);
    await show(page, 'Full name', false);
    await openMembers(page, engines);
    await examine(page, 'members with their pictures');
  });
});
