import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './find-chromium';

/** Finds one browser for all tests, before any worker starts, and runs them in it. */
const main = async (): Promise<number> => {
  const { path, from, remove } = await findChromium();
  console.log(`Chromium: ${path} (${from})`);
  const playwright = join('node_modules', '.bin', 'playwright');
  const given = ['test', '--config', join('test', 'browser', 'playwright.config.ts'), ...process.argv.slice(2)];
  const child = spawn(playwright, given, { stdio: 'inherit', env: { ...process.env, CHROMIUM: path } });
  const status = await new Promise<number>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
  if (remove !== null) rmSync(remove, { recursive: true, force: true });
  return status;
};

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  },
);
