import fc from 'fast-check';
import * as v from 'valibot';
import { asJiraUser, jiraUser } from '../../../src/atlassian/accounts/user-shapes';

const text = fc.oneof(fc.string(), fc.constantFrom('', null, undefined), fc.integer(), fc.constant([]));
const user = fc.record(
  {
    name: fc.oneof(fc.string(), text),
    emailAddress: text,
    displayName: text,
    active: fc.oneof(fc.boolean(), fc.constantFrom(null, undefined, 0, 'true')),
    key: fc.string(),
  },
  { requiredKeys: [] },
);

test('a user of Jira is read, or refused, as the shape says', () => {
  let read = 0;
  fc.assert(
    fc.property(fc.oneof({ arbitrary: user, weight: 20 }, fc.anything()), (value) => {
      const said = v.safeParse(jiraUser, value);
      expect(asJiraUser(value)).toEqual(said.success ? said.output : null);
      if (said.success) read += 1;
    }),
    { numRuns: 2000 },
  );
  expect(read).toBeGreaterThan(50);
});
