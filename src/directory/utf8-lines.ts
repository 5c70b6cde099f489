/** Bytes that are not UTF-8. `line` counts from 1 and is where the first of them stands. */
export class NotUtf8 extends Error {
  readonly code = 'NOT_UTF8';
  readonly line: number;
  /** UTF-16, which every second byte of plain text gives away. */
  readonly isWide: boolean;

  constructor(line: number, isWide: boolean) {
    super(`Line ${line} is not UTF-8.`);
    this.line = line;
    this.isWide = isWide;
  }
}

/**
 * Hands bytes on as they come, as long as they are UTF-8.
 *
 * @throws NotUtf8 at the first bytes that are not, or that are UTF-16, with or without its mark.
 */
export async function* onlyUtf8(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let tail: Uint8Array = new Uint8Array();
  let isFirst = true;
  for await (const bytes of source) {
    if (isFirst && looksWide(bytes)) throw new NotUtf8(1, true);
    try {
      decoder.decode(bytes, { stream: true });
    } catch {
      throw new NotUtf8(line + linesBefore(Buffer.concat([tail, bytes])), false);
    }
    isFirst = false;
    tail = endOfLine(tail, bytes);
    line += count(bytes);
    yield bytes;
  }
  try {
    decoder.decode();
  } catch {
    throw new NotUtf8(line, false);
  }
}

/** A mark, or a NUL beside a character of the header, which is ASCII in every file that can be read. */
const looksWide = (bytes: Uint8Array): boolean => {
  const [one, other] = bytes;
  if ((one === 0xff && other === 0xfe) || (one === 0xfe && other === 0xff)) return true;
  return bytes.length > 1 && (one === 0) !== (other === 0);
};

/** The last bytes of the line that a chunk leaves open: a character may have begun in them. */
const endOfLine = (tail: Uint8Array, bytes: Uint8Array): Uint8Array => {
  const end = bytes.length < 3 ? Buffer.concat([tail, bytes]).subarray(-3) : bytes.subarray(-3);
  return end.subarray(end.lastIndexOf(0x0a) + 1);
};

/** Whole lines before the first one that is not UTF-8. */
const linesBefore = (bytes: Uint8Array): number => {
  let from = 0;
  // The rest of a character that began even earlier.
  while (from < 3 && ((bytes[from] ?? 0) & 0xc0) === 0x80) from += 1;
  for (let lines = 0; ; lines += 1) {
    const end = bytes.indexOf(0x0a, from);
    if (end === -1) return lines;
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(from, end));
    } catch {
      return lines;
    }
    from = end + 1;
  }
};

const count = (bytes: Uint8Array): number => {
  let lines = 0;
  for (let at = bytes.indexOf(0x0a); at !== -1; at = bytes.indexOf(0x0a, at + 1)) lines += 1;
  return lines;
};
