// The Keys tab: values that stay hidden, keys that come, change and go, and the proof that it asks for.
import type { Locator, Page } from '@playwright/test';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expectFieldError, logIn, open, tab } from '../fixtures/app';
import { ageSignIns, change } from '../fixtures/database';
import { Owner, dialog, key, knock, openKeys, pasted, press, valueOf } from '../fixtures/keys';
import { expect, test } from '../fixtures/test';

const FIRST = 'User Token 1';
/** Some permissions have the word in theirs. */
const name = (form: Locator): Locator => form.getByLabel('Name', { exact: true });

const MASK = /^u-•+$/;

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test.beforeEach(async ({ page, account }) => {
  await logIn(page, account);
  await openKeys(page);
});

test.describe('a value', () => {
  test('is masked, and nowhere in the page', async ({ page, server, account }) => {
    await expect(page).toHaveTitle('API Keys · Settings · RequestRocket');
    await expect(tab(page, 'Keys')).toHaveAttribute('aria-current', 'page');
    await expect(page.getByText('Never share your API keys with others')).toBeVisible();
    const owner = await Owner.of(server, account);
    const sources = [await (await page.request.get('/settings/keys')).text(), await page.content()];
    for (const name of [FIRST, 'User Token 2']) {
      const value = await owner.value(name);
      expect(value).toMatch(/^u-[0-9A-Za-z]{40,}$/);
      await expect(valueOf(key(page, name)).locator('[aria-hidden]')).toHaveText(MASK);
      sources.forEach((source) => expect(source).not.toContain(value.slice(2)));
    }
  });

  test('is shown by the eye, hidden by the same button, and forgotten with the page', async ({
    page,
    server,
    account,
  }) => {
    const value = await (await Owner.of(server, account)).value(FIRST);
    const row = key(page, FIRST);
    await press(row, `Reveal ${FIRST}`);
    await expect(valueOf(row)).toHaveText(value);
    await expect(valueOf(key(page, 'User Token 2')).locator('[aria-hidden]')).toHaveText(MASK);
    await expect(page.getByText(`The key “${FIRST}” was revealed or copied`).first()).toBeVisible();
    await press(row, `Hide ${FIRST}`);
    await expect(valueOf(row)).toHaveText(/Hidden/);
    expect(await page.content()).not.toContain(value);

    await press(row, `Reveal ${FIRST}`);
    await expect(valueOf(row)).toHaveText(value);
    await tab(page, 'Security').click();
    await expect(page).toHaveURL('/settings/security');
    expect(await page.content()).not.toContain(value);
    await tab(page, 'Keys').click();
    await expect(valueOf(row)).toHaveText(/Hidden/);
    expect(await page.content()).not.toContain(value);
  });

  test('goes into the clipboard without being shown', async ({ page, server, account }) => {
    const value = await (await Owner.of(server, account)).value(FIRST);
    const row = key(page, FIRST);
    await press(row, `Copy ${FIRST}`);
    await expect(row.getByRole('status')).toHaveText('Copied');
    expect(await pasted(page)).toBe(value);
    await expect(valueOf(row)).toHaveText(/Hidden/);
    expect(await page.content()).not.toContain(value);
    await expect(row.getByRole('status'), 'it says so for a moment').toBeEmpty();
  });

  test('is copied again while it is shown', async ({ page }) => {
    const row = key(page, FIRST);
    await press(row, `Reveal ${FIRST}`);
    await expect(row.getByRole('button', { name: `Hide ${FIRST}` })).toBeVisible();
    const value = await valueOf(row).textContent();
    await press(row, `Copy ${FIRST}`);
    await expect(row.getByRole('status')).toHaveText('Copied');
    expect(await pasted(page)).toBe(value);
  });
});

test('where there is no clipboard, the value is shown and selected', async ({ page, server, account }) => {
  const value = await (await Owner.of(server, account)).value(FIRST);
  await page.addInitScript(() => Object.defineProperty(navigator, 'clipboard', { value: undefined }));
  await openKeys(page);
  const row = key(page, FIRST);
  await press(row, `Copy ${FIRST}`);
  await expect(row.getByRole('alert')).toContainText('The text is selected');
  await expect(valueOf(row)).toHaveText(value);
  expect(await page.evaluate(() => getSelection()!.toString())).toBe(value);
});

