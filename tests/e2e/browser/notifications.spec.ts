// Notifications: what the platform reports reaches each person where they want it, at once, once, and whatever ends.
import { randomUUID } from 'node:crypto';
import { open } from '../fixtures/app';
import { bell, cell, expectUnread, matrix, notifications, openMatrix, openPanel } from '../fixtures/notifications';
import { addMember, createOrganisation, rpc, told, type Organisation } from '../fixtures/organisations';
import { expect, test as base } from '../fixtures/people';
import { Platform } from '../fixtures/platform';
import { freePort } from '../fixtures/server';
import { MailServer } from '../fixtures/smtp';

const test = base.extend<{ engines: Organisation; platform: Platform }>({
  engines: async ({ ada, grace }, use) => {
    const engines = await createOrganisation(ada.page, 'Analytical Engines');
    await addMember(ada.page, engines, grace);
    // What came of that is another test's.
    for (const { page } of [ada, grace]) {
      await expect.poll(async () => (await notifications(page)).length).toBe(1);
      await rpc(page, 'notifications/mark-all', { up_to: 1_000 });
    }
    await use(engines);
  },
  platform: async ({ server }, use) => use(await Platform.of(server)),
});

test('an event reaches each window and mailbox as its person wants it', async ({
  ada,
  grace,
  engines,
  platform,
  mail,
}) => {
  await openMatrix(grace.page);
  await cell(grace.page, 'Usage alerts', 'Email').click();
  await told(grace.page, 'Usage alerts');
  await openMatrix(ada.page);
  await cell(ada.page, 'Real-time alerts', 'Email').click();
  await cell(ada.page, 'Real-time alerts', 'In-app').click();
  const wanted = { category: 'real_time_alerts', email: true, inApp: false };
  await expect.poll(() => matrix(ada.page)).toContainEqual(wanted);
  await open(ada.page, '/settings/profile');
  await open(grace.page, '/notifications');

  await test.step('both windows, one mailbox', async () => {
    await platform.report({ kind: 'usage_alert', title: '90 % of the requests are used', clientId: engines.id });
    await expectUnread(ada.page, 1);
    await expectUnread(grace.page, 1);
    await expect(grace.page.getByRole('main').getByText('90 % of the requests are used')).toBeVisible();
    const text = await mail.next(ada.email, /^Subject: .*90 % of the requests/m);
    expect(text).toContain('Usage alerts');
    expect(mail.has(grace.email, /^Subject: .*90 % of the requests/m)).toBe(false);
    await expect(await openPanel(ada.page)).toContainText('90 % of the requests are used');
  });

  await test.step('one window, the other mailbox', async () => {
    await platform.report({ kind: 'alert', title: 'eu-1 is down', clientId: engines.id, resource: 'eu-1' });
    await expectUnread(grace.page, 2);
    await mail.next(ada.email, /^Subject: .*eu-1 is down/m);
    expect((await notifications(ada.page)).map(({ title }) => title)).not.toContain('eu-1 is down');
  });

  await test.step('read in one window, read in all of them', async () => {
    const second = await grace.page.context().newPage();
    await open(second, '/settings/profile');
    await expectUnread(second, 2);
    await grace.page.getByRole('main').getByRole('button', { name: 'Mark all as read' }).click();
    await expectUnread(grace.page, 0);
    await expectUnread(second, 0);
  });

  await test.step('a stranger to the organisation hears nothing', async () => {
    await platform.report({ kind: 'billing', title: 'Yours alone', userId: await me(grace.page) });
    await expectUnread(grace.page, 1);
    expect((await notifications(ada.page)).map(({ title }) => title)).not.toContain('Yours alone');
  });
});

test('what comes while all are being marked stays unread', async ({ ada, engines, platform }) => {
  const { page } = ada;
  await open(page, '/notifications');
  await platform.report({ kind: 'usage_alert', title: 'Before', clientId: engines.id });
  await expectUnread(page, 1);
  await page.route('**/rpc/v1/notifications/mark-all', async (route) => {
    const response = await route.fetch();
    await platform.report({ kind: 'usage_alert', title: 'Meanwhile', clientId: engines.id });
    await expectUnread(page, 1);
    await route.fulfill({ response });
  });
  await page.getByRole('main').getByRole('button', { name: 'Mark all as read' }).click();
  await told(page, 'All notifications are marked as read.');
  await expectUnread(page, 1);
});

test('what comes while marking all fails is counted with the rest', async ({ ada, engines, platform, complaints }) => {
  complaints.expect(/ERR_FAILED|Failed to fetch/);
  const { page } = ada;
  await open(page, '/notifications');
  await platform.report({ kind: 'usage_alert', title: 'Before', clientId: engines.id });
  await expectUnread(page, 1);
  await page.route('**/rpc/v1/notifications/mark-all', async (route) => {
    await platform.report({ kind: 'usage_alert', title: 'Meanwhile', clientId: engines.id });
    await expectUnread(page, 1);
    await route.abort();
  });
  await page.getByRole('main').getByRole('button', { name: 'Mark all as read' }).click();
  await told(page, "The server can't be reached");
  await expectUnread(page, 2);
});

