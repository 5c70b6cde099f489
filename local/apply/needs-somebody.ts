/** Something that a person has to decide or mend before it can go on: whole sentences. Nothing was written. */
export class NeedsSomebody extends Error {}

export const statusDone = 0;
/** The old settings are back, since nobody kept the new ones or they did not arrive. */
export const statusBack = 1;
export const statusNeeded = 3;
