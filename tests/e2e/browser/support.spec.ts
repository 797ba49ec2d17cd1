// The Support page: what a person asks arrives, survives what happens on the way, and is answered.
import type { Page } from '@playwright/test';
import { createAccount, freshEmail } from '../fixtures/account';
import { examine, expectFocusShown } from '../fixtures/accessible';
import { alive, expectFieldError, field, logIn, open, openMenu, submit } from '../fixtures/app';
import { expectUnread } from '../fixtures/notifications';
import { told } from '../fixtures/organisations';
import { expect, test } from '../fixtures/test';

const SUPPORT = 'help@example.org';
const TITLE = 'The page stays blank';
const DESCRIPTION = 'I open the page.\nNothing comes.';
/** One pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

test.use({ settings: { SETTINGS_SUPPORT__EMAIL: SUPPORT } });

const category = (page: Page) => page.getByLabel('Select a Category');
const screenshot = (page: Page) => page.getByLabel('Screenshot (optional)');
const reset = (page: Page) => page.getByRole('button', { name: 'Reset' });
const sent = (page: Page) => page.getByRole('status').filter({ hasText: 'We have your request' });
const kept = (page: Page) => page.evaluate(() => localStorage.getItem('support-draft'));

async function fill(page: Page): Promise<void> {
  await category(page).selectOption('Bug report');
  await field(page, 'Title').fill(TITLE);
  await field(page, 'Describe your issue').fill(DESCRIPTION);
}

async function expectForm(page: Page, about: string, title: string, description: string): Promise<void> {
  await expect(category(page)).toHaveValue(about);
  await expect(field(page, 'Title')).toHaveValue(title);
  await expect(field(page, 'Describe your issue')).toHaveValue(description);
}

const expectEmptyForm = (page: Page): Promise<void> => expectForm(page, '', '', '');

/** Submits what stands in the form. Answers its reference. */
async function submitted(page: Page): Promise<string> {
  await submit(page).click();
  await expect(sent(page)).toBeVisible();
  return /SR-[0-9A-Z]{8}/.exec((await sent(page).textContent())!)![0];
}

test.beforeEach(async ({ page, account }) => {
  await logIn(page, account);
  await open(page, '/support');
});

test('a request goes from the menu to support, is answered and closed', async ({ page, account, server, mail }) => {
  await open(page, '/settings/profile');
  const menu = await openMenu(page);
  await menu.getByRole('link', { name: 'Support' }).click();
  await expect(page).toHaveURL('/support');
  await expect(page).toHaveTitle('Get Help / Give Feedback · RequestRocket');
  await expect(page.getByRole('heading', { level: 1, name: 'Get Help / Give Feedback' })).toBeVisible();
  await expect(page.getByText('No requests yet')).toBeVisible();
  const offered = await category(page).getByRole('option').allTextContents();
  expect(offered.slice(1)).toEqual([
    'Account',
    'API keys',
    'Billing',
    'Bug report',
    'Feature request',
    'Feedback',
    'Security',
    'Other',
  ]);

  await fill(page);
  await screenshot(page).setInputFiles({ name: 'blank.png', mimeType: 'image/png', buffer: PNG });
  await expect(page.getByText('blank.png')).toBeVisible();
  const reference = await submitted(page);

  await test.step('it says what happens next, and the form is empty', async () => {
    await expect(sent(page)).toContainText(account.email);
    await expect(page.locator('#support-sent')).toBeFocused();
    await expectEmptyForm(page);
    await expect(page.getByText('blank.png')).toHaveCount(0);
    expect(await kept(page)).toBeNull();
    await expect(page.getByRole('listitem').filter({ hasText: TITLE })).toContainText(reference);
  });

  await test.step('both mails come', async () => {
    const request = await mail.next(SUPPORT, new RegExp(`^Subject: \\[${reference}\\] Bug report: ${TITLE}`, 'm'));
    expect(request).toContain(`Reply-To: ${account.email}`);
    expect(request).toContain('Nothing comes.');
    expect(request).toContain('filename="screenshot.jpg"');
    const copy = await mail.next(account.email, /^Subject: .*we have your request/m);
    expect(copy).toContain(reference);
    expect(copy).toContain('Nothing comes.');
  });

  await test.step('an answer from the command line arrives in the app and by mail', async () => {
    const shown = await server.command<{ email: string; screenshot: boolean }>('support', 'show', reference);
    expect(shown).toMatchObject({ email: account.email, screenshot: true, title: TITLE, state: 'open' });
    await server.command('support', 'reply', reference, '--text', 'Load it again, please.');
    await mail.next(account.email, /Load it again, please\./);
    await open(page, '/support');
    await page.getByRole('link', { name: TITLE }).click();
    await expect(page).toHaveURL(`/support/${reference}`);
    await expect(page).toHaveTitle(`${reference} · Support · RequestRocket`);
    await expect(page.getByText('Load it again, please.')).toBeVisible();
    await expect(page.getByText('Answered', { exact: true })).toBeVisible();
    await expect(page.getByText('Nothing comes.')).toBeVisible();
  });

  await test.step('it is closed', async () => {
    await server.command('support', 'close', reference.toLowerCase());
    expect(await server.command('support', 'list', '--state', 'open')).toEqual([]);
    await open(page, `/support/${reference}`);
    await expect(page.getByText('Closed', { exact: true })).toBeVisible();
  });
});

