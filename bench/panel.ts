import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from '@playwright/test';
import { build } from 'esbuild';
import { findChromium } from '../test/browser/find-chromium';
import { type Figure, figure, median } from './figure';
import { startPanel } from './start-panel';

const rounds = 9;

/**
 * The panel's first load: gzip of all HTML, CSS and JavaScript that is fetched until Connect's field takes typing, and
 * the time to that moment, against a bare page of React and the bridge that shows one field.
 */
export const panel = async (): Promise<Figure[]> => {
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync(join('.cache', 'bench-panel-'));
  const { path, remove } = await findChromium();
  const browser = await chromium.launch({
    executablePath: path,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  const host = await startPanel(folder);
  const bare = await startBare(folder, await headersOf(host.address));
  try {
    const ours: Load[] = [];
    const anchor: Load[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await load(browser, host.address));
      anchor.push(await load(browser, bare.address));
    }
    const bytes = (loads: Load[]) => median(loads.map((one) => one.bytes)) / 1000;
    const time = (loads: Load[]) => median(loads.map((one) => one.milliseconds));
    return [
      figure('panel-bytes', 'kB', bytes(ours), bytes(anchor), { atMost: 205, of: 'ours' }),
      figure('panel-interactive', 'ms', time(ours), time(anchor), { atMost: 1.75, of: 'ratio' }),
    ];
  } finally {
    await browser.close();
    bare.close();
    await host.stop();
    rmSync(folder, { recursive: true, force: true });
    if (remove !== null) rmSync(remove, { recursive: true, force: true });
  }
};

type Load = { bytes: number; milliseconds: number };

/** One visit with an empty cache, in a context of its own. */
const load = async (browser: Browser, address: string): Promise<Load> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const bodies: Promise<number>[] = [];
  page.on('response', (response) => {
    const type = response.headers()['content-type'] ?? '';
    if (/html|javascript|css/.test(type) && response.status() === 200)
      bodies.push(response.body().then((body) => gzipSync(body).length));
  });
  await page.goto(address, { waitUntil: 'commit' });
  const milliseconds = await untilTyping(page);
  const bytes = (await Promise.all(bodies)).reduce((sum, size) => sum + size, 0);
  await context.close();
  return { bytes, milliseconds };
};

/** Milliseconds from the navigation until the field is there and takes a letter, by the page's own clock. */
const untilTyping = async (page: Page): Promise<number> => {
  const field = page.getByRole('textbox', { name: 'Casdoor address' });
  await field.waitFor();
  const at = await field.evaluate(() => performance.now());
  await field.pressSequentially('d');
  if ((await field.inputValue()) !== 'd') throw new Error('The field did not take typing.');
  return at;
};

const barePage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Bare</title><script src="bridge.js"></script></head>
  <body><div id="root"></div><script type="module" src="bare.js"></script></body></html>`;

const ofOneMessage = ['content-type', 'content-length', 'transfer-encoding', 'date', 'connection', 'keep-alive'];

/** What the local host says with every answer. Chromium starts a process anew for a page that is kept from its opener. */
const headersOf = async (address: string): Promise<[string, string][]> => {
  const { headers } = await fetch(new URL('/', address));
  const said: [string, string][] = [];
  headers.forEach((value, name) => {
    if (!ofOneMessage.includes(name)) said.push([name, value]);
  });
  return said;
};

/** React, the bridge and one field, served as the panel is. */
const startBare = async (
  folder: string,
  headers: readonly [string, string][],
): Promise<{ address: string; close: () => void }> => {
  const source = `import { createRoot } from 'react-dom/client';
    import { createElement, useState } from 'react';
    import { invoke, view } from '@forge/bridge';
    const Field = () => {
      const [address, setAddress] = useState('');
      return createElement('label', null, 'Casdoor address',
        createElement('input', { value: address, onChange: (event) => setAddress(event.target.value), onBlur: () => invoke('load') }));
    };
    view.theme.enable().then(() => createRoot(document.getElementById('root')).render(createElement(Field)));`;
  await build({
    stdin: { contents: source, resolveDir: process.cwd(), loader: 'ts' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    define: { 'process.env.NODE_ENV': '"production"' },
    outfile: join(folder, 'bare.js'),
    logLevel: 'error',
  });
  const files: Record<string, [type: string, content: string]> = {
    '/': ['text/html', barePage],
    '/bridge.js': ['text/javascript', 'globalThis.__bridge={callBridge:async()=>({})}'],
    '/bare.js': ['text/javascript', readFileSync(join(folder, 'bare.js'), 'utf8')],
  };
  const server = createServer((request, response) => {
    for (const [name, value] of headers) response.setHeader(name, value);
    const [type, content] = files[request.url ?? ''] ?? [];
    if (type === undefined) return void response.writeHead(404).end();
    response.setHeader('content-type', type);
    response.end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
