import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import * as v from 'valibot';
import { type AtWork, inProcess, type ProcessSpec, processSpec } from './in-process';

/** One process of the torture: does what somebody does with an apply, until it is killed. */

const minute = 60_000;

const tell = async <D, W>(
  { story, settles }: ProcessSpec,
  { engine, wanted, now, pass }: AtWork<D, W>,
): Promise<void> => {
  if (story === 'is looked after') {
    await engine.recover();
    return;
  }
  const change = { kind: 'wanted', wanted } as const;
  const shown = await engine.preview(change);
  if (!shown.ok) return;
  const id = randomUUID();
  await engine.apply({
    id,
    change,
    shown: shown.value.fingerprint,
    mappingVersion: null,
    keepWithin: 10 * minute,
    overruled: [],
    judge: async () => [],
  });
  if (story === 'is restored') await engine.restore(id, null);
  else if (story === 'comes back at its deadline') {
    await sleep(settles);
    pass(11 * minute);
    await engine.recover();
  } else {
    await engine.noteCameIn(id, { who: 'alice', at: now().toISOString(), isAdministrator: true, how: 'audit-log' });
    await engine.keep(id);
  }
};

const work = async () => {
  const spec = v.parse(processSpec, JSON.parse(process.argv[2] ?? ''));
  await inProcess(spec, spec.story === 'is looked after' ? null : 'ada', async (at) => {
    process.stdout.write('begins\n');
    await tell(spec, at);
    process.stdout.write('ended\n');
    // It is killed even so: with the data folder open.
    await sleep(60_000);
  });
};

work().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