test('a draft survives a reload, and another page in between', async ({ page }) => {
  await fill(page);
  await expect.poll(() => kept(page)).toContain('Nothing comes.');
  await page.reload();
  await alive(page);
  await expectForm(page, 'Bug report', TITLE, DESCRIPTION);
  await page.getByRole('banner').getByRole('link').first().click();
  await expect(page).toHaveURL('/settings/profile');
  await page.goBack();
  await expectForm(page, 'Bug report', TITLE, DESCRIPTION);
});

test('a draft is nobody else’s', async ({ page, server }) => {
  const other = await createAccount(server, freshEmail().replace('ada', 'grace'));

  await test.step('it goes with Logout', async () => {
    await fill(page);
    await expect.poll(() => kept(page)).toContain(TITLE);
    await (await openMenu(page)).getByRole('button', { name: 'Logout' }).click();
    await expect(page).toHaveURL(/\/login/);
    expect(await kept(page)).toBeNull();
  });

  await test.step('it is not shown to the next person where the session just ended', async () => {
    await page.evaluate(() => {
      const owner = '0198c0de-0000-7000-8000-000000000000';
      localStorage.setItem('support-draft', `${owner}\nAccount\nSecret title\nSecret text`);
    });
    await logIn(page, other);
    await open(page, '/support');
    await expect.poll(() => kept(page)).toBeNull();
    await expectEmptyForm(page);
    await expect(page.getByText('Secret')).toHaveCount(0);
  });
});

test('Reset clears everything, and can be undone', async ({ page }) => {
  await fill(page);
  await screenshot(page).setInputFiles({ name: 'blank.png', mimeType: 'image/png', buffer: PNG });
  await expect(page.getByText('blank.png')).toBeVisible();
  await expect.poll(() => kept(page)).toContain(TITLE);
  await reset(page).click();
  await expectEmptyForm(page);
  await expect(page.getByText('blank.png')).toHaveCount(0);
  expect(await kept(page)).toBeNull();
  await told(page, 'The form is cleared');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expectForm(page, 'Bug report', TITLE, DESCRIPTION);
});

