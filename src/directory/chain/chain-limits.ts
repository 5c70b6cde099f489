/**
 * What one event does, and how long a chain of them gets. Forge lets an event work for 900 s, make 100 requests to the
 * outside a minute of that, and stand at most 1,000th in a chain.
 *
 * The chain is never that long for what can be read here at all. All that is kept has at most `mostCharacters`, and an
 * account or a membership takes more than a hundred of them, so there are fewer than 1,000,000 of both. At 2 points each
 * of 20,000 an hour that takes 100 hours, with five events an hour: one that reads and four that wait for 900 s. That is
 * 500; reading a million people takes 7 events, and 250 where Casdoor takes a minute over a page. Only waiting for points
 * that other runs spend makes it longer, and what was read is kept no longer than 7 days, which is 840. A chain that is
 * too long all the same stops, and can be gone on with by a new one.
 */

/** Milliseconds that an event reads before it hands on: what a lost one loses, and a cancel waits for at the most. */
export const stepLasts = 240_000;
/** Requests of one event to Casdoor and to a product of one's own, with room for those that are tried again. */
export const stepRequests = 1_000;
/** Characters that an event keeps: they are in memory until it has ended. */
export const stepCharacters = 16_000_000;
/** People a page: 1,500 requests of an event would read a million and a half. */
export const pageSize = 1_000;
/**
 * Characters of all that is kept for the last event, which holds it all in 512 MB.
 */
export const mostCharacters = 100_000_000;
