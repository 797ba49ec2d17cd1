// With the keyboard alone: every stop shows the focus, nothing traps it but a dialog, and motion can be off.
import type { Page } from '@playwright/test';
import { expectFocusShown } from '../fixtures/accessible';
import { alive, field, logIn, open, saved, submit, tab } from '../fixtures/app';
import { createOrganisation, openMembers } from '../fixtures/organisations';
import { expect, test } from '../fixtures/test';

/** Presses Tab until nothing new comes, and names each stop. */
async function stops(page: Page): Promise<string[]> {
  const names: string[] = [];
  for (;;) {
    await page.keyboard.press('Tab');
    const name = await page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) {
        return '';
      }
      const label = (focused as HTMLInputElement).labels?.[0]?.textContent;
      return focused.getAttribute('aria-label') ?? label ?? focused.textContent?.trim() ?? '';
    });
    if (name === '') {
      return names;
    }
    await expectFocusShown(page);
    names.push(name);
    expect(names.length, names.join(', ')).toBeLessThan(40);
  }
}

test('the login page, stop by stop', async ({ page, account }) => {
  await open(page, '/login');
  expect(await stops(page)).toEqual([
    'RequestRocket',
    'Email',
    'Password',
    'Show password',
    'Log in',
    'Forgot your password?',
    'Create an account',
  ]);
  await page.getByLabel('Email').focus();
  await page.keyboard.type(account.email);
  await page.keyboard.press('Tab');
  await page.keyboard.type(account.password);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/settings/profile');
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`the Profile tab, stop by stop, ${colorScheme}`, async ({ page, account }) => {
    await page.emulateMedia({ colorScheme });
    await logIn(page, account);
    await open(page, '/settings/profile');
    await field(page, 'Bio').fill('Something to submit');
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.locator('body').click({ position: { x: 2, y: 300 } });
    // From the end of the page round to its start, wherever the click has put the start.
    await page.evaluate(() => {
      const start = document.createElement('span');
      start.tabIndex = -1;
      document.body.prepend(start);
      start.focus();
      start.remove();
    });
    expect(await stops(page)).toEqual([
      'Skip to the content',
      'RequestRocket',
      'Notifications',
      expect.stringContaining('User menu'),
      'Profile',
      'Keys',
      'Security',
      'Privacy',
      'Notifications',
      'Account',
      'Change picture',
      'First Name',
      'Last Name',
      'Phone',
      'Email',
      'Bio',
      'Cancel',
      'Submit',
    ]);
  });
}

test('the skip link leads past the top bar', async ({ page, account }) => {
  await logIn(page, account);
  await open(page, '/settings/security');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to the content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(tab(page, 'Profile')).toBeFocused();
});

test('tabs by keyboard: the focus moves to the new content', async ({ page, account }) => {
  await logIn(page, account);
  await tab(page, 'Security').focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL('/settings/security');
  await expect(page.getByRole('main')).toBeFocused();
});