test('what is wrong stands under its field, and the first one has the focus', async ({ page }) => {
  await submit(page).click();
  await expectFieldError(page, 'Select a Category', 'Please fill this in.');
  await expectFieldError(page, 'Title', 'Please fill this in.');
  await expectFieldError(page, 'Describe your issue', 'Please fill this in.');
  await expect(category(page)).toBeFocused();
  await category(page).selectOption('Other');
  await expect(category(page)).not.toHaveAttribute('aria-invalid');

  await field(page, 'Title').fill('x'.repeat(121));
  await field(page, 'Describe your issue').fill('y'.repeat(5001));
  await expect(page.getByText('5001 / 5000')).toBeVisible();
  await submit(page).click();
  await expectFieldError(page, 'Title', 'This is too long. Use at most 120 characters.');
  await expectFieldError(page, 'Describe your issue', 'This is too long. Use at most 5,000 characters.');
  await expect(field(page, 'Title')).toBeFocused();
  await expect(sent(page)).toHaveCount(0);
});

test('a file that is no picture is refused before it is sent, and a picture can be taken away', async ({ page }) => {
  await fill(page);
  const text = { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('This is no picture.') };
  await screenshot(page).setInputFiles(text);
  await expectFieldError(page, 'Screenshot (optional)', 'Choose a PNG, JPEG, WebP or GIF file.');
  await submit(page).click();
  await expect(screenshot(page)).toBeFocused();
  await expect(sent(page)).toHaveCount(0);

  const large = { name: 'large.png', mimeType: 'image/png', buffer: Buffer.alloc(5 * 1024 * 1024 + 1) };
  await screenshot(page).setInputFiles(large);
  await expectFieldError(page, 'Screenshot (optional)', 'This file is too large. Choose one of at most 5 MB.');

  await screenshot(page).setInputFiles({ name: 'blank.png', mimeType: 'image/png', buffer: PNG });
  await expect(screenshot(page)).not.toHaveAttribute('aria-invalid');
  await expect(page.getByText('1 KB')).toBeVisible();
  await page.getByRole('button', { name: 'Remove the screenshot' }).click();
  await expect(page.getByText('blank.png')).toHaveCount(0);
  await expect(screenshot(page)).toBeFocused();
  await submitted(page);
});

test('the address can name a category', async ({ page }) => {
  await open(page, '/support?category=Feedback');
  await expect(category(page)).toHaveValue('Feedback');
  await open(page, '/support?category=API%20keys');
  await expect(category(page)).toHaveValue('API keys');
  await open(page, '/support?category=Nonsense');
  await expect(field(page, 'Title')).toHaveValue('');
  await expect(category(page)).not.toHaveValue('Nonsense');
});

test('the answers that fit the category come first, and open', async ({ page }) => {
  const answers = page.getByRole('region', { name: 'Troubleshooting' });
  const titles = () => answers.locator('summary').allTextContents();
  const all = ['Cannot Reset Password', 'Cannot Access API Keys', 'Profile Changes Not Saving'];
  expect(await titles()).toEqual(all);
  await expect(answers.locator('details[open]')).toHaveCount(0);

  await category(page).selectOption('API keys');
  await expect.poll(titles).toEqual([all[1], all[0], all[2]]);
  await expect(answers.getByText('Open Settings from the user menu and select the Keys tab')).toBeVisible();
  await expect(answers.locator('details[open]')).toHaveCount(1);

  await category(page).selectOption('Account');
  await expect.poll(titles).toEqual([all[0], all[2], all[1]]);
  await expect(answers.getByText('Check your spam/junk folder')).toBeVisible();
  await expect(answers.getByText('Clear browser cache and cookies')).toBeVisible();

  await category(page).selectOption('Billing');
  await expect.poll(titles).toEqual(all);
  await expect(answers.locator('details[open]')).toHaveCount(0);
});

test('a request of somebody else is not there', async ({ page, otherPage, server, complaints }) => {
  complaints.expect(/status of 404/);
  await fill(page);
  const reference = await submitted(page);
  const other = await otherPage();
  await logIn(other, await createAccount(server, freshEmail().replace('ada', 'grace')));
  for (const wrong of [reference, 'SR-00000000']) {
    await open(other, `/support/${wrong}`);
    await expect(other.getByRole('heading', { level: 1, name: 'Page not found' })).toBeVisible();
    await expect(other.getByText(TITLE)).toHaveCount(0);
  }
  await other.getByRole('link', { name: 'Go to Support' }).click();
  await expect(other.getByText('No requests yet')).toBeVisible();
});

