// What is new reaches the desktop window as it reaches a browser: at once, and again after the server was away.
import { callAs, signIn } from '../fixtures/api';
import { expect, logIn, picture, test } from '../fixtures/desktop';
import { Platform } from '../fixtures/platform';
import type { Server } from '../fixtures/server';
import { lookAt } from '../fixtures/window';

/** How many windows hang on the server. */
async function streams(server: Server): Promise<number> {
  const figures = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/^notification_streams (\d+)/m.exec(figures)?.[1] ?? 0);
}

test('news appear in the window by themselves, also after the server was away', async ({
  server,
  account,
  openWindow,
}) => {
  const platform = await Platform.of(server);
  const session = await signIn(server, account);
  const { id } = await callAs<{ id: string }>(server, session, 'me');
  const window = await openWindow();
  await logIn(window, account);
  await expect.poll(() => streams(server)).toBe(1);
  await window.settled();

  const before = await lookAt();
  await platform.report({ kind: 'usage_alert', title: '90 % of the requests are used', userId: id });
  await expect.poll(lookAt).not.toBe(before);
  await picture('desktop-notification');

  await server.kill();
  await server.start();
  await expect.poll(() => streams(server), { timeout: 40_000 }).toBe(1);
  await window.settled();
  const back = await lookAt();
  await platform.report({ kind: 'alert', title: 'Look at this now', userId: id });
  await expect.poll(lookAt).not.toBe(back);
  await picture('desktop-notification-after-restart');
});
