// The profile picture: chosen, cut, shown and removed, by pointer and by keyboard.
import type { Locator, Page } from '@playwright/test';
import { examine } from '../fixtures/accessible';
import { logIn, open, openMenu } from '../fixtures/app';
import { expect, test } from '../fixtures/test';

const RED = [220, 20, 20];
const GREEN = [20, 200, 20];
const BLUE = [20, 20, 220];
const YELLOW = [220, 220, 20];

/** A picture of 400 by 200 pixels: red and green above, blue and yellow below. */
async function fourColours(page: Page, type: 'image/png' | 'image/jpeg' | 'image/webp'): Promise<Buffer> {
  const base64 = await page.evaluate(
    ({ type, colours }) => {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [400, 200];
      const context = canvas.getContext('2d')!;
      colours.forEach((colour, index) => {
        context.fillStyle = `rgb(${colour.join(' ')})`;
        context.fillRect((index % 2) * 200, Math.floor(index / 2) * 100, 200, 100);
      });
      return canvas.toDataURL(type).split(',')[1]!;
    },
    { type, colours: [RED, GREEN, BLUE, YELLOW] },
  );
  return Buffer.from(base64, 'base64');
}

/** The same as a camera writes it: to be turned by a quarter to the right. */
function turned(jpeg: Buffer): Buffer {
  const tag = [0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
  const exif = Buffer.from([...Buffer.from('Exif\0\0MM\0*\0\0\0\x08', 'latin1'), ...tag]);
  const head = Buffer.from([0xff, 0xe1, 0, exif.length + 2]);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

const card = (page: Page): Locator => page.getByRole('region', { name: 'Profile picture' });
const dialog = (page: Page): Locator => page.getByRole('dialog', { name: 'Choose a square' });
const part = (page: Page): Locator => dialog(page).getByLabel('The part of the picture that is kept');
const save = (page: Page): Locator => dialog(page).getByRole('button', { name: 'Save' });

async function choose(page: Page, name: string, buffer: Buffer): Promise<void> {
  await card(page).getByLabel('Change picture').setInputFiles({ name, mimeType: 'image/png', buffer });
}

/** The colours in the corners of the picture that everybody sees, row by row. */
async function corners(page: Page): Promise<number[][]> {
  const picture = card(page).locator('img');
  await expect(picture).toBeVisible();
  return picture.evaluate(async (element) => {
    const image = element as HTMLImageElement;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    const context = canvas.getContext('2d')!;
    context.drawImage(image, 0, 0);
    const [near, far] = [canvas.width / 8, (canvas.width * 7) / 8];
    const places = [[near, near], [far, near], [near, far], [far, far]] as const;
    return places.map(([x, y]) => [...context.getImageData(x, y, 1, 1).data.slice(0, 3)]);
  });
}

async function expectCorners(page: Page, expected: number[][]): Promise<void> {
  const found = await corners(page);
  const off = found.flatMap((colour, corner) => colour.map((value, index) => Math.abs(value - expected[corner]![index]!)));
  expect(Math.max(...off), `${JSON.stringify(found)} instead of ${JSON.stringify(expected)}`).toBeLessThan(30);
}

test.beforeEach(async ({ page, account }) => logIn(page, account));

test('a picture is cut with the pointer, and is in the top bar at once', async ({ page }) => {
  await choose(page, 'me.png', await fourColours(page, 'image/png'));
  await expect(dialog(page)).toBeVisible();
  await expect(part(page).locator('image')).toBeVisible();
  const frame = (await part(page).boundingBox())!;
  const [x, y] = [frame.x + frame.width / 2, frame.y + frame.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  // Far beyond the frame's edge and the picture's.
  await page.mouse.move(x + 20, y, { steps: 2 });
  await page.mouse.move(x + 2 * frame.width, y, { steps: 8 });
  await page.mouse.up();
  await expect(part(page).locator('svg')).toHaveAttribute('viewBox', '0 0 200 200');
  await save(page).click();
  await expect(page.getByRole('status').getByText('Picture saved')).toBeVisible();
  await expect(dialog(page)).toBeHidden();
  await expect(card(page).getByLabel('Change picture')).toBeFocused();
  await expectCorners(page, [RED, RED, BLUE, BLUE]);
  const address = await card(page).locator('img').getAttribute('src');
  await expect(page.locator('#user-menu-button img')).toHaveAttribute('src', address!);
  await expect((await openMenu(page)).locator('img')).toHaveAttribute('src', address!);
  await open(page, '/settings/profile');
  await expect(page.locator('#user-menu-button img')).toHaveAttribute('src', address!);
});

test('a picture is cut with the keyboard alone', async ({ page }) => {
  await choose(page, 'me.webp', await fourColours(page, 'image/webp'));
  // Before the picture is measured there is nothing to move.
  await expect(part(page).locator('image')).toBeVisible();
  await part(page).focus();
  for (let step = 0; step < 12; step++) {
    await page.keyboard.press('ArrowLeft');
  }
  await expect(part(page).locator('svg')).toHaveAttribute('viewBox', '200 0 200 200');
  await expect(dialog(page).getByRole('status')).toHaveText('75 % from the left, 50 % from the top');
  await page.keyboard.press('Tab');
  const zoom = dialog(page).getByRole('slider', { name: 'Zoom' });
  await expect(zoom).toBeFocused();
  await page.keyboard.press('End');
  await expect(zoom).toHaveAttribute('aria-valuetext', '400 %');
  await expect(part(page).locator('svg')).toHaveAttribute('viewBox', '275 75 50 50');
  await part(page).focus();
  for (let step = 0; step < 25; step++) {
    await page.keyboard.press('ArrowUp');
  }
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(save(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(dialog(page)).toBeHidden();
  await expectCorners(page, [YELLOW, YELLOW, YELLOW, YELLOW]);
});

test('what is shown before is what is kept, also of a camera that was held upright', async ({ page }) => {
  await choose(page, 'me.jpg', turned(await fourColours(page, 'image/jpeg')));
  await expect(part(page).locator('svg')).toHaveAttribute('viewBox', '0 100 200 200');
  await save(page).click();
  await expect(dialog(page)).toBeHidden();
  await expectCorners(page, [BLUE, RED, YELLOW, GREEN]);
});

test('Cancel and Escape keep what was there, and the same file can be chosen again', async ({ page }) => {
  const file = await fourColours(page, 'image/png');
  for (const leave of [() => page.keyboard.press('Escape'), () => dialog(page).getByRole('button', { name: 'Cancel' }).click()]) {
    await choose(page, 'me.png', file);
    await expect(dialog(page)).toBeVisible();
    await leave();
    await expect(dialog(page)).toBeHidden();
    await expect(card(page).locator('img')).toHaveCount(0);
  }
});

test('what is wrong with a file is said beside it, and nothing is sent', async ({ page }) => {
  let sent = 0;
  page.on('request', (request) => (sent += Number(request.url().endsWith('/profile/picture'))));
  const said = card(page).getByRole('alert');
  const png = await fourColours(page, 'image/png');
  await choose(page, 'page.png', Buffer.from('<!DOCTYPE html><script>alert(1)</script>'));
  await expect(said).toHaveText('Choose a PNG, JPEG, WebP or GIF file.');
  await expect(card(page).getByLabel('Change picture')).toHaveAttribute('aria-invalid', 'true');
  await choose(page, 'large.png', Buffer.concat([png, Buffer.alloc(5 * 1024 * 1024)]));
  await expect(said).toHaveText('This file is too large. Choose one of at most 5 MB.');
  await choose(page, 'half.png', png.subarray(0, 40));
  await expect(said).toContainText('This file can’t be read.');
  await expect(dialog(page)).toBeHidden();
  await choose(page, 'me.png', png);
  await expect(said).toHaveText('');
  await expect(dialog(page)).toBeVisible();
  expect(sent).toBe(0);
});

test('it can be removed', async ({ page }) => {
  await choose(page, 'me.png', await fourColours(page, 'image/png'));
  await save(page).click();
  await expect(card(page).locator('img')).toBeVisible();
  const address = (await card(page).locator('img').getAttribute('src'))!;
  await card(page).getByRole('button', { name: 'Remove' }).click();
  await expect(page.getByRole('status').getByText('Picture removed')).toBeVisible();
  await expect(page.locator('.avatar img')).toHaveCount(0);
  await expect(card(page).getByLabel('Change picture')).toBeFocused();
  expect((await page.request.get(address)).status()).toBe(404);
});

test('the card and the dialog are for everybody', async ({ page }) => {
  await examine(page, 'initials');
  await choose(page, 'me.png', await fourColours(page, 'image/png'));
  await expect(part(page).locator('image')).toBeVisible();
  await examine(page, 'the dialog');
  await save(page).click();
  await expect(card(page).locator('img')).toBeVisible();
  await examine(page, 'a picture');
});
