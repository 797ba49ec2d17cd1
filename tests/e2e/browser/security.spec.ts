// What the browser is told and keeps: scripts, cookies, caches, and text that looks like a page.
import type { APIResponse } from '@playwright/test';
import http from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { field, logIn, open, openMenu, saved, submit, tab } from '../fixtures/app';
import { expect, test } from '../fixtures/test';

const PUBLIC = ['/login', '/sign-up', '/confirm?flow=x', '/forgot-password', '/reset-password?flow=x', '/nowhere'];
const PRIVATE = ['/settings/profile', '/settings/keys', '/settings/security', '/settings/account', '/settings/account/delete'];

function policyOf(answer: APIResponse): Map<string, string[]> {
  const header = answer.headers()['content-security-policy'] ?? '';
  return new Map(
    header.split(';').map((directive) => {
      const [name, ...sources] = directive.trim().split(/\s+/);
      return [name, sources];
    }),
  );
}

test('each page allows its own scripts only, under a new nonce, and holds none inline', async ({ page, account }) => {
  await logIn(page, account);
  const nonces = new Set<string>();
  const addresses = [...PUBLIC.slice(1), ...PRIVATE];
  for (const address of addresses) {
    const answer = await page.request.get(address);
    const policy = policyOf(answer);
    const scripts = policy.get('script-src') ?? [];
    expect(policy.get('default-src'), address).toEqual(["'none'"]);
    expect(scripts, address).not.toContain("'unsafe-inline'");
    expect(scripts, address).not.toContain("'unsafe-eval'");
    expect(policy.get('style-src'), address).toEqual(["'self'"]);
    expect(policy.get('frame-ancestors'), address).toEqual(["'none'"]);
    const nonce = scripts.map((source) => /^'nonce-(.{16,})'$/.exec(source)?.[1]).find(Boolean);
    expect(nonce, address).toBeTruthy();
    nonces.add(nonce!);
    const html = await answer.text();
    const opened = html.match(/<script\b[^>]*>/g) ?? [];
    expect(opened.length, address).toBeGreaterThan(0);
    for (const script of opened) {
      expect(script, address).toContain(`nonce="${nonce}"`);
    }
    expect(html, address).not.toMatch(/<[^>]*\s(on[a-z]+|style)\s*=/i);
    expect(html, address).not.toMatch(/javascript:/i);
  }
  expect(nonces.size, 'a nonce is used once').toBe(addresses.length);
});

test('no page violates its own policy', async ({ page, account, complaints }) => {
  complaints.expect(/status of 404.*\/nowhere/);
  const violations: string[] = [];
  await page.exposeFunction('violated', (text: string) => violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const told = (window as unknown as { violated(text: string): void }).violated;
      told(`${location.pathname}: ${event.violatedDirective} ${event.blockedURI}`);
    });
  });
  for (const address of PUBLIC) {
    await open(page, address);
  }
  await logIn(page, account);
  for (const address of PRIVATE) {
    await open(page, address);
  }
  await openMenu(page);
  await page.keyboard.press('Escape');
  await tab(page, 'Profile').click();
  await field(page, 'First Name').fill('x'.repeat(65));
  await submit(page).click();
  await tab(page, 'Security').click();
  await page.getByRole('button', { name: 'Leave without saving' }).click();
  await expect(page).toHaveURL('/settings/security');
  expect(violations).toEqual([]);
});

test("the cookies of session and device are out of reach of scripts and of other sites", async ({ page, account }) => {
  await logIn(page, account);
  const cookies = (await page.context().cookies()).sort((one, other) => other.name.localeCompare(one.name));
  const guarded = { httpOnly: true, sameSite: 'Lax', path: '/', domain: '127.0.0.1' };
  expect(cookies).toEqual([
    expect.objectContaining({ name: 'session', ...guarded }),
    expect.objectContaining({ name: 'device', ...guarded }),
  ]);
  expect(await page.evaluate(() => document.cookie)).toBe('');
  expect(await page.evaluate(() => ({ ...localStorage, ...sessionStorage }))).toEqual({});
  const before = cookies[0].value;
  await page.context().clearCookies();
  await logIn(page, account);
  const session = (await page.context().cookies()).find(({ name }) => name === 'session');
  expect(session?.value, 'each login has its own').not.toBe(before);
});

