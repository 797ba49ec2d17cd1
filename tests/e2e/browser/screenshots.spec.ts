// Takes the pictures of the README and the docs, from the real app.
import path from 'node:path';
import type { Page } from '@playwright/test';
import { createAccount } from '../fixtures/account';
import { field, logIn, open, openMenu, saved, submit } from '../fixtures/app';
import { artefacts } from '../fixtures/environment';
import { expect, test } from '../fixtures/test';

/** As tall as the Profile tab. */
const WIDE = { width: 1280, height: 1060 };
const NARROW = { width: 390, height: 844 };

test.use({ deviceScaleFactor: 2, viewport: WIDE, contextOptions: { reducedMotion: 'reduce' } });

async function take(page: Page, name: string): Promise<void> {
  await page.evaluate(() => window.scrollTo(0, 0));
  await page.screenshot({ path: path.join(artefacts, `${name}.png`), animations: 'disabled', caret: 'hide' });
}

async function fill(page: Page): Promise<void> {
  await field(page, 'First Name').fill('Ada');
  await field(page, 'Last Name').fill('Lovelace');
  await field(page, 'Phone').fill('+44 20 7946 0018');
  await field(page, 'Bio').fill('Writes programs for engines that are yet to be built.');
  await submit(page).click();
  await saved(page);
  await page.getByRole('button', { name: 'Close this message' }).click();
  await expect(submit(page)).toBeDisabled();
}

test('the Profile tab, wide and narrow, light and dark', async ({ page, server }) => {
  await logIn(page, await createAccount(server, 'ada.lovelace@example.com'));
  await fill(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const [width, viewport] of Object.entries({ wide: WIDE, narrow: NARROW })) {
      await page.setViewportSize(viewport);
      await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(viewport.width);
      await take(page, `profile-${width}-${colorScheme}`);
    }
  }
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light' });
  await take(page, 'profile');
  await openMenu(page);
  await take(page, 'menu');
});

test('the login page and the sign-up page, light and dark', async ({ page }) => {
  for (const [name, heading] of [
    ['login', 'Log in'],
    ['sign-up', 'Create an account'],
  ]) {
    await open(page, `/${name}`);
    await expect(page.getByRole('heading', { name: heading })).toBeVisible();
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await take(page, `${name}-${colorScheme}`);
    }
  }
});
