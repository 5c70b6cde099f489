import {
  type Area,
  areaNames,
  type BlockedBy,
  type Finding,
  type GivenName,
  type JudgedStep,
} from '../../../src/contract/report';
import { usePanel } from '../panel-model';
import { AboutLink } from './about-check';
import { Fold } from './fold';
import { Mark } from './mark';
import type { Groups } from './result';
import { RichText } from './rich-text';

type FoldedProps = { step: JudgedStep; groups: Groups };

/** What passed, and what waits: counted, folded, the reason on the closed line. */
export const Folded = ({ step, groups }: FoldedProps) => {
  const { report } = usePanel();
  const { passed, 'not-yet': notYet } = groups;
  if (passed.length + notYet.length === 0) return null;
  const others = Object.values(groups).flat();
  const titles = new Map([...(report?.findings ?? []), ...others].map(({ id, title }) => [id, title]));
  return (
    <section className="group" aria-label="Passed and not checked">
      <div className="card folds">
        {passed.length > 0 && (
          <Fold
            look="row"
            id={`${step}-passed`}
            summary={<Line of="passed" title={`${passed.length} passed`} text={areasOf(passed)} />}
          >
            <ul className="two-columns">
              {passed.map((finding) => (
                <li key={finding.id}>
                  <Mark of="passed" silent />
                  <span>
                    <AboutLink id={finding.id} title={finding.title} />
                    {finding.found && (
                      <span className="subtle">
                        {' '}
                        <RichText>{finding.found}</RichText>
                      </span>
                    )}
                  </span>
                </li>
              ))}
            </ul>
          </Fold>
        )}
        {notYet.length > 0 && (
          <Fold
            look="row"
            id={`${step}-not-yet`}
            summary={
              <Line of="not-yet" title={`${notYet.length} not checked yet`} text={reasonsOf(step, notYet, titles)} />
            }
          >
            <ul className="two-columns">
              {notYet.map((finding) => (
                <li key={finding.id}>
                  <Mark of="not-yet" silent />
                  <span>
                    <AboutLink id={finding.id} title={finding.title} />
                    <span className="subtle">
                      {' '}
                      {finding.found ? <RichText>{finding.found}</RichText> : reasonOf(finding, titles)}
                    </span>
                  </span>
                </li>
              ))}
            </ul>
          </Fold>
        )}
      </div>
    </section>
  );
};

const Line = ({ of, title, text }: { of: 'passed' | 'not-yet'; title: string; text: string }) => (
  <>
    <Mark of={of} silent />
    <span className="grow">
      <strong>{title}</strong>
      <br />
      <span className="subtle">{text}</span>
    </span>
  </>
);

/** "Address and network 12, discovery document 7". */
const areasOf = (findings: readonly Finding[]): string => {
  const counts = new Map<Area, number>();
  for (const { area } of findings) counts.set(area, (counts.get(area) ?? 0) + 1);
  return [...counts]
    .map(([area, count], index) => `${index === 0 ? areaNames[area] : lowered(areaNames[area])} ${count}`)
    .join(', ');
};

/** A name that begins with letters like "SSO" keeps them. */
const lowered = (name: string) => (/^[A-Z]{2}/.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1));

const waitsFor: Record<GivenName | 'evidence', string> = {
  address: 'the address of Casdoor',
  'client-id': 'the client ID',
  secret: 'the client secret',
  'redirect-uri': 'the callback URL',
  'base-url': 'the base URL',
  mapping: 'the mapping',
  'plugin-file': "the plugin's exported file",
  'sign-in': 'a test sign-in',
  'dry-run': 'a dry run of the directory',
  'http-consent': 'your consent to http',
  'egress-consent': 'consent to requests to this host',
  time: 'more time: the run ended before it',
  evidence: 'something that Casdoor did not answer',
};

const reasonOf = (
  { blockedBy, outcome }: Pick<Finding, 'blockedBy' | 'outcome'>,
  titles: ReadonlyMap<string, string>,
): string => {
  if (outcome === 'crashed') return 'could not be judged: the check itself broke';
  return blockedBy ? `waits for ${causeOf(blockedBy, titles)}` : 'waits';
};

const causeOf = (blockedBy: BlockedBy, titles: ReadonlyMap<string, string>): string =>
  'check' in blockedBy ? `"${titles.get(blockedBy.check) ?? blockedBy.check}"` : waitsFor[blockedBy.missing];

/** Each reason once, the commonest first. */
const reasonsOf = (step: JudgedStep, findings: readonly Finding[], titles: ReadonlyMap<string, string>): string => {
  const counts = new Map<string, number>();
  for (const finding of findings) {
    const reason = reasonOf(finding, titles);
    counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  const sorted = [...counts].sort(([, one], [, other]) => other - one).map(([reason]) => reason);
  const told = sorted.slice(0, 3).join('; ');
  const isOne = findings.length === 1;
  // A sign-in is no run that goes on by itself.
  const then =
    step === 'sign-in'
      ? `The next sign-in that gets so far shows ${isOne ? 'it' : 'them'}.`
      : `${isOne ? 'It runs by itself' : 'They run by themselves'} once that is there.`;
  return `${told.charAt(0).toUpperCase()}${told.slice(1)}${sorted.length > 3 ? `; and ${sorted.length - 3} more reasons` : ''}. ${then}`;
};
