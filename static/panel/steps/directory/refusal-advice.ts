import type { Rich } from '../../../../src/contract/report';
import { rulesOf } from '../../../../src/mapping/rules-of';
import { labelsOf } from '../mapping/plugin-labels';
import { type Advice, type AdviceFacts, type AdvisedRow, keyOf, ofRenamed } from './advice';

/** One action for each cause of a refusal. */
export const ofRefused = (row: AdvisedRow, facts: AdviceFacts, product: string): Advice => {
  const { name, existing, account, email } = row;
  const labels = labelsOf[facts.plugin];
  const theirs: Rich = ['In Casdoor, open ', { code: name }];
  switch (row.cause) {
    case 'no-username':
      return {
        text: [...theirs, ' and fill in what "', labels.username, '" reads: ', { code: facts.mapping.username }, '.'],
        opens: 'person',
        instead: ['Or choose a claim in Mapping that everybody has.'],
      };
    case 'no-email':
      return {
        text: [...theirs, ' and fill in "Email".'],
        opens: 'person',
        instead: null,
      };
    case 'domain':
      return {
        text: [
          'In the plugin, open "Sign In Settings" and add ',
          { code: domainOf(email) ?? 'the domain' },
          ' to "Allowed Domains", with the same capitals.',
        ],
        opens: null,
        instead: ['Or give ', { code: name }, ' an e-mail of an allowed domain in Casdoor.'],
      };
    case 'inactive':
      if (facts.plugin === 'miniorange-cloud')
        return {
          text: [
            'In the administration of Atlassian, open the user of ',
            { code: email ?? name },
            ' and restore the access.',
          ],
          opens: null,
          instead: ['If this person has left, nothing needs to be done.'],
        };
      return {
        text: [
          `In ${product}, open `,
          { code: existing?.username ?? account ?? name },
          ' in the user management and tick "Active".',
        ],
        opens: null,
        instead: ['If this person has left, nothing needs to be done.'],
      };
    case 'not-created':
      return existing && row.lockedOut
        ? { ...ofRenamed(row, facts, product), instead: null }
        : {
            text:
              facts.plugin === 'atlassian-dc'
                ? ['In the plugin, tick "Create users on login to the application".']
                : [`In ${product}, create an account `, { code: sought(row, facts) }, '.'],
            opens: null,
            instead:
              facts.plugin === 'atlassian-dc'
                ? [`Or create an account `, { code: sought(row, facts) }, ` in ${product}.`]
                : null,
          };
    case 'no-mapped-group':
      return {
        text: [...theirs, ' and put the person into a group that is mapped', ...exampleOf(facts), '.'],
        opens: 'person',
        instead: ['Or turn off "Restrict User Creation based on Group Mapping" in the plugin.'],
      };
    case 'claim-missing':
      return {
        text: ['In Mapping, choose a claim that the ID token of this application has.'],
        opens: 'mapping',
        instead: ['Or choose another token format on the page of the application in Casdoor.'],
      };
    case null:
      return {
        text: [...theirs, ' and compare the person with somebody who gets in.'],
        opens: 'person',
        instead: null,
      };
  }
};

const sought = (row: AdvisedRow, facts: AdviceFacts): string =>
  (keyOf(facts) === 'email' ? row.email : row.username) ?? row.account ?? row.name;

const domainOf = (email: string | null): string | null => {
  const at = email?.lastIndexOf('@') ?? -1;
  return at < 0 ? null : (email?.slice(at + 1) ?? null);
};

/** ", such as acme/staff", where a group mapping names one. */
const exampleOf = ({ mapping, plugin }: AdviceFacts): Rich => {
  const [first] = Object.values(rulesOf(mapping, plugin).groupMapping ?? {}).flat();
  return first === undefined ? [] : [', such as ', { code: first }];
};
