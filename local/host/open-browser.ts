import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Milliseconds. */
const redirectLives = 60_000;

/**
 * Opens the browser on a file of 0600 that leads on to the address: on the command line of a browser every user of the
 * machine could read the token.
 *
 * @returns what takes the file away again; call it at the end.
 */
export const openBrowser = async (address: string): Promise<() => Promise<void>> => {
  const folder = await mkdtemp(join(tmpdir(), 'companion-'));
  const file = await writeRedirect(folder, address);
  const remove = () => rm(folder, { recursive: true, force: true });
  // By then the browser has read it, and a process that is killed leaves no token behind.
  setTimeout(() => void remove().catch(() => {}), redirectLives).unref();
  try {
    const { default: open } = await import('open');
    const child = await open(file);
    child.on('error', () => {});
  } catch {
    // There is no browser to be found: the printed address is there all the same.
    await remove();
  }
  return remove;
};

/** Made exclusively, so that no file or link that lies there already is written through. */
export const writeRedirect = async (folder: string, address: string): Promise<string> => {
  const file = join(folder, 'panel.html');
  const target = address.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  const html = `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><meta http-equiv="refresh" content="0;url=${target}"><title>Casdoor SSO Companion</title>\n`;
  await writeFile(file, html, { mode: 0o600, flag: 'wx' });
  return file;
};
