import * as v from 'valibot';
import { readAddress } from '../casdoor/address';
import type { Finding } from '../contract/report';
import { succeeded } from '../contract/result';
import { targetId } from '../store/shapes';
import type { Asked, Calls } from './call';
import { casdoorOf } from './casdoor-of';
import { changedAt } from './changed-at';
import { requireTarget } from './panel-state';

/** Milliseconds for the few requests together. */
const lookLasts = 8_000;
const ticks = v.pipe(v.array(v.pipe(v.string(), v.regex(/^[\w.:-]{1,100}$/))), v.maxLength(200));

/** Apply: what to type into the plugin, and what of it has been typed. */
export const applyCalls: Calls<'fields' | 'saveTicks'> = {
  fields: {
    payload: v.strictObject({ target: targetId }),
    answer: async (asked, { target }) => {
      const { fieldSheet } = await import('../targets/field-sheet');
      const { value: settings } = await requireTarget(asked, target);
      const connection = await asked.store.connection.latest();
      const mapping = await asked.store.mapping(target).latest();
      const known = { settings, mapping: mapping?.value ?? null };
      if (!connection) return succeeded(fieldSheet({ ...known, hasSecret: false, endpoints: null, findings: [] }));
      const { readAdvertised } = await import('../casdoor/advertised');
      const casdoor = await casdoorOf(asked, target);
      const reading = readAddress(casdoor.connection.address);
      const vantage = casdoor.vantage();
      try {
        const [endpoints, findings] = await Promise.all([
          reading.ok
            ? readAdvertised({
                address: reading.value,
                clientId: settings.clientId || reading.value.clientId,
                vantage,
                signal: AbortSignal.timeout(lookLasts),
              })
            : null,
          lastFindings(asked, target),
        ]);
        return succeeded(fieldSheet({ ...known, hasSecret: casdoor.secret !== null, endpoints, findings }));
      } finally {
        await vantage.close();
      }
    },
  },
  saveTicks: {
    payload: v.strictObject({ target: targetId, ticks }),
    answer: async (asked, payload) => {
      await requireTarget(asked, payload.target);
      const unique = [...new Set(payload.ticks)];
      await asked.store.ticks.set(payload.target, unique);
      return succeeded({ ticks: unique });
    },
  },
};

/** What the newest report found. Nothing where something was saved since: then it is about other settings. */
const lastFindings = async (asked: Asked, target: string): Promise<Finding[]> => {
  const [{ last }, changed] = await Promise.all([asked.runs.ofSubject(target), changedAt(asked, target)]);
  return last?.result && changed <= last.result.at ? last.result.findings : [];
};
