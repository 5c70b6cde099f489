import type { DryRunSums } from '../../contract/dry-run';
import { plain } from '../../contract/report';
import { defineCheck, fail, type Judgement, pass, warn } from '../define-check';
import { ownWords, say, type Values } from '../say';

/** What a dry run could not read or not tell. Who was not read is not nobody, so what hangs on it is not judged. */
export const directoryIncomplete = defineCheck({
  id: 'directory-incomplete',
  area: 'directory',
  title: 'What could be read of both directories',
  heading: 'Not everything could be told',
  severity: 'advice',
  needs: ['directory'],
  uses: ['everybodyTold'],
  explains: ['everybodyTold', 'administratorsTold', 'administratorGroupsTold'],
  why: 'What was found holds. Whoever was not read, or of whom it is not certain, may still run into trouble.',
  fix: 'Look what could not be read and why, and make the dry run again once it can be.',
  evaluate({ directory, everybodyTold }): Judgement {
    // Who administers is a finding of its own.
    const untold = directory.untold.filter(({ what }) => what !== 'administrators');
    const detail =
      untold.length === 0
        ? {}
        : {
            detail: {
              kind: 'list' as const,
              label: 'Could not be told',
              items: untold.map(({ count, message }) =>
                count === null
                  ? { text: message }
                  : { text: message, note: plain(say('it concerns {count}', { count })) },
              ),
            },
          };
    const values = valuesOf(directory);
    if (everybodyTold === undefined || directory.administrators.groupsOpen > 0) {
      const { text, fix } = whyNot(directory);
      return fail(text, values, { ...detail, ...(fix !== undefined && { fix: { text: fix, values: {} } }) });
    }
    const { nameless, repeated } = directory.reading;
    if (nameless > 0)
      return warn(
        '{nameless, plural, one {# entry of the directory has} other {# entries of the directory have}} no name, and Casdoor lets nobody in without one.',
        values,
        detail,
      );
    if (untold.length > 0)
      return warn('Something about the accounts of {product} could not be read. {message}', values, {
        ...detail,
        why: { text: 'Everybody could be judged all the same; what hangs on this was left out.', values: {} },
      });
    if (repeated > 0)
      return pass(
        'All of {people, plural, one {# person} other {# people}} and {accounts, plural, one {# account} other {# accounts}} were read; {repeated} met twice were counted once.',
        values,
      );
    return pass(
      'All of {people, plural, one {# person} other {# people}} and {accounts, plural, one {# account} other {# accounts}} were read.',
      values,
    );
  },
});

const valuesOf = ({ people, accounts, administrators, getIn, outcomes, reading, untold }: DryRunSums): Values => {
  const about = (what: string) => ownWords(untold.find((one) => one.what === what)?.message ?? '');
  return {
    people,
    accounts: accounts ?? 0,
    uncertain: outcomes['not-certain'],
    open: administrators.groupsOpen,
    getIn,
    repeated: reading.repeated,
    nameless: reading.nameless,
    message: ownWords(untold.find(({ what }) => what !== 'administrators')?.message ?? ''),
    ofPeople: about('people'),
    ofAccounts: about('accounts'),
  };
};

/** The most that is missing, first. */
const whyNot = ({ people, accounts, outcomes, getIn, untold }: DryRunSums): { text: string; fix?: string } => {
  const lacks = (what: string) => untold.some((one) => one.what === what);
  if (people === 0)
    return {
      text: 'Casdoor named nobody in the organization of the application, so nothing was looked at.',
      fix: 'In Casdoor open Applications → {application} and choose the organization of your people under “Organization”.',
    };
  if (lacks('people'))
    return { text: '{people, plural, one {# person was} other {# people were}} read, and not everybody. {ofPeople}' };
  if (accounts === null)
    return {
      text: 'Who is in {product} already was not read, so it is not known what becomes of {people, plural, one {# person} other {# people}}.',
      fix: 'Give access to the accounts of {product} in the step Directory, or with `--atlassian` or `--existing`, and run it again.',
    };
  if (lacks('accounts'))
    return {
      text: '{accounts, plural, one {# account was read} other {# accounts were read}}, and not all that {product} has. {ofAccounts}',
    };
  if (outcomes['not-certain'] === 0)
    return {
      text: 'Of {open, plural, one {# administrator} other {# administrators}} it is not certain which groups are left. Directory says why of each (in a terminal: `--people`).',
      fix: 'Open the administrators in the list of the step Directory: each says which rule or value is not known.',
    };
  if (getIn === outcomes['not-certain'])
    return {
      text: 'Of {people, plural, one {# person} other {# people}} it is not certain of {uncertain} what changes in their account; all of them get in. Directory says why of each (in a terminal: `--people`).',
      fix: 'Open those who are not certain in the list of the step Directory: each says which rule or value is not known.',
    };
  return {
    text:
      getIn > 0
        ? 'Of {people, plural, one {# person} other {# people}} it is not certain of {uncertain} what becomes of them; {getIn} of these get in, and only what changes in their account is open. Directory says why of each (in a terminal: `--people`).'
        : 'Of {people, plural, one {# person} other {# people}} it is not certain of {uncertain} what becomes of them. Directory says why of each (in a terminal: `--people`).',
    fix: 'Open those who are not certain in the list of the step Directory: each says which rule or value is not known.',
  };
};
