import { randomUUID } from 'node:crypto';
import { kvs } from '@forge/kvs';
import type { SignInView } from '../../src/contract/sign-in';
import type { Product } from '../../src/contract/target';
import { Secret } from '../../src/secrets/secret';
import { type DoorRequest, openDoor, type PresentConnection } from '../../src/signin/door';
import { ordersIn } from '../../src/signin/orders';
import type { SignInQuestion } from '../../src/signin/question';
import type { Place } from '../../src/store/place';
import { blindVantage } from '../resolvers/blind-vantage';
import { fakeSteps, questionOf, startedAt } from './fake-steps';

export const callbackUri = questionOf().redirectUri;
/** Nothing was saved since. */
export const unchanged = { callbackUri, changedAt: '2026-11-24T14:00:00.000Z' };

/** One product's door and whoever is before and behind it, by a clock of its own. */
export const standAtDoor = (options: Parameters<typeof fakeSteps>[0] = {}) => {
  const clock = { now: Date.parse(startedAt) };
  const place = (account: string | null, product: Product): Place => ({
    product,
    account,
    who: account === null ? '' : account[0]?.toUpperCase() + account.slice(1),
    now: () => new Date(clock.now),
  });
  const target = randomUUID();
  const fake = fakeSteps(options);
  const { origin, prefix, redirectUri, given } = questionOf();
  const present: { now: PresentConnection | null; asked: number } = {
    now: {
      origin,
      prefix,
      redirectUri,
      allowsHttp: false,
      clientId: given.clientId ?? '',
      secret: new Secret('secret-of-the-client'),
      vantage: () => blindVantage(),
    },
    asked: 0,
  };
  const orders = (account: string | null = 'ada', product: Product = 'jira') => ordersIn(place(account, product));
  const knock = (request: Partial<DoorRequest> & { query: DoorRequest['query'] }, product: Product = 'jira') =>
    openDoor(
      { method: 'GET', body: '', ...request },
      {
        place: place(null, product),
        orders: orders(null, product),
        present: async () => {
          present.asked += 1;
          return present.now;
        },
        steps: async () => fake.steps,
      },
    );
  const view = async (account = 'ada'): Promise<SignInView> => {
    const { current } = await orders(account).view(target, unchanged);
    if (!current) throw new Error('There is no test sign-in.');
    return current;
  };
  const start = async (changes: Partial<SignInQuestion> = {}, account = 'ada') => {
    await orders(account).start(target, questionOf(changes));
    const { link } = await view(account);
    const token = new URL(link ?? '').searchParams.get('link') ?? '';
    return { token, link: { link: [token] } };
  };
  const press = async (link: DoorRequest['query']) => {
    const answer = await knock({ method: 'POST', query: link });
    const state = new URL(answer.headers.location ?? 'about:blank').searchParams.get('state') ?? '';
    return { answer, state };
  };
  /** A link that somebody pressed: Casdoor would answer with this state. */
  const goOn = async () => {
    const { link, token } = await start();
    return { link, token, ...(await press(link)) };
  };
  return { clock, target, place, orders, knock, view, start, press, goOn, present, ...fake };
};
export type Door = ReturnType<typeof standAtDoor>;

/** Everything that can be queried, by key. */
export const plainRecords = async (): Promise<Map<string, unknown>> => {
  const found = new Map<string, unknown>();
  let cursor: string | undefined;
  do {
    const page = await (cursor === undefined
      ? kvs.query().limit(100)
      : kvs.query().limit(100).cursor(cursor)
    ).getMany();
    for (const { key, value } of page.results) found.set(key, value);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
};
