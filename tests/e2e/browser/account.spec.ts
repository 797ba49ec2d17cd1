// The Account tab: what the account is, its data to take away in every state, and the ways on.
import fs from 'node:fs/promises';
import type { Page, Route } from '@playwright/test';
import { examine } from '../fixtures/accessible';
import { logIn, open, tab } from '../fixtures/app';
import { dialog, press } from '../fixtures/keys';
import { createOrganisation, told } from '../fixtures/organisations';
import { card } from '../fixtures/security';
import { expect, test } from '../fixtures/test';

type Export = { state: string; progress: number; id?: string; size?: number; expiresAt?: number };
type Exports = { list: Export[]; nextAt: number | null };

const AT = Date.UTC(2026, 10, 23, 10, 20);
const WEEK = 7 * 24 * 3600 * 1000;
const READY: Export = { state: 'ready', progress: 100, size: 348_160, expiresAt: AT + WEEK };
const FAILED: Export = { state: 'failed', progress: 0 };
const BUILDING: Export = { state: 'building', progress: 42 };

const exporting = (page: Page) => card(page, 'Export your data');
const ask = (page: Page) => exporting(page).getByRole('button', { name: 'Export your data' });
const said = (page: Page) => exporting(page).getByRole('status');

/** As the server would send it. */
const wire = ({ list, nextAt }: Exports): object => ({
  list: list.map((it, index) => ({
    id: `0198c0de-0000-7000-8000-00000000000${list.length - index}`,
    requestedAt: AT,
    size: null,
    expiresAt: null,
    ...it,
  })),
  nextAt,
});

/** Opens the tab with these exports, and answers later looks with what `now` says then. */
async function openWith(page: Page, first: Exports, now: () => Exports = () => first): Promise<void> {
  await page.route('**/rpc/v1/account', async (route) => {
    const answer = await route.fetch();
    await route.fulfill({ json: { ...(await answer.json()), exports: wire(first) } });
  });
  await page.route('**/rpc/v1/account/exports', (route) =>
    route.request().method() === 'GET' ? route.fulfill({ json: wire(now()) }) : route.fallback(),
  );
  await tab(page, 'Account').click();
  await expect(card(page, 'Personal Account')).toBeVisible();
  await expect(exporting(page).getByRole('button').last()).toBeVisible();
}

test.beforeEach(async ({ page, account }) => {
  await logIn(page, account);
});

test('the summary leads to what it counts, and the other cards lead on', async ({ page }) => {
  await createOrganisation(page, 'Analytical Engines');
  for (const [link, address] of [
    ['1 organisation', '/organisations'],
    ['2 keys that work', '/settings/keys'],
    ['1 place', '/settings/security'],
    ['Feedback', '/support?category=Feedback'],
    ['Delete', '/settings/account/delete'],
  ]) {
    await open(page, '/settings/account');
    await page.getByRole('main').getByRole('link', { name: link, exact: true }).click();
    await expect(page).toHaveURL(address);
  }
  await open(page, '/support?category=Feedback');
  await expect(page.getByLabel('Select a Category')).toHaveValue('Feedback');
});

test('data is put together, downloaded and deleted', async ({ page }) => {
  await open(page, '/settings/account');
  await expect(exporting(page)).toContainText('It can then be downloaded here for 7 days.');
  await ask(page).focus();
  await page.keyboard.press('Enter');
  const download = exporting(page).getByRole('button', { name: /^Download the copy of your data from / });
  await expect(download).toBeVisible({ timeout: 30_000 });
  await told(page, 'Your data is ready to download');
  await expect(ask(page)).toBeFocused();
  await expect(exporting(page).getByRole('listitem')).toContainText(/\d KB · Until \d+ \w+ \d{4}, \d\d:\d\d UTC/);
  const [file] = await Promise.all([page.waitForEvent('download'), download.click()]);
  expect(file.suggestedFilename()).toMatch(/^personal-settings-\d{4}-\d\d-\d\d\.zip$/);
  expect((await fs.readFile(await file.path())).subarray(0, 2).toString()).toBe('PK');
  await expect(page).toHaveURL('/settings/account');

  const remove = exporting(page).getByRole('button', { name: /^Delete the copy of your data from / });
  await remove.click();
  await press(dialog(page, 'Delete this copy of your data?'), 'Cancel');
  await expect(remove).toBeFocused();
  await remove.click();
  await press(dialog(page, 'Delete this copy of your data?'), 'Delete');
  await told(page, 'The copy of your data is deleted');
  await expect(exporting(page)).toBeFocused();
  await expect(exporting(page).getByRole('listitem')).toHaveCount(0);
});

