import { type Check, cannotTell, defineCheck, fail, type Judgement, pass, warn } from '../../src/checks/define-check';
import type { FactName } from '../../src/checks/evidence';
import { verdictOf } from '../../src/checks/report';
import { runChecks } from '../../src/checks/run-checks';
import { sumsOf } from './directory/dry-run';
import { evidenceOf, failedWith, unreachable, withoutFrom } from './healthy-evidence';

const check = (id: string, evaluate: () => Judgement, more: Partial<Check> = {}): Check => ({
  ...defineCheck({
    id,
    area: 'address',
    title: `Title of ${id}`,
    heading: `Heading of ${id}`,
    severity: 'blocker',
    needs: [] as FactName[],
    why: 'It keeps people out of {product}.',
    fix: 'Mend {application}.',
    evaluate,
  }),
  ...more,
});
const outcomes = (checks: Check[], evidence = evidenceOf()) =>
  runChecks(checks, evidence).map(({ outcome, blockedBy }) => (blockedBy ? blockedBy : outcome));

describe('running checks', () => {
  it('makes what follows from a failure blocked by it, passed or not', () => {
    const cause = check('cause', () => fail('Wrong.'));
    const consequence = check('consequence', () => fail('Wrong too.'), { after: ['cause'] });
    const untrusted = check('untrusted', () => pass(), { after: ['cause'] });
    const unrelated = check('unrelated', () => pass());
    expect(outcomes([cause, consequence, untrusted, unrelated])).toEqual([
      'fail',
      { check: 'cause' },
      { check: 'cause' },
      'pass',
    ]);
  });

  it('asks a check about everybody once there was a dry run, whatever else is missing', () => {
    const sample = check('sample', () => fail('Of the first page.'), {
      needs: ['people'],
      ofEverybody: ({ people }) => (people > 0 ? pass() : null),
    });
    const without = { people: { reason: 'stopped' } } as const;
    const dryRun = (people: number) => evidenceOf({ given: { directory: sumsOf({ people }) }, without });
    expect(outcomes([sample])).toEqual(['fail']);
    expect(outcomes([sample], dryRun(1_000))).toEqual(['pass']);
    // The sums do not tell: the first page would have to.
    expect(outcomes([sample], dryRun(0))).toEqual([{ missing: 'time' }]);
    const broken = check('broken', () => pass(), {
      ofEverybody: () => {
        throw new TypeError('It broke.');
      },
    });
    expect(outcomes([broken], dryRun(1_000))).toEqual(['crashed']);
  });

  it('blocks a check that found no fault and cannot say that there is none', () => {
    const open = check('open', () => cannotTell('everybodyTold'));
    const reason = check('reason', () => fail('Half of it.'), { severity: 'advice', explains: ['everybodyTold'] });
    const partly = evidenceOf({ given: { directory: sumsOf({ accounts: null }) } });
    expect(outcomes([open, reason], partly)).toEqual([{ check: 'reason' }, 'fail']);
    expect(outcomes([open])).toEqual([{ missing: 'dry-run' }]);
  });

  it('hands a cause on along what failed', () => {
    const first = check('first', () => fail('Wrong.'));
    const second = check('second', () => fail('Wrong too.'), { after: ['first'] });
    const third = check('third', () => fail('And this.'), { after: ['second'] });
    expect(outcomes([first, second, third])).toEqual(['fail', { check: 'first' }, { check: 'first' }]);
  });

  it('does not hand it on along what passed', () => {
    const first = check('first', () => fail('Wrong.'));
    const second = check('second', () => pass(), { after: ['first'] });
    const third = check('third', () => fail('Of its own.'), { after: ['second'] });
    expect(outcomes([first, second, third])).toEqual(['fail', { check: 'first' }, 'fail']);
  });

  it('blocks what repeats a failure that weighs, and lets stand what passed or follows from advice', () => {
    const cause = check('cause', () => fail('Wrong.'));
    const advice = check('advice', () => fail('Not nice.', {}, { severity: 'advice' }));
    const repeats = ['cause', 'advice'];
    const again = check('again', () => fail('Wrong once more.'), { repeats });
    const look = check('look', () => warn('Look.'), { repeats });
    const passed = check('passed', () => pass(), { repeats });
    expect(outcomes([cause, again, look, passed])).toEqual(['fail', { check: 'cause' }, { check: 'cause' }, 'pass']);
    expect(outcomes([advice, again, look, passed])).toEqual(['fail', 'fail', 'warn', 'pass']);
    const blocked = check('cause', () => fail('Wrong too.'), { after: ['first'] });
    const first = check('first', () => fail('First.'));
    expect(outcomes([first, blocked, again])).toEqual(['fail', { check: 'first' }, { check: 'first' }]);
  });

  it('lets no check be its own consequence where two exclude each other', () => {
    const one = check('one', () => pass(), { after: ['other'] });
    const other = check('other', () => fail('Wrong.'), { after: ['one'] });
    expect(outcomes([one, other])).toEqual([{ check: 'other' }, 'fail']);
  });

  it('does not take a warning for a cause', () => {
    const cause = check('cause', () => warn('Look.'));
    const other = check('other', () => pass(), { after: ['cause'] });
    expect(outcomes([cause, other])).toEqual(['warn', 'pass']);
  });

  it('explains a missing fact by the failure that names it, through the facts between', () => {
    const cause = check('cause', () => fail('Silence.'), { explains: ['discovery', 'answer'] });
    const lacking = check('lacking', () => pass(), { needs: ['keys'] });
    const evidence = unreachable(failedWith('connection-refused'));
    expect(outcomes([cause, lacking], evidence)).toEqual(['fail', { check: 'cause' }]);
    expect(outcomes([lacking], evidence)).toEqual([{ missing: 'evidence' }]);
  });

  it('waits for what was not given before anything else', () => {
    const cause = check('cause', () => fail('Silence.'), { explains: ['secret'] });
    const lacking = check('lacking', () => pass(), { needs: ['secret'] });
    const evidence = evidenceOf({ without: { secret: { reason: 'not-given', what: 'secret' } } });
    expect(outcomes([cause, lacking], evidence)).toEqual(['fail', { missing: 'secret' }]);
  });

  it.each([
    ['not-from-here', 'This cannot be told from the cloud.'],
    ['not-casdoor', 'Only Casdoor can be asked this.'],
    ['not-applicable', 'There is nothing to look at in this set-up.'],
  ] as const)('calls a fact that is missing as %s not applicable', (reason, found) => {
    const evidence = evidenceOf({ without: { clock: { reason } } });
    const [finding] = runChecks([check('clock', () => pass(), { needs: ['clock'] })], evidence);
    expect(finding).toMatchObject({ outcome: 'not-applicable', found: [found] });
  });

  it('shows a check only the facts that it names, and undefined for one it can do without', () => {
    const seen: unknown[] = [];
    const curious = defineCheck({
      ...check('curious', () => pass()),
      needs: ['address'],
      uses: ['keys'],
      evaluate: (facts) => {
        seen.push(Object.keys(facts));
        return pass();
      },
    });
    runChecks([curious], evidenceOf());
    runChecks([curious], withoutFrom('keys'));
    expect(seen).toEqual([['address', 'keys'], ['address']]);
  });

  it('reports a check that breaks as crashed, and never as passed', () => {
    const broken = check('broken', () => {
      throw new TypeError('secret words of the exception');
    });
    const wordless = check('wordless', () => fail('It names {nothing}.'));
    const findings = runChecks([broken, wordless, check('fine', () => pass())], evidenceOf());
    expect(findings.map(({ outcome }) => outcome)).toEqual(['crashed', 'crashed', 'pass']);
    expect(JSON.stringify(findings)).not.toContain('secret words');
    expect(verdictOf(findings)).toBe('incomplete');
  });

  it('sets names of our own apart from values from outside', () => {
    const [finding] = runChecks([check('one', () => fail('Wrong.'))], evidenceOf());
    expect(finding?.why).toEqual(['It keeps people out of Jira.']);
    expect(finding?.fix).toEqual(['Mend ', { code: 'app-jira' }, '.']);
  });
});
