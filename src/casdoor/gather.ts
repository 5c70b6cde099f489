import type { Evidence, Given } from '../checks/evidence';
import type { Secret } from '../secrets/secret';
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
