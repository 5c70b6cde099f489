import { spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** `npm run forge:check`: Atlassian's own tools on both manifests, offline. Ends with 1 where one of them is refused. */

const root = join(__dirname, '..', '..');
const manifests = ['manifest.yml', 'manifest.fixed-host.yml'];

/** The app as it would be deployed with this manifest: the tools read `manifest.yml` of the working directory. */
const stage = (manifest: string): string => {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const folder = mkdtempSync(join(root, '.cache', 'forge-check-'));
  copyFileSync(join(root, manifest), join(folder, 'manifest.yml'));
  for (const name of ['src', 'node_modules']) symlinkSync(join(root, name), join(folder, name));
  for (const name of ['package.json', 'tsconfig.json', 'tsconfig.base.json'])
    copyFileSync(join(root, name), join(folder, name));
  // The manifest names the panel's build; what is in it is the business of other tests.
  const panel = join(folder, 'static', 'panel', 'dist');
  mkdirSync(panel, { recursive: true });
  const built = join(root, 'static', 'panel', 'dist', 'index.html');
  if (existsSync(built)) copyFileSync(built, join(panel, 'index.html'));
  else writeFileSync(join(panel, 'index.html'), '<!doctype html><title>Panel</title>');
  return folder;
};

const check = (manifest: string): Promise<boolean> => {
  const folder = stage(manifest);
  return new Promise((resolve) => {
    const child = spawn(join(root, 'node_modules', '.bin', 'tsx'), [join(__dirname, 'official-tools.ts')], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, CASDOOR_HOST: 'casdoor.example.com' },
    });
    const lines: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => lines.push(part));
    child.stderr.on('data', (part: Buffer) => lines.push(part));
    child.on('error', () => resolve(false));
    child.on('close', (status) => {
      rmSync(folder, { recursive: true, force: true });
      console.log(`── ${manifest}: ${status === 0 ? 'accepted' : 'refused'}`);
      process.stdout.write(Buffer.concat(lines));
      resolve(status === 0);
    });
  });
};

Promise.all(manifests.map(check)).then(
  (results) => {
    process.exitCode = results.every(Boolean) ? 0 : 1;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
