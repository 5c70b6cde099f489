import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import type { ApplyTarget, Attempted } from '../../src/apply/apply-target';
import type { PlannedChange, TargetFailure } from '../../src/contract/apply';
import { Secret } from '../../src/secrets/secret';

/** Settings of a plugin that has never been: known fields are texts, all else is kept as it is. */
export type Settings = Record<string, unknown>;
export const labels: Record<string, string> = {
  clientId: 'Client Id',
  secret: 'Client Secret',
  scope: 'Scope',
  endpoint: 'Authorize Endpoint',
  regex: 'Regular expression',
  redirect: 'Auto Redirect',
};
export type Wanted = Partial<Record<keyof typeof labels, string>>;

/**
 * How the target takes what is written. `late`: no answer, and it arrives 30 s later. `lost`: no answer, and it never
 * arrives. `silent`: no answer, though it has arrived. `half`, `keyless`, `nothing` say that all went well.
 */
export const manners = [
  'well',
  'late',
  'lost',
  'silent',
  'half',
  'broken-off',
  'keyless',
  'nothing',
  'refused',
] as const;
export type Manner = (typeof manners)[number] | 'unauthorised';

/** Where the settings lie, whatever process looks at them; and the time. */
export type World = {
  settings: () => Settings;
  change: (change: (settings: Settings) => Settings) => void;
  now: () => Date;
  /** Lets time pass, and what was on its way arrive. */
  pass: (milliseconds: number) => void;
  limit: (milliseconds: number) => AbortSignal;
  later: (milliseconds: number, act: () => void) => void;
  writes: Manner;
  restores: Manner;
  reads: 'well' | 'unreachable' | 'unauthorised';
  /** Requests that changed something, or might have. */
  sent: string[];
  /** When it was read, ISO 8601. */
  read: string[];
};

export const makeWorld = (start: Settings): World => {
  let settings = start;
  let time = Date.parse('2026-11-24T14:00:00Z');
  let awaited: { at: number; act: () => void }[] = [];
  const later = (milliseconds: number, act: () => void) => {
    awaited.push({ at: time + milliseconds, act });
  };
  return {
    settings: () => settings,
    change: (change) => {
      settings = change(settings);
    },
    now: () => new Date(time),
    pass: (milliseconds) => {
      time += milliseconds;
      const due = awaited.filter(({ at }) => at <= time);
      awaited = awaited.filter(({ at }) => at > time);
      for (const { act } of due) act();
    },
    limit: (milliseconds) => {
      const controller = new AbortController();
      later(milliseconds, () => controller.abort());
      return controller.signal;
    },
    later,
    writes: 'well',
    restores: 'well',
    reads: 'well',
    sent: [],
    read: [],
  };
};

/** One thing that is done outside, so that a test can stop the process before or after it. */
export type Step = <T>(name: string, act: () => T | Promise<T>) => Promise<T>;

const settingsShape = v.record(v.string(), v.unknown());

