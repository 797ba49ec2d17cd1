// The Profile tab: Submit and Cancel, errors under their fields, and nothing typed is lost.
import {
  alive,
  cancel,
  expectFieldError,
  field,
  logIn,
  open,
  openMenu,
  saved,
  submit,
  tab,
} from '../fixtures/app';
import { expect, test } from '../fixtures/test';

test.beforeEach(async ({ page, account }) => logIn(page, account));

test('Submit and Cancel wait for a change; Cancel restores what was saved', async ({ page }) => {
  await expect(submit(page)).toBeDisabled();
  await expect(cancel(page)).toBeDisabled();
  await field(page, 'First Name').fill('Ada');
  await expect(page.getByText('Unsaved changes')).toBeVisible();
  await submit(page).click();
  await saved(page);
  await expect(submit(page)).toBeDisabled();

  await field(page, 'First Name').fill('Somebody');
  await field(page, 'Bio').fill('Else');
  await cancel(page).click();
  await expect(field(page, 'First Name')).toHaveValue('Ada');
  await expect(field(page, 'Bio')).toHaveValue('');
  await expect(submit(page)).toBeDisabled();
});

test('each wrong field has its error under it, and the focus goes to the first', async ({ page }) => {
  await field(page, 'First Name').fill('Ada');
  await field(page, 'Last Name').fill('x'.repeat(65));
  await field(page, 'Phone').fill('020 7946 0018');
  await field(page, 'Bio').fill('b'.repeat(501));
  await submit(page).click();

  await expectFieldError(page, 'Last Name', 'Use at most 64 characters.');
  await expectFieldError(page, 'Phone', 'Write the number with its country code');
  await expectFieldError(page, 'Bio', 'Use at most 500 characters.');
  await expect(field(page, 'Last Name')).toBeFocused();
  await expect(field(page, 'First Name')).not.toHaveAttribute('aria-invalid');
  await expect(field(page, 'First Name')).toHaveValue('Ada');

  const input = (await field(page, 'Last Name').boundingBox())!;
  const error = (await page.getByText('Use at most 64 characters.').boundingBox())!;
  expect(error.y, 'the error is below its field').toBeGreaterThanOrEqual(input.y + input.height);

  await field(page, 'Last Name').fill('Lovelace');
  await expect(field(page, 'Last Name')).not.toHaveAttribute('aria-invalid');
  await field(page, 'Phone').fill('');
  await field(page, 'Bio').fill('Short.');
  await submit(page).click();
  await saved(page);
});

test("a number that no country's plan has is refused by the server, at its field", async ({ page, complaints }) => {
  complaints.expect(/status of 422/);
  await field(page, 'First Name').fill('Ada');
  await field(page, 'Phone').fill('+44 0000 000000');
  await submit(page).click();
  await expectFieldError(page, 'Phone', 'No country has such a number.');
  await expect(field(page, 'Phone')).toBeFocused();
  await expect(field(page, 'First Name')).toHaveValue('Ada');
});

test('names of any script are kept as they are', async ({ page }) => {
  await field(page, 'First Name').fill('  李 小龍 ');
  await field(page, 'Last Name').fill("O'Brien–Ñandú 🦉");
  await submit(page).click();
  await saved(page);
  await expect(field(page, 'First Name')).toHaveValue('李 小龍');
  await open(page, '/settings/profile');
  await expect(field(page, 'First Name')).toHaveValue('李 小龍');
  await expect(field(page, 'Last Name')).toHaveValue("O'Brien–Ñandú 🦉");
});

test('the bio counts its characters while one types', async ({ page }) => {
  const counter = page.locator('#bio-counter');
  await expect(counter).toContainText('0 / 500');
  await field(page, 'Bio').fill('Grüße 🦉');
  await expect(counter).toContainText('7 / 500');
  await expect(counter).toHaveAttribute('aria-live', 'off');
  await field(page, 'Bio').fill('b'.repeat(460));
  await expect(counter).toContainText('460 / 500');
  await expect(counter).toHaveAttribute('aria-live', 'polite');
  await field(page, 'Bio').fill('b'.repeat(501));
  await expect(counter).toContainText('501 / 500');
  await expect(counter).toHaveAttribute('data-state', 'over');
});

