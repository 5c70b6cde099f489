import { stateOf } from '../apply/apply-state';
import type { Attempted } from '../apply/apply-target';
import { backupsIn } from '../apply/backups';
import { type ApplyLog, journalIn } from '../apply/journal';
import { silenceLasts } from '../apply/lifetimes';
import { isOpen, type TargetFailure } from '../contract/apply';
import type { RedirectUriKind } from '../contract/apply-calls';
import { Refusal } from '../store/refusal';
import type { RedirectListApi } from '../targets/casdoor/redirect-list-api';
import { redirectListIn } from '../targets/casdoor/redirect-uri-target';
import type { Asked } from './call';
import {
  actorIn,
  casdoorOrNone,
  journalOf,
  type RedirectUriEngine,
  reachingCasdoor,
  redirectUriEngine,
  redirectUriJournals,
  redirectUriKinds,
  whyNotOf,
} from './redirect-uris';

/**
 * Before what is kept of a target is forgotten: what was sent to Casdoor a moment ago may still arrive, and then nobody
 * would know of it.
 *
 * @param until What is so until then, such as "it cannot be removed".
 * @throws Refusal where that is so.
 */
export const requireListsSettled = async ({ place }: Asked, target: string, until: string): Promise<void> => {
  for (const id of redirectUriJournals(target)) {
    const log = await journalIn(place).newest(id);
    if (!log) continue;
    const { step, unansweredSince } = stateOf(log);
    if (!isOpen(step) || unansweredSince === null || place.now().getTime() - unansweredSince >= silenceLasts) continue;
    throw new Refusal(
      'busy',
      `Casdoor has not answered yet what ${log.head.who} sent to ${log.head.called}, and it may still arrive: until then ${until}.`,
      { remedy: 'Try again in a minute.' },
    );
  }
};

/**
 * Does what is due on what was begun on the redirect URIs of a target, and may have been cut short. Asks Casdoor only
 * where something is left open; throws for nothing that Casdoor answers. Answers when it is to be looked at again, ISO 8601.
 */
export const recoverRedirectUris = async (asked: Asked, target: string): Promise<string | null> => {
  const due: string[] = [];
  for (const kind of redirectUriKinds) {
    const recovered = await withOpenApply(asked, target, kind, ({ engine }) => engine.recover());
    if (recovered?.view.dueAt) due.push(recovered.view.dueAt);
  }
  return due.sort()[0] ?? null;
};

/**
 * The same for one of them, before a person writes anew: whatever needs a person is left as it is, since that person is
 * shown what is there now, and decides by it.
 */
export const makeWay = async (asked: Asked, target: string, kind: RedirectUriKind): Promise<void> => {
  await withOpenApply(asked, target, kind, async ({ engine }, log) => {
    await engine.recover();
    await engine.leave(log.head.id);
  });
};

/** Lends the engine of the newest apply where that is open: on its own redirect URI, and where it was written to. */
const withOpenApply = async <T>(
  asked: Asked,
  target: string,
  kind: RedirectUriKind,
  act: (made: { engine: RedirectUriEngine }, log: ApplyLog) => Promise<T>,
): Promise<T | null> => {
  const { place } = asked;
  const id = journalOf(target, kind);
  const journal = journalIn(place);
  const log = await journal.newest(id);
  const last = log?.entries.at(-1);
  if (!log || (last && !isOpen(last.step))) return null;
  const [plan, backup] = await Promise.all([journal.plan(log.head.id), backupsIn(place).get(id, log.head.id)]);
  const change = plan?.changes[0];
  const list = backup ? redirectListIn(backup.before) : null;
  const made = (api: RedirectListApi) =>
    redirectUriEngine(asked, {
      target,
      kind,
      // Without a plan nothing was sent, and nothing is asked.
      redirectUri: change?.after ?? change?.before ?? unplanned,
      called: log.head.called,
      api,
      who: actorIn(place),
    });
  const casdoor = await casdoorOrNone(asked, target);
  const whyNot = list?.ok ? whyNotOf(list.value, casdoor) : null;
  // Without a backup nothing was sent yet, so nothing is asked either.
  if (!casdoor || !list?.ok || whyNot !== null) return act(made(unreachable(log.head.called, whyNot)), log);
  return reachingCasdoor(casdoor, ({ api }) => act(made(api), log));
};

const unplanned = 'https://redirect-uri.invalid/';

/** A list that nobody can ask any more: a person has to look. */
const unreachable = (called: string, whyNot: string | null): RedirectListApi => {
  const failure: TargetFailure = {
    code: 'missing',
    message: `The list of ${called} cannot be read any more. ${whyNot ?? 'No Casdoor is connected now.'}`,
    remedy: 'Look at the Redirect URLs of the application in Casdoor.',
    isFinal: true,
  };
  const refuse = async (): Promise<Attempted<never>> => ({ ok: false, failure });
  return { read: refuse, change: refuse };
};
