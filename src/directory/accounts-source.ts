import type { AskAtlassian } from '../atlassian/accounts/ask-atlassian';

/** Where the accounts that are there already are read from. */
export type AccountsSource =
  | { kind: 'none' }
  /** Opens the file from its start, in UTF-8. */
  | { kind: 'csv'; open: () => AsyncIterable<Uint8Array> }
  | { kind: 'api'; ask: AskAtlassian };
