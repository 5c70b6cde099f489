import type { Vantage } from '../casdoor/vantage';
import type { SignInResult } from '../contract/sign-in';
import { Secret } from '../secrets/secret';
import type { Place } from '../store/place';
import { conclude, concludeTold } from './conclude';
import type { ClaimedOrder } from './order-claim';
import type { Closed } from './order-status';
import type { Orders } from './orders';
import { type ClosedPage, closedPage, linkPage, onwards, pressedPage } from './pages';
import type { Exchanged, SignInQuestion } from './question';
import type { SignInSteps } from './steps';
import { struckCodes } from './strike';

/** A request to the one address that is the page behind a link and the callback of Casdoor. */
export type DoorRequest = {
  method: string;
  query: Readonly<Record<string, readonly string[]>>;
  /** Form encoded. */
  body: string;
};
export type DoorResponse = { status: number; headers: Record<string, string>; body: string };

/** What is saved now of the target that a link was made for. */
export type PresentConnection = {
  origin: string;
  prefix: string;
  clientId: string;
  allowsHttp: boolean;
  /** This product's own callback. */
  redirectUri: string;
  /** Only where it was typed for this very address and client. */
  secret: Secret | null;
  /** A place to look from; close it. */
  vantage: () => Vantage;
};

export type DoorOptions = {
  place: Place;
  orders: Orders;
  /** Null where there is no connection any more, or the target was removed. */
  present: (target: string) => Promise<PresentConnection | null>;
  /** Loaded once something is to be judged: most of what knocks here is not. */
  steps: () => Promise<SignInSteps>;
};

/** Names and values of a query together. A code, a state and an issuer take less than one of them. */
const maxQueryLength = 8_000;
/** Words of a page, percent-encoded. */
const maxBodyLength = 50_000;
const maxWords = 4_000;
/** Milliseconds for token and claims together; less than after what a claim counts as the work of a dead process. */
const exchangeLasts = 30_000;

/**
 * Answers whoever stands before the door: the holder of a link, a person whom Casdoor sent back, or anybody at all. Nobody
 * is asked who they are; what is done is what a stored, expiring order of an administrator says.
 */
export const openDoor = async (request: DoorRequest, options: DoorOptions): Promise<DoorResponse> => {
  const { method, query, body } = request;
  // A preview or a link checker: it uses nothing up and learns nothing.
  if (method === 'HEAD') return { ...closedPage('used'), status: 200, body: '' };
  if (method !== 'GET' && method !== 'POST') return refused('method', 'method');
  if (lengthOf(query) > maxQueryLength || body.length > maxBodyLength) return refused('too-long', 'too-long');
  // RFC 6749 §3.1: no parameter more than once.
  if (Object.values(query).some((values) => values.length !== 1)) return refused('parameter-repeated', 'refused');
  const given = (name: string): string | null => (Object.hasOwn(query, name) ? (query[name]?.[0] ?? null) : null);
  const link = given('link');
  if (link !== null) {
    if (['state', 'code', 'error'].some((name) => given(name) !== null)) return refused('link-and-answer', 'refused');
    return method === 'GET' ? showLink(link, options) : pressLink(link, new URLSearchParams(body), options);
  }
  if (method === 'POST') return refused('method', 'method');
  const state = given('state');
  if (state !== null && state !== '') return takeAnswer({ state, query }, options);
  const isAnswer = given('code') !== null || given('error') !== null;
  return isAnswer ? refused('state-missing', 'refused') : closedPage('unknown');
};

const showLink = async (token: string, { place, orders }: DoorOptions): Promise<DoorResponse> => {
  const look = await orders.look(token);
  if (look.kind === 'pressed') return pressedPage();
  if (look.kind !== 'open') return refused(`link-${look.kind}`, look.kind);
  const left = Date.parse(look.expiresAt) - place.now().getTime();
  return linkPage({
    product: place.product,
    who: look.who,
    baseUrl: look.question.given.target.baseUrl,
    authorizationEndpoint: look.question.authorizationEndpoint,
    minutesLeft: Math.max(1, Math.ceil(left / 60_000)),
  });
};

