import * as v from 'valibot';
import { type AddressReading, readAddress } from '../casdoor/address';
import type { TrustedAuthority } from '../contract/panel-calls';
import { plain } from '../contract/report';
import { failed, succeeded } from '../contract/result';
import { connectionSettings } from '../store/shapes';
import type { KeptAuthority } from '../store/store';
import type { Calls } from './call';
import { followDemo } from './demo';
import { originOf, panelState } from './panel-state';
import { strikeOutStrangers } from './strike-out-strangers';

const nothing = v.strictObject({});
const version = v.pipe(v.number(), v.integer(), v.minValue(0));
/** A bundle of a few certificates; what a server sends is rarely above 10 kB. */
const pem = v.pipe(v.string(), v.maxLength(50_000));
const maxAuthorities = 20;

/** Connect: which Casdoor, and whom to believe about its certificate. */
export const connectCalls: Calls<
  'load' | 'saveConnection' | 'forgetConnection' | 'trustAuthority' | 'distrustAuthority'
> = {
  load: {
    payload: nothing,
    answer: async (asked) => {
      await followDemo(asked);
      return succeeded(await panelState(asked));
    },
  },
  saveConnection: {
    payload: v.strictObject({ base: version, settings: connectionSettings }),
    answer: async (asked, { base, settings }) => {
      const read = readAddress(settings.address);
      if (!read.ok) return failed('refused', sentenceOf(read), { field: 'settings.address' });
      const saved = await asked.store.connection.save(base, settings);
      if (saved.kind === 'saved') await strikeOutStrangers(asked);
      return succeeded(saved);
    },
  },
  forgetConnection: {
    payload: nothing,
    answer: async (asked) => {
      const targets = (await asked.store.targets.latest())?.value ?? [];
      const [{ forgetApplies }, { requireSettled }, { requireListsSettled }] = await Promise.all([
        import('./forget-applies'),
        import('./recover-applies'),
        import('./recover-redirect-uris'),
      ]);
      for (const id of targets) {
        await requireSettled(asked, id, 'Casdoor cannot be forgotten');
        await requireListsSettled(asked, id, 'Casdoor cannot be forgotten');
      }
      await asked.store.connection.strikeOut();
      await asked.store.authorities.strikeOut();
      await asked.store.demo.delete('situation');
      await strikeOutStrangers(asked);
      // What people signed in with belongs to the Casdoor that is forgotten, and so does everybody who was read of it.
      for (const id of targets) {
        await asked.orders.forget(id);
        await asked.store.samples.delete(id);
        const forgotten = await asked.dryRuns.forget(id);
        await asked.adapters.dryRuns?.discard(forgotten);
        // Backups hold its client secret, and whatever was added to its applications can be taken out with that alone.
        await forgetApplies(asked.place, id);
      }
      return succeeded(await panelState(asked));
    },
  },
  trustAuthority: {
    payload: v.strictObject({ pem }),
    answer: async (asked, payload) => {
      const { adapters, place, store } = asked;
      if (adapters.from !== 'local')
        return failed('not-here', 'Forge trusts public authorities alone, and no app can add one.', {
          remedy: 'Put a certificate of a public authority in front of Casdoor, or use the local panel.',
        });
      const origin = originOf((await store.connection.latest())?.value ?? null);
      if (origin === null) return failed('refused', 'An authority is trusted for one Casdoor: save its address first.');
      const { readAuthority } = await import('./read-authority');
      const read = readAuthority(payload.pem);
      if (typeof read === 'string') return failed('refused', read, { field: 'pem' });
      const kept: KeptAuthority = { ...read, origin, who: place.who, at: place.now().toISOString() };
      const { value } = await store.authorities.update((before) =>
        [...(before ?? []).filter((one) => !isSame(one, kept)), kept].slice(-maxAuthorities),
      );
      return succeeded(shown(value, origin));
    },
  },
  distrustAuthority: {
    payload: v.strictObject({ fingerprint: v.pipe(v.string(), v.regex(/^[0-9A-F]{2}(:[0-9A-F]{2}){31}$/)) }),
    answer: async ({ store }, { fingerprint }) => {
      const origin = originOf((await store.connection.latest())?.value ?? null);
      const { value } = await store.authorities.update((before) =>
        (before ?? []).filter((one) => one.fingerprint !== fingerprint || one.origin !== origin),
      );
      return succeeded(shown(value, origin));
    },
  },
};

const sentenceOf = (reading: Extract<AddressReading, { ok: false }>) => plain(reading.sentence.told);

const isSame = (one: KeptAuthority, other: KeptAuthority) =>
  one.fingerprint === other.fingerprint && one.origin === other.origin;

const shown = (all: readonly KeptAuthority[], origin: string | null): TrustedAuthority[] =>
  all
    .filter((one) => one.origin === origin)
    .map(({ subject, fingerprint, who, at }) => ({ subject, fingerprint, who, at }));
