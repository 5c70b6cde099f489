import type { CasdoorAddress } from '../../contract/address';
import type { Area } from '../../contract/report';
import { addressCauses, answerCauses, factsOfTheDocument, silenceCauses } from '../causes';
import { type Check, defineCheck, type Judgement, pass } from '../define-check';
import type { Answer, Given } from '../evidence';

export type AnswerFault = (typeof answerCauses)[number];

/** Proxies in front of a server that say that it does not answer them; 520 to 527 and 530 are Cloudflare's. */
const gatewayStatuses = new Set([502, 503, 504, 520, 521, 522, 523, 524, 525, 526, 527, 530]);

/** Pages of firewalls that first want to see a browser or a person. */
const challengeMarks = [
  /\/cdn-cgi\/challenge-platform/,
  /cf-chl/,
  /_Incapsula_Resource/,
  /awswaf/i,
  /captcha-delivery\.com/,
];

/**
 * The one thing that is wrong with an answer to the request for the discovery document; null where a JSON object came
 * that reports no error. Status and form decide, never Casdoor's words: they are localised.
 */
export const answerFault = (answer: Answer): AnswerFault | null => {
  const { status, isHtml, json } = answer;
  if (status === 429) return 'rate-limited';
  if (isChallenge(answer) || status === 401 || status === 403 || status === 407) return 'access-blocked';
  if (gatewayStatuses.has(status)) return 'gateway-error';
  if (status >= 500) return 'server-error';
  if (status >= 300 && status < 400) return 'redirected';
  if (isHtml) return 'page-instead-of-document';
  if (isErrorOfCasdoor(json)) return 'document-refused';
  if (status >= 400) return 'document-missing';
  return isObject(json) ? null : 'document-unreadable';
};

export const isObject = (json: unknown): json is Readonly<Record<string, unknown>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json);

/** Most errors of Casdoor are HTTP 200 with `{"status":"error","msg":"…"}`. */
export const isErrorOfCasdoor = (json: unknown): json is { status: 'error'; msg?: unknown } =>
  isObject(json) && json.status === 'error';

/** A firewall that lets browsers pass and no machines. */
export const isChallenge = ({ headers, isHtml, body }: Answer): boolean =>
  headers['cf-mitigated'] === 'challenge' || (isHtml && challengeMarks.some((mark) => mark.test(body)));

type AnswerCheck = Pick<Check, 'title' | 'heading' | 'why' | 'fix' | 'severity'> & {
  id: AnswerFault;
  area: Area;
  handOver?: string;
  judge: (answer: Answer, address: CasdoorAddress, given: Given) => Judgement;
};

/** A check that names one way in which the answer is not the document. Of all of them at most one applies. */
export const answerCheck = ({ judge, ...texts }: AnswerCheck) =>
  defineCheck({
    ...texts,
    needs: ['address', 'answer'],
    explains: factsOfTheDocument,
    after: [...addressCauses, ...silenceCauses, ...answerCauses],
    answered: 'answer',
    evaluate: ({ address, answer }, given) =>
      answerFault(answer) === texts.id ? judge(answer, address, given) : pass(),
  });
