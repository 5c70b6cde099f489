import { invoke, permissions } from '@forge/bridge';
import type { EgressType } from '@forge/egress';
import type { AnswerOf, PanelCall, PayloadOf } from '../../src/contract/panel-calls';
import { failed, type Result } from '../../src/contract/result';

/**
 * Calls the backend. What breaks on the way (network, time limit, an exception there) comes back as a failure too, so
 * that a step has one kind of answer to show.
 */
export const call = async <Call extends PanelCall>(name: Call, payload: PayloadOf<Call>): Promise<AnswerOf<Call>> => {
  try {
    const answer: unknown = await invoke(name, payload);
    if (isResult(answer)) return answer as AnswerOf<Call>;
  } catch {
    // The bridge's own texts are for developers, and one of them can hold the payload.
  }
  return failed('unexpected', 'The panel asked its backend and got no answer.', {
    remedy: 'Try again. If that does not help, reload the page: what was typed is kept.',
  }) as AnswerOf<Call>;
};

const isResult = (answer: unknown): answer is Result<unknown> =>
  typeof answer === 'object' &&
  answer !== null &&
  'ok' in answer &&
  (answer.ok === true ? 'value' in answer : 'error' in answer);

/** A group under which hosts are granted; an installation has ten at most. */
export type EgressGroup = { key: string; description: string };

/** The one Casdoor's. */
export const casdoorEgress: EgressGroup = { key: 'casdoor', description: 'The Casdoor that people sign in with' };

/** Of the Jira or Confluence whose plugin is written to. */
export const pluginEgress = (target: string): EgressGroup => ({
  key: `plugin-${target}`,
  description: 'A Jira or Confluence whose SSO plugin is written to',
});

// The enumeration itself would bring the package's code into the panel.
const backendSide = 'FETCH_BACKEND_SIDE' as EgressType;

/**
 * Has the product ask its administrator for consent to requests from the backend to one origin. False where it was
 * declined, or where the one who asks is no administrator.
 */
export const askForEgress = async (origin: string, { key, description }: EgressGroup): Promise<boolean> => {
  try {
    await permissions.egress.set({
      egresses: [
        {
          key,
          description,
          configured: [{ domain: origin, type: [backendSide] }],
        },
      ],
    });
    return true;
  } catch {
    return false;
  }
};

/** Takes the consent back, when what it was for is forgotten. Under a manifest with a fixed host there is none to take. */
export const withdrawEgress = async ({ key }: EgressGroup = casdoorEgress): Promise<void> => {
  await permissions.egress.deleteGroup({ key }).catch(() => {});
};
