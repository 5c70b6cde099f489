import { visible } from '../checks/visible';
import type { StopReason } from './ask-page';
import { readWords } from './stopped-words';

/**
 * Why the reading of the directory stopped, and how far it had come: whole sentences. `final`: going on would end in the
 * same way, or there is nothing to go on from.
 *
 * @param now Milliseconds since 1970; the time of day is told as it is on this computer.
 */
export const stopProblem = (
  reason: StopReason,
  people: { read: number; total: number | null },
  now: number,
): { problem: string; final: boolean } => {
  const why = words(reason, timeOf(now));
  return {
    problem: people.read === 0 ? `Nobody was read. ${why}` : `${readWords({ people })} ${why}`,
    final: people.read === 0 || reason.kind === 'repeats',
  };
};

const timeOf = (now: number): string => {
  const date = new Date(now);
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
};

const words = (reason: StopReason, time: string): string => {
  switch (reason.kind) {
    case 'cancelled':
      return 'The reading was cancelled.';
    case 'refused':
      return `Casdoor did not take the client secret for its directory at ${time}. The checks of Client say why.`;
    case 'limited':
      return reason.wait === null
        ? `Casdoor, or what stands before it, limits the number of requests (${time}). Raise its limit for this computer.`
        : `Casdoor, or what stands before it, asked at ${time} to wait ${Math.ceil(reason.wait / 1000)} seconds. Go on after that.`;
    case 'server-error':
      return `Casdoor answered ${reason.status} at ${time}, and did so again when it was asked again. Its log says why.`;
    case 'status':
      return `Casdoor answered ${reason.status} at ${time}. Its log says why.`;
    case 'unreachable':
      return reason.failure === 'answer-too-large'
        ? 'A single person of the directory takes more than 64 MB.'
        : `Casdoor stopped answering at ${time} (${visible(reason.code ?? reason.failure)}).`;
    case 'unreadable':
      return reason.refusal.kind === 'html'
        ? `At ${time} a page came instead of people: a proxy or a sign-in page stands before Casdoor.`
        : `At ${time} an answer came that is no list of people, or breaks off. A proxy may stand before Casdoor.`;
    case 'repeats':
      return 'Casdoor gives the same people whatever page is asked for.';
  }
};
