// The process comes to an end, in order or by force: nothing that was promised is lost, nothing is done twice.
import { once } from 'node:events';
import net from 'node:net';
import { PASSWORD, freshEmail } from '../fixtures/account';
import { call, signIn } from '../fixtures/api';
import { MailServer } from '../fixtures/smtp';
import { freePort, type Server } from '../fixtures/server';
import { expect, test as base } from '../fixtures/test';

/** Wrong passwords that cost nothing (docs/security.md). */
const FREE_TRIES = 5;

/** A server whose mail server is not there yet. */
const test = base.extend<{ mailPort: number }>({
  mailPort: async ({}, use) => use(await freePort()),
  settings: async ({ mailPort }, use) => use({ SETTINGS_MAIL__SMTP_URL: `smtp://127.0.0.1:${mailPort}` }),
});

/** Whether nobody listens where the server did. */
async function refused(server: Server): Promise<boolean> {
  const probe = net.connect(server.port, '127.0.0.1');
  try {
    await once(probe, 'connect');
    return false;
  } catch {
    return true;
  } finally {
    probe.destroy();
  }
}

/** What a connection said, which grows. */
function listen(connection: net.Socket): { text: string } {
  const heard = { text: '' };
  connection.setEncoding('utf8').on('data', (part: string) => (heard.text += part));
  return heard;
}

test('asked to end, it takes nobody new and finishes the request that it has half of', async ({ server, account }) => {
  const body = JSON.stringify(account);
  const half = Math.floor(body.length / 2);
  const connection = net.connect(server.port, '127.0.0.1');
  const heard = listen(connection);
  const closed = once(connection, 'close');
  connection.write(
    [
      'POST /rpc/v1/auth/sign-in HTTP/1.1',
      `Host: 127.0.0.1:${server.port}`,
      `Origin: ${server.url}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      // Answered when the server begins to wait for the body: from then on the request is in flight.
      'Expect: 100-continue',
      '\r\n',
    ].join('\r\n'),
  );
  await expect.poll(() => heard.text).toContain('100 Continue');
  connection.write(body.slice(0, half));

  const stopped = server.stop();
  await expect.poll(() => refused(server)).toBe(true);
  expect(heard.text).not.toContain('200 OK');

  connection.write(body.slice(half));
  await closed;
  expect(heard.text).toContain('200 OK');
  expect(heard.text).toMatch(/set-cookie: session=/i);
  // Fails unless the process ended with 0.
  await stopped;
});

test('a mail that was promised arrives once, although the process died before it was sent', async ({
  server,
  mailPort,
}) => {
  const email = freshEmail();
  const asked = await call(server, 'auth/sign-up', { email, password: PASSWORD });
  expect(asked.status).toBe(200);
  await server.kill();
  const flow = (await asked.json()) as string;

  const peer = await MailServer.listen(mailPort);
  try {
    await server.start();
    await expect.poll(() => peer.mails.length).toBe(1);
    await expect.poll(() => waiting(server)).toBe(0);
    expect(peer.mails).toHaveLength(1);
    expect(peer.mails[0]).toContain(`To: ${email}`);
    const code = /^Subject: .*?\b(\d{6})\b/m.exec(peer.mails[0])![1];
    expect((await call(server, 'auth/confirm', { flow, code })).status).toBe(200);
    await signIn(server, { email, password: PASSWORD });
  } finally {
    await peer.end();
  }
});

/** How many effects are still to come. */
async function waiting(server: Server): Promise<number> {
  const figures = await (await fetch(`${server.url}/metrics`)).text();
  return Number(/^outbox_messages (\d+)/m.exec(figures)?.[1]);
}

test('who guessed too often waits, although the process died meanwhile', async ({ server, account }) => {
  const guess = async (password: string): Promise<number> =>
    (await call(server, 'auth/sign-in', { email: account.email, password })).status;
  for (let tried = 0; tried < FREE_TRIES; tried++) {
    expect(await guess(`Wrong-Password-${tried}`)).toBe(401);
  }
  await server.kill();
  await server.start();
  expect(await guess('Wrong-Password-9')).toBe(429);
  expect(await guess(account.password), 'the right one waits as well').toBe(429);
});
