import { readAddress } from '../../../../src/casdoor/address';
import type { ApplyView } from '../../../../src/contract/apply';
import type { ApplyOutcome, RedirectUriPlan } from '../../../../src/contract/apply-calls';
import type { PanelState, TargetView } from '../../../../src/contract/panel-calls';
import type { Finding } from '../../../../src/contract/report';
import type { Failure } from '../../../../src/contract/result';
import { redirectUriOf } from '../../../../src/contract/target';
import { timeOf } from '../moment';

/** Whether the panel can mend a finding in Casdoor; `why` is a whole sentence. Null: there is nothing of it to be mended there. */
export type Mendable = { kind: 'offered' } | { kind: 'not-from-here'; why: string } | null;

/** Findings of which one is mended by our redirect URI in the list. Others have to be mended elsewhere, or take entries out. */
const mended: readonly string[] = ['redirect-uri-unregistered', 'redirect-uri-of-other-plugin'];

export const mendableBy = (finding: Finding, target: TargetView | null): Mendable => {
  if (!target || finding.outcome !== 'fail' || !mended.includes(finding.id)) return null;
  const { plugin, baseUrl, callbackUrl } = target.settings.value;
  const own = redirectUriOf({ plugin, baseUrl: baseUrl || null });
  // What is to be copied is what is to stand in Casdoor's list; where it belongs into a field here, it says so.
  const asked = finding.copy.find(({ label }) => label === 'Redirect URL')?.text;
  if (asked === undefined) return null;
  if (asked === own)
    return target.secret.kind === 'saved'
      ? { kind: 'offered' }
      : { kind: 'not-from-here', why: 'It can be mended from here once the client secret is saved.' };
  return asked === callbackUrl
    ? {
        kind: 'not-from-here',
        why: 'This callback URL was typed and is not made from a base URL, so it is not written from here.',
      }
    : null;
};

type Asked = { redirectUri: string; application: string | null; isRegistered: boolean };

/** What to send to whoever runs Casdoor. */
export const messageFor = (
  { connection }: Pick<PanelState, 'connection'>,
  target: TargetView,
  { redirectUri, application, isRegistered }: Asked,
): string => {
  const read = readAddress(connection?.value.address ?? '');
  const where = read.ok ? ` at ${read.value.origin}${read.value.prefix}` : '';
  const which = application ?? `the application with the client ID ${target.settings.value.clientId}`;
  return isRegistered
    ? `Can you add ${redirectUri} under Applications → ${which} → “Redirect URLs”${where}? It has to stand there character by character, and nothing else needs to change.`
    : `Can you take ${redirectUri} out under Applications → ${which} → “Redirect URLs”${where}? It is not needed any more, and nothing else needs to change.`;
};

/** What came of a second press, where nothing has to be shown anew. */
export const doneWords = ({ redirectUri, application, host, isRegistered }: RedirectUriPlan): string =>
  isRegistered
    ? `${redirectUri} was added to ${application} on ${host}, and read back.`
    : `${redirectUri} was taken from ${application} on ${host}, and read back.`;

/** The list is as it would be made already. */
export const settledWords = ({ redirectUri, application, host, isRegistered }: RedirectUriPlan): string =>
  isRegistered
    ? `${redirectUri} is in the list of ${application} on ${host} already.`
    : `${redirectUri} is not in the list of ${application} on ${host} any more.`;

/** Why a press has not done what its words say; null where it has. */
export const failureOf = (outcome: ApplyOutcome, view: ApplyView | null): Failure | null => {
  switch (outcome.kind) {
    case 'done':
      return view && view.step !== 'kept' ? notKept(view) : null;
    case 'busy':
      return {
        code: 'busy',
        message: `${outcome.who} has been changing this list since ${timeOf(outcome.since)}.`,
        remedy: 'Wait a minute, then read the list again.',
      };
    case 'failed':
      return outcome.error;
    case 'held':
      return { code: 'refused', message: outcome.guards.find(({ holds }) => !holds)?.message ?? 'It was held back.' };
    default:
      return { code: 'unexpected', message: 'Nothing was written.', remedy: 'Read the list again.' };
  }
};

const notKept = ({ entries, dueAt }: ApplyView): Failure => {
  const failure = entries.findLast((entry) => entry.failure !== null)?.failure;
  const last = entries.at(-1)?.message ?? 'Nothing was written.';
  const message = failure && !last.includes(failure.message) ? `${failure.message} ${last}` : last;
  // What was sent may still arrive: until that is known, another write would meet it.
  if (dueAt !== null) return { code: 'unexpected', message, remedy: `It is looked at again at ${timeOf(dueAt)}.` };
  return { code: 'refused', message, ...(failure ? { remedy: failure.remedy } : {}) };
};
