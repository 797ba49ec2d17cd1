// What went wrong with a form is where the person looks, on a phone too.
import { field, logIn, submit } from '../fixtures/app';
import { expect, test } from '../fixtures/test';

test.use({ viewport: { width: 390, height: 844 } });

test('why a profile was not saved is in view after Submit', async ({ page, account, server, complaints }) => {
  complaints.expect(/ERR_CONNECTION_REFUSED/);
  await logIn(page, account);
  await field(page, 'Bio').fill('A few words.');
  await server.stop();
  await submit(page).click();
  const message = page.getByText('Your changes are not saved');
  await expect(message).toBeVisible();
  await expect(message).toBeInViewport();
});