test.describe('behind https', () => {
  const origin = 'https://settings.example.com';
  test.use({ settings: { SETTINGS_SERVER__PUBLIC_URL: origin } });

  test('the cookie is the host’s own and secure, and the browser is told to stay with https', async ({
    request,
    account,
  }) => {
    const answer = await request.post('/rpc/v1/auth/sign-in', { data: account, headers: { origin } });
    expect(answer.status()).toBe(200);
    const cookie = answer.headers()['set-cookie'];
    expect(cookie).toMatch(/^__Host-session=/);
    expect(cookie).toMatch(/;\s*Secure/);
    expect(cookie).toMatch(/;\s*HttpOnly/);
    expect(cookie).toMatch(/;\s*SameSite=Lax/);
    expect(cookie).not.toMatch(/;\s*Domain=/);
    expect(answer.headers()['strict-transport-security']).toContain('max-age=31536000');
  });
});

test('personal pages are kept nowhere, files for ever', async ({ page, account }) => {
  await logIn(page, account);
  for (const address of [...PRIVATE, '/login', '/rpc/v1/profile', '/rpc/v1/me']) {
    const answer = await page.request.get(address);
    expect(answer.headers()['cache-control'], address).toBe('no-store');
    expect(answer.headers()['x-content-type-options'], address).toBe('nosniff');
    expect(answer.headers()['referrer-policy'], address).toMatch(/^(no-referrer|same-origin)$/);
  }
  const assets = await page
    .locator('head link[href^="/assets/"]')
    .evaluateAll((links) => links.map((link) => link.getAttribute('href')!));
  expect(assets.length).toBeGreaterThan(0);
  for (const asset of assets) {
    const answer = await page.request.get(asset);
    expect(answer.headers()['cache-control'], asset).toBe('public, max-age=31536000, immutable');
  }
});

test('the back button shows nothing personal after Logout', async ({ page, account, complaints }) => {
  complaints.expect(/status of 401/);
  await logIn(page, account);
  await field(page, 'First Name').fill('Private');
  await submit(page).click();
  await saved(page);
  await tab(page, 'Security').click();
  await page.getByRole('main').getByRole('button', { name: 'Logout' }).click();
  await expect(page).toHaveURL(/\/login/);
  await page.goBack();
  await expect(page).toHaveURL(/\/login/);
  await expect(page.getByText('Private')).toHaveCount(0);
});

test('text that looks like a page stays text', async ({ page, account }) => {
  const dialogs: string[] = [];
  page.on('dialog', async (dialog) => {
    dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  const image = '<img src=x onerror=alert(1)>';
  const script = '</script><script>alert(2)</script>';
  const bio = '</textarea><script>alert(3)</script>\n&lt;b&gt; &amp;amp;';
  await logIn(page, account);
  await field(page, 'First Name').fill(image);
  await field(page, 'Last Name').fill(script);
  await field(page, 'Bio').fill(bio);
  await submit(page).click();
  await saved(page);
  await open(page, '/settings/profile');
  await expect(field(page, 'First Name')).toHaveValue(image);
  await expect(field(page, 'Last Name')).toHaveValue(script);
  await expect(field(page, 'Bio')).toHaveValue(bio);
  const menu = await openMenu(page);
  await expect(menu.getByText(`${image} ${script}`)).toBeVisible();
  await expect(page.locator('img')).toHaveCount(0);
  expect(dialogs).toEqual([]);
});

test("another site's page can't log a person out or change the profile", async ({
  page,
  account,
  server,
  complaints,
}) => {
  complaints.expect(/status of 403/, /favicon\.ico/);
  await logIn(page, account);
  const elsewhere = http.createServer((_, answer) => {
    answer.setHeader('content-type', 'text/html');
    answer.end(`<form method="post" action="${server.url}/forms/logout"><button>Win a prize</button></form>`);
  });
  elsewhere.listen(0, '127.0.0.1');
  await once(elsewhere, 'listening');
  try {
    // The same host on another port: the browser sends the cookie, so that only the server's own check helps.
    await page.goto(`http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}/`);
    const answer = page.waitForResponse('**/forms/logout');
    await page.getByRole('button', { name: 'Win a prize' }).click();
    expect((await answer).status()).toBe(403);
  } finally {
    elsewhere.close();
  }
  const forged = await page.request.post('/rpc/v1/profile', {
    headers: { origin: 'https://evil.example' },
    data: { update: { firstName: 'Evil', lastName: '', phone: '', bio: '' }, version: 1 },
  });
  expect(forged.status()).toBe(403);
  await open(page, '/settings/profile');
  await expect(field(page, 'First Name')).toHaveValue('');
});
