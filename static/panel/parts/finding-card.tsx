import Lozenge from '@atlaskit/lozenge';
import type { Finding } from '../../../src/contract/report';
import { AboutLink } from './about-check';
import { Answered } from './answered';
import { type CheckAgain, FindingFacts } from './finding-facts';
import { Mark } from './mark';
import { RichText } from './rich-text';
import { meaningOf, meaningWords } from './verdict-words';

type FindingCardProps = { finding: Finding; isFirst: boolean; again?: CheckAgain };

/** A failure, open: found, why it matters, what to do, what was answered. */
export const FindingCard = ({ finding, isFirst, again }: FindingCardProps) => {
  const meaning = meaningOf(finding) ?? 'look';
  return (
    <article className="card finding" aria-labelledby={`finding-${finding.id}`}>
      <header>
        <Mark of={meaning} size="medium" silent />
        <div className="row">
          <h3 id={`finding-${finding.id}`} tabIndex={-1}>
            <RichText>{finding.heading ?? [finding.title]}</RichText>
          </h3>
          <Lozenge appearance="removed">{meaningWords[meaning]}</Lozenge>
        </div>
        <AboutLink id={finding.id} title={finding.title} look="id" />
      </header>
      <FindingFacts finding={finding} isFirst={isFirst} {...(again && { again })} />
      <footer>
        {finding.answered ? <Answered answered={finding.answered} /> : <span />}
        <AboutLink id={finding.id} title={finding.title} look="about" />
      </footer>
    </article>
  );
};