test('a burst is one notification with a count', async ({ ada, engines, platform }) => {
  await open(ada.page, '/notifications');
  const failure = { kind: 'request_failure', title: 'GET /orders failed', clientId: engines.id, resource: 'p1' } as const;
  await platform.report(failure);
  await expect(ada.page.getByRole('main').getByText('GET /orders failed')).toBeVisible();
  for (let each = 1; each < 20; each += 1) {
    await platform.report(failure);
  }
  await expect(ada.page.getByRole('main').getByText('(20 times)')).toBeVisible();
  await expectUnread(ada.page, 1);
  await platform.report({ ...failure, resource: 'p2' });
  await expectUnread(ada.page, 2);
});

test('the link in a mail switches off exactly its row, with one click or none', async ({
  ada,
  engines,
  platform,
  mail,
  server,
  browser,
}) => {
  const report = (title: string) => platform.report({ kind: 'usage_alert', title, clientId: engines.id });
  await report('First');
  const text = await mail.next(ada.email, /^Subject: .*First/m);
  expect(text).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r?$/m);
  const link = /^List-Unsubscribe: <([^>]+)>/m.exec(text)![1];
  expect(new URL(link).origin).toBe(server.url);
  const before = await matrix(ada.page);

  await test.step('to look is not to switch', async () => {
    expect((await fetch(link)).status).toBe(200);
    expect(await matrix(ada.page)).toEqual(before);
  });

  await test.step("a mail program's click (RFC 8058) needs no sign-in", async () => {
    const answer = await fetch(link, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
    });
    expect(answer.ok).toBe(true);
    const off = before.map((row) => (row.category === 'usage_alerts' ? { ...row, email: false } : row));
    expect(await matrix(ada.page)).toEqual(off);
    await report('Second');
    await expect.poll(async () => (await notifications(ada.page))[0].title).toBe('Second');
    expect(mail.has(ada.email, /Second/)).toBe(false);
  });

  await test.step("a person's click works without a script and without a sign-in", async () => {
    await rpc(ada.page, 'preferences', { category: 'usage_alerts', channel: 'email', on: true });
    const context = await browser.newContext({ javaScriptEnabled: false, baseURL: server.url });
    const page = await context.newPage();
    await page.goto(link);
    await page.getByRole('button', { name: 'Stop these mails' }).click();
    await expect(page.getByRole('heading', { name: 'Switched off' })).toBeVisible();
    expect((await matrix(ada.page)).find((row) => row.category === 'usage_alerts')!.email).toBe(false);
    await context.close();
  });
});

test.describe('a server that dies', () => {
  const dying = test.extend<{ mailPort: number }>({
    mailPort: async ({}, use) => use(await freePort()),
    settings: async ({ mailPort }, use) => use({ SETTINGS_MAIL__SMTP_URL: `smtp://127.0.0.1:${mailPort}` }),
  });

  dying('loses no notification and sends no mail twice', async ({ ada, engines, platform, server, mailPort, complaints }) => {
    dying.setTimeout(120_000);
    complaints.expect(/net::ERR_/, /Failed to fetch/);
    await open(ada.page, '/notifications');
    const titles = Array.from({ length: 10 }, (_, number) => `Alert ${number} ${randomUUID().slice(0, 8)}`);
    for (const [number, title] of titles.entries()) {
      await platform.report({ kind: 'usage_alert', title, clientId: engines.id });
      if (number % 4 === 3) {
        // Just told that it is taken: whatever it is at, it is at it no more.
        await server.kill();
        await server.start();
      }
    }
    await expect.poll(async () => (await notifications(ada.page)).filter(({ title }) => title).length).toBe(titles.length);
    const kept = (await notifications(ada.page)).map(({ title }) => title).filter(Boolean);
    expect(kept.sort()).toEqual([...titles].sort());

    const peer = await MailServer.listen(mailPort);
    try {
      // What failed so far waits for its next try; a new process tries at once.
      await server.kill();
      await server.start();
      const toAda = () => peer.mails.filter((text) => text.includes(`To: ${ada.email}`) && /^Subject: .*Alert/m.test(text));
      await expect.poll(() => toAda().length, { timeout: 30_000 }).toBe(titles.length);
      const ids = toAda().map((text) => /^Message-ID: (\S+)/im.exec(text)![1]);
      expect(new Set(ids).size).toBe(titles.length);
    } finally {
      await peer.end();
    }

    // The window found its way back, without a reload, to all that it missed.
    for (const title of titles) {
      await expect(ada.page.getByRole('main').getByText(title), title).toHaveCount(1, { timeout: 40_000 });
    }
    await expect(bell(ada.page)).toHaveAccessibleName(`Notifications, ${titles.length} unread`);
  });
});

const me = async (page: Parameters<typeof rpc>[0]): Promise<string> => (await rpc<{ id: string }>(page, 'me')).id;
