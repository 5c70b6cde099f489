import type { ApplicationConfiguration } from '../checks/evidence';
import type { Secret } from '../secrets/secret';
import { applicationFields } from '../watch/application-fields';
import { keptWatchIn } from '../watch/kept-watch';
import { keyMark, secretPrint, type WatchedField, watchedFields } from '../watch/watched-field';
import { type Asked, logFailure } from './call';
import { type CasdoorSettings, casdoorOf } from './casdoor-of';
import { givenOf } from './given-of';
import { heldOf } from './held-of';

/** Milliseconds: whoever notes nothing in the journal for a minute is taken for dead. */
const readLasts = 15_000;

/** Makes of an application what is held of it. @param redirectUri That of the plugin. */
export const heldApplication = async (
  { adapters, place }: Asked,
  redirectUri: string | null,
  key: Secret,
): Promise<(application: ApplicationConfiguration) => WatchedField[]> => {
  // Where a test sign-in comes back to; nobody listens in a command.
  const callback = await adapters.callbackUrl(place.product).catch(() => null);
  const isOurs = (uri: string) => uri === redirectUri || uri === callback || isLocalCallback(uri);
  return (application) => watchedFields(applicationFields(application, isOurs), key);
};

/** That of a panel on some machine, whose port may be another one at each start. */
const isLocalCallback = (uri: string): boolean => /^http:\/\/127\.0\.0\.1:\d+\/sign-in\/(jira|confluence)$/.test(uri);

/**
 * Notes the application right before a write: what the written settings were made for, Watch holds it against. Never
 * rejects, and holds no write back: where it cannot be read, that it is not known is what is noted.
 */
export const noteApplication = async (asked: Asked, target: string, apply: string): Promise<void> => {
  try {
    const watch = keptWatchIn(asked.place);
    await keepNotedBefore(asked, target);
    const key = await watch.printKey(target);
    const casdoor = await casdoorOf(asked, target);
    const application = await readNow(asked, casdoor, target, key).catch(() => null);
    await watch.noted.set(target, {
      apply,
      at: asked.place.now().toISOString(),
      keyMark: keyMark(key),
      application,
      secretPrint: casdoor.secret && secretPrint(key, casdoor.secret),
    });
  } catch (error) {
    logFailure('noteApplication', error);
  }
};

/**
 * What was noted of an apply that was kept and that nobody has looked at yet is held from now on: this write may come to
 * nothing, and that one is then in force still.
 */
const keepNotedBefore = async (asked: Asked, target: string): Promise<void> => {
  const watch = keptWatchIn(asked.place);
  const [kept, known] = await Promise.all([heldOf(asked, target), watch.held.get(target)]);
  if (kept === null || kept.application === null || known?.apply === kept.apply) return;
  const { holder: _holder, ...held } = kept;
  await watch.held.set(target, held);
};

const readNow = async (
  asked: Asked,
  casdoor: CasdoorSettings,
  target: string,
  key: Secret,
): Promise<WatchedField[] | null> => {
  const { connection, secret } = casdoor;
  const { readAddress } = await import('../casdoor/address');
  const reading = readAddress(connection.address);
  const { clientId, redirectUri } = await givenOf(asked, casdoor, target);
  if (secret === null || clientId === null || !reading.ok) return null;
  const { openApplication } = await import('../casdoor/open-application');
  const vantage = casdoor.vantage();
  try {
    const opened = await openApplication({
      address: reading.value,
      clientId,
      secret,
      allowsHttp: connection.allowsHttp,
      vantage,
      signal: AbortSignal.timeout(readLasts),
    });
    return 'problem' in opened ? null : (await heldApplication(asked, redirectUri, key))(opened.application);
  } finally {
    await vantage.close();
  }
};
