import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import type { SecretState } from '../contract/panel-calls';
import { Secret } from '../secrets/secret';
import { keyIn, type Place } from './place';
import { moment } from './shapes';

/** What a secret was typed for. It is sent nowhere else. */
export type SecretHome = {
  scheme: string;
  host: string;
  port: number;
  /** Left out where everything at the address is one. */
  path?: string;
  /** Scheme, host and port of the Casdoor that it may be tried at as well. */
  casdoor?: string;
  /** Empty where no client stands between. */
  clientId: string;
};

const recordShape = v.object({
  home: v.object({
    scheme: v.string(),
    host: v.string(),
    port: v.number(),
    path: v.exactOptional(v.string()),
    casdoor: v.exactOptional(v.string()),
    clientId: v.string(),
  }),
  secret: v.string(),
  at: moment,
  who: v.string(),
});
/** Why the secret is gone. Notes of older versions do not say when. */
const noteShape = v.object({
  because: v.picklist(['address-changed', 'client-changed', 'asked']),
  at: v.exactOptional(moment),
});
type Note = v.InferOutput<typeof noteShape>;

/**
 * The write-only secrets of one kind, one a target. Where it belongs stands in the secret's own record and is compared at
 * each use: else anybody who may open the panel saves another address and has the secret sent there.
 */
export type Secrets = {
  /** Strikes the secret out where it belongs elsewhere by now. `home` is null where there is no address any more. */
  state: (target: string, home: SecretHome | null) => Promise<SecretState>;
  /** The secret for its own home only; null where there is none. */
  use: (target: string, home: SecretHome) => Promise<Secret | null>;
  save: (target: string, home: SecretHome, secret: Secret) => Promise<SecretState>;
  forget: (target: string) => Promise<void>;
  /** When it was saved, struck out or forgotten last, ISO 8601; null where none of it is known. */
  changedAt: (target: string) => Promise<string | null>;
  /** Takes all that is known of a removed target's secret away. */
  remove: (target: string) => Promise<void>;
};

/**
 * @param kind Which of a target's secrets: that of the client at Casdoor, what the accounts are read with, what the
 *   plugin is written with, or the client secret that stands in the plugin and is about to be replaced.
 */
export const secretsOf = (
  place: Place,
  kind: 'secret' | 'accounts-secret' | 'plugin-secret' | 'replaced-secret' = 'secret',
): Secrets => {
  const secretKey = (target: string) => keyIn(place, kind, target);
  const noteKey = (target: string) => keyIn(place, `${kind}-note`, target);

  /** The note first: a secret that is gone without a reason would look as if it had never been there. */
  const strikeOut = async (target: string, because: Note['because']) => {
    await kvs.set(noteKey(target), { because, at: place.now().toISOString() } satisfies Note);
    await kvs.deleteSecret(secretKey(target));
  };
  const note = async (target: string): Promise<Note | null> => {
    const found = await kvs.get<unknown>(noteKey(target));
    return found === undefined ? null : v.parse(noteShape, found);
  };

  const look = async (target: string, home: SecretHome | null) => {
    const found = await kvs.getSecret<unknown>(secretKey(target));
    if (found === undefined) return null;
    const record = v.parse(recordShape, found);
    const because = difference(record.home, home);
    if (!because) return record;
    await strikeOut(target, because);
    return null;
  };

  return {
    state: async (target, home) => {
      const record = await look(target, home);
      if (record) return { kind: 'saved', at: record.at, who: record.who };
      const because = (await note(target))?.because ?? 'asked';
      return because === 'asked' ? { kind: 'none' } : { kind: 'forgotten', because };
    },
    use: async (target, home) => {
      const record = await look(target, home);
      return record ? new Secret(record.secret) : null;
    },
    save: async (target, home, secret) => {
      const at = place.now().toISOString();
      await kvs.setSecret(secretKey(target), { home, secret: secret.expose(), at, who: place.who });
      await kvs.delete(noteKey(target));
      return { kind: 'saved', at, who: place.who };
    },
    forget: (target) => strikeOut(target, 'asked'),
    changedAt: async (target) => {
      const [found, gone] = await Promise.all([kvs.getSecret<unknown>(secretKey(target)), note(target)]);
      return (found === undefined ? gone?.at : v.parse(recordShape, found).at) ?? null;
    },
    remove: async (target) => {
      await kvs.deleteSecret(secretKey(target));
      await kvs.delete(noteKey(target));
    },
  };
};

const difference = (kept: SecretHome, home: SecretHome | null): 'address-changed' | 'client-changed' | null => {
  if (!home || (['scheme', 'host', 'port', 'path', 'casdoor'] as const).some((part) => kept[part] !== home[part]))
    return 'address-changed';
  return kept.clientId === home.clientId ? null : 'client-changed';
};
