// What every form does alike: it shows what is chosen, says what is wrong while it is wrong, can't be sent to where
// nothing takes it, and isn't lost without a word.
import type { Page } from '@playwright/test';
import { alive, expectFieldError, field, logIn, open, submit, tab } from '../fixtures/app';
import { dialog, openKeys } from '../fixtures/keys';
import { createOrganisation, openMembers, openSettings, told } from '../fixtures/organisations';
import { expect, test } from '../fixtures/test';

const NOT_SAVED = 'Your changes are not saved';
const notSaved = (page: Page) => page.getByRole('alert').filter({ hasText: NOT_SAVED });
const unsaved = (page: Page) => page.getByRole('dialog', { name: 'You have unsaved changes' });

/** Keeps a page from coming to life. Answers what lets it. */
async function holdBack(page: Page): Promise<() => void> {
  let go!: () => void;
  const held = new Promise<void>((resolve) => (go = resolve));
  await page.route('**/*.wasm', async (route) => {
    await held;
    await route.continue();
  });
  return go;
}

test('a choice of a list is the one that it shows', async ({ page, account }) => {
  await logIn(page, account);
  await openKeys(page);
  await page.getByRole('button', { name: 'Create key' }).click();
  const form = dialog(page, 'Create key');
  const expires = form.getByLabel('Expires');
  await expect(expires).toHaveValue('90');
  for (const [choice, value] of [
    ['In 30 days', '30'],
    ['Never', 'never'],
    ['In 90 days', '90'],
    ['On a date', 'date'],
    ['In 30 days', '30'],
  ]) {
    await expires.selectOption(choice);
    await expect(expires).toHaveValue(value);
    // Whatever else is drawn anew meanwhile.
    await form.getByLabel('Name', { exact: true }).fill(`Key for ${value}`);
    await expect(expires.locator('option:checked')).toHaveText(choice);
  }
  await form.getByRole('button', { name: 'Create key' }).click();
  await expect(dialog(page, 'Your new key')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.locator('.key-fact').filter({ hasText: 'in 30 days' })).toHaveCount(1);

  await open(page, '/settings/security');
  const group = page.locator('#log-group');
  await group.selectOption({ index: 1 });
  const chosen = await group.inputValue();
  await page.locator('#log-search').fill('nothing like it');
  await expect(group).toHaveValue(chosen);
});

test('that nothing is saved is said as long as a field is marked', async ({ page, account }) => {
  await logIn(page, account);
  await field(page, 'First Name').fill('x'.repeat(65));
  await field(page, 'Phone').fill('12');
  await submit(page).click();
  await expect(notSaved(page)).toBeVisible();
  await expect(field(page, 'First Name')).toHaveAttribute('aria-invalid', 'true');
  await expect(field(page, 'First Name')).toBeFocused();
  await field(page, 'First Name').fill('Ada');
  await expect(field(page, 'First Name')).not.toHaveAttribute('aria-invalid');
  await expect(notSaved(page), 'the other is still wrong').toBeVisible();
  await field(page, 'Phone').fill('');
  await expect(field(page, 'Phone')).not.toHaveAttribute('aria-invalid');
  await expect(page.getByText(NOT_SAVED)).toHaveCount(0);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('the field at fault stays in view beside what is said above', async ({ page, account }) => {
    await logIn(page, account);
    await field(page, 'Bio').fill('b'.repeat(501));
    await submit(page).click();
    await expect(notSaved(page)).toBeVisible();
    await expect(field(page, 'Bio')).toBeFocused();
    await expect(field(page, 'Bio')).toBeInViewport();
  });
});

test('what is corrected is red no longer', async ({ page }) => {
  const [email, password] = [page.getByLabel('Email'), page.getByLabel('Password', { exact: true })];
  await open(page, '/sign-up');
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await expect(password).toHaveAttribute('aria-invalid', 'true');
  await email.fill('ada@example.org');
  await password.fill('Long-Enough-1!');
  await expect(email).not.toHaveAttribute('aria-invalid');
  await expect(password).not.toHaveAttribute('aria-invalid');
  await expect(page.locator('.field-error')).toHaveCount(0);
  await expect(page.locator('.rule[data-met="false"]')).toHaveCount(0);

  await open(page, '/login');
  await page.getByRole('button', { name: 'Log in', exact: true }).click();
  await expectFieldError(page, 'Email', 'Please fill this in.');
  await email.fill('a');
  await password.fill('b');
  await expect(page.locator('.field-error')).toHaveCount(0);

  await open(page, '/forgot-password');
  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await email.fill('a');
  await expect(page.locator('.field-error')).toHaveCount(0);
});

test('a page that asks for a code begins at its field, which is empty', async ({ page, account }) => {
  await open(page, '/forgot-password');
  await page.getByLabel('Email').fill(account.email);
  await page.getByRole('button', { name: 'Send code' }).click();
  await expect(page).toHaveURL(/\/reset-password/);
  const code = page.getByLabel('Code', { exact: true });
  await expect(code).toBeFocused();
  await expect(code).not.toHaveAttribute('placeholder');
  await code.fill('12');
  await page.getByRole('button', { name: 'Set password' }).click();
  await expect(code).toHaveAttribute('aria-invalid', 'true');
  await code.fill('123456');
  await expect(code).not.toHaveAttribute('aria-invalid');
});

