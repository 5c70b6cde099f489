import { productNames } from '../../../../src/contract/target';
import { rulesOf } from '../../../../src/mapping/rules-of';
import { labelsOf } from '../mapping/plugin-labels';
import { type Advice, type AdviceFacts, type AdvisedRow, keyOf, ofRenamed } from './advice';
import { ofRefused } from './refusal-advice';

/** What to do about one person, or one account that nobody reaches. Null: there is nothing to do. Pure. */
export const whatToDo = (row: AdvisedRow, facts: AdviceFacts): Advice | null => {
  const product = productNames[facts.product];
  switch (row.outcome) {
    case 'barred':
      return ofBarred(row, product);
    case 'refused':
      return ofRefused(row, facts, product);
    case 'collides':
      return ofColliding(row, facts, product);
    case 'renamed':
      return ofRenamed(row, facts, product);
    case 'not-certain':
      return ofUncertain(row, facts, product);
    case 'unreached':
      return ofUnreached(row, product);
    case 'unchanged':
    case 'updated':
    case 'created':
      if (row.noApplicationAccess) return ofIdle(row, facts, product);
      return row.groupsLost.length > 0 ? ofGroups(row, facts) : null;
  }
};

const ofBarred = ({ name, existing, lockedOut }: AdvisedRow, product: string): Advice | null =>
  lockedOut && existing
    ? {
        text: [
          `If this person has left, deactivate `,
          { code: existing.username },
          ` in ${product}: its own password still opens it.`,
        ],
        opens: 'person',
        instead: [
          'Or let the person in again: in Casdoor, open ',
          { code: name },
          ' and mend what is said above: "Is forbidden", "Is deleted", or a "Tag" that the application does not list.',
        ],
      }
    : null;

const ofColliding = (row: AdvisedRow, facts: AdviceFacts, product: string): Advice => {
  const { name } = row;
  if (keyOf(facts) === 'email')
    return {
      text: ['In Casdoor, open ', { code: name }, ' and give the person an "Email" that nobody else has.'],
      opens: 'person',
      instead: [`Where several accounts of ${product} have the same e-mail, change it there.`],
    };
  const { username } = facts.mapping;
  if (facts.plugin === 'atlassian-dc' && !username.includes('${'))
    return {
      text: [
        'In Mapping, write "',
        labelsOf[facts.plugin].username,
        '" as ',
        { code: `\${${username}}` },
        ': without the signs around it, it is the name of one account for everybody.',
      ],
      opens: 'mapping',
      instead: null,
    };
  return isCasdoorName(username)
    ? {
        text: ['In Casdoor, change "Name" of ', { code: name }, ': it differs from another by capitals alone.'],
        opens: 'person',
        instead: null,
      }
    : {
        text: [
          'In Mapping, choose for "',
          labelsOf[facts.plugin].username,
          '" a claim that nobody shares: ',
          { code: username },
          ' is the same for several.',
        ],
        opens: 'mapping',
        instead: null,
      };
};

const ofUncertain = ({ name }: AdvisedRow, { hasAccounts }: AdviceFacts, product: string): Advice =>
  hasAccounts
    ? {
        text: ['Test a sign-in as ', { code: name }, ': it shows what a directory cannot tell.'],
        opens: 'sign-in',
        instead: null,
      }
    : {
        text: [`Let the accounts of ${product} be read as well, and run this again.`],
        opens: null,
        instead: null,
      };

const ofUnreached = ({ existing, account }: AdvisedRow, product: string): Advice | null => {
  if (existing && !existing.active) return null;
  return {
    text: [
      'If somebody works with it, add a person to Casdoor whose sign-in gives ',
      { code: existing?.username || account || 'its username' },
      '.',
    ],
    opens: null,
    instead: [
      `A robot, a portal customer or the account for emergencies keeps its password in ${product} and needs nobody in Casdoor.`,
    ],
  };
};

const ofIdle = ({ account, name }: AdvisedRow, facts: AdviceFacts, product: string): Advice => ({
  text: [`In ${product}, put `, { code: account ?? name }, ` into a group that gives access to ${product}.`],
  opens: null,
  instead:
    facts.plugin === 'miniorange' ? ['Or name such a group as "Default Group" in the plugin, for all users.'] : null,
});

/** The name that leads into the first group that is taken away, the one that administers before others. */
const ofGroups = ({ name, groupsLost }: AdvisedRow, facts: AdviceFacts): Advice => {
  const rules = rulesOf(facts.mapping, facts.plugin);
  const lost = groupsLost.find((group) => facts.administratorGroups.includes(group)) ?? groupsLost[0] ?? '';
  const arrives = facts.sent?.find((group) => bareName(group) === bareName(lost));
  if (arrives !== undefined && arrives !== lost) return ofOtherName(lost, arrives, facts);
  const sent = rules.groupMapping?.[lost]?.[0] ?? lost;
  return {
    text: ['In Casdoor, put ', { code: name }, ' into ', { code: sent }, ', and run this again.'],
    opens: 'person',
    instead:
      facts.plugin === 'miniorange'
        ? ['Or turn on "Keep Existing Users Groups": then no sign-in takes any group away, from anybody.']
        : facts.plugin === 'atlassian-dc'
          ? ['Or leave "Groups" of the just-in-time provisioning empty: then no sign-in touches groups.']
          : null,
  };
};

/** The person is in the group at Casdoor, which calls it otherwise than the product. */
const ofOtherName = (lost: string, arrives: string, { plugin }: AdviceFacts): Advice =>
  plugin === 'atlassian-dc'
    ? {
        text: [
          'Casdoor sends it as ',
          { code: arrives },
          ', and the plugin takes names as they arrive. Leave "Groups" of the just-in-time provisioning empty.',
        ],
        opens: 'mapping',
        instead: null,
      }
    : {
        text: [
          'Casdoor sends it as ',
          { code: arrives },
          '. In Mapping, let that name lead into ',
          { code: lost },
          '.',
        ],
        opens: 'mapping',
        instead: ['Or turn on "Keep Existing Users Groups": then no sign-in takes any group away, from anybody.'],
      };

/** Without the organization that Casdoor puts in front, and without capitals. */
const bareName = (group: string): string => group.slice(group.lastIndexOf('/') + 1).toLowerCase();

const isCasdoorName = (written: string): boolean =>
  ['name', 'preferred_username', '${name}', '${preferred_username}'].includes(written.trim());