const pressLink = async (token: string, form: URLSearchParams, options: DoorOptions): Promise<DoorResponse> => {
  const { place, orders } = options;
  const words = form.get('words')?.trim().slice(0, maxWords);
  if (words === '') return pressedPage();
  if (words !== undefined) {
    const told = await orders.tellByLink(token);
    if (told.kind !== 'claimed')
      return refused(`told-${told.kind}`, told.kind === 'not-pressed' ? 'refused' : told.kind);
    await concludeTold(told.order, words, { place, orders, steps: await options.steps() });
    return closedPage('told');
  }
  const look = await orders.look(token);
  if (look.kind === 'pressed') return pressedPage();
  if (look.kind !== 'open') return refused(`link-${look.kind}`, look.kind);
  const [present, steps] = await Promise.all([options.present(look.target), options.steps()]);
  if (!isUnchanged(look.question, present)) return refused('link-changed', 'changed');
  const pressed = await orders.press(token, steps.newProof);
  if (pressed.kind === 'used') return pressedPage();
  if (pressed.kind !== 'pressed') return refused(`link-${pressed.kind}`, pressed.kind);
  return onwards(steps.authorizationUrlOf(look.question, pressed.proof));
};

type Answer = { state: string; query: DoorRequest['query'] };

const takeAnswer = async (answer: Answer, options: DoorOptions): Promise<DoorResponse> => {
  const { place, orders } = options;
  const arrived = performance.now();
  const returnedAt = place.now().toISOString();
  const taken = await orders.answer(answer.state);
  if (taken.kind !== 'claimed') return refused(`answer-${taken.kind}`, pageOfLoser[taken.kind]);
  const { order } = taken;
  try {
    const [present, steps] = await Promise.all([options.present(order.target), options.steps()]);
    const exchanged = await exchangedFor(order, answer, { present, steps, now: place.now });
    const result = await conclude(order, exchanged, {
      place,
      orders,
      steps,
      returnedAt,
      milliseconds: Math.round(performance.now() - arrived),
      secrets: heldSecrets(answer, present),
    });
    return closedPage(endPageOf(result));
  } catch (error) {
    // Its name alone: a message may quote a request. The claim stays, so the panel says that it was interrupted.
    console.error(JSON.stringify({ signIn: 'not-judged', error: error instanceof Error ? error.name : typeof error }));
    return { ...closedPage('interrupted'), status: 500 };
  }
};

/** What came of an answer that belongs to an order. Made against settings that were changed since, it is not redeemed. */
const exchangedFor = async (
  { question, proof }: ClaimedOrder,
  { state, query }: Answer,
  { present, steps, now }: { present: PresentConnection | null; steps: SignInSteps; now: () => Date },
): Promise<Exchanged> => {
  if (!present || !proof || !isUnchanged(question, present))
    return steps.notExchanged({ kind: 'foreign', why: 'connection-changed', expected: null, actual: null });
  const callback = new URL(question.redirectUri);
  for (const [name, [value]] of Object.entries(query)) callback.searchParams.set(name, value ?? '');
  const vantage = present.vantage();
  try {
    return await steps.exchange({
      question,
      callback,
      proof: { ...proof, state: new Secret(state) },
      secret: present.secret,
      vantage,
      signal: AbortSignal.timeout(exchangeLasts),
      now,
    });
  } finally {
    await vantage.close();
  }
};

/** A code of one Casdoor is never sent to another, and no secret leaves where its consent was withdrawn. */
const isUnchanged = (question: SignInQuestion, present: PresentConnection | null): boolean =>
  present !== null &&
  present.origin === question.origin &&
  present.prefix === question.prefix &&
  present.clientId === question.given.clientId &&
  present.redirectUri === question.redirectUri &&
  (present.allowsHttp || !question.allowsHttp);

const heldSecrets = ({ state, query }: Answer, present: PresentConnection | null): Secret[] => [
  new Secret(state),
  ...struckCodes(query.code ?? []),
  ...(present?.secret ? [present.secret] : []),
];

const endPageOf = ({ outcome, report }: SignInResult): ClosedPage => {
  if (outcome !== 'succeeded') return 'not-worked';
  return report.verdict === 'broken' ? 'not-accepted' : 'worked';
};

const pageOfLoser = {
  unknown: 'refused',
  used: 'used',
  cancelled: 'cancelled',
  expired: 'expired',
  interrupted: 'interrupted',
} as const satisfies Record<Closed, ClosedPage>;

/** One line with a code. Nothing of what was sent is in it. */
const refused = (code: string, page: ClosedPage): DoorResponse => {
  console.warn(JSON.stringify({ signIn: code }));
  return closedPage(page);
};

const lengthOf = (query: DoorRequest['query']): number =>
  Object.entries(query).reduce(
    (sum, [name, values]) => values.reduce((length, value) => length + name.length + value.length + 2, sum),
    0,
  );
