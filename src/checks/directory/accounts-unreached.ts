import type { Plugin } from '../../contract/target';
import { cannotTell, defineCheck, fail, pass, warn } from '../define-check';
import type { Sentence } from '../say';
import { headlineOf, withWho } from './harm';

/** Robots, an emergency account and a few more are in every Jira; so many that nobody reaches are people. */
const few = 10;

/** Active accounts that nobody in Casdoor reaches: robots, portal customers, the emergency account, people who are missing. */
export const accountsUnreached = defineCheck({
  id: 'accounts-unreached',
  area: 'directory',
  title: 'Accounts that nobody in Casdoor reaches',
  heading: 'Some active accounts are reached by nobody',
  severity: 'advice',
  needs: ['directory'],
  uses: ['everybodyTold'],
  why: 'Robots, customers of a portal and the emergency account need no sign-in through Casdoor, and need the usual way in. Of people it means that Casdoor does not know them.',
  fix: 'Look who they are, and leave the usual sign-in page of {product} open for those who need it.',
  evaluate({ directory, everybodyTold }, { target }) {
    const { onlyInTarget, outcomes } = directory;
    if (onlyInTarget === null) return cannotTell('everybodyTold');
    const { active, administrators } = onlyInTarget;
    const values = { active, administrators };
    if (active === 0) return everybodyTold === undefined ? cannotTell('everybodyTold') : pass('There is none.');
    const isNobodyHome = outcomes.unchanged + outcomes.updated + outcomes.renamed + outcomes['not-certain'] === 0;
    if (isNobodyHome && outcomes.created > 0 && active >= few)
      return warn(
        withWho('Nobody in Casdoor reaches any account that is there: {active} active accounts are reached by nobody.'),
        values,
        {
          severity: 'serious',
          heading: { text: 'Nobody would find an account that is there', values: {} },
          headline: headlineOf(directory, 'Nobody would find an account that is there'),
          why: {
            text: 'If these are the accounts of your people, everybody gets a new, empty one beside it.',
            values: {},
          },
          fix: {
            text: 'Look whether usernames in Casdoor and in {product} are made the same way, and choose the claim with those of {product}.',
            values: {},
          },
        },
      );
    const way = wayIn[target.plugin];
    return fail(
      withWho(
        administrators === 0
          ? '{active, plural, one {# active account is} other {# active accounts are}} reached by nobody in Casdoor.'
          : '{active, plural, one {# active account is} other {# active accounts are}} reached by nobody in Casdoor, and {administrators, plural, one {# of them administers} other {# of them administer}} {product}.',
      ),
      values,
      way === undefined ? {} : { fix: way },
    );
  },
});

const wayIn: Partial<Record<Plugin, Sentence>> = {
  miniorange: {
    text: 'Look who they are, and leave “Backdoor URL” under Sign In Settings on for those who need the usual way in.',
    values: {},
  },
  'atlassian-dc': {
    text: 'Look who they are, and leave the sign-in form beside the button of the plugin for those who need it.',
    values: {},
  },
};