test.describe('before the page comes to life', () => {
  for (const [address, button] of [
    ['/sign-up', 'Create account'],
    ['/forgot-password', 'Send code'],
  ]) {
    test(`${address} can't be sent to where nothing takes it`, async ({ page }) => {
      const go = await holdBack(page);
      await page.goto(address);
      await expect(page.getByRole('button', { name: button })).toBeDisabled();
      await page.getByLabel('Email').fill('ada@example.org');
      await page.getByLabel('Email').press('Enter');
      go();
      await alive(page);
      await expect(page).toHaveURL(address);
      await expect(page.getByLabel('Email')).toHaveValue('ada@example.org');
      await expect(page.getByRole('button', { name: button })).toBeEnabled();
      if (address === '/forgot-password') {
        await page.getByLabel('Email').press('Enter');
        await expect(page).toHaveURL(/\/reset-password/);
      }
    });
  }

  test('the forms of the tabs wait too', async ({ page, account }) => {
    await logIn(page, account);
    const go = await holdBack(page);
    await page.goto('/settings/profile');
    await field(page, 'First Name').fill('Ada');
    await field(page, 'First Name').press('Enter');
    go();
    await alive(page);
    await expect(field(page, 'First Name')).toHaveValue('Ada');
    await submit(page).click();
    await expect(page.getByRole('status').filter({ hasText: 'Profile saved' })).toBeVisible();
  });

  test('a login that is refused keeps the address and says what is wrong', async ({ page, account }) => {
    await holdBack(page);
    const logInButton = page.getByRole('button', { name: 'Log in', exact: true });
    await page.goto('/login');
    await page.getByLabel('Email').fill(account.email);
    await logInButton.click();
    await expect(page).toHaveURL(/problem=invalid/);
    await expect(page.getByLabel('Email')).toHaveValue(account.email);
    await expect(page.getByLabel('Email')).not.toHaveAttribute('aria-invalid');
    await expectFieldError(page, 'Password', 'Please fill this in.');
    expect(page.url(), 'histories keep it').not.toContain(encodeURIComponent(account.email));
    await page.getByLabel('Password', { exact: true }).fill('Not-The-1-Password');
    await logInButton.click();
    await expect(page.getByRole('alert')).toContainText('Email or password is not right.');
    await expect(page.getByLabel('Email')).toHaveValue(account.email);
  });
});

test.describe('changes that nothing keeps', () => {
  test('of the times of mail are not lost without a word', async ({ page, account }) => {
    await logIn(page, account);
    await open(page, '/settings/notifications');
    const quiet = page.getByRole('checkbox', { name: 'Quiet hours' });
    await quiet.check();
    await quiet.uncheck();
    await tab(page, 'Privacy').click();
    await expect(page, 'nothing is changed').toHaveURL('/settings/privacy');

    await tab(page, 'Notifications').click();
    await quiet.check();
    await page.locator('#schedule-quietHours').fill('21:30');
    await tab(page, 'Privacy').click();
    await unsaved(page).getByRole('button', { name: 'Stay' }).click();
    await expect(page).toHaveURL('/settings/notifications');
    await expect(page.locator('#schedule-quietHours')).toHaveValue('21:30');
    await page.locator('#schedule-form').getByRole('button', { name: 'Save' }).click();
    await told(page, 'Saved. Your next mails follow it.');
    await tab(page, 'Privacy').click();
    await expect(page).toHaveURL('/settings/privacy');
    await tab(page, 'Notifications').click();
    await expect(page.locator('#schedule-quietHours')).toHaveValue('21:30');
    await page.locator('#schedule-until').fill('08:15');
    await tab(page, 'Keys').click();
    await unsaved(page).getByRole('button', { name: 'Leave without saving' }).click();
    await expect(page).toHaveURL('/settings/keys');
    await tab(page, 'Privacy').click();
    await expect(page, 'it is left').toHaveURL('/settings/privacy');
  });

  test("of an organisation's name neither", async ({ page, account }) => {
    await logIn(page, account);
    const organisation = await createOrganisation(page, 'Engines');
    await openSettings(page, organisation);
    await field(page, 'Client Name').fill('Engines Ltd');
    await page.getByRole('link', { name: 'User Management' }).click();
    await unsaved(page).getByRole('button', { name: 'Stay' }).click();
    await expect(field(page, 'Client Name')).toHaveValue('Engines Ltd');
    await page.getByRole('button', { name: 'Save' }).click();
    await told(page, 'Organisation saved');
    await page.getByRole('link', { name: 'User Management' }).click();
    await expect(page).toHaveURL(/members$/);
    await openMembers(page, organisation);
  });
});

test.describe('in Berlin', () => {
  test.use({ timezoneId: 'Europe/Berlin' });

  test("the time zone proposed is the device's, and places have one name", async ({ page, account }) => {
    await logIn(page, account);
    await open(page, '/settings/notifications');
    const zone = page.getByLabel('Time zone');
    await expect(zone).toHaveValue('Europe/Berlin');
    const offered = await zone.locator('option').evaluateAll((all) => all.map((each) => (each as HTMLOptionElement).value));
    expect(offered).toContain('UTC');
    expect(offered.filter((name) => /^(Etc|US|GB|Navajo|Zulu|SystemV)/.test(name))).toEqual([]);
    await tab(page, 'Keys').click();
    await expect(page, 'a proposal is no change').toHaveURL('/settings/keys');
  });
});
