// How the browser's tests are run. `cargo xtask test browser` says where the programs are.
import { defineConfig } from '@playwright/test';
import { artefacts, chromium } from './fixtures/environment';

export default defineConfig({
  testDir: 'browser',
  outputDir: `${artefacts}/results`,
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  use: {
    browserName: 'chromium',
    viewport: { width: 1280, height: 900 },
    locale: 'en-GB',
    screenshot: 'only-on-failure',
    // A debug build's wasm is 16 MB, and the server would compress it anew for each page: nearly two seconds
    // of processor time for nothing on the same machine.
    extraHTTPHeaders: { 'accept-encoding': 'identity' },
    launchOptions: {
      executablePath: chromium,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
