import * as v from 'valibot';
import type { ApplyChange } from '../contract/apply-calls';
import { targetId } from '../store/shapes';

/** Payloads of Apply and Watch. An id of an apply is made by the panel with `randomUUID`, and so harmless in a key. */

export const applyId = v.pipe(v.string(), v.uuid());

export const ofTarget = v.strictObject({ target: targetId });

export const ofApply = v.strictObject({ target: targetId, apply: applyId });

/** SHA-256 in base64url, as the engine makes it of what it has read. */
export const fingerprint = v.pipe(v.string(), v.regex(/^[\w-]{43}$/));

export const applyChange = v.variant('kind', [
  v.strictObject({ kind: v.literal('settings') }),
  v.strictObject({ kind: v.literal('redirect'), isOn: v.boolean() }),
  v.strictObject({ kind: v.literal('as-before'), apply: applyId }),
]) satisfies v.GenericSchema<unknown, ApplyChange>;

/** What a person types on one line. */
export const typedLine = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));

/** As much of a file as a call on Forge can carry. */
export const fileText = v.pipe(v.string(), v.maxLength(450_000));

/** A place in a list, and how much of it from there. */
export const from = v.pipe(v.number(), v.integer(), v.minValue(0));
export const count = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200));
