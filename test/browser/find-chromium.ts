import { accessSync, constants, existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

/** A browser to test in, and where it came from. `remove` names a folder that was made for it. */
export type FoundChromium = { path: string; from: string; remove: string | null };

const names = ['google-chrome-stable', 'google-chrome', 'chromium', 'chromium-browser', 'chrome.exe'];
const places = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Looks for a Chromium: the one that the environment names, an installed one, Playwright's own, else the one inside
 * `@sparticuz/chromium`.
 *
 * @throws Error with one sentence that says what to install.
 */
export const findChromium = async (environment: NodeJS.ProcessEnv = process.env): Promise<FoundChromium> => {
  const named = environment.CHROMIUM;
  if (named) {
    if (!isExecutable(named)) throw new Error(`CHROMIUM names ${named}, which is no file that can be run.`);
    return { path: named, from: 'CHROMIUM', remove: null };
  }
  const folders = (environment.PATH ?? '').split(delimiter).filter(Boolean);
  const installed = [...folders.flatMap((folder) => names.map((name) => join(folder, name))), ...places].find(
    isExecutable,
  );
  if (installed !== undefined) return { path: installed, from: 'installed', remove: null };
  const own = chromium.executablePath();
  if (existsSync(own)) return { path: own, from: 'Playwright', remove: null };
  return unpacked(environment);
};

const isExecutable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The package unpacks into the temporary folder and takes whatever lies there under its name: it gets a fresh one. */
const unpacked = async (environment: NodeJS.ProcessEnv): Promise<FoundChromium> => {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error('There is no Chromium here: install Google Chrome, or run "npx playwright install chromium".');
  const folder = mkdtempSync(join(tmpdir(), 'companion-chromium-'));
  // mkdtemp makes it for this user alone (0700). Read at import: with it come the system libraries that a bare Linux lacks.
  Object.assign(environment, { TMPDIR: folder, AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x' });
  try {
    const { default: packed } = await import('@sparticuz/chromium');
    const path = await packed.executablePath();
    nameFonts(folder);
    return { path, from: '@sparticuz/chromium', remove: folder };
  } catch (cause) {
    throw new Error('The Chromium of @sparticuz/chromium could not be unpacked: install Google Chrome.', { cause });
  }
};

/**
 * The package's own list of fonts names `/tmp/fonts` and not where they were unpacked; a Chromium without any font
 * ends at the first letter. Fonts of the system are taken too where there are some.
 */
const nameFonts = (folder: string): void => {
  const folders = [join(folder, 'fonts'), '/usr/share/fonts', '/usr/local/share/fonts'];
  const listed = folders.map((one) => `<dir>${one.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</dir>`).join('');
  writeFileSync(
    join(folder, 'fonts', 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>${listed}<cachedir>${join(folder, 'fonts-cache')}</cachedir></fontconfig>`,
  );
};