test.describe('when the sign-in is some time ago', () => {
  test.beforeEach(async ({ server, complaints }) => {
    complaints.expect(/status of 403/, /status of 422/);
    await ageSignIns(server);
  });

  test('Reveal asks who it is, and goes on by itself', async ({ page, account }) => {
    const row = key(page, FIRST);
    const eye = row.getByRole('button', { name: `Reveal ${FIRST}` });
    const question = dialog(page, 'Confirm that it is you');
    await eye.click();
    await expect(question).toBeVisible();
    await expect(question.getByLabel('Password', { exact: true })).toBeFocused();

    await press(question, 'Confirm');
    await expect(question).toContainText('Please fill this in.');
    await question.getByLabel('Password', { exact: true }).fill('Not-my-password-1');
    await page.keyboard.press('Enter');
    await expectFieldError(page, 'Password', 'This is not your password.');

    await page.keyboard.press('Escape');
    await expect(question).toBeHidden();
    await expect(valueOf(row)).toHaveText(/Hidden/);
    await expect(eye).toBeFocused();
    await expect(page.locator('.toast')).toHaveCount(0);

    await page.keyboard.press('Enter');
    await question.getByLabel('Password', { exact: true }).fill(account.password);
    await page.keyboard.press('Enter');
    await expect(question).toBeHidden();
    await expect(valueOf(row)).toHaveText(/^u-[0-9A-Za-z]+$/);
    await expect(row.getByRole('button', { name: `Hide ${FIRST}` })).toBeFocused();

    await press(key(page, 'User Token 2'), 'Reveal User Token 2');
    await expect(valueOf(key(page, 'User Token 2')), 'nobody is asked twice').toHaveText(/^u-[0-9A-Za-z]+$/);
  });

  test('Copy copies after the answer', async ({ page, server, account }) => {
    const value = await (await Owner.of(server, account)).value(FIRST);
    const row = key(page, FIRST);
    await press(row, `Copy ${FIRST}`);
    const question = dialog(page, 'Confirm that it is you');
    await question.getByLabel('Password', { exact: true }).fill(account.password);
    await press(question, 'Confirm');
    await expect(row.getByRole('status')).toHaveText('Copied');
    expect(await pasted(page)).toBe(value);
  });

  test('cancelled, Copy leaves the clipboard as it was', async ({ page }) => {
    await page.evaluate(() => navigator.clipboard.writeText('mine'));
    const row = key(page, FIRST);
    await press(row, `Copy ${FIRST}`);
    await press(dialog(page, 'Confirm that it is you'), 'Cancel');
    await expect(row.getByRole('button', { name: `Copy ${FIRST}` })).toBeFocused();
    await expect(row.getByRole('button', { name: `Copy ${FIRST}` })).not.toHaveAttribute('aria-busy');
    expect(await pasted(page)).toBe('mine');
    await expect(row.getByRole('status')).toBeEmpty();
  });

  test('a form keeps what was typed while it is asked for', async ({ page, account }) => {
    await press(page, 'Create key');
    const form = dialog(page, 'Create key');
    await name(form).fill('Kept');
    await press(form, 'Create key');
    const question = dialog(page, 'Confirm that it is you');
    await press(question, 'Cancel');
    await expect(name(form)).toHaveValue('Kept');
    await press(form, 'Create key');
    await question.getByLabel('Password', { exact: true }).fill(account.password);
    await press(question, 'Confirm');
    await expect(dialog(page, 'Your new key')).toContainText('Kept works from now on.');
  });

  test('going back takes the question away', async ({ page }) => {
    await tab(page, 'Profile').click();
    await expect(page).toHaveURL('/settings/profile');
    await tab(page, 'Keys').click();
    await press(key(page, FIRST), `Reveal ${FIRST}`);
    await expect(dialog(page, 'Confirm that it is you')).toBeVisible();
    await page.goBack();
    await expect(page).toHaveURL('/settings/profile');
    await expect(dialog(page, 'Confirm that it is you')).toBeHidden();
  });
});

