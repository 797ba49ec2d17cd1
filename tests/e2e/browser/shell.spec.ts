// What stands around every page: the bar at the top with its menu, and the messages that come and go.
import { logIn, open, openMenu, tab } from '../fixtures/app';
import { bell } from '../fixtures/notifications';
import { expect, test } from '../fixtures/test';

test('an address without a page keeps the bar of whoever is signed in', async ({ page, account, complaints }) => {
  complaints.expect(/status of 404/);
  await logIn(page, account);
  const answer = await page.goto('/nowhere');
  expect(answer!.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
  await expect(bell(page)).toBeVisible();
  const menu = await openMenu(page);
  await menu.getByRole('link', { name: 'Organisations' }).click();
  await expect(page).toHaveURL('/organisations');
});

test('a stranger at an address without a page sees no bar of anybody', async ({ page, complaints }) => {
  complaints.expect(/status of 404/);
  const answer = await page.goto('/nowhere');
  expect(answer!.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Page not found');
  await expect(page.getByRole('button', { name: 'User menu' })).toHaveCount(0);
  await expect(page).toHaveURL('/nowhere');
});

test('the menu closes when the Tab key leaves it, either way', async ({ page, account }) => {
  await logIn(page, account);
  const button = page.getByRole('button', { name: 'User menu' });
  const menu = page.getByRole('navigation', { name: 'User menu' });
  await button.focus();
  await page.keyboard.press('Enter');
  await expect(menu).toBeVisible();
  for (let item = 0; item < 4; item += 1) {
    await page.keyboard.press('Tab');
    await expect(menu).toBeVisible();
  }
  await expect(menu.getByRole('button', { name: 'Logout' })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(menu).toBeHidden();
  await expect(tab(page, 'Profile'), 'it goes on behind the button').toBeFocused();

  await button.focus();
  await page.keyboard.press('Enter');
  await expect(menu).toBeVisible();
  await page.keyboard.press('Shift+Tab');
  await expect(menu).toBeHidden();
  await expect(bell(page)).toBeFocused();
});

for (const [width, height] of [
  [1280, 900],
  [320, 640],
]) {
  test.describe(`${width} px wide`, () => {
    test.use({ viewport: { width, height } });

    test('messages stand at the bottom, the latest in place of the one before', async ({ page, account }) => {
      await logIn(page, account);
      await open(page, '/settings/notifications');
      const switches = page.getByRole('switch');
      const toasts = page.locator('.toast');
      for (const [index, text] of [
        [0, 'Organisation invitations (Email)'],
        [1, 'Organisation invitations (In-app)'],
        // The one between is locked.
        [3, 'Security alerts (In-app)'],
      ] as const) {
        await switches.nth(index).click();
        await expect(toasts.filter({ hasText: text })).toBeVisible();
        await expect(toasts).toHaveCount(1);
      }
      const place = (await toasts.boundingBox())!;
      expect(place.y + place.height).toBeGreaterThan(height - 40);
      expect(place.y).toBeGreaterThan(height / 2);
      expect(place.x).toBeGreaterThanOrEqual(0);
      expect(place.x + place.width).toBeLessThanOrEqual(width);
      await expect(toasts.getByRole('button', { name: 'Undo' })).toBeVisible();

      // Nothing is covered for good: the page ends above them.
      await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
      const last = (await page.locator('main button').last().boundingBox())!;
      expect(last.y + last.height).toBeLessThanOrEqual((await toasts.boundingBox())!.y);
    });
  });
}
