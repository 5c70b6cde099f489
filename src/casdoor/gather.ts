import type { Evidence, Given } from '../checks/evidence';
import type { Secret } from '../secrets/secret';
import { readAddress } from './address';
import { askTarget, look, lookAtCertificate, readClock } from './ask-beside';
import { readsBeside } from './ask-endpoints';
import { askCasdoor } from './first-wave';
import { Gathering } from './gathering';
import { goOn } from './second-wave';
import type { Vantage } from './vantage';

export type GatherOptions = {
  given: Given;
  secret: Secret | null;
  /** The administrator's word that the secret may travel over http to this address. */
  allowsHttp: boolean;
  vantage: Vantage;
  /** Ends the run early; what was learnt is kept. */
  signal: AbortSignal;
  onProgress: (progress: { phase: string; done: number; of: number }) => void;
};

/** Fetches once all that the checks need. Judges nothing; never rejects; ends within 20 s. */
export type Gather = (options: GatherOptions) => Promise<Evidence>;

/** Milliseconds after which requests are given up, and after which even a request that will not end is left behind. */
const runEnds = 18_500;
const runIsLeft = 19_200;

export const gather: Gather = async (options) => {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), runEnds);
  let leave: NodeJS.Timeout | undefined;
  const left = new Promise<void>((resolve) => {
    leave = setTimeout(resolve, runIsLeft);
    // Somebody cancelled: what is under way gets a moment to say so.
    options.signal.addEventListener('abort', () => setTimeout(resolve, 300).unref(), { once: true });
  });
  const run = new Gathering(options, AbortSignal.any([options.signal, deadline.signal]));
  try {
    // What a probe breaks on is missing evidence, not the end of the run: its facts stay as they were, not looked at.
    await Promise.race([gatherAll(run).catch(() => {}), left]);
  } finally {
    clearTimeout(timer);
    clearTimeout(leave);
    deadline.abort();
  }
  run.knows('limited', run.limited);
  return { ...run.evidence, used: options.vantage.used() };
};

/** Two waves: what follows from the address alone, then what follows from that; beside them the way there. */
const gatherAll = async (g: Gathering): Promise<void> => {
  const { given, secret } = g;
  if (given.address.trim() === '') {
    g.lacksAll({ reason: 'not-given', what: 'address' });
    return;
  }
  const reading = readAddress(given.address);
  if (!reading.ok) {
    const { text, values } = reading.sentence;
    g.lacksAll({ reason: 'needs', fact: 'address' });
    g.lacks({ reason: 'needs', fact: 'addressReading' }, 'address');
    g.knows('addressReading', { problem: { text, values } });
    return;
  }
  const address = reading.value;
  g.knows('addressReading', { problem: null });
  g.knows('address', address);
  g.expect(8 + (readsBeside(given) ? 1 : 0) + (given.clientId ? 1 : 0) + (secret ? 5 : 0));
  const beside = [
    g.step(`Names of ${address.host}`, () => look(g, address)),
    g.step(`Certificate of ${address.host}`, () => lookAtCertificate(g, address)),
  ];
  const target = askTarget(g);
  const first = await askCasdoor(g, address);
  await Promise.all([goOn(g, address, first), ...beside]);
  await readClock(g, await target);
};
