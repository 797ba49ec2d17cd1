// The desktop app: the same pages in a real window, with a sign-in that outlives it.
import fs from 'node:fs';
import { readProfile, signIn } from '../fixtures/api';
import { OTHER_PASSWORD, PASSWORD, freshEmail } from '../fixtures/account';
import {
  LOGIN,
  PACE,
  PROFILE,
  expect,
  logIn,
  logInAgain,
  logOut,
  picture,
  signInFile,
  test,
  toFirstName,
  toForm,
} from '../fixtures/desktop';
import { Owner } from '../fixtures/keys';
import { clipboard } from '../fixtures/window';

const KEYS = 'API Keys · Settings · RequestRocket';

test('log in, edit the profile, close, open again: still logged in', async ({ server, account, home, openWindow }) => {
  const elsewhere = await signIn(server, account);
  const firstName = async (): Promise<string> => (await readProfile(server, elsewhere)).profile.firstName;

  const window = await openWindow();
  await logIn(window, account);
  await picture('desktop-empty');
  await toFirstName(window);
  await window.type('Ada', PACE);
  await window.shows(() => window.press('Return'));
  await expect.poll(firstName).toBe('Ada');
  await picture('desktop-saved');
  await window.close();

  expect(fs.statSync(signInFile(home)).mode & 0o777, 'only its owner reads the sign-in').toBe(0o600);
  const again = await openWindow();
  await again.expectTitle(PROFILE);
  await picture('desktop-reopened');
  // On the first page nothing has the focus: past the skip link, the brand, the bell and the menu as well.
  await again.press('Tab', 4);
  await toFirstName(again);
  await again.type('Zoe', PACE);
  await again.shows(() => again.press('Return'));
  await expect.poll(firstName).toBe('Zoe');
  await again.close();
});

test('Logout ends the session on the server and takes the sign-in away', async ({
  server,
  account,
  home,
  openWindow,
}) => {
  const window = await openWindow();
  await logIn(window, account);
  const secret = Object.values(JSON.parse(fs.readFileSync(signInFile(home), 'utf8')) as Record<string, string>)[0];
  expect((await readProfile(server, secret)).status).toBe(200);
  // Backwards from the content: the menu's button.
  await window.press('shift+Tab');
  await logOut(window);
  await picture('desktop-logged-out');
  expect((await readProfile(server, secret)).status).toBe(401);
  expect(fs.readFileSync(signInFile(home), 'utf8')).not.toContain(secret);
  await window.close();
  const again = await openWindow();
  await again.expectTitle(LOGIN);
  await again.close();
});

test('a server out of reach has a page of its own, which tries again', async ({ server, account, openWindow }) => {
  const window = await openWindow();
  await logIn(window, account);
  await window.close();
  await server.stop();

  const offline = await openWindow();
  await offline.expectTitle("Can't reach the server");
  await picture('desktop-unreachable');
  await server.start();
  // The only thing to press.
  await offline.press('Tab');
  await offline.press('Return');
  await offline.expectTitle(PROFILE);
  await offline.close();
});

test('a server that is gone during Submit costs nothing typed', async ({ server, account, openWindow }) => {
  const elsewhere = await signIn(server, account);
  const window = await openWindow();
  await logIn(window, account);
  await toFirstName(window);
  await window.type('Ada', PACE);
  await server.stop();
  await window.shows(() => window.press('Return'));
  await picture('desktop-not-saved');
  await server.start();
  await window.shows(() => window.press('Return'));
  await expect.poll(async () => (await readProfile(server, elsewhere)).profile.firstName).toBe('Ada');
  await window.close();
});

test('the window is as large as it was', async ({ openWindow }) => {
  const window = await openWindow();
  await window.expectTitle(LOGIN);
  await window.resize(900, 700);
  await expect.poll(() => window.size()).toEqual({ width: 900, height: 700 });
  await window.close();
  const again = await openWindow();
  await expect.poll(() => again.size()).toEqual({ width: 900, height: 700 });
  await again.close();
});

