import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Browser, type CDPSession, chromium, type Page } from '@playwright/test';
import { build } from 'esbuild';
import { findChromium } from '../test/browser/find-chromium';
import { type Figure, figure, median, percentile95 } from './figure';

const rounds = 9;
const rows = 100_000;
/** Pixels that a scroll goes, and how many of them a second: whoever looks for somebody by the wheel. */
const scroll = { distance: 40_000, speed: 8_000 };

/**
 * The table of a dry run with 100,000 people, against a page of 100 of the same rows drawn without it: from the press that
 * opens it to the frame that shows its rows; and the work of the main thread a frame while it is scrolled (script, style,
 * layout, paint, by Chromium's own trace), 95th percentile.
 */
export const table = async (): Promise<Figure[]> => {
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync(join('.cache', 'bench-table-'));
  const { path, remove } = await findChromium();
  const browser = await chromium.launch({
    executablePath: path,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  });
  const site = await startSite(folder);
  try {
    const paint = { ours: [] as number[], anchor: [] as number[] };
    const work = { ours: [] as number[], anchor: [] as number[] };
    for (let round = 0; round < rounds; round += 1)
      for (const kind of ['ours', 'anchor'] as const) {
        const seen = await measured(browser, `${site.address}?${kind}`);
        paint[kind].push(seen.firstPaint);
        work[kind].push(...seen.frames);
      }
    return [
      figure('table-first-paint', 'ms', median(paint.ours), median(paint.anchor), { atMost: 100, of: 'ours' }),
      figure('table-frame', 'ms', percentile95(work.ours), percentile95(work.anchor), { atMost: 16.7, of: 'ours' }),
    ];
  } finally {
    await browser.close();
    site.close();
    rmSync(folder, { recursive: true, force: true });
    if (remove !== null) rmSync(remove, { recursive: true, force: true });
  }
};

type Seen = {
  /** Milliseconds from the press to the frame. */
  firstPaint: number;
  /** Milliseconds of work for each frame. */
  frames: number[];
};

const measured = async (browser: Browser, address: string): Promise<Seen> => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  await page.goto(address);
  await page.getByRole('button', { name: 'Open' }).click();
  const firstPaint = await page.waitForFunction(() => (globalThis as unknown as { firstPaint?: number }).firstPaint);
  const milliseconds = await firstPaint.jsonValue();
  if (milliseconds === undefined) throw new Error('The table was not drawn.');
  const frames = await framesOf(page, await context.newCDPSession(page));
  if (faults.length > 0) throw new Error(faults.join(' '));
  await context.close();
  return { firstPaint: milliseconds, frames };
};

/** Scrolls, and reads from the trace how long the main thread worked for each frame. */
const framesOf = async (page: Page, session: CDPSession): Promise<number[]> => {
  const events: TraceEvent[] = [];
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const ended = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'],
    },
  });
  await session.send('Input.synthesizeScrollGesture', {
    x: 400,
    y: 400,
    yDistance: -scroll.distance,
    speed: scroll.speed,
    gestureSourceType: 'mouse',
  });
  await session.send('Tracing.end');
  await ended;
  const top = await page.getByTestId('scrolled').evaluate(({ scrollTop }) => scrollTop);
  if (top <= 0) throw new Error('Nothing was scrolled.');
  return workByFrame(events);
};

type TraceEvent = {
  name: string;
  pid: number;
  tid: number;
  ts: number;
  /** Of the thread alone: what it waits for, such as the other threads, is no work. */
  tdur?: number;
};

/** Times of a trace are microseconds. A frame ends where the main thread commits what it has drawn. */
const workByFrame = (events: readonly TraceEvent[]): number[] => {
  const main = events.find(({ name }) => name === 'Commit');
  if (!main) throw new Error('The trace has no frame.');
  const ofMain = events.filter(({ pid, tid }) => pid === main.pid && tid === main.tid);
  const ends = ofMain
    .filter(({ name }) => name === 'Commit')
    .map(({ ts }) => ts)
    .sort((one, other) => one - other);
  const tasks = ofMain.filter(({ name, tdur }) => name === 'RunTask' && tdur !== undefined);
  if (tasks.length === 0) throw new Error('The trace has no task.');
  const work = new Array<number>(ends.length).fill(0);
  for (const { ts, tdur = 0 } of tasks) {
    const at = ends.findIndex((end) => end >= ts);
    if (at >= 0) work[at] = (work[at] ?? 0) + tdur / 1000;
  }
  return work;
};

