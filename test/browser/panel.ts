import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test as base, expect, type Page } from '@playwright/test';
import type { DemoTurn } from './odd-host';

const root = join(__dirname, '..', '..');
const axeSource = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');

export type LocalPanel = {
  /** With the token. */
  address: string;
  origin: string;
};

type Fixtures = {
  host: LocalPanel;
  /** What a page of the panel must never do, collected from all pages of the test; empty at its end. */
  wrongs: string[];
  /** The panel, opened for the first time by somebody who has saved nothing. */
  panel: Page;
};

/** `npm start` as a newcomer runs it, on a data folder of its own. One for each test: they save. */
export const startPanel = async (): Promise<LocalPanel & { stop: () => Promise<void> }> => {
  const folder = mkdtempSync(join(tmpdir(), 'companion-browser-'));
  const options = ['--no-open', '--data', join(folder, 'data'), '--key-file', join(folder, 'keys', 'keys.json')];
  const child = spawn(process.execPath, ['--import', 'tsx', join('local', 'start.ts'), ...options], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = async () => {
    await ended(child);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const address = await firstAddress(child);
    return { address, origin: new URL(address).origin, stop };
  } catch (error) {
    await stop();
    throw error;
  }
};

/** The panel of a host that sees what this machine cannot be made to see; `tell` writes a line to it. */
export const startOddPanel = async (kind: string): Promise<OddPanel> => {
  const child = spawn(process.execPath, ['--import', 'tsx', join('test', 'browser', 'odd-host.ts'), kind], {
    cwd: root,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  try {
    const address = await firstAddress(child);
    const casdoor = await new Promise<string>((resolve) => {
      let said = '';
      child.stdout?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const found = /^casdoor (\S+)$/m.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.stdin?.write('where\n');
    });
    const tell = (line: string) => void child.stdin?.write(`${line}\n`);
    const turn = (to: DemoTurn) =>
      new Promise<void>((resolve) => {
        const hear = (chunk: Buffer) => {
          if (!/^turned$/m.test(chunk.toString())) return;
          child.stdout?.off('data', hear);
          resolve();
        };
        child.stdout?.on('data', hear);
        tell(`turn ${JSON.stringify(to)}`);
      });
    return { address, origin: new URL(address).origin, casdoor, tell, turn, stop: () => ended(child) };
  } catch (error) {
    await ended(child);
    throw error;
  }
};

export type OddPanel = LocalPanel & {
  /** The address to be typed. */
  casdoor: string;
  tell: (line: string) => void;
  /** Makes something of the demo's Jira, Confluence or their plugins go wrong, and waits until it does. */
  turn: (to: DemoTurn) => Promise<void>;
  stop: () => Promise<void>;
};

const firstAddress = (child: ChildProcess) =>
  new Promise<string>((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer) => {
      said += chunk.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(said)?.[0];
      if (address !== undefined) resolve(address);
    };
    child.stdout?.on('data', hear);
    child.stderr?.on('data', hear);
    child.on('error', reject);
    child.on('close', () => reject(new Error(`The panel did not start: ${said}`)));
  });

const ended = (child: ChildProcess) =>
  new Promise<void>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) return resolve();
    child.on('close', () => resolve());
    child.kill('SIGTERM');
  });

export const test = base.extend<Fixtures>({
  host: async ({ browserName: _ }, use) => {
    const { stop, ...panel } = await startPanel();
    await use(panel);
    await stop();
  },
  wrongs: async ({ context, host }, use) => {
    const wrongs: string[] = [];
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) => {
        console.error(`The policy was violated: ${violatedDirective} ${blockedURI}`);
      });
    });
    context.on('console', (message) => {
      // Of the page's sandbox, which is the one that Forge gives its pages.
      const isOfSandbox = message.text().includes('sandbox attribute can escape its sandboxing');
      if (['error', 'warning'].includes(message.type()) && !isOfSandbox) wrongs.push(message.text());
    });
    context.on('weberror', (error) => wrongs.push(error.error().message));
    context.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(`${host.origin}/`) && !url.startsWith('data:')) wrongs.push(`A request to ${url}`);
    });
    await use(wrongs);
    expect(wrongs).toEqual([]);
  },
  panel: async ({ page, host, wrongs: _ }, use) => {
    await page.goto(host.address);
    await expect(addressField(page)).toBeVisible();
    await use(page);
  },
});

export { expect };

export const addressField = (page: Page) => page.getByRole('textbox', { name: 'Casdoor address' });

export const verdict = (page: Page) => page.getByRole('region', { name: 'Verdict' });

export const stepLink = (page: Page, name: string) =>
  page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: new RegExp(`^(\\d\\s*)?${name}`) });

/** Picks a ready-made situation of the demo and waits for its verdict. */
export const startDemo = async (page: Page, title: RegExp): Promise<void> => {
  await page.getByRole('button', { name: title }).click();
  await expect(verdict(page)).toBeVisible();
  await expect(page.getByRole('region', { name: 'Running check' })).toBeHidden();
};

type AxeResults = { violations: { id: string; nodes: { target: string[]; failureSummary?: string }[] }[] };

/** What axe finds against WCAG 2.2 A and AA: rule, element and reason. */
export const axe = async (page: Page): Promise<string[]> => {
  // What fades in has another contrast on its way.
  await page.evaluate(async () => {
    const ending = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run: (options: unknown) => Promise<AxeResults> } };
    const { violations } = await axe.run({
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} ${target.join(' ')} ${failureSummary}`),
    );
  });
};