test('what one types at a good pace arrives letter by letter', async ({ server, account, openWindow }) => {
  const elsewhere = await signIn(server, account);
  const window = await openWindow();
  await logIn(window, account);
  await toFirstName(window);
  await window.type('Adalbert the quick brown fox', PACE);
  await window.press('Tab');
  await window.type('Lovelace');
  await window.shows(() => window.press('Return'));
  await expect.poll(async () => (await readProfile(server, elsewhere)).profile.firstName).not.toBe('');
  await picture('desktop-typed');
  expect((await readProfile(server, elsewhere)).profile).toMatchObject({
    firstName: 'Adalbert the quick brown fox',
    lastName: 'Lovelace',
  });
  await window.close();
});

test('sign up, confirm with the code from the mail, log in', async ({ mail, openWindow }) => {
  const email = freshEmail();
  const window = await openWindow();
  await window.expectTitle(LOGIN);
  // Past the address, the password with its eye, the button and the forgotten password.
  await toForm(window);
  await window.press('Tab', 5);
  await window.press('Return');
  await window.expectTitle('Create an account · RequestRocket');
  await toForm(window);
  await window.type(email);
  await window.press('Tab');
  await window.type(PASSWORD);
  await window.press('Return');
  await window.expectTitle('Confirm your email · RequestRocket');
  await picture('desktop-confirm');
  // The page begins at its field.
  await window.type(await mail.code(email));
  await window.press('Return');
  await logInAgain(window, PASSWORD);
  await window.close();
});

test('a forgotten password is set anew', async ({ mail, account, openWindow }) => {
  const window = await openWindow();
  await window.expectTitle(LOGIN);
  await toForm(window);
  await window.press('Tab', 4);
  await window.press('Return');
  await window.expectTitle('Forgot your password? · RequestRocket');
  await toForm(window);
  await window.type(account.email);
  await window.press('Return');
  await window.expectTitle('Set a new password · RequestRocket');
  await picture('desktop-reset');
  // The page begins at its field.
  await window.type(await mail.code(account.email));
  await window.press('Tab');
  await window.type(OTHER_PASSWORD);
  await window.press('Return');
  await logInAgain(window, OTHER_PASSWORD);
  await window.close();
});

test('a window with unsaved changes asks before it closes', async ({ server, account, openWindow }) => {
  const elsewhere = await signIn(server, account);
  const window = await openWindow();
  await logIn(window, account);
  await toFirstName(window);
  await window.type('Ada', PACE);
  await window.shows(() => window.askToClose());
  await picture('desktop-unsaved');
  // It has the focus: Stay.
  await window.focus();
  await window.shows(() => window.press('Return'));
  // The focus is where it was, in the field.
  await window.type(' L', PACE);
  await window.shows(() => window.press('Return'));
  await expect.poll(async () => (await readProfile(server, elsewhere)).profile.firstName).toBe('Ada L');

  // Into the next field.
  await window.press('Tab');
  await window.type('Zoe', PACE);
  await window.shows(() => window.askToClose());
  await window.focus();
  // The other answer: Leave without saving.
  await window.press('shift+Tab');
  await window.press('Return');
  expect(await window.ended()).toBe(0);
  expect((await readProfile(server, elsewhere)).profile.firstName).toBe('Ada L');
});

test('where there is a keyring, the sign-in is in it and in no file', async ({
  account,
  home,
  keyring,
  openWindow,
}) => {
  const window = await openWindow(keyring.environment);
  await logIn(window, account);
  await window.close();
  expect(fs.existsSync(signInFile(home))).toBe(false);

  const again = await openWindow(keyring.environment);
  await again.expectTitle(PROFILE);
  await again.close();

  const without = await openWindow();
  await without.expectTitle(LOGIN);
  await without.close();
});

test("a key goes into the computer's clipboard without being shown", async ({ server, account, openWindow }) => {
  const value = await (await Owner.of(server, account)).value('User Token 1');
  const window = await openWindow();
  await logIn(window, account);
  await window.press('Tab', 2);
  await window.press('Return');
  await window.expectTitle(KEYS);
  // From the content past the tabs, Create, the first key's three buttons and its eye.
  await window.press('Tab', 12);
  await window.press('Return');
  await expect.poll(clipboard).toBe(value);
  await window.settled();
  await picture('desktop-key-copied');
  await window.close();
});
