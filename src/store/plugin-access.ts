import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { AtlassianCredentials } from '../atlassian/accounts/ask-atlassian';
import type { PluginAccess } from '../contract/apply-calls';
import { credentialsOf, homeOf, textOfCredentials } from './kept-credentials';
import type { Place } from './place';
import { secretsOf } from './secrets';
import { moment } from './shapes';
import { versionsOf } from './versions';

/** What is known of credentials of the plugin, without them. */
export type KeptPluginAccess = Exclude<PluginAccess, { kind: 'none' }>;

/** Credentials that somebody may write with. */
export type UsableAccess = KeptPluginAccess & { credentials: AtlassianCredentials };

/**
 * What plugins are written with: one record for each target and person, sealed, for the base URL that it was typed for.
 * `holder` names a person by `holderOf`.
 */
export type PluginAccesses = {
  /** What a person may write with: their own, else what somebody else lets everybody use. Null: nothing. */
  use: (target: string, baseUrl: string, holder: string) => Promise<UsableAccess | null>;
  save: (target: string, baseUrl: string, holder: string, access: NewAccess) => Promise<void>;
  /** Of one person. */
  forget: (target: string, holder: string) => Promise<void>;
  /** Those of a person that were kept until what was written is kept or restored, which was at `end`, ISO 8601. */
  forgetUnkept: (target: string, holder: string, end: string) => Promise<void>;
  /** Strikes out whatever was typed for another base URL. */
  strikeOutStrangers: (target: string, baseUrl: string | null) => Promise<void>;
  /** Deletes what waited for an apply that nobody has made for a day. `isBusy`: one is open. */
  sweep: (target: string, isBusy: boolean) => Promise<void>;
  /** Everybody's. */
  remove: (target: string) => Promise<void>;
};

export type NewAccess = { credentials: AtlassianCredentials; isKept: boolean; isShared: boolean };

/** Milliseconds that unkept credentials wait for somebody who applies. */
const unusedLasts = 24 * 3_600_000;

const noteShape = v.object({
  holder: v.string(),
  who: v.string(),
  at: moment,
  isKept: v.boolean(),
  isShared: v.boolean(),
});
type Note = v.InferOutput<typeof noteShape>;

/** Names an account without telling it: ids of accounts are Atlassian's, and are in no key or record of ours here. */
export const holderOf = (account: string | null): string =>
  createHash('sha256')
    .update(account ?? '')
    .digest('base64url')
    .slice(0, 22);

export const pluginAccessesIn = (place: Place): PluginAccesses => {
  const secrets = secretsOf(place, 'plugin-secret');
  const keyOf = (target: string, holder: string) => `${target}:${holder}`;
  const notes = (target: string) => versionsOf(place, ['plugin-access', target], v.array(noteShape));
  const noted = async (target: string): Promise<Note[]> => (await notes(target).latest())?.value ?? [];
  /** The secret before the note: what is noted nowhere is found by nobody. */
  const takeOut = async (target: string, gone: readonly Note[]) => {
    if (gone.length === 0) return;
    for (const { holder } of gone) await secrets.remove(keyOf(target, holder));
    await notes(target).update((all) => (all ?? []).filter(({ holder }) => !gone.some((one) => one.holder === holder)));
  };
  const open = async (target: string, baseUrl: string, note: Note, holder: string): Promise<UsableAccess | null> => {
    const home = homeOf(baseUrl);
    const secret = home && (await secrets.use(keyOf(target, note.holder), home));
    if (!secret) return null;
    const credentials = credentialsOf(secret);
    const { who, at, isKept, isShared } = note;
    const user = credentials.kind === 'password' ? credentials.user : null;
    return { kind: credentials.kind, user, who, at, isOwn: note.holder === holder, isShared, isKept, credentials };
  };

  return {
    use: async (target, baseUrl, holder) => {
      const all = await noted(target);
      const usable = [
        ...all.filter((note) => note.holder === holder),
        ...all.filter((note) => note.holder !== holder && note.isShared),
      ];
      for (const note of usable) {
        const access = await open(target, baseUrl, note, holder);
        if (access) return access;
      }
      return null;
    },
    save: async (target, baseUrl, holder, { credentials, isKept, isShared }) => {
      const home = homeOf(baseUrl);
      if (!home) throw new TypeError('Credentials are kept for a base URL.');
      const note: Note = { holder, who: place.who, at: place.now().toISOString(), isKept, isShared };
      // The note first: a secret that nobody finds would never be forgotten.
      await notes(target).update((all) => [note, ...(all ?? []).filter((one) => one.holder !== holder)]);
      await secrets.save(keyOf(target, holder), home, textOfCredentials(credentials));
    },
    forget: async (target, holder) =>
      takeOut(
        target,
        (await noted(target)).filter((note) => note.holder === holder),
      ),
    forgetUnkept: async (target, holder, end) =>
      takeOut(
        target,
        // Those that were typed since are for what comes next.
        (await noted(target)).filter((note) => note.holder === holder && !note.isKept && note.at <= end),
      ),
    strikeOutStrangers: async (target, baseUrl) => {
      const home = homeOf(baseUrl);
      // Looking at the state strikes out what belongs elsewhere.
      const states = await Promise.all(
        (await noted(target)).map(async (note) => ({
          note,
          state: await secrets.state(keyOf(target, note.holder), home),
        })),
      );
      await takeOut(
        target,
        states.filter(({ state }) => state.kind !== 'saved').map(({ note }) => note),
      );
    },
    sweep: async (target, isBusy) => {
      if (isBusy) return;
      const now = place.now().getTime();
      await takeOut(
        target,
        (await noted(target)).filter(({ isKept, at }) => !isKept && now - Date.parse(at) >= unusedLasts),
      );
    },
    remove: async (target) => {
      await takeOut(target, await noted(target));
      await notes(target).strikeOut();
    },
  };
};