test.describe('a new key', () => {
  test('each wrong field has its error under it, and nothing is lost', async ({ page }) => {
    await press(page, 'Create key');
    const form = dialog(page, 'Create key');
    await expect(name(form)).toHaveValue('User Token 3');
    await expect(form.getByLabel('Expires')).toHaveValue('90');
    await name(form).fill(' ');
    await form.getByRole('radio', { name: 'Only some permissions' }).check();
    await form.getByLabel('Expires').selectOption('On a date');
    await form.getByLabel('Last day').fill('2020-01-31');
    await form.getByLabel('Allowed addresses').fill('somewhere');
    await press(form, 'Create key');
    await expectFieldError(page, 'Name', 'Please fill this in.');
    await expect(form.getByRole('group', { name: 'Permissions' })).toHaveAccessibleDescription(
      'Choose full access or at least one permission.',
    );
    await expectFieldError(page, 'Last day', 'Choose a date in the future.');
    await expectFieldError(page, 'Allowed addresses (optional)', 'Write addresses such as 192.0.2.7');
    await expect(name(form)).toBeFocused();

    await name(form).fill('x'.repeat(65));
    await form.getByRole('checkbox', { name: 'Read profile' }).check();
    await form.getByLabel('Last day').fill('2199-01-31');
    await form.getByLabel('Allowed addresses').fill(
      Array.from({ length: 21 }, (_, index) => `10.0.0.${index}`).join('\n'),
    );
    await press(form, 'Create key');
    await expectFieldError(page, 'Name', 'Use at most 64 characters.');
    await expectFieldError(page, 'Last day', 'Choose a date within the next ten years.');
    await expectFieldError(page, 'Allowed addresses (optional)', 'Use at most 20 networks.');
    await expect(form.getByRole('checkbox', { name: 'Read profile' })).toBeChecked();
    await press(form, 'Cancel');
    await expect(form).toBeHidden();
    await expect(page.getByRole('button', { name: 'Create key' })).toBeFocused();
    await expect(key(page, 'User Token 3')).toHaveCount(0);
  });

  test('does what it may, is shown once unasked, and again when asked', async ({ page, server }) => {
    await press(page, 'Create key');
    const form = dialog(page, 'Create key');
    await name(form).fill('  Nightly backup ');
    await form.getByRole('radio', { name: 'Only some permissions' }).check();
    await form.getByRole('checkbox', { name: 'Read organisations' }).check();
    await form.getByRole('checkbox', { name: 'Read profile' }).check();
    await form.getByLabel('Expires').selectOption('In 30 days');
    await form.getByLabel('Allowed addresses').fill('127.0.0.1, 10.1.2.3/8\n2001:db8::/32');
    await form.getByLabel('Allowed addresses').press('Tab');
    await press(form, 'Create key');

    const made = dialog(page, 'Your new key');
    await expect(made).toContainText('You can also reveal it later.');
    await expect(made.getByRole('button', { name: 'Done' })).toBeFocused();
    const value = (await made.locator('.secret-value').textContent())!;
    await press(made, 'Copy');
    await expect(made.getByRole('status')).toHaveText('Copied');
    expect(await pasted(page)).toBe(value);
    expect(await knock(server, value)).toBe(200);
    await press(made, 'Done');
    await expect(made).toBeHidden();
    expect(await page.content()).not.toContain(value);

    const row = key(page, 'Nightly backup');
    await expect(row, 'the focus goes to what was made').toBeFocused();
    await expect(row).toContainText('Read profile, Read organisations');
    await expect(row).toContainText('127.0.0.1/32, 10.0.0.0/8, 2001:db8::/32');
    await expect(row).toContainText(/in (29|30) days/);
    await press(row, 'Reveal Nightly backup');
    await expect(valueOf(row)).toHaveText(value);
    await expect(page.getByText('The key “Nightly backup” was created')).toBeVisible();
  });

  test('can be without an end, against advice, or end on a day', async ({ page }) => {
    await press(page, 'Create key');
    const form = dialog(page, 'Create key');
    await form.getByLabel('Expires').selectOption('Never');
    await expect(form.getByRole('alert')).toContainText('A key without an end works until you revoke it');
    await press(form, 'Create key');
    await press(dialog(page, 'Your new key'), 'Done');
    await expect(key(page, 'User Token 3').locator('.key-fact', { hasText: 'Expires' })).toContainText('Never');

    const year = new Date().getUTCFullYear() + 1;
    await press(page, 'Create key');
    await expect(name(form), 'it counts on').toHaveValue('User Token 4');
    await form.getByLabel('Expires').selectOption('On a date');
    await form.getByLabel('Last day').fill(`${year}-03-31`);
    await press(form, 'Create key');
    await press(dialog(page, 'Your new key'), 'Done');
    await expect(key(page, 'User Token 4')).toContainText(`31 March ${year}, 23:59 UTC`);
  });

  test('is refused when there are 20', async ({ page, server, account, complaints }) => {
    complaints.expect(/status of 409/);
    const owner = await Owner.of(server, account);
    for (let count = 3; count <= 20; count += 1) {
      await owner.create(`User Token ${count}`);
    }
    await openKeys(page);
    await press(page, 'Create key');
    const form = dialog(page, 'Create key');
    await expect(name(form)).toHaveValue('User Token 21');
    await press(form, 'Create key');
    await expect(form.getByRole('alert')).toContainText('You have 20 keys that work. Revoke one, then try again.');
    await press(form, 'Cancel');
  });
});

