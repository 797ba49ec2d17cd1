// The Keys tab as people see, hear and operate it: every state in both themes and narrow, and by keyboard.
import path from 'node:path';
import type { Page } from '@playwright/test';
import { examine, expectFocusShown } from '../fixtures/accessible';
import { logIn, tab } from '../fixtures/app';
import { ageSignIns, change } from '../fixtures/database';
import { artefacts } from '../fixtures/environment';
import { Owner, dialog, key, knock, openKeys, press, valueOf } from '../fixtures/keys';
import { expect, test } from '../fixtures/test';
import type { Account } from '../fixtures/account';
import type { Server } from '../fixtures/server';

const FIRST = 'User Token 1';
const DAY = 24 * 60 * 60_000;

// Nothing moves while it is looked at.
test.use({ contextOptions: { reducedMotion: 'reduce' }, permissions: ['clipboard-read', 'clipboard-write'] });

test.beforeEach(async ({ page, account }) => {
  await logIn(page, account);
  await openKeys(page);
});

/** A page on which everything is to be seen that can be. */
async function live(page: Page, server: Server, account: Account): Promise<void> {
  // Before the keys are used: midnight may come meanwhile, and a day of a key has one row.
  const today = Math.floor(Date.now() / DAY);
  const owner = await Owner.of(server, account);
  const [first, old] = [await owner.value(FIRST), await owner.create('Nightly backup')];
  await owner.create('W'.repeat(64));
  for (const value of [first, first, first, old]) {
    await knock(server, value);
  }
  await openKeys(page);
  await press(page, 'Rotate Nightly backup');
  await press(dialog(page, 'Rotate Nightly backup'), 'Rotate');
  await press(dialog(page, 'Your new value'), 'Done');
  await press(page, 'Revoke User Token 2');
  await dialog(page, 'Revoke User Token 2?').getByLabel('Reason (optional)').fill('Found in a log');
  await press(dialog(page, 'Revoke User Token 2?'), 'Revoke');
  await expect(key(page, 'User Token 2')).toHaveCount(0);
  const days = Array.from({ length: 29 }, (_, age) => `(SELECT id FROM user_tokens WHERE name = '${FIRST}'), ${today - 1 - age}, ${(age * 7) % 23}`);
  await change(
    server,
    `INSERT INTO token_uses (token_id, day, uses) VALUES ${days.map((row) => `(${row})`).join(', ')};
     UPDATE user_tokens SET expires_at = ${Date.now() + 5 * DAY} WHERE length(name) = 64;
     UPDATE user_tokens SET networks = '192.0.2.0/24 2001:db8::/32', scopes = 'profile:read clients:read' WHERE length(name) = 64;`,
  );
  await openKeys(page);
}

test('the list in its states', async ({ page, server, account }) => {
  await examine(page, 'two keys, never used');
  await live(page, server, account);
  await page.getByText('No longer working').click();
  await press(key(page, FIRST), `Reveal ${FIRST}`);
  await expect(valueOf(key(page, FIRST))).toHaveText(/^u-/);
  await press(key(page, FIRST), `Copy ${FIRST}`);
  await examine(page, 'keys in every state');
});

test('no keys at all', async ({ page, server }) => {
  await change(server, `UPDATE user_tokens SET revoked_at = ${Date.now()}, revoked_by = 'report', revoked_reason = ''`);
  await openKeys(page);
  await expect(page.getByText('No keys yet')).toBeVisible();
  await page.getByText('No longer working').click();
  await expect(page.getByText(/^Revoked after a leak report/).first()).toBeVisible();
  await examine(page, 'no keys');
});

test('the form for a new key', async ({ page }) => {
  await press(page, 'Create key');
  const form = dialog(page, 'Create key');
  await form.getByLabel('Name', { exact: true }).fill('');
  await form.getByRole('radio', { name: 'Only some permissions' }).check();
  await form.getByLabel('Expires').selectOption('On a date');
  await form.getByLabel('Allowed addresses').fill('somewhere');
  await press(form, 'Create key');
  await expect(form.getByText('Please fill this in.')).toBeVisible();
  await examine(page, 'create, with errors');
  await form.getByLabel('Expires').selectOption('Never');
  await examine(page, 'create, never ends');
});

