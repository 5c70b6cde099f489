import { keepDraft, readDraft } from '../../draft';

/** The order that was given from this window, so that what came of it is told here, and not to whoever looks in tomorrow. */
const nameOf = (target: string) => `apply-order:${target}`;

export const noteOrder = (target: string, apply: string): void => keepDraft(nameOf(target), { base: 0, value: apply });

export const orderFromHere = (target: string): string | null => readDraft<string>(nameOf(target))?.value ?? null;
