// The second factor and the list of sessions, from the desktop app.
import fs from 'node:fs';
import path from 'node:path';
import type { Account } from '../fixtures/account';
import { callAs, signIn } from '../fixtures/api';
import { PROFILE, enterPassword, expect, logIn, logOut, picture, signInFile, test } from '../fixtures/desktop';
import type { Server } from '../fixtures/server';
import { AuthenticatorApp } from '../fixtures/totp';

const SECOND_STEP = 'Two-factor authentication · RequestRocket';
const SECURITY = 'Security · Settings · RequestRocket';
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

type Session = { client: string; desktop: boolean; current: boolean };

/** Turns the second factor on, and leaves no session behind. */
async function withSecondFactor(server: Server, account: Account): Promise<AuthenticatorApp> {
  const session = await signIn(server, account);
  const { secret } = await callAs<{ secret: string }>(server, session, 'two-factor/authenticator/begin', {});
  const app = new AuthenticatorApp(secret);
  await callAs(server, session, 'two-factor/authenticator/confirm', { code: await app.code() });
  await callAs(server, session, 'auth/sign-out', {});
  return app;
}

/** Logs in as a browser does, and answers its cookie. */
async function browserSession(server: Server, account: Account): Promise<string> {
  const answer = await fetch(`${server.url}/rpc/v1/auth/sign-in`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url, 'user-agent': BROWSER },
    body: JSON.stringify(account),
  });
  expect(answer.status, 'a browser logs in').toBe(200);
  return answer.headers.getSetCookie().find((cookie) => cookie.startsWith('session='))!.split(';')[0];
}

const statusIn = async (server: Server, cookie: string): Promise<number> =>
  (await fetch(`${server.url}/rpc/v1/profile`, { headers: { cookie, 'user-agent': BROWSER } })).status;

test('a window that is trusted is asked for a code once, also after Logout', async ({
  server,
  account,
  home,
  openWindow,
}) => {
  const app = await withSecondFactor(server, account);
  const window = await openWindow();
  await enterPassword(window, account);
  await window.expectTitle(SECOND_STEP);
  await picture('desktop-second-step');
  // The field has the focus; after it comes "Trust this device", then "Log in".
  await window.type(await app.code());
  await window.press('Tab');
  await window.press('space');
  await window.press('Tab');
  await window.press('Return');
  await window.expectTitle(PROFILE);
  await window.close();
  const devices = path.join(path.dirname(signInFile(home)), 'devices.json');
  expect(fs.statSync(devices).mode & 0o777, 'only its owner reads the device').toBe(0o600);

  const out = await openWindow();
  await out.expectTitle(PROFILE);
  // On the first page nothing has the focus: past the skip link, the brand and the bell to the menu.
  await out.press('Tab', 4);
  await logOut(out);
  await out.close();

  const again = await openWindow();
  await logIn(again, account);
  await again.close();
});

test("the window is in the list as the desktop app, and ends a browser's session", async ({
  server,
  account,
  home,
  openWindow,
}) => {
  const browser = await browserSession(server, account);
  const window = await openWindow();
  await logIn(window, account);
  const [secret] = Object.values(JSON.parse(fs.readFileSync(signInFile(home), 'utf8')) as Record<string, string>);
  const { sessions } = await callAs<{ sessions: Session[] }>(server, secret, 'security');
  expect(sessions).toEqual([
    expect.objectContaining({ desktop: true, current: true }),
    expect.objectContaining({ desktop: false, current: false, client: 'Firefox on Linux' }),
  ]);

  await window.press('Tab', 3);
  await window.press('Return');
  await window.expectTitle(SECURITY);
  await picture('desktop-security');
  // From the content past the tabs, Change password, Logout, Change address and Set up to the first session that
  // is another's.
  await window.press('Tab', 11);
  await window.settled();
  await picture('desktop-sessions');
  expect(await statusIn(server, browser)).toBe(200);
  await window.press('Return');
  await expect.poll(() => statusIn(server, browser)).toBe(401);
  await window.settled();
  await picture('desktop-session-ended');
  await window.close();
});