test('what is lost on the way is sent again as the same request', async ({ page, server, complaints }) => {
  complaints.expect(/ERR_FAILED/);
  await fill(page);
  let lost = true;
  await page.route('**/rpc/v1/support', async (route) => {
    if (route.request().method() === 'POST' && lost) {
      lost = false;
      // It arrives, and its answer does not.
      await route.fetch();
      await route.abort();
    } else {
      await route.continue();
    }
  });
  await submit(page).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Your request is not submitted' })).toBeVisible();
  await expectForm(page, 'Bug report', TITLE, DESCRIPTION);
  const reference = await submitted(page);
  expect(await server.command('support', 'list')).toMatchObject([{ reference, title: TITLE }]);
});

test('an answer appears on the page that waits for it, which is told of no more', async ({ page, server, otherPage, account }) => {
  await fill(page);
  const reference = await submitted(page);
  await open(page, `/support/${reference}`);
  await expect(page.getByText('No answer yet.')).toBeVisible();
  await server.command('support', 'reply', reference, '--text', 'Load it again, please.');
  await expect(page.getByText('Load it again, please.')).toBeVisible();
  await expect(page.getByText('Answered', { exact: true })).toBeVisible();
  await expectUnread(page, 0);
  await server.command('support', 'close', reference);

  await test.step('also where it came before the page was opened', async () => {
    await open(page, '/support');
    await fill(page);
    const another = await submitted(page);
    await server.command('support', 'reply', another, '--text', 'Come back tomorrow.');
    await expectUnread(page, 1);
    const elsewhere = await otherPage();
    await logIn(elsewhere, account);
    // The other is about the sign-in.
    await expectUnread(elsewhere, 2);
    await open(elsewhere, `/support/${another}`);
    await expect(elsewhere.getByText('Come back tomorrow.')).toBeVisible();
    await expectUnread(elsewhere, 1);
    await expectUnread(page, 1);
  });
});

test('with the keyboard alone', async ({ page }) => {
  await category(page).focus();
  await expectFocusShown(page);
  await page.keyboard.press('B');
  await page.keyboard.press('Tab');
  await expect(field(page, 'Title')).toBeFocused();
  await page.keyboard.type(TITLE);
  await page.keyboard.press('Tab');
  await page.keyboard.type('Nothing comes.');
  await page.keyboard.press('Tab');
  await expect(screenshot(page)).toBeFocused();
  await expectFocusShown(page);
  await page.keyboard.press('Tab');
  await expect(reset(page)).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(submit(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.locator('#support-sent')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(category(page)).toBeFocused();
});

test.describe('for everybody', () => {
  // Nothing moves while it is looked at.
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('support, as axe sees it', async ({ page, server }) => {
    await examine(page, 'support, empty');
    await submit(page).click();
    await expect(page.getByText('Please fill this in.')).toHaveCount(3);
    await examine(page, 'support, with errors');
    await category(page).selectOption('Account');
    await field(page, 'Title').fill('W'.repeat(120));
    await field(page, 'Describe your issue').fill('W'.repeat(600));
    await screenshot(page).setInputFiles({ name: `${'w'.repeat(90)}.png`, mimeType: 'image/png', buffer: PNG });
    await expect(page.getByRole('button', { name: 'Remove the screenshot' })).toBeVisible();
    await examine(page, 'support, filled');
    const reference = await submitted(page);
    await examine(page, 'support, submitted');
    await open(page, `/support/${reference}`);
    await expect(page.getByText('No answer yet.')).toBeVisible();
    await examine(page, 'a request');
    await server.command('support', 'reply', reference, '--text', 'W'.repeat(300));
    await open(page, `/support/${reference}`);
    await expect(page.getByText('Answer from support')).toBeVisible();
    await examine(page, 'a request that is answered');
  });
});
