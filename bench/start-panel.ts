import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';

/** `npm start` on a data folder of its own, below `folder`; the address has its token. */
export const startPanel = async (folder: string): Promise<{ address: string; stop: () => Promise<void> }> => {
  const options = ['--no-open', '--data', join(folder, 'data'), '--key-file', join(folder, 'keys', 'keys.json')];
  const child = spawn(process.execPath, ['--import', 'tsx', 'local/start.ts', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const address = await printedAddress(child);
  const stop = () =>
    new Promise<void>((resolve) => {
      child.once('close', () => resolve());
      child.kill('SIGTERM');
    });
  return { address, stop };
};

const printedAddress = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let said = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const address = /http:\/\/127\.0\.0\.1:\d+\/\?token=\S+/.exec(said)?.[0];
      if (address !== undefined) resolve(address);
    });
    child.on('close', () => reject(new Error('The panel did not start.')));
  });
