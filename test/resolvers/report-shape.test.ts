import * as v from 'valibot';
import { catalogue } from '../../src/checks/catalogue';
import { buildReport } from '../../src/checks/report';
import { areas } from '../../src/contract/report';
import { reportShape } from '../../src/resolvers/report-shape';
import { evidenceOf } from '../checks/healthy-evidence';

const kept = buildReport(catalogue, evidenceOf(), areas, 1);

test('a report that was kept is read back as it was', () => {
  expect(v.parse(reportShape, kept)).toEqual(kept);
});

test('one that was kept before there were the steps Sign-in and Directory says nothing of them', () => {
  const { 'sign-in': _signIn, directory: _directory, ...steps } = kept.steps;
  const read = v.parse(reportShape, { ...kept, steps });
  expect(read.steps.connect).toEqual(kept.steps.connect);
  for (const step of ['sign-in', 'directory'] as const)
    expect(read.steps[step]).toMatchObject({ verdict: 'incomplete', headline: ['Not checked yet'] });
});

test('what is no report is not shown half', () => {
  expect(v.is(reportShape, { ...kept, findings: [{ id: 'x' }] })).toBe(false);
});