test('a tab asks before it leaves unsaved changes: stay', async ({ page }) => {
  await field(page, 'First Name').fill('Unsaved');
  await tab(page, 'Security').click();
  const dialog = page.getByRole('dialog', { name: 'You have unsaved changes' });
  await expect(dialog).toBeVisible();
  await dialog.getByRole('button', { name: 'Stay' }).click();
  await expect(dialog).toBeHidden();
  await expect(page).toHaveURL('/settings/profile');
  await expect(field(page, 'First Name')).toHaveValue('Unsaved');
  await submit(page).click();
  await saved(page);
  await tab(page, 'Security').click();
  await expect(page).toHaveURL('/settings/security');
});

test('a tab asks before it leaves unsaved changes: leave', async ({ page }) => {
  await field(page, 'First Name').fill('Unsaved');
  await tab(page, 'Account').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Leave without saving' }).click();
  await expect(page).toHaveURL('/settings/account');
  await tab(page, 'Profile').click();
  await expect(page).toHaveURL('/settings/profile');
  await expect(field(page, 'First Name')).toHaveValue('');
});

test('Logout in the menu asks first: stay, then leave', async ({ page }) => {
  await field(page, 'First Name').fill('Unsaved');
  await (await openMenu(page)).getByRole('button', { name: 'Logout' }).click();
  const dialog = page.getByRole('dialog', { name: 'You have unsaved changes' });
  await expect(dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(field(page, 'First Name')).toHaveValue('Unsaved');

  await (await openMenu(page)).getByRole('button', { name: 'Logout' }).click();
  await dialog.getByRole('button', { name: 'Leave without saving' }).click();
  await expect(page).toHaveURL(/\/login/);
});

test('Settings in the menu leads back to the Profile tab', async ({ page }) => {
  await tab(page, 'Account').click();
  await expect(page).toHaveURL('/settings/account');
  const menu = await openMenu(page);
  await menu.getByRole('link', { name: 'Settings' }).click();
  await expect(page).toHaveURL('/settings/profile');
  await expect(menu).toBeHidden();
});

test("the browser's back button keeps what was typed", async ({ page }) => {
  await tab(page, 'Security').click();
  await expect(page).toHaveURL('/settings/security');
  await tab(page, 'Profile').click();
  await expect(page).toHaveURL('/settings/profile');
  await field(page, 'First Name').fill('Draft');
  await page.goBack();
  await expect(page).toHaveURL('/settings/security');
  await page.goForward();
  await expect(page).toHaveURL('/settings/profile');
  await expect(field(page, 'First Name')).toHaveValue('Draft');
  await expect(page.getByText('Your unsaved changes are still here.')).toBeVisible();
});

test('closing the page with unsaved changes makes the browser ask', async ({ page }) => {
  const asked: string[] = [];
  page.on('dialog', async (dialog) => {
    asked.push(dialog.type());
    await dialog.accept();
  });
  await page.goto('/settings/account');
  expect(asked, 'nothing to lose').toEqual([]);
  await open(page, '/settings/profile');
  await field(page, 'First Name').fill('Unsaved');
  await expect(page.getByText('Unsaved changes')).toBeVisible();
  await page.goto('/settings/account');
  expect(asked).toEqual(['beforeunload']);
});

test.describe('a change elsewhere', () => {
  test.beforeEach(async ({ page, otherPage, account, complaints }) => {
    complaints.expect(/status of 409/);
    await field(page, 'First Name').fill('Mine');
    const other = await otherPage();
    await logIn(other, account);
    await field(other, 'First Name').fill('Theirs');
    await field(other, 'Last Name').fill('Too');
    await submit(other).click();
    await saved(other);
    await submit(page).click();
    await expect(page.getByRole('alert').filter({ hasText: 'Your profile was changed elsewhere' })).toBeVisible();
    await expect(field(page, 'First Name')).toHaveValue('Mine');
  });

  test('is loaded when the person wants the latest version', async ({ page }) => {
    await page.getByRole('button', { name: 'Load the latest version' }).click();
    await expect(field(page, 'First Name')).toHaveValue('Theirs');
    await expect(field(page, 'Last Name')).toHaveValue('Too');
    await expect(submit(page)).toBeDisabled();
  });

  test('can be written over once the person has seen it', async ({ page }) => {
    await page.getByRole('button', { name: 'Keep my changes' }).click();
    await expect(page.getByRole('alert').filter({ hasText: /./ })).toHaveCount(0);
    await expect(field(page, 'First Name')).toHaveValue('Mine');
    await submit(page).click();
    await saved(page);
    await open(page, '/settings/profile');
    await expect(field(page, 'First Name')).toHaveValue('Mine');
  });
});

test('a server that is gone costs nothing typed; the next Submit works', async ({ page, server, complaints }) => {
  complaints.expect(/ERR_CONNECTION_REFUSED/);
  await field(page, 'First Name').fill('Patient');
  await server.stop();
  await submit(page).click();
  const message = page.getByRole('alert').filter({ hasText: 'Your changes are not saved' });
  await expect(message).toContainText("The server can't be reached.");
  await expect(field(page, 'First Name')).toHaveValue('Patient');
  await expect(submit(page)).toBeEnabled();
  await server.start();
  await submit(page).click();
  await saved(page);
  await expect(message).toBeHidden();
  await open(page, '/settings/profile');
  await expect(field(page, 'First Name')).toHaveValue('Patient');
});

test.describe('a session that ended elsewhere', () => {
  test.beforeEach(async ({ page, account, context, complaints }) => {
    complaints.expect(/status of 401/);
    const twin = await context.newPage();
    await open(twin, '/settings/security');
    await field(page, 'First Name').fill('Kept');
    await field(page, 'Bio').fill('Every word of it.');
    await twin.getByRole('main').getByRole('button', { name: 'Logout' }).click();
    await expect(twin).toHaveURL(/\/login/);
    await twin.close();
    await submit(page).click();
    const dialog = page.getByRole('dialog', { name: 'Log in again' });
    await expect(dialog).toContainText(account.email);
    await expect(dialog.getByLabel('Password', { exact: true })).toBeFocused();
  });

  test('asks for the password; then the form is as it was', async ({ page, account }) => {
    const dialog = page.getByRole('dialog', { name: 'Log in again' });
    await dialog.getByLabel('Password', { exact: true }).fill('Not-The-1-Password');
    await dialog.getByRole('button', { name: 'Log in', exact: true }).click();
    await expect(dialog.getByText('Email or password is not right.')).toBeVisible();

    await dialog.getByLabel('Password', { exact: true }).fill(account.password);
    await page.keyboard.press('Enter');
    await expect(dialog).toBeHidden();
    await expect(page.getByText('You are logged in again.')).toBeVisible();
    await expect(field(page, 'First Name')).toHaveValue('Kept');
    await expect(field(page, 'Bio')).toHaveValue('Every word of it.');
    await submit(page).click();
    await saved(page);
  });

  test('can wait: the form is still there after Cancel', async ({ page }) => {
    const dialog = page.getByRole('dialog', { name: 'Log in again' });
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await expect(dialog).toBeHidden();
    await expect(field(page, 'First Name')).toHaveValue('Kept');
    await submit(page).click();
    await expect(dialog).toBeVisible();
  });
});

test('what was typed before the page came to life is taken over', async ({ page }) => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => (release = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/settings/profile', { waitUntil: 'commit' });
  await field(page, 'First Name').fill('Early');
  release();
  await alive(page);
  await expect(field(page, 'First Name')).toHaveValue('Early');
  await expect(page.getByText('Unsaved changes')).toBeVisible();
  await submit(page).click();
  await saved(page);
});
