import type { DryRunProgress, DryRunRow } from '../../src/contract/dry-run';
import type { DryRunOrder } from '../../src/directory/dry-run-order';
import type { DryRunOutcome } from '../../src/resolvers/finish-dry-run';

/** What a worker is told once, by message: secrets are in no argument, environment or file. */
export type Assignment = {
  order: DryRunOrder;
  /** Where it keeps what it has read, for itself alone. */
  folder: string;
  /** Whether it goes on from the checkpoint that lies there. */
  goesOn: boolean;
  casdoor: { address: string; secret: string; allowsHttp: boolean };
  accounts:
    | { kind: 'none' }
    /** A file of its own in the folder. */
    | { kind: 'csv'; path: string }
    | { kind: 'password'; baseUrl: string; user: string; password: string }
    | { kind: 'token'; baseUrl: string; token: string };
  authorities: { pem: string; from: 'file' | 'panel' }[];
  /** Origins that stand on loopback, in the demo. */
  standIns: [string, string][];
};

export type ToWorker =
  | { kind: 'assignment'; assignment: Assignment }
  /** The page of rows is kept. */
  | { kind: 'kept'; page: number }
  | { kind: 'stop' };

export type FromWorker =
  | { kind: 'progress'; progress: DryRunProgress }
  /** From here it can be gone on; ISO 8601. */
  | { kind: 'saved'; at: string }
  | { kind: 'rows'; page: number; rows: DryRunRow[] }
  | { kind: 'end'; outcome: DryRunOutcome; pages: number };
