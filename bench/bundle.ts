import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { type Figure, figure, median } from './figure';

const rounds = 11;

/**
 * The backend: its size minified, all of it but the regex engine, which is loaded when a pattern has to be run; and the
 * time from `require` until its handlers exist, against `@forge/api` and `@forge/resolver` alone. Forge's bundler puts
 * what is imported on demand into files of its own, which a start does not read.
 */
export const bundle = async (): Promise<Figure[]> => {
  mkdirSync('.cache', { recursive: true });
  const folder = mkdtempSync(join('.cache', 'bench-bundle-'));
  try {
    const entryPoints = (out: string) => ({ entryPoints: [{ in: 'src/index.ts', out }] });
    const whole = await bundled(folder, 'whole', entryPoints('whole'));
    const ours = await bundled(folder, 'ours', { ...entryPoints('ours'), plugins: [onDemandApart] });
    const anchor = await bundled(folder, 'anchor', {
      stdin: {
        contents: `import Resolver from '@forge/resolver'; import api from '@forge/api';
          const resolver = new Resolver(); resolver.define('load', () => typeof api.fetch); export const handler = resolver.getDefinitions();`,
        resolveDir: process.cwd(),
        loader: 'ts',
      },
    });
    const times = { ours: [] as number[], anchor: [] as number[] };
    // Taken in turns, so that whatever else the machine does meets both.
    for (let round = 0; round < rounds; round += 1) {
      times.ours.push(startOf(ours));
      times.anchor.push(startOf(anchor));
    }
    const kilobytes = (file: string) => statSync(file).size / 1000;
    return [
      figure('bundle-bytes', 'kB', kilobytes(whole), kilobytes(anchor), { atMost: 250, of: 'ours' }),
      figure('bundle-start', 'ms', median(times.ours), median(times.anchor), { atMost: 1.5, of: 'ratio' }),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const onDemandApart: Plugin = {
  name: 'on-demand-apart',
  setup: ({ onResolve }) => {
    onResolve({ filter: /.*/ }, ({ kind, path }) => (kind === 'dynamic-import' ? { path, external: true } : undefined));
  },
};

const bundled = async (folder: string, name: string, source: Parameters<typeof build>[0]): Promise<string> => {
  await build({
    ...source,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['re2js'],
    // Forge's bundler writes a letter as it is; esbuild would spell Casdoor's messages in Japanese in escapes.
    charset: 'utf8',
    // As Forge's bundler does it: a file that is loaded on demand is required, not imported.
    supported: { 'dynamic-import': false },
    logLevel: 'error',
    outdir: folder,
    ...(source && 'stdin' in source ? { entryNames: name } : {}),
  });
  return join(folder, `${name}.js`);
};

/** Milliseconds from `require` to handlers, in a process of its own so that no cache helps. */
const startOf = (file: string): number => {
  const script = `const t = performance.now(); const m = require(${JSON.stringify(join(process.cwd(), file))});
    if (Object.keys(m).length === 0) throw new Error('no handlers'); process.stdout.write(String(performance.now() - t));`;
  const { stdout, status, stderr } = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`The bundle did not load: ${stderr.split('\n').slice(0, 5).join(' ')}`);
  return Number(stdout);
};