test('the page follows what is under way, through answers that fail', async ({ page, complaints }) => {
  complaints.expect(/status of 503/);
  await page.clock.install();
  let now: Exports = { list: [{ ...BUILDING, state: 'waiting', progress: 0 }], nextAt: null };
  await openWith(page, now, () => now);
  const bar = exporting(page).getByRole('progressbar');
  await expect(bar).toHaveAccessibleName('Your data is about to be put together');
  await expect(ask(page)).toHaveAccessibleDescription(/you can't ask for it again/);
  await expect(said(page)).toHaveText('');

  now = { list: [BUILDING], nextAt: null };
  await expect(bar).toHaveAccessibleName('Your data is being put together');
  await expect(bar).toHaveAttribute('value', '42');
  await expect(said(page)).toHaveText('Your data is being put together: 25%');
  await examine(page, 'an export under way');

  const down = (route: Route) => route.fulfill({ status: 503, json: { code: 'unavailable' } });
  await page.route('**/rpc/v1/account/exports', down);
  await page.waitForResponse((answer) => answer.url().endsWith('/exports') && answer.status() === 503);
  await expect(bar).toHaveAttribute('value', '42');
  await page.unroute('**/rpc/v1/account/exports', down);

  now = { list: [READY], nextAt: null };
  await told(page, 'Your data is ready to download');
  await expect(bar).toHaveCount(0);
  await expect(exporting(page).getByRole('listitem')).toContainText('340 KB · Until 30 November 2026, 10:20 UTC');
  let looks = 0;
  page.on('request', (request) => (looks += Number(request.url().endsWith('/exports'))));
  await page.clock.runFor(60_000);
  await page.evaluate(() => fetch('/healthz'));
  expect(looks, 'nothing is under way any more').toBe(0);
});

test('what is under way can be stopped', async ({ page }) => {
  let now: Exports = { list: [BUILDING], nextAt: null };
  await openWith(page, now, () => now);
  await page.route('**/rpc/v1/account/exports/delete', (route) => {
    now = { list: [], nextAt: null };
    return route.fulfill({ json: wire(now) });
  });
  await exporting(page).getByRole('button', { name: 'Stop putting your data together' }).click();
  await press(dialog(page, 'Stop putting your data together?'), 'Stop');
  await told(page, 'Your data is no longer being put together');
  await expect(exporting(page).getByRole('progressbar')).toHaveCount(0);
  await expect(exporting(page)).toBeFocused();
});

test('what becomes ready under somebody’s hands does not lose them', async ({ page }) => {
  let now: Exports = { list: [BUILDING], nextAt: null };
  const download = exporting(page).getByRole('button', { name: /^Download / });
  const stop = exporting(page).getByRole('button', { name: 'Stop putting your data together' });
  await openWith(page, now, () => now);
  await stop.focus();
  now = { list: [{ ...BUILDING, progress: 77 }], nextAt: null };
  await expect(exporting(page).getByRole('progressbar')).toHaveAttribute('value', '77');
  await expect(stop).toBeFocused();
  now = { list: [READY], nextAt: null };
  await expect(download).toBeVisible();
  await expect(exporting(page)).toBeFocused();
});

test('who does not stop what is ready by now is back at the list', async ({ page }) => {
  let now: Exports = { list: [BUILDING], nextAt: null };
  await openWith(page, now, () => now);
  await press(exporting(page), 'Stop putting your data together');
  now = { list: [READY], nextAt: null };
  await told(page, 'Your data is ready to download');
  await press(dialog(page, 'Stop putting your data together?'), 'Cancel');
  await expect(exporting(page)).toBeFocused();
});

test('what is ready by now is not deleted by who meant to stop it', async ({ page, complaints }) => {
  complaints.expect(/status of 409/);
  let now: Exports = { list: [BUILDING], nextAt: null };
  await openWith(page, now, () => now);
  let asked = '';
  await page.route('**/rpc/v1/account/exports/delete', (route) => {
    asked = route.request().postData() ?? '';
    now = { list: [READY], nextAt: null };
    const conflict = { message: '', code: 409, data: { code: 'conflict' } };
    return route.fulfill({ status: 409, json: conflict });
  });
  const question = dialog(page, 'Stop putting your data together?');
  await press(exporting(page), 'Stop putting your data together');
  await press(question, 'Stop');
  await told(page, 'Your data is ready to download');
  expect(JSON.parse(asked)).toMatchObject({ state: 'building' });
  await expect(question).toBeHidden();
  await expect(exporting(page).getByRole('button', { name: /^Download / })).toBeVisible();
  await expect(page.getByText('Your data is no longer being put together')).toHaveCount(0);
});

test('nobody who is elsewhere is moved', async ({ page }) => {
  let now: Exports = { list: [BUILDING], nextAt: null };
  await openWith(page, now, () => now);
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  now = { list: [READY], nextAt: null };
  await told(page, 'Your data is ready to download');
  await expect(page.locator('body')).toBeFocused();
});

test('a question whose answer never comes can be left', async ({ page }) => {
  await page.clock.install();
  await openWith(page, { list: [READY], nextAt: null });
  await page.route('**/rpc/v1/account/exports/delete', () => new Promise(() => undefined));
  await exporting(page).getByRole('button', { name: /^Delete / }).click();
  const question = dialog(page, 'Delete this copy of your data?');
  const cancel = question.getByRole('button', { name: 'Cancel' });
  await press(question, 'Delete');
  await expect(cancel).toHaveAttribute('aria-disabled', 'true');
  await examine(page, 'on its way');
  await page.clock.runFor(45_000);
  await expect(question.getByRole('alert')).toContainText("The server can't be reached");
  await expect(cancel).not.toHaveAttribute('aria-disabled', 'true');
  await cancel.click();
  await expect(question).toBeHidden();
});

test('what failed can be tried again', async ({ page }) => {
  await openWith(page, { list: [FAILED, READY], nextAt: null });
  await expect(exporting(page).getByRole('listitem')).toHaveCount(2);
  await examine(page, 'an export that failed');
  await page.route('**/rpc/v1/account/exports', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ json: wire({ list: [BUILDING, FAILED, READY], nextAt: null }) })
      : route.fallback(),
  );
  await press(exporting(page), 'Try again');
  await expect(exporting(page).getByRole('progressbar')).toBeVisible();
  await expect(exporting(page)).toBeFocused();
  await expect(exporting(page).getByRole('button', { name: 'Try again' })).toHaveCount(0);
});

test('a button that is of no use yet says until when', async ({ page, complaints }) => {
  let now: Exports = { list: [READY], nextAt: AT + WEEK };
  await openWith(page, now, () => now);
  await expect(ask(page)).toHaveAccessibleDescription(/You can ask again from 30 November 2026, 10:20 UTC\./);
  await examine(page, 'no export for now');
  await ask(page).click({ force: true });
  await told(page, /You can ask again from 30 November 2026/);
  // Where nobody answers, nothing is said of a time that may be over.
  complaints.expect(/ERR_FAILED|Failed to fetch/);
  await page.getByRole('button', { name: 'Close this message' }).click();
  const lost = (route: Route) => route.abort();
  await page.route('**/rpc/v1/account/exports', lost);
  await ask(page).click({ force: true });
  await told(page, /The server can't be reached/);
  await expect(page.getByRole('status').filter({ hasText: 'You can ask again from' })).toHaveCount(0);
  await page.unroute('**/rpc/v1/account/exports', lost);
  // The time comes while the page is open: then it is of use after all.
  now = { ...now, nextAt: null };
  const asked = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/exports'));
  await ask(page).click({ force: true });
  await asked;
});
