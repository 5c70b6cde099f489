import type { DryRunRow } from '../../../../src/contract/dry-run';
import type { Mapping } from '../../../../src/contract/mapping';
import type { Rich } from '../../../../src/contract/report';
import { type Plugin, type Product, productNames } from '../../../../src/contract/target';
import { keyFieldOf, rulesOf } from '../../../../src/mapping/rules-of';
import { labelsOf } from '../mapping/plugin-labels';

/** One action, in the words of the screen where it is done. */
export type Advice = {
  text: Rich;
  /** Where that is, of the screens that can be opened from here. */
  opens: 'person' | 'mapping' | 'sign-in' | null;
  /** Another way out; null where there is none. */
  instead: Rich | null;
};

export type AdviceFacts = {
  plugin: Plugin;
  product: Product;
  mapping: Mapping;
  /** As they are spelled in the product. */
  administratorGroups: readonly string[];
  /** Names of groups that Casdoor sends for the person; left out where they are not known. */
  sent?: readonly string[];
  /** Whether everybody who is in the product was read. */
  hasAccounts: boolean;
};

type Row = Pick<
  DryRunRow,
  | 'name'
  | 'outcome'
  | 'cause'
  | 'account'
  | 'existing'
  | 'username'
  | 'email'
  | 'groupsLost'
  | 'losesRights'
  | 'lockedOut'
  | 'noApplicationAccess'
>;

/** What to do about one person, or one account that nobody reaches. Null: there is nothing to do. Pure. */
export const whatToDo = (row: Row, facts: AdviceFacts): Advice | null => {
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

const ofBarred = ({ name, existing, lockedOut }: Row, product: string): Advice | null =>
  lockedOut && existing
    ? {
        text: [
          `If this person has left, deactivate `,
          { code: existing.username },
          ` in ${product}: its own password still opens it.`,
        ],
        opens: 'person',
        instead: ['Or let the person in again: in Casdoor, switch off "Is forbidden" of ', { code: name }, '.'],
      }
    : null;

const ofRefused = (row: Row, facts: AdviceFacts, product: string): Advice => {
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

const ofColliding = (row: Row, facts: AdviceFacts, product: string): Advice => {
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

const ofRenamed = ({ existing }: Row, facts: AdviceFacts, product: string): Advice => {
  const byEmail = keyOf(facts) === 'email';
  const { email, username } = labelsOf[facts.plugin];
  const has = byEmail ? existing?.email : existing?.username;
  return {
    text: [
      'In Mapping, choose for "',
      byEmail ? email : username,
      '" a claim that holds ',
      { code: has ?? existing?.username ?? 'what the account has' },
      ', as the account has it.',
    ],
    opens: 'mapping',
    instead: [
      `Or change the ${byEmail ? 'e-mail' : 'username'} of the account in ${product} before the first sign-in.`,
    ],
  };
};

const ofUncertain = ({ name }: Row, { hasAccounts }: AdviceFacts, product: string): Advice =>
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

const ofUnreached = ({ existing, account }: Row, product: string): Advice | null => {
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

const ofIdle = ({ account, name }: Row, facts: AdviceFacts, product: string): Advice => ({
  text: [`In ${product}, put `, { code: account ?? name }, ` into a group that gives access to ${product}.`],
  opens: null,
  instead:
    facts.plugin === 'miniorange' ? ['Or name such a group as "Default Group" in the plugin, for all users.'] : null,
});

/** The name that leads into the first group that is taken away, the one that administers before others. */
const ofGroups = ({ name, groupsLost }: Row, facts: AdviceFacts): Advice => {
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

const keyOf = ({ mapping, plugin }: AdviceFacts) => keyFieldOf(rulesOf(mapping, plugin), plugin);

const sought = (row: Row, facts: AdviceFacts): string =>
  (keyOf(facts) === 'email' ? row.email : row.username) ?? row.account ?? row.name;

const isCasdoorName = (written: string): boolean =>
  ['name', 'preferred_username', '${name}', '${preferred_username}'].includes(written.trim());

const domainOf = (email: string | null): string | null => {
  const at = email?.lastIndexOf('@') ?? -1;
  return at < 0 ? null : (email?.slice(at + 1) ?? null);
};

/** ", such as acme/staff", where a group mapping names one. */
const exampleOf = ({ mapping, plugin }: AdviceFacts): Rich => {
  const [first] = Object.values(rulesOf(mapping, plugin).groupMapping ?? {}).flat();
  return first === undefined ? [] : [', such as ', { code: first }];
};
