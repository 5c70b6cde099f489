import { readAddress } from '../../../src/casdoor/address';
import { readAnswer } from '../../../src/casdoor/answer';
import { makeCloudVantage } from '../../../src/casdoor/cloud-vantage';
import { openDirectory } from '../../../src/casdoor/directory';
import type { DryRunRow } from '../../../src/contract/dry-run';
import { systemClock } from '../../../src/directory/ask-page';
import { runDryRun } from '../../../src/directory/dry-run';
import { memorySpill } from '../../../src/directory/spill';
import { Secret } from '../../../src/secrets/secret';
import { cloudMapping, type World } from './chain-world';

/** What one run in a piece says of a world: the rows that a chain keeps, and the sums. */
export const wholeRun = async ({ application, casdoor, jira }: World) => {
  const reading = readAddress(casdoor.address);
  if (!reading.ok) throw new Error('The address cannot be read.');
  const { clientId, clientSecret } = application;
  const signal = new AbortController().signal;
  const vantage = makeCloudVantage({ fetch });
  const secret = new Secret(clientSecret);
  const opening = { address: reading.value, clientId, secret, allowsHttp: false, vantage, signal };
  const directory = await openDirectory(opening);
  if ('problem' in directory) throw new Error(directory.problem);
  const rows: DryRunRow[] = [];
  const end = await runDryRun({
    order: {
      ...{ id: 'whole', targetId: '', mapping: cloudMapping, mappingVersion: 0, clientId, who: '', startedAt: '' },
      ...{ scopes: ['openid', 'profile', 'email'], administratorGroups: ['jira-administrators'] },
      target: { plugin: 'miniorange-cloud', product: 'jira', baseUrl: null, comparesIssuer: false },
    },
    directory,
    accounts: {
      kind: 'api',
      ask: async (path) => {
        const response = await fetch(jira.address + path);
        const bytes = new Uint8Array(await response.arrayBuffer());
        const request = { method: 'GET' as const, url: response.url };
        const answer = readAnswer({ request, status: response.status, headers: {}, bytes, milliseconds: 0 });
        return { answered: true, value: answer };
      },
    },
    spill: { ...memorySpill(), mark: () => null },
    ...{ from: null, save: null, signal, clock: systemClock, onProgress: () => {}, onNote: () => {} },
    onRows: (some) => void rows.push(...some.filter(({ outcome }) => outcome !== 'unchanged')),
  });
  if (end.kind !== 'done') throw new Error(`The run ended as ${end.kind}.`);
  return { sums: end.sums, rows };
};
