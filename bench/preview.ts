import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findChromium } from '../test/browser/find-chromium';
import { type Figure, figure, percentile95 } from './figure';
import { startPanel } from './start-panel';

/** Keystrokes that are counted, and those before that warm the engine up. */
const counted = 120;
const warmUp = 30;

/**
 * A keystroke in Mapping until ten people stand there as it judges them: from the key's own time to the moment after the
 * paint, 95th percentile, for the demo's hundred people of 50,000 with a regular expression. The anchor is the same
 * keystroke in a bare field whose text is repeated beside it.
 */
export const preview = async (): Promise<Figure[]> => {
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync(join('.cache', 'bench-preview-'));
  const { path, remove } = await findChromium();
  const browser = await chromium.launch({
    executablePath: path,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  const host = await startPanel(folder);
  try {
    const ours = await inMapping(browser, host.address);
    const anchor = await inBareField(browser);
    return [figure('preview', 'ms', percentile95(ours), percentile95(anchor), { atMost: 50, of: 'ours' })];
  } finally {
    await browser.close();
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
    if (remove !== null) rmSync(remove, { recursive: true, force: true });
  }
};

const inMapping = async (browser: Browser, address: string): Promise<number[]> => {
  const page = await browser.newPage();
  await page.goto(address);
  await page.getByRole('button', { name: /^Everything is right/ }).click();
  await page.getByRole('region', { name: 'Verdict' }).waitFor();
  await page
    .getByRole('navigation', { name: 'Steps' })
    .getByRole('link', { name: /Mapping/ })
    .click();
  const rows = page.getByRole('button', { name: /^How .* is mapped$/ });
  await rows.nth(9).waitFor();
  await page.getByRole('textbox', { name: 'Apply regular expression on username field' }).fill('^([^@]+)');
  await page.getByText(/^Changes .* \d+/).waitFor();
  const field = page.getByRole('textbox', { name: 'Username claim' });
  await field.fill('');
  await field.focus();
  // With the name of each claim come other usernames, so that every row is another one than before.
  const times = await typed(page, 'nameemailid', '.preview tbody tr');
  await page.close();
  return times;
};

const inBareField = async (browser: Browser): Promise<number[]> => {
  const page = await browser.newPage();
  await page.setContent(`<!doctype html><title>Bare</title><label>Field <input autofocus></label><p class="echo"></p>
    <script>document.querySelector('input').addEventListener('input', (event) => {
      document.querySelector('.echo').textContent = event.target.value;
    });</script>`);
  await page.locator('input').focus();
  const times = await typed(page, 'nameemailid', '.echo');
  await page.close();
  return times;
};

/** Types and takes back, one key at a time; milliseconds from each key to behind the paint that it leads to. */
const typed = async (page: Page, text: string, shown: string): Promise<number[]> => {
  await page.evaluate((selector) => {
    const times: number[] = [];
    Object.assign(globalThis, { times });
    addEventListener(
      'keydown',
      ({ timeStamp }) => {
        // The frame that is drawn for this key, and the task behind it.
        requestAnimationFrame(() => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = () => {
            // What is shown has been laid out by then.
            if (document.querySelector(selector) === null) throw new Error('Nothing is shown.');
            times.push(performance.now() - timeStamp);
          };
          port2.postMessage(null);
        });
      },
      { capture: true },
    );
  }, shown);
  const keys = [...text, ...Array.from(text, () => 'Backspace')];
  for (let at = 0; at < warmUp + counted; at += 1) {
    await page.keyboard.press(keys[at % keys.length] ?? 'Backspace');
    await page.waitForTimeout(20);
  }
  const times = await page.evaluate(() => (globalThis as unknown as { times: number[] }).times);
  if (times.length !== warmUp + counted) throw new Error(`${times.length} keystrokes were measured.`);
  return times.slice(warmUp);
};