const source = `
import { useMemo, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';

import './static/panel/panel.css';
import './static/panel/parts/parts.css';
import './static/panel/steps/directory/directory.css';
import { rowColumns } from './static/panel/steps/directory/row-columns';
import { useRowWindows } from './static/panel/steps/directory/use-row-windows';
import { VirtualTable } from './static/panel/steps/directory/virtual-table';

const rowAt = (at) => ({
  at, kind: 'person', id: String(at), name: 'person.' + at, displayName: 'Person ' + at + ' Anderson',
  username: 'person.' + at, email: null, fullName: null, account: 'person.' + at,
  existing: { username: 'person.' + at, email: null, fullName: null, active: true, groups: [] },
  outcome: 'updated', cause: null, reasons: ['The e-mail person.' + at + '@acme.example becomes p' + at + '@acme.example.'],
  changes: [], groupsGained: [], groupsLost: [], administrator: false, lockedOut: false, losesRights: false,
  noApplicationAccess: false,
});
const fetchPage = async (from, count) => ({
  ok: true,
  value: { total: ${rows}, rows: Array.from({ length: Math.min(count, ${rows} - from) }, (_, at) => rowAt(from + at)) },
});

const Ours = () => {
  const grid = useRef(null);
  const [active, setActive] = useState(0);
  const source = useRowWindows('bench', fetchPage);
  const columns = useMemo(() => rowColumns('Jira', false), []);
  return (
    <VirtualTable label="People" source={source} columns={columns} rowHeight={44} active={active} onActive={setActive}
      onOpen={() => {}} look="people-rows" grid={grid} />
  );
};
const Anchor = () => {
  const columns = rowColumns('Jira', false);
  return (
    <div className="virtual people-rows">
      {Array.from({ length: 100 }, (_, at) => rowAt(at)).map((row) => (
        <div key={row.at} className="virtual-row" role="row" style={{ position: 'static', height: 44 }}>
          {columns.map(({ key, cell }) => <span key={key} role="gridcell" className={'cell-' + key}>{cell(row)}</span>)}
        </div>
      ))}
    </div>
  );
};

const root = createRoot(document.getElementById('root'));
document.querySelector('button').addEventListener('click', () => {
  const pressed = performance.now();
  root.render(location.search === '?ours' ? <Ours /> : <Anchor />);
  const look = () => {
    // Rows, and no placeholders.
    if (!document.querySelector('.virtual-row .who-name')) return requestAnimationFrame(look);
    const scrolled = document.querySelector('.virtual');
    scrolled.dataset.testid = 'scrolled';
    // What was drawn for this frame is on its way to the screen once the next task runs.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => { globalThis.firstPaint = performance.now() - pressed; };
    requestAnimationFrame(() => port2.postMessage(null));
  };
  look();
});
`;

const themes = ['light', 'spacing', 'shape', 'typography'];

/** A page with the table alone, in the panel's own sheets. */
const startSite = async (folder: string): Promise<{ address: string; close: () => void }> => {
  await build({
    stdin: { contents: source, resolveDir: process.cwd(), loader: 'tsx' },
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    outfile: join(folder, 'table.js'),
    logLevel: 'error',
  });
  const resolve = createRequire(__filename).resolve;
  const theme = themes.map((name) => {
    const file: unknown = createRequire(__filename)(
      resolve(`@atlaskit/tokens/dist/cjs/artifacts/themes/atlassian-${name}.js`),
    );
    return typeof file === 'object' && file !== null && 'default' in file ? String(file.default) : '';
  });
  const attributes =
    'data-theme="light:light shape:shape spacing:spacing typography:typography" data-color-mode="light"';
  const files: Record<string, [type: string, content: string]> = {
    '/': [
      'text/html',
      `<!doctype html><html lang="en" ${attributes}><head><meta charset="utf-8"><title>Table</title><link rel="stylesheet" href="theme.css"><link rel="stylesheet" href="table.css"></head><body><button type="button">Open</button><div id="root"></div><script type="module" src="table.js"></script></body></html>`,
    ],
    '/theme.css': ['text/css', theme.join('\n')],
    '/table.css': ['text/css', readFileSync(join(folder, 'table.css'), 'utf8')],
    '/table.js': ['text/javascript', readFileSync(join(folder, 'table.js'), 'utf8')],
  };
  const server = createServer((request, response) => {
    const [type, content] = files[new URL(request.url ?? '/', 'http://localhost').pathname] ?? [];
    if (type === undefined) return void response.writeHead(404).end();
    response.setHeader('content-type', type);
    response.end(content);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
