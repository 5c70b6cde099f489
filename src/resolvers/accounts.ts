import * as v from 'valibot';
import { isLoopback } from '../casdoor/address';
import { failed, succeeded } from '../contract/result';
import type { CsvProblem } from '../directory/existing-csv';
import { Secret } from '../secrets/secret';
import { targetId } from '../store/shapes';
import { accountsAccessOf } from './accounts-of';
import type { Calls } from './call';
import { requireTarget } from './panel-state';

/** UTF-8 of one piece: a payload on Forge has at most 500 KB. */
const pieceBytes = 400_000;
/** The panel sends half as much a piece: together 200 MB, more than a million accounts. */
const mostPieces = 1_000;
/** Notes of a file that are kept; the rest is counted. */
const mostNotes = 100;

const typed = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));
const ofTarget = v.strictObject({ target: targetId });
const piece = v.pipe(
  v.string(),
  v.maxLength(pieceBytes),
  v.check((text) => Buffer.byteLength(text) <= pieceBytes),
  // Half a character would not survive UTF-8: whoever cuts a file cuts between characters.
  v.check((text) => !/\p{Surrogate}/u.test(text)),
);
const groupName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(255));

/** Directory: how the accounts that are there already are read, and which groups administer. */
export const accountsCalls: Calls<
  'saveAccountsAccess' | 'forgetAccountsAccess' | 'saveAccountsFile' | 'saveAdministratorGroups'
> = {
  saveAccountsAccess: {
    payload: v.strictObject({
      target: targetId,
      access: v.variant('kind', [
        v.strictObject({ kind: v.literal('password'), user: typed(255), password: typed(2_000) }),
        v.strictObject({ kind: v.literal('token'), token: typed(2_000) }),
      ]),
    }),
    answer: async (asked, { target, access }) => {
      const { baseUrl } = (await requireTarget(asked, target)).value;
      if (baseUrl === '')
        return failed('refused', 'Credentials belong to one address: save the base URL on Client first.', {
          field: 'access',
        });
      const { protocol, hostname, origin } = new URL(baseUrl);
      if (protocol !== 'https:' && !isLoopback(hostname))
        return failed('refused', `The credentials would travel unencrypted to ${origin}.`, {
          field: 'access',
          remedy: 'Use a base URL with https, or hand in a file of the accounts.',
        });
      if (access.kind === 'password' && access.user.includes(':'))
        return failed('refused', 'A user name with a colon cannot be sent with a password (RFC 7617).', {
          field: 'access.user',
          remedy: 'Use a personal access token, or another account.',
        });
      const credentials =
        access.kind === 'token'
          ? ({ kind: 'token', token: new Secret(access.token) } as const)
          : ({ kind: 'password', user: access.user, password: new Secret(access.password) } as const);
      return succeeded(await asked.store.accounts.save(target, baseUrl, credentials));
    },
  },
  forgetAccountsAccess: {
    payload: ofTarget,
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      await asked.store.accounts.forget(target);
      // It holds accounts that were read with them.
      await asked.store.samples.delete(target);
      return succeeded(await accountsAccessOf(asked, target));
    },
  },
  saveAccountsFile: {
    payload: v.pipe(
      v.strictObject({
        target: targetId,
        name: typed(255),
        upload: v.pipe(v.string(), v.uuid()),
        piece: v.pipe(v.number(), v.integer(), v.minValue(0)),
        pieces: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostPieces)),
        text: piece,
      }),
      v.check(({ piece, pieces }) => piece < pieces),
    ),
    answer: async (asked, { target, name, upload, piece: at, pieces, text }) => {
      await requireTarget(asked, target);
      const { accounts: accesses } = asked.store;
      const { files } = accesses;
      if (!(await files.keep(target, upload, { at, of: pieces, text }))) return succeeded({ kind: 'more' });
      const { accounts, problems } = await readFile(() => files.open(target, upload, pieces));
      const refused = problems.filter(({ weight }) => weight === 'refused');
      if (refused.length > 0) {
        await files.discard(target, upload);
        return failed('refused', refused.map(({ message }) => message).join('\n'), { field: 'text' });
      }
      await files.save(target, { name, accounts, notes: notesOf(problems), upload, pieces });
      // One way at a time: what was handed in last counts.
      await accesses.forgetCredentials(target);
      return succeeded(await accountsAccessOf(asked, target));
    },
  },
  saveAdministratorGroups: {
    payload: v.strictObject({
      target: targetId,
      groups: v.nullable(v.pipe(v.array(groupName), v.minLength(1), v.maxLength(100))),
    }),
    answer: async (asked, { target, groups }) => {
      await requireTarget(asked, target);
      const { administratorGroups } = asked.store;
      if (groups === null) {
        await administratorGroups.delete(target);
        return succeeded(null);
      }
      const unique = [...new Set(groups)];
      await administratorGroups.set(target, unique);
      return succeeded(unique);
    },
  },
};

const readFile = async (open: () => AsyncIterable<Uint8Array>) => {
  const { readExistingCsv } = await import('../directory/existing-csv');
  const problems: CsvProblem[] = [];
  let accounts = 0;
  for await (const event of readExistingCsv(open))
    if (event.kind === 'accounts') accounts += event.accounts.length;
    else problems.push(event.problem);
  return { accounts, problems };
};

const notesOf = (problems: readonly CsvProblem[]): string[] => {
  const notes = problems.slice(0, mostNotes).map(({ message }) => message);
  const more = problems.length - notes.length;
  return more === 0 ? notes : [...notes, `${more.toLocaleString('en-US')} more lines have something like that.`];
};
