/** A link opens nothing any more, and a person at Casdoor is not waited for any longer, milliseconds. */
export const orderLasts = 15 * 60_000;
/** How long what came is read, milliseconds; by our own clock, since the store deletes late. */
export const resultLasts = 24 * 3_600_000;
/** How long a line of the history is read, days. */
export const noteDays = 90;
/** A claim without an end is the work of a process that died, milliseconds: the exchange itself is given less. */
export const judgingLasts = 60_000;