/** @param hides The client secret is written only, as in Atlassian's own SSO. */
export const memoryTarget = (world: World, step: Step, { hides = false } = {}): ApplyTarget<Settings, Wanted> => {
  const shown = (settings: Settings): Settings => {
    const { secret, ...rest } = settings;
    return hides || secret === undefined ? rest : { ...rest, secret };
  };
  const put = async (manner: Manner, goal: Settings): Promise<Attempted<void>> => {
    world.sent.push(JSON.stringify(goal));
    // What cannot be read cannot be in what was read: it stays unless it is written.
    const whole = (before: Settings) => (hides && !('secret' in goal) ? { ...before, ...goal } : goal);
    const set = (next: Settings) => world.change(() => next);
    const silent = async (): Promise<Attempted<void>> => {
      world.pass(20_000);
      return new Promise(() => {});
    };
    const half = async () => {
      const keys = Object.keys(goal);
      await step('write half', () =>
        world.change((before) => ({
          ...Object.fromEntries(
            Object.keys(before).map((key) => [key, typeof before[key] === 'string' ? '' : before[key]]),
          ),
          ...Object.fromEntries(keys.slice(0, Math.ceil(keys.length / 2)).map((key) => [key, goal[key]])),
        })),
      );
    };
    switch (manner) {
      case 'well':
        await half();
        await step('write the rest', () => world.change(whole));
        return { ok: true, value: undefined };
      case 'late':
        await step('send', () => world.later(30_000, () => world.change(whole)));
        return silent();
      case 'lost':
        await step('send', () => {});
        return silent();
      case 'silent':
        await step('send', () => world.change(whole));
        return silent();
      case 'half':
        await half();
        return { ok: true, value: undefined };
      case 'broken-off':
        await half();
        throw new Error('The connection was reset.');
      case 'keyless': {
        const { unknown: _lost, ...rest } = goal;
        await step('write', () => set(rest));
        return { ok: true, value: undefined };
      }
      case 'nothing':
        return { ok: true, value: undefined };
      case 'refused':
        return { ok: false, failure: failureOf('refused', false) };
      case 'unauthorised':
        return { ok: false, failure: failureOf('credentials-wrong', true) };
    }
  };

  return {
    kind: 'miniorange',
    read: () =>
      step('read', async () => {
        world.read.push(world.now().toISOString());
        if (world.reads === 'unreachable') return { ok: false, failure: failureOf('unreachable', false) };
        if (world.reads === 'unauthorised') return { ok: false, failure: failureOf('credentials-wrong', true) };
        const document = shown(world.settings());
        const text = JSON.stringify(document);
        return { ok: true, value: { document, fingerprint: fingerprintOf(document), backup: new Secret(text) } };
      }),
    plan: (document, wanted) => {
      const after = { ...document, ...wanted };
      return { after, difference: differenceOf(document, after, hides) };
    },
    difference: (from, to) => differenceOf(from, to, hides),
    isSame: (one, other) => isDeepStrictEqual(shown(one), shown(other)),
    isHalfWay: (found, old, after) => {
      const [now, before, then] = [shown(found), shown(old), shown(after)];
      const keys = [...new Set([...Object.keys(now), ...Object.keys(before), ...Object.keys(then)])];
      return keys.every(
        (key) =>
          now[key] === undefined ||
          now[key] === '' ||
          isDeepStrictEqual(now[key], before[key]) ||
          isDeepStrictEqual(now[key], then[key]),
      );
    },
    write: (_from, after) => put(world.writes, after),
    restore: ({ backup }) => put(world.restores, v.parse(settingsShape, JSON.parse(backup.expose()))),
    documentOf: (backup) => {
      const parsed = v.safeParse(settingsShape, JSON.parse(backup.expose()));
      return parsed.success
        ? { ok: true, value: parsed.output }
        : { ok: false, failure: failureOf('document-unknown', true) };
    },
    textOf: (document) => new Secret(JSON.stringify(document)),
  };
};

export const failureOf = (code: TargetFailure['code'], isFinal: boolean): TargetFailure => ({
  code,
  message: `The plugin answered ${code}.`,
  remedy: 'Look at it.',
  isFinal,
});

const differenceOf = (from: Settings, to: Settings, hides: boolean) => {
  const fields = Object.entries(labels).map(([key, label]) => ({ key, tab: 'Configure OAuth', label }));
  const differs = ({ key }: { key: string }) => !isDeepStrictEqual(from[key], to[key]);
  const changes = fields.filter(differs).map((field): PlannedChange => {
    const isSecret = field.key === 'secret';
    return {
      ...field,
      before: isSecret ? null : textOf(from[field.key]),
      after: isSecret ? null : textOf(to[field.key]),
      isSecret,
      hasSecretBefore: isSecret && !hides ? from[field.key] !== undefined : null,
      canBeReadBack: !(isSecret && hides),
      isRisky: field.key === 'redirect' ? 'redirect' : null,
    };
  });
  return { changes, unchanged: fields.filter((field) => !differs(field)) };
};

const textOf = (value: unknown): string | null => (value === undefined ? null : String(value));

const fingerprintOf = (settings: Settings): string => {
  const sorted = Object.keys(settings)
    .sort()
    .map((key) => [key, settings[key]]);
  return createHash('sha256').update(JSON.stringify(sorted)).digest('base64url');
};
