// The person's data, from the desktop window into the folder for downloads: a webview itself saves nothing.
import fs from 'node:fs';
import path from 'node:path';
import type { Account } from '../fixtures/account';
import { callAs, signIn } from '../fixtures/api';
import { LOGIN, expect, logIn, picture, test } from '../fixtures/desktop';
import type { DesktopWindow } from '../fixtures/window';

const ACCOUNT = 'Account · Settings · RequestRocket';

/** Logs in and goes to the last of the six tabs. */
async function openAccount(window: DesktopWindow, account: Account): Promise<void> {
  await logIn(window, account);
  await window.press('Tab', 6);
  await window.press('Return');
  await window.expectTitle(ACCOUNT);
  await window.settled();
}

type Exports = { list: { state: string; size: number }[] };

test('data is saved in the window, whole and for its owner only', async ({ server, account, home, openWindow }) => {
  const downloads = path.join(home, 'Downloads');
  fs.mkdirSync(downloads);
  fs.writeFileSync(path.join(home, 'config', 'user-dirs.dirs'), 'XDG_DOWNLOAD_DIR="$HOME/Downloads"\n');
  const session = await signIn(server, account);
  await callAs(server, session, 'account/exports', {});
  const ready = async () => {
    const { list } = await callAs<Exports>(server, session, 'account/exports');
    return list.find(({ state }) => state === 'ready')?.size;
  };
  await expect.poll(ready, { timeout: 20_000 }).toBeGreaterThan(0);

  const window = await openWindow();
  await openAccount(window, account);
  // Past all tabs and past three links, to Download.
  await window.press('Tab', 10);
  await window.shows(() => window.press('Return'));
  const name = /^personal-settings-\d{4}-\d\d-\d\d\.zip$/;
  await expect.poll(() => fs.readdirSync(downloads)).toEqual([expect.stringMatching(name)]);
  await picture('desktop-export');
  const file = path.join(downloads, fs.readdirSync(downloads)[0]);
  expect(fs.statSync(file).size).toBe(await ready());
  expect(fs.statSync(file).mode & 0o777).toBe(0o600);

  // Another time, it takes nothing's place.
  await window.settled();
  await window.press('Return');
  await expect.poll(() => fs.readdirSync(downloads).filter((each) => each.endsWith(' (2).zip'))).toHaveLength(1);
});

test('who deletes the account in the window ends at its login page, and nothing of the sign-in is kept', async ({
  account,
  home,
  mail,
  openWindow,
}) => {
  const window = await openWindow();
  await openAccount(window, account);
  // Past the tabs, the links of the summary, the export and Feedback.
  await window.press('Tab', 12);
  await window.press('Return');
  await window.expectTitle('Delete your account · Settings · RequestRocket');
  await window.settled();
  await window.press('Tab', 9);
  await window.shows(() => window.press('Return'));
  await picture('desktop-deletion');
  // Past why, and whether to keep it. The button rests for a second after the dialog has shown, and nobody sees it
  // end: typing takes two more, even at half the pace that is wished for.
  await window.press('Tab', 2);
  await window.type(account.email, Math.round(6_000 / account.email.length));
  await window.press('Return');
  await window.expectTitle(LOGIN);
  await picture('desktop-deleted');
  await mail.next(account.email, /Subject: Your .* account is deleted/);
  const kept = fs.readdirSync(home, { recursive: true, encoding: 'utf8' });
  const signIns = kept.filter((name) => path.basename(name) === 'sign-ins.json');
  expect(signIns.map((name) => fs.readFileSync(path.join(home, name), 'utf8').trim())).toEqual(['{}']);
});
