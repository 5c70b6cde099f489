import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '../../../local/casdoor/documents';

export type RecordedServer = 'origin' | 'bare' | 'dev' | 'slash';

export type RecordedExchange = {
  name: string;
  request: {
    server: RecordedServer;
    method: string;
    host: string;
    path: string;
    headers: Record<string, string>;
    body?: string;
  };
  response: { status: number; headers: Record<string, string | string[]>; body: Json };
};

export const recordingFiles = ['discovery', 'client', 'token-errors', 'sign-in', 'directory', 'mend'] as const;
export type RecordingFile = (typeof recordingFiles)[number];

/** The exchanges with a real Casdoor v3.158.0, in the order in which they were made. */
export const recordedExchanges = (file: RecordingFile): RecordedExchange[] => {
  const path = join(__dirname, '../../fixtures/recordings', `${file}.json`);
  return (JSON.parse(readFileSync(path, 'utf8')) as { exchanges: RecordedExchange[] }).exchanges;
};