test('the user menu opens, closes with Escape and gives the focus back', async ({ page, account }) => {
  await logIn(page, account);
  const button = page.getByRole('button', { name: 'User menu' });
  const menu = page.getByRole('navigation', { name: 'User menu' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(menu).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(menu.getByRole('link', { name: 'Settings' })).toBeFocused();
  await expectFocusShown(page);
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(button).toBeFocused();

  await page.keyboard.press('Space');
  await expect(menu).toBeVisible();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(menu.getByRole('link', { name: 'Organisations' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(menu.getByRole('link', { name: 'Support' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(menu.getByRole('button', { name: 'Logout' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByRole('main')).toBeFocused();
});

for (const [way, act] of [
  ['Enter in a field', async (page: Page) => page.keyboard.press('Enter')],
  [
    'Space on Submit',
    async (page: Page) => {
      await submit(page).focus();
      await page.keyboard.press('Space');
    },
  ],
] as const) {
  test(`${way} submits the form, and the focus is not lost`, async ({ page, account }) => {
    await logIn(page, account);
    await field(page, 'First Name').focus();
    await page.keyboard.type('Ada');
    await act(page);
    await saved(page);
    await expect(submit(page)).toBeDisabled();
    expect(await page.evaluate(() => document.activeElement?.closest('form') !== null)).toBe(true);
    if (way === 'Enter in a field') {
      await expect(field(page, 'First Name')).toBeFocused();
    }
  });
}

test('a dialog keeps the focus and gives it back', async ({ page, account }) => {
  await logIn(page, account);
  await field(page, 'First Name').fill('Unsaved');
  await tab(page, 'Security').focus();
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'You have unsaved changes' });
  await expect(dialog).toBeVisible();
  await expect(dialog).toHaveAccessibleDescription(/If you leave now, your changes are lost\./);
  const stay = dialog.getByRole('button', { name: 'Stay' });
  await expect(stay).toBeFocused();
  await expectFocusShown(page);
  for (let press = 0; press < 5; press += 1) {
    await page.keyboard.press('Tab');
    const outside = await page.evaluate(() => {
      const focused = document.activeElement!;
      return focused !== document.body && !focused.closest('dialog');
    });
    expect(outside, 'the focus left the dialog').toBe(false);
  }
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(tab(page, 'Security')).toBeFocused();
});

test('whoever wants no motion gets none', async ({ page, account }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await logIn(page, account);
  await field(page, 'First Name').fill('Ada');
  await submit(page).click();
  await saved(page);
  await field(page, 'First Name').fill('Unsaved');
  await tab(page, 'Security').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  const slow = await page.locator('*').evaluateAll((elements) =>
    elements
      .filter((element) => !element.matches('.spinner'))
      .map((element) => ({ element, style: getComputedStyle(element) }))
      .filter(({ style }) =>
        [style.animationDuration, style.transitionDuration].some((list) =>
          list.split(',').some((duration) => parseFloat(duration) > 0.001),
        ),
      )
      .map(({ element }) => element.outerHTML.slice(0, 80)),
  );
  expect(slow).toEqual([]);
});

test('text can be twice as large', async ({ page, account }) => {
  await logIn(page, account);
  // 200 % on a screen of 1280 pixels (WCAG 2.2, 1.4.4) leaves the layout 640.
  await page.setViewportSize({ width: 640, height: 450 });
  await alive(page);
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBe(640);
  await field(page, 'First Name').fill('Ada');
  await submit(page).click();
  await saved(page);
});

test('organisations, stop by stop', async ({ page, account }) => {
  await logIn(page, account);
  const organisation = await createOrganisation(page, 'Engines');
  await open(page, '/organisations');
  expect(await stops(page)).toEqual([
    'Skip to the content',
    'RequestRocket',
    'Notifications',
    expect.stringContaining('User menu'),
    'Clients',
    'Invites',
    'Create',
    'Engines',
    'Members of Engines',
    'Settings of Engines',
    'Delete Engines',
  ]);
  await openMembers(page, organisation);
  expect(await stops(page)).toEqual([
    'Skip to the content',
    'RequestRocket',
    'Notifications',
    expect.stringContaining('User menu'),
    'Organisations',
    'User management',
    'Org settings',
    'Invite',
    account.email,
    `Actions for ${account.email}`,
  ]);
});

test("a member's menu and the dialog behind it give the focus back", async ({ page, account }) => {
  await logIn(page, account);
  await openMembers(page, await createOrganisation(page, 'Engines'));
  const button = page.getByRole('button', { name: `Actions for ${account.email}` });
  const menu = page.getByRole('group', { name: `Actions for ${account.email}` });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(menu).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(menu).toBeHidden();
  await expect(button).toBeFocused();

  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  await expect(menu.getByRole('button', { name: 'Change role' })).toBeFocused();
  await expectFocusShown(page);
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Change role' });
  await expect(dialog.getByRole('radio', { name: 'Owner' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(dialog.getByRole('radio', { name: 'Admin' })).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(button).toBeFocused();
});

test('an organisation is made with the keyboard', async ({ page, account }) => {
  await logIn(page, account);
  await open(page, '/organisations');
  const create = page.getByRole('button', { name: 'Create' });
  await create.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Client Name')).toBeFocused();
  await page.keyboard.type('Engines');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeHidden();
  await expect(create).toBeFocused();
  await expect(page.getByRole('link', { name: 'Engines', exact: true })).toBeVisible();
});
