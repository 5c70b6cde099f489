import { parseArgs } from 'node:util';
import type { Figure } from './figure';

/** `npm run bench -- NAME… [--json] [--people NUMBER]`: measures, prints each figure beside its anchor, fails when a goal is missed. */

type Options = {
  /** How many people the benches of whole directories have, where they are to be quick; a goal is set for theirs. */
  people?: number;
};

const benches: Record<string, () => Promise<(options: Options) => Promise<Figure[]>>> = {
  diagnosis: async () => (await import('./diagnosis')).diagnosis,
  panel: async () => (await import('./panel')).panel,
  bundle: async () => (await import('./bundle')).bundle,
  mapping: async () => (await import('./mapping')).mapping,
  'sign-in': async () => (await import('./sign-in')).signIn,
  scan: async () => (await import('./scan')).scan,
  preview: async () => (await import('./preview')).preview,
  table: async () => (await import('./table')).table,
  'dry-run': async () => (await import('./dry-run')).dryRun,
  apply: async () => (await import('./apply')).apply,
};

const main = async (): Promise<number> => {
  const { values, positionals } = parseArgs({
    options: { json: { type: 'boolean' }, help: { type: 'boolean' }, people: { type: 'string' } },
    allowPositionals: true,
    strict: false,
  });
  const option = Object.keys(values).find((name) => !['json', 'help', 'people'].includes(name));
  if (option !== undefined || values.help) {
    const usage = `npm run bench -- [NAME…] [--json] [--people NUMBER]\nNames: ${Object.keys(benches).join(', ')}; without one, all of them.`;
    console.error(option === undefined ? usage : `There is no option --${option}.\n${usage}`);
    return option === undefined ? 0 : 2;
  }
  const unknown = positionals.find((name) => !(name in benches));
  if (unknown !== undefined) {
    console.error(`There is no benchmark "${unknown}". There are: ${Object.keys(benches).join(', ')}.`);
    return 2;
  }
  const { people } = values;
  if (people !== undefined && !(typeof people === 'string' && /^[1-9]\d*0000$/.test(people))) {
    console.error('--people is a number of ten thousands.');
    return 2;
  }
  const options = people === undefined ? {} : { people: Number(people) };
  const names = positionals.length > 0 ? positionals : Object.keys(benches);
  let isMet = true;
  for (const name of names) {
    const load = benches[name];
    if (!load) continue;
    if (!values.json) console.error(`Measuring ${name} …`);
    const measure = await load();
    for (const { unit, ...figure } of await measure(options)) {
      isMet &&= figure.met;
      if (values.json) console.log(JSON.stringify(figure));
      else
        console.log(
          `${figure.met ? 'met   ' : 'missed'}  ${figure.name.padEnd(18)} ${figure.ours} ${unit}, anchor ${figure.anchor} ${unit}, ratio ${figure.ratio}, goal ${figure.goal}`,
        );
    }
  }
  return isMet ? 0 : 1;
};

main().then(
  (status) => {
    process.exitCode = status;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
