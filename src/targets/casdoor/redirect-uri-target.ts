import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { ApplyTarget, Attempted, Reading } from '../../apply/apply-target';
import type { RedirectList } from '../../casdoor/read-application';
import { visible } from '../../checks/visible';
import type { Difference, PlannedField } from '../../contract/apply';
import { Secret } from '../../secrets/secret';
import type { PlacedRedirectList, RedirectListApi } from './redirect-list-api';

/** Whether Casdoor is to accept our redirect URI. */
export type RedirectUriWanted = { isRegistered: boolean };

/**
 * One redirect URI in the list of one application of Casdoor. Everything else in that list is other people's: it is read
 * again just before each write, and neither compared nor put back. Casdoor takes the list in one piece, so nothing is
 * ever half-way.
 *
 * @param redirectUri Ours, made from a base URL that the administrator confirmed.
 * @throws TypeError where it is no absolute URL of http or https without a fragment: Casdoor would take it for a pattern.
 */
export const redirectUriTarget = (
  api: RedirectListApi,
  redirectUri: string,
): ApplyTarget<PlacedRedirectList, RedirectUriWanted> => {
  if (!isOwnUri(redirectUri)) throw new TypeError('A redirect URI of ours is an absolute URL.');
  const has = ({ redirectUris }: PlacedRedirectList): boolean => redirectUris.includes(redirectUri);
  /** `place`: where it stood before it was taken out; at the end where it never did. */
  const setIn = (list: readonly string[], isRegistered: boolean, place: number = list.length): string[] => {
    if (!isRegistered) return list.filter((uri) => uri !== redirectUri);
    return list.includes(redirectUri) ? [...list] : list.toSpliced(place, 0, redirectUri);
  };
  const change = (goal: PlacedRedirectList, signal: AbortSignal, place?: number): Promise<Attempted<void>> =>
    api.change(
      (now) =>
        isSameApplication(now, goal)
          ? { ok: true, value: setIn(now.redirectUris, has(goal), place) }
          : { ok: false, failure: replaced(goal.name, now.name) },
      signal,
    );
  const difference = (from: PlacedRedirectList, to: PlacedRedirectList): Difference => {
    const field = fieldOf(to, redirectUri);
    const others = to.redirectUris.filter((uri) => uri !== redirectUri).map((uri) => fieldOf(to, uri));
    if (has(from) === has(to)) return { changes: [], unchanged: has(to) ? [field, ...others] : others };
    return {
      changes: [
        {
          ...field,
          label: 'Redirect URLs',
          before: has(from) ? redirectUri : null,
          after: has(to) ? redirectUri : null,
          isSecret: false,
          hasSecretBefore: null,
          canBeReadBack: true,
          isRisky: null,
        },
      ],
      unchanged: others,
    };
  };
  return {
    kind: 'casdoor',
    read: async (signal): Promise<Attempted<Reading<PlacedRedirectList>>> => {
      const list = await api.read(signal);
      if (!list.ok) return list;
      const text = textOf(list.value);
      // With our URI in it: what is added is made from what is saved, and that may change between two presses as well.
      const fingerprint = createHash('sha256')
        .update(JSON.stringify([redirectUri, text]))
        .digest('base64url');
      return { ok: true, value: { document: list.value, fingerprint, backup: new Secret(text) } };
    },
    plan: (document, { isRegistered }) => {
      const after = { ...document, redirectUris: setIn(document.redirectUris, isRegistered) };
      return { after, difference: difference(document, after) };
    },
    difference,
    isSame: (one, other) => isSameApplication(one, other) && has(one) === has(other),
    isHalfWay: () => false,
    write: (_from, after, signal) => change(after, signal),
    restore: async ({ backup }, signal) => {
      const old = redirectListIn(backup);
      return old.ok ? change(old.value, signal, old.value.redirectUris.indexOf(redirectUri)) : old;
    },
    documentOf: redirectListIn,
    textOf: (document) => new Secret(textOf(document)),
  };
};

/** What the second press says, such as "Add this redirect URI to app-jira on door.acme.example". */
export const redirectUriPress = (
  { name }: Pick<RedirectList, 'name'>,
  host: string,
  { isRegistered }: RedirectUriWanted,
): string => `${isRegistered ? 'Add this redirect URI to' : 'Take this redirect URI from'} ${visible(name)} on ${host}`;

/** Whether two lists are of one application of one Casdoor. */
export const isSameApplication = (one: PlacedRedirectList, other: PlacedRedirectList): boolean =>
  one.casdoor === other.casdoor &&
  one.owner === other.owner &&
  one.name === other.name &&
  one.clientId === other.clientId;

/** An absolute URL of http or https without a fragment, in which Casdoor reads no pattern. */
export const isOwnUri = (text: string): boolean => {
  if (!URL.canParse(text)) return false;
  const { protocol, hash } = new URL(text);
  return (
    /^https?:$/.test(protocol) && hash === '' && !text.endsWith('#') && /^https?:\/\/[^\s*^$|()[\]\\]+$/.test(text)
  );
};

const fieldOf = ({ name }: RedirectList, uri: string): PlannedField => ({
  key: `redirect-uri:${uri}`,
  tab: `Applications → ${visible(name)}`,
  label: visible(uri).slice(0, 500),
});

const kept = v.object({
  casdoor: v.string(),
  owner: v.string(),
  name: v.string(),
  organization: v.string(),
  clientId: v.string(),
  redirectUris: v.array(v.string()),
});

const textOf = (list: PlacedRedirectList): string => JSON.stringify(v.parse(kept, list));

/** What a backup of a list holds. */
export const redirectListIn = (backup: Secret): Attempted<PlacedRedirectList> => {
  try {
    const read = v.safeParse(kept, JSON.parse(backup.expose()));
    if (read.success) return { ok: true, value: read.output };
  } catch {
    // Said below.
  }
  return {
    ok: false,
    failure: {
      code: 'document-unknown',
      message: 'The kept list of redirect URIs does not open.',
      remedy: 'Change the Redirect URLs of the application in Casdoor by hand.',
      isFinal: true,
    },
  };
};

const replaced = (old: string, now: string) => ({
  code: 'missing' as const,
  message: `The client ID belongs to the application ${visible(now)} now, and no longer to ${visible(old)}.`,
  remedy: 'Look at the Redirect URLs of both applications in Casdoor.',
  isFinal: false,
});
