/**
 * What one event does, and how long a chain of them gets. Forge lets an event work for 900 s, make 100 requests to the
 * outside a minute of that, and stand at most 1,000th in a chain.
 *
 * The chain is never that long for what can be read here at all: all that is kept takes at most `mostBytes`, and an
 * account or a membership more than a hundred bytes, so there are fewer than 600,000 of both. At 2 points each of 20,000
 * an hour that takes 60 hours, with five events an hour: one that reads and four that wait for 900 s. That is 300, and
 * reading the people takes 7 more, or 150 where Casdoor takes a minute over a page. Only waiting for points that other
 * runs spend makes it longer, and what was read is kept no longer than 7 days, which is 840. A chain that is too long all
 * the same stops, and can be gone on with by a new one.
 */

/** Milliseconds that an event reads before it hands on: what a lost one loses. */
export const stepLasts = 240_000;
/** Requests of one event to Casdoor and to a product of one's own, with room for those that are tried again. */
export const stepRequests = 1_000;
/** Bytes that an event keeps: they are in memory until it has ended. */
export const stepBytes = 16_000_000;
/** People a page: the 1,500 requests of an event would read a million and a half. */
export const pageSize = 1_000;
/**
 * Bytes of all that is kept for the last event, which holds it in the 512 MB of the manifest. Measured on Node 20: 150,000
 * people and as many accounts are 59 MB, and matching them takes 413 MB and 9 s.
 */
export const mostBytes = 60_000_000;

/** What a line takes in memory: V8 keeps one byte a character as long as all of them are of Latin-1. */
export const bytesInMemory = (line: string): number => (beyondLatin.test(line) ? 2 : 1) * line.length;

const beyondLatin = /[\u0100-\uffff]/;