test('another name keeps the value', async ({ page, server, account }) => {
  const value = await (await Owner.of(server, account)).value(FIRST);
  await press(key(page, FIRST), `Rename ${FIRST}`);
  const form = dialog(page, `Rename ${FIRST}`);
  await name(form).fill(' ');
  await press(form, 'Save');
  await expectFieldError(page, 'Name', 'Please fill this in.');
  await name(form).fill('CI');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'Renamed to CI' })).toBeVisible();
  const row = key(page, 'CI');
  await expect(row.getByRole('button', { name: 'Rename CI' })).toBeFocused();
  await press(row, 'Reveal CI');
  await expect(valueOf(row)).toHaveText(value);
});

test.describe('another value', () => {
  const rotate = async (page: Page, called: string, overlap?: string): Promise<string> => {
    await press(page, `Rotate ${called}`);
    const form = dialog(page, `Rotate ${called}`);
    await expect(form.getByRole('radio', { name: '24 hours' })).toBeChecked();
    await expect(form.getByRole('radio', { name: '24 hours' })).toBeFocused();
    if (overlap) {
      await form.getByRole('radio', { name: overlap }).check();
    }
    await press(form, 'Rotate');
    const made = dialog(page, 'Your new value');
    const value = (await made.locator('.secret-value').textContent())!;
    await press(made, 'Done');
    return value;
  };

  test('lets the old one work for a while', async ({ page, server, account }) => {
    const old = await (await Owner.of(server, account)).value(FIRST);
    const fresh = await rotate(page, FIRST);
    expect(fresh).not.toBe(old);
    expect([await knock(server, old), await knock(server, fresh)]).toEqual([200, 200]);
    await expect(key(page, FIRST)).toHaveCount(2);
    await expect(page.getByText('Ends in 24 hours')).toBeVisible();
    await press(page, `Reveal ${FIRST}`);
    await press(page, `Reveal ${FIRST} (old)`);
    await expect(page.getByText(fresh)).toBeVisible();
    await expect(page.getByText(old)).toBeVisible();
    await expect(page.getByRole('button', { name: `Rotate ${FIRST} (old)` })).toHaveCount(0);
  });

  test('ends the old one at once when asked to', async ({ page, server, account }) => {
    const old = await (await Owner.of(server, account)).value(FIRST);
    expect(await knock(server, old)).toBe(200);
    const fresh = await rotate(page, FIRST, 'It ends now');
    expect([await knock(server, old), await knock(server, fresh)]).toEqual([401, 200]);
    await expect(key(page, FIRST)).toHaveCount(1);
    await page.getByText('No longer working').click();
    await expect(page.getByText('Replaced by a new value; ended')).toBeVisible();
  });
});

test('a revoked key is refused from the next request on', async ({ page, server, account }) => {
  const value = await (await Owner.of(server, account)).value(FIRST);
  expect(await knock(server, value)).toBe(200);
  await press(page, `Revoke ${FIRST}`);
  const form = dialog(page, `Revoke ${FIRST}?`);
  await expect(form).toHaveAccessibleDescription(/It stops working at once/);
  await form.getByLabel('Reason (optional)').fill('r'.repeat(201));
  await press(form, 'Revoke');
  await expectFieldError(page, 'Reason (optional)', 'Use at most 200 characters.');
  await form.getByLabel('Reason (optional)').fill('Found in a log');
  await press(form, 'Revoke');
  await expect(page.getByRole('status').filter({ hasText: `${FIRST} no longer works` })).toBeVisible();
  expect(await knock(server, value)).toBe(401);
  await expect(key(page, FIRST)).toHaveCount(0);
  await expect(page.getByRole('region', { name: 'API Keys', exact: true }), 'the focus is not lost').toBeFocused();

  const ended = page.getByRole('group').filter({ hasText: 'No longer working' });
  await page.getByText('No longer working').click();
  await expect(ended).toContainText(/Revoked by you \d+ \w+ \d{4}, \d\d:\d\d UTC/);
  await expect(ended).toContainText('Reason: Found in a log');
  await press(page, 'Revoke User Token 2');
  await press(dialog(page, 'Revoke User Token 2?'), 'Revoke');
  await expect(page.getByText('No keys yet')).toBeVisible();
});

