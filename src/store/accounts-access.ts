import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import type { AtlassianCredentials } from '../atlassian/accounts/ask-atlassian';
import type { AccountsAccess } from '../contract/dry-run';
import { type AccountsFiles, accountsFilesIn } from './accounts-file';
import { credentialsOf, homeOf, textOfCredentials } from './kept-credentials';
import { keyIn, type Place } from './place';
import { holderOf } from './plugin-access';
import { secretsOf } from './secrets';

/** What of a target's accounts is known on our side: credentials for the base URL they were typed for, or a file. */
export type KeptAccess = Exclude<AccountsAccess, { kind: 'own-site' }>;

/** How the accounts of a target are read: credentials or a file, whichever was saved last. */
export type AccountsAccesses = {
  files: AccountsFiles;
  /** Strikes credentials out that belong to another base URL by now. Null: there is none any more. */
  state: (target: string, baseUrl: string | null) => Promise<KeptAccess>;
  /** The credentials for their own base URL only; null where there are none. */
  use: (target: string, baseUrl: string) => Promise<AtlassianCredentials | null>;
  /** The same for whoever saved them alone: what was given for reading writes for nobody else. */
  ownOf: (target: string, baseUrl: string) => Promise<AtlassianCredentials | null>;
  save: (target: string, baseUrl: string, credentials: AtlassianCredentials) => Promise<KeptAccess>;
  /** After a file was saved: the credentials are not needed any more. */
  forgetCredentials: (target: string) => Promise<void>;
  forget: (target: string) => Promise<void>;
  /** When it was saved, struck out or forgotten last, ISO 8601; null where nothing of it is known. */
  changedAt: (target: string) => Promise<string | null>;
  remove: (target: string) => Promise<void>;
};

const holderShape = v.object({ holder: v.string() });

export const accountsAccessesIn = (place: Place): AccountsAccesses => {
  const secrets = secretsOf(place, 'accounts-secret');
  const files = accountsFilesIn(place);
  const holderKey = (target: string) => keyIn(place, 'accounts-holder', target);
  const holder = holderOf(place.account);
  const read = async (target: string, baseUrl: string | null) => {
    const home = homeOf(baseUrl);
    // Looking at the state strikes out what belongs elsewhere.
    const state = await secrets.state(target, home);
    const secret = home && state.kind === 'saved' ? await secrets.use(target, home) : null;
    return secret && state.kind === 'saved' ? { at: state.at, who: state.who, kept: credentialsOf(secret) } : null;
  };
  return {
    files,
    state: async (target, baseUrl) => {
      const [credentials, file] = await Promise.all([read(target, baseUrl), files.get(target)]);
      if (credentials) {
        const { at, who } = credentials;
        if (credentials.kept.kind === 'token') return { kind: 'token', at, who };
        return { kind: 'password', user: credentials.kept.user, at, who };
      }
      if (!file) return { kind: 'none' };
      const { name, accounts, at, who, notes } = file;
      return { kind: 'csv', name, accounts, at, who, notes };
    },
    use: async (target, baseUrl) => (await read(target, baseUrl))?.kept ?? null,
    ownOf: async (target, baseUrl) => {
      const saved = v.safeParse(holderShape, await kvs.get<unknown>(holderKey(target)));
      if (!saved.success || saved.output.holder !== holder) return null;
      return (await read(target, baseUrl))?.kept ?? null;
    },
    save: async (target, baseUrl, credentials) => {
      const home = homeOf(baseUrl);
      if (!home) throw new TypeError('Credentials are kept for a base URL.');
      // Nobody's first: between the two they are not taken for those of whoever saved the ones before.
      await kvs.delete(holderKey(target));
      const state = await secrets.save(target, home, textOfCredentials(credentials));
      await kvs.set(holderKey(target), { holder });
      await files.forget(target);
      const { at, who } = state.kind === 'saved' ? state : { at: '', who: '' };
      return credentials.kind === 'token'
        ? { kind: 'token', at, who }
        : { kind: 'password', user: credentials.user, at, who };
    },
    forgetCredentials: (target) => secrets.forget(target),
    forget: async (target) => {
      await secrets.forget(target);
      await files.forget(target);
    },
    changedAt: async (target) => {
      const times = await Promise.all([secrets.changedAt(target), files.changedAt(target)]);
      return (
        times
          .filter((at) => at !== null)
          .sort()
          .at(-1) ?? null
      );
    },
    remove: async (target) => {
      await secrets.remove(target);
      await kvs.delete(holderKey(target));
      await files.remove(target);
    },
  };
};