test('the other dialogs', async ({ page, server, account, complaints }) => {
  complaints.expect(/status of 4\d\d/);
  for (const what of ['Rename', 'Rotate', 'Revoke']) {
    await press(page, `${what} ${FIRST}`);
    await expect(dialog(page, `${what} ${FIRST}`)).toBeVisible();
    await examine(page, what);
    await page.keyboard.press('Escape');
  }
  await press(page, `Rotate ${FIRST}`);
  await press(dialog(page, `Rotate ${FIRST}`), 'Rotate');
  await expect(dialog(page, 'Your new value')).toBeVisible();
  await examine(page, 'the new value');
  await press(page, 'Done');

  await ageSignIns(server);
  await press(page, 'Reveal User Token 2');
  const question = dialog(page, 'Confirm that it is you');
  await question.getByLabel('Password', { exact: true }).fill(`${account.password}x`);
  await press(question, 'Confirm');
  await expect(question.getByText('This is not your password.')).toBeVisible();
  await examine(page, 'step-up, with an error');
});

test('with the keyboard alone', async ({ page }) => {
  const next = async (name: string | RegExp): Promise<void> => {
    await page.keyboard.press('Tab');
    const focused = page.locator(':focus');
    await expect(focused).toHaveAccessibleName(name);
    await expectFocusShown(page);
  };
  await tab(page, 'Keys').focus();
  await next('Security');
  await next('Privacy');
  await next('Notifications');
  await next('Account');
  await next('Create key');
  for (const called of [FIRST, 'User Token 2']) {
    for (const what of ['Rename', 'Rotate', 'Revoke', 'Reveal', 'Copy']) {
      await next(`${what} ${called}`);
    }
  }
  await next('Copy the example');
  await next('Learn more about the Core API →');

  await page.getByRole('button', { name: 'Create key' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.locator(':focus')).toHaveAccessibleName('Name');
  await next('Full access Everything you can do through the Core API, now and in future.');
  await page.keyboard.press('ArrowDown');
  await next(/^Read profile/);
  await page.keyboard.press('Space');
  for (let rest = 0; rest < 4; rest += 1) {
    await next(/^(Change|Read) /);
  }
  await next('Expires');
  await next('Allowed addresses (optional)');
  await next('Cancel');
  await next('Create key');
  await page.keyboard.press('Enter');
  await expect(dialog(page, 'Your new key').getByRole('button', { name: 'Done' })).toBeFocused();
  await expectFocusShown(page);
  await page.keyboard.press('Enter');
  await expect(key(page, 'User Token 3')).toBeFocused();
  await next('Rename User Token 3');
  await next('Rotate User Token 3');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: '24 hours' })).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('radio', { name: '7 days' })).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Rotate User Token 3' })).toBeFocused();
});

test('pictures, wide and narrow, light and dark', async ({ page, server, account, complaints }) => {
  complaints.expect(/status of 403/);
  await live(page, server, account);
  const take = async (name: string, fullPage: boolean): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const [shape, width] of [['wide', 1280], ['narrow', 320]] as const) {
        await page.setViewportSize({ width, height: 860 });
        await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(width);
        const file = path.join(artefacts, `keys-${name}-${shape}-${colorScheme}.png`);
        await page.screenshot({ path: file, fullPage, animations: 'disabled', caret: 'hide' });
      }
    }
    await page.setViewportSize({ width: 1280, height: 860 });
  };
  await page.getByText('No longer working').click();
  await take('list', true);
  await press(page, 'Create key');
  await page.getByRole('radio', { name: 'Only some permissions' }).check();
  await take('create', false);
  await press(dialog(page, 'Create key'), 'Cancel');
  await press(page, `Rotate ${FIRST}`);
  await take('rotate', false);
  await press(dialog(page, `Rotate ${FIRST}`), 'Rotate');
  await expect(dialog(page, 'Your new value')).toBeVisible();
  await take('made', false);
  await press(page, 'Done');
  await press(page, `Revoke ${FIRST}`);
  await take('revoke', false);
  await press(page, 'Cancel');
  await ageSignIns(server);
  await press(page, `Reveal ${FIRST}`);
  await expect(dialog(page, 'Confirm that it is you')).toBeVisible();
  await take('step-up', false);
});