test('tells when, from where and with what a key was used', async ({ page, server, account }) => {
  const row = key(page, FIRST);
  await expect(row).toContainText('Never used');
  await expect(row.getByRole('img', { name: '0 uses in the last 30 days' })).toBeVisible();
  const value = await (await Owner.of(server, account)).value(FIRST);
  // More than come now, of which midnight may divide the one from the other.
  const yesterday = Math.floor(Date.now() / 86_400_000) - 1;
  const uses = `SELECT id, ${yesterday}, 5 FROM user_tokens WHERE name = '${FIRST}'`;
  await change(server, `INSERT INTO token_uses (token_id, day, uses) ${uses}`);
  await knock(server, value);
  await knock(server, value);
  await openKeys(page);
  await expect(row).toContainText(/\d+ \w+ \d{4}, \d\d:\d\d UTC/);
  await expect(row).toContainText('from 127.0.0.1 with nightly-backup/2.1');
  await expect(row.getByRole('img', { name: /^7 uses in the last 30 days, most on \d+ \w+ \d{4}: 5$/ })).toBeVisible();
  await expect(row).not.toContainText('Never used');
});

test('marks what ends soon, and keeps what has ended', async ({ page, server }) => {
  const day = 24 * 60 * 60_000;
  const now = Date.now();
  await change(server, `UPDATE user_tokens SET expires_at = ${now + 13 * day} WHERE name = '${FIRST}'`);
  await change(server, `UPDATE user_tokens SET expires_at = ${now - day} WHERE name = 'User Token 2'`);
  await openKeys(page);
  await expect(key(page, FIRST).locator('[data-state="soon"]')).toBeVisible();
  await expect(key(page, FIRST)).toContainText('in 13 days');
  await expect(page.getByRole('button', { name: 'Reveal User Token 2' })).toHaveCount(0);
  await page.getByText('No longer working').click();
  await expect(page.getByText(/^Expired \d+/)).toBeVisible();
});

test('the guide’s example, with a key from the page, makes an organisation that its page shows', async ({ page, server }) => {
  const example = page.getByRole('region', { name: 'Using Personal API Keys' });
  await press(example, 'Copy the example');
  await expect(example.getByRole('status')).toHaveText('Copied');
  const command = await pasted(page);
  expect(command).toContain(`curl -X POST "${server.url}/clients"`);
  await press(key(page, FIRST), `Copy ${FIRST}`);
  await expect(key(page, FIRST).getByRole('status')).toHaveText('Copied');
  const filled = command.replace('{your_user_token}', await pasted(page));
  const { stdout } = await promisify(execFile)('sh', ['-c', filled.replace('curl ', 'curl --silent --fail-with-body ')]);
  expect(stdout).toContain('"clientName":"My Organisation"');
  await expect(example.getByRole('link', { name: 'Learn more about the Core API →' })).toHaveAttribute(
    'href',
    '/api/docs',
  );
  await open(page, '/organisations');
  await expect(page.getByRole('row').filter({ hasText: 'My Organisation' })).toContainText('Owner');
});

test('a server that is gone says so, and Try again brings the keys', async ({ page, server, complaints }) => {
  complaints.expect(/ERR_CONNECTION_REFUSED/);
  await server.stop();
  await press(key(page, FIRST), `Reveal ${FIRST}`);
  await expect(page.getByRole('status').filter({ hasText: "The server can't be reached." }).first()).toBeVisible();
  await tab(page, 'Profile').click();
  await tab(page, 'Keys').click();
  await expect(page.getByText("Can't reach the server")).toBeVisible();
  await server.start();
  await press(page, 'Try again');
  await expect(key(page, FIRST)).toBeVisible();
});

test('a session that has ended is taken up again', async ({ page, account, complaints }) => {
  complaints.expect(/status of 401/);
  await page.context().clearCookies();
  await press(key(page, FIRST), `Reveal ${FIRST}`);
  const again = dialog(page, 'Log in again');
  await again.getByLabel('Password', { exact: true }).fill(account.password);
  await press(again, 'Log in');
  await expect(again).toBeHidden();
  await press(key(page, FIRST), `Reveal ${FIRST}`);
  await expect(valueOf(key(page, FIRST))).toHaveText(/^u-/);
});

test('strangers go to the login and come back here', async ({ page, account }) => {
  await page.context().clearCookies();
  await open(page, '/settings/keys');
  await expect(page).toHaveURL(/\/login\?next=/);
  await page.getByLabel('Email').fill(account.email);
  await page.getByLabel('Password', { exact: true }).fill(account.password);
  await press(page, 'Log in');
  await expect(page).toHaveURL('/settings/keys');
});
