import type { IncomingMessage } from 'node:http';

/** A body as text; null where it has more bytes than `most`, of which no more are read. */
export const readBody = async (request: IncomingMessage, most: number): Promise<string | null> => {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > most) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
};
