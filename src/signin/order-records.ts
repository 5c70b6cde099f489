import { createHash } from 'node:crypto';
import { kvs } from '@forge/kvs';
import * as v from 'valibot';
import { verdicts } from '../contract/report';
import { type SignInResult, signInOutcomes } from '../contract/sign-in';
import { type Chunks, chunksOf } from '../store/chunks';
import { keyIn, type Place } from '../store/place';
import { moment } from '../store/shapes';
import { isKeyConflict } from '../store/versions';
import { noteDays } from './order-lifetimes';
import type { SignInQuestion } from './question';

/** Long enough for the viewer who comes the next day, and gone by itself where nobody sweeps. */
const dayTtl = { value: 24, unit: 'HOURS' } as const;
const noteTtl = { value: noteDays, unit: 'DAYS' } as const;
const secretTtl = { value: 1, unit: 'HOURS' } as const;

/** What may end the wait. All compete for one key, so that exactly one does. */
const claimants = ['answer', 'told', 'cancel', 'expiry'] as const;
export type Claimant = (typeof claimants)[number];

/** Each record has one writer, since the store has no compare-and-set. */
const orderRecord = v.object({
  id: v.string(),
  target: v.string(),
  who: v.string(),
  account: v.nullable(v.string()),
  startedAt: moment,
  /** When the settings were read that it is made against. */
  readAt: moment,
  /** Hash of its link's token. */
  link: v.string(),
  /** Where Casdoor would send the person back to. */
  redirectUri: v.string(),
  questionChunks: v.number(),
});
export type OrderRecord = v.InferOutput<typeof orderRecord>;
const openedRecord = v.object({ at: moment });
/** `state`: its hash. */
const pressedRecord = v.object({ at: moment, state: v.string() });
const claimRecord = v.object({ by: v.picklist(claimants), at: moment });
const endRecord = v.object({
  at: moment,
  /** Null where it was cancelled. */
  outcome: v.nullable(v.picklist(signInOutcomes)),
  /** Null where nothing was judged. */
  verdict: v.nullable(v.picklist(verdicts)),
  cause: v.nullable(v.object({ check: v.string(), title: v.string() })),
  resultChunks: v.number(),
});
const meantRecord = v.object({ isMeant: v.boolean() });
/** What came has been deleted. */
const goneRecord = v.object({ at: moment });
const proofRecord = v.object({ nonce: v.string(), verifier: v.string() });
const pointer = v.object({ id: v.string() });

/** A link's token or a state as a key of the store: who reads the store can make neither out of it. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The records of test sign-ins of one product: names, shapes and life of each. No rules. */
export const recordsIn = (place: Pick<Place, 'product'>) => {
  const key = (id: string, ...rest: (string | number)[]) => keyIn(place, 'sign-in', id, ...rest);
  const chunks = (id: string, name: 'question' | 'result'): Chunks =>
    chunksOf((index) => key(id, name, index), { sealed: true });

  const plainAt = <T>(name: string, shape: v.GenericSchema<unknown, T>, ttl: typeof dayTtl | typeof noteTtl) => ({
    get: async (): Promise<T | null> => {
      const found = await kvs.get<unknown>(name);
      return found === undefined ? null : v.parse(shape, found);
    },
    set: (value: T) => kvs.set(name, value, { ttl }),
    /** False where somebody was quicker. */
    claim: async (value: T): Promise<boolean> => {
      try {
        await kvs.set(name, value, { keyPolicy: 'FAIL_IF_EXISTS', ttl });
        return true;
      } catch (error) {
        if (isKeyConflict(error)) return false;
        throw error;
      }
    },
    delete: () => kvs.delete(name),
  });
  const secretAt = <T>(name: string, shape: v.GenericSchema<unknown, T>) => ({
    get: async (): Promise<T | null> => {
      const found = await kvs.getSecret<unknown>(name);
      return found === undefined ? null : v.parse(shape, found);
    },
    set: (value: T) => kvs.setSecret(name, value, { ttl: secretTtl }),
    delete: () => kvs.deleteSecret(name),
  });

  return {
    /** What the keys of all its records begin with. */
    prefix: `${keyIn(place, 'sign-in')}:`,
    order: (id: string) => plainAt(key(id), orderRecord, noteTtl),
    opened: (id: string) => plainAt(key(id, 'opened'), openedRecord, dayTtl),
    pressed: (id: string) => plainAt(key(id, 'pressed'), pressedRecord, dayTtl),
    claim: (id: string) => plainAt(key(id, 'claim'), claimRecord, noteTtl),
    end: (id: string) => plainAt(key(id, 'end'), endRecord, noteTtl),
    meant: (id: string) => plainAt(key(id, 'meant'), meantRecord, dayTtl),
    gone: (id: string) => plainAt(key(id, 'gone'), goneRecord, noteTtl),
    /** The token itself, so that its maker can copy the link again. */
    link: (id: string) => secretAt(key(id, 'link'), v.string()),
    proof: (id: string) => secretAt(key(id, 'proof'), proofRecord),
    byLink: (hash: string) => plainAt(keyIn(place, 'sign-in-link', hash), pointer, dayTtl),
    byState: (hash: string) => plainAt(keyIn(place, 'sign-in-state', hash), pointer, dayTtl),
    writeQuestion: (id: string, question: SignInQuestion) =>
      chunks(id, 'question').write(JSON.stringify(question), dayTtl),
    readQuestion: (id: string, count: number) => readJson(chunks(id, 'question'), count, questionShape),
    deleteQuestion: (id: string, count: number) => chunks(id, 'question').delete(count),
    writeResult: (id: string, result: SignInResult) => chunks(id, 'result').write(JSON.stringify(result), dayTtl),
    readResult: (id: string, count: number) => readJson(chunks(id, 'result'), count, resultShape),
    deleteResult: (id: string, count: number) => chunks(id, 'result').delete(count),
  };
};
export type OrderRecords = ReturnType<typeof recordsIn>;

const readJson = async <T>(from: Chunks, count: number, shape: v.GenericSchema<unknown, T>): Promise<T | null> => {
  const text = count === 0 ? null : await from.read(count);
  return text === null ? null : v.parse(shape, JSON.parse(text));
};

/** Written by this product alone: deep enough that a record of another age is noticed rather than used half. */
const questionOutline = v.looseObject({
  given: v.looseObject({ now: moment }),
  origin: v.string(),
  prefix: v.string(),
  issuer: v.string(),
  authorizationEndpoint: v.string(),
  clientId: v.string(),
  scopes: v.string(),
  redirectUri: v.string(),
  beside: v.string(),
  allowsHttp: v.boolean(),
  prepared: v.looseObject({}),
});
const questionShape = v.custom<SignInQuestion>((value) => v.is(questionOutline, value));
const resultOutline = v.looseObject({
  outcome: v.picklist(signInOutcomes),
  at: moment,
  report: v.looseObject({ schema: v.literal(1), verdict: v.string(), findings: v.array(v.unknown()) }),
  stations: v.array(v.unknown()),
  claims: v.looseObject({}),
  withheld: v.array(v.string()),
  isVerified: v.boolean(),
});
const resultShape = v.custom<SignInResult>((value) => v.is(resultOutline, value));
