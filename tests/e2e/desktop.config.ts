// How the desktop window's tests are run. `cargo xtask test desktop` says where the programs are and gives a
// display of its own.
import { defineConfig } from '@playwright/test';
import { artefacts } from './fixtures/environment';

export default defineConfig({
  testDir: 'desktop',
  outputDir: `${artefacts}/results`,
  // There is one keyboard.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 20_000 },
});
