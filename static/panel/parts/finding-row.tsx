import type { Finding } from '../../../src/contract/report';
import { AboutLink } from './about-check';
import { Answered } from './answered';
import { type CheckAgain, FindingFacts } from './finding-facts';
import { Fold } from './fold';
import { Mark } from './mark';
import { RichText } from './rich-text';

/** A warning: closed, its finding readable without opening. */
export const FindingRow = ({ finding, again }: { finding: Finding; again?: CheckAgain }) => (
  <Fold
    look="row"
    id={`finding-${finding.id}`}
    summary={
      <>
        <Mark of="look" />
        <span className="grow">
          <strong>
            <RichText>{finding.heading ?? [finding.title]}</RichText>
          </strong>
          {finding.found && (
            <>
              <br />
              <span className="subtle">
                <RichText>{finding.found}</RichText>
              </span>
            </>
          )}
        </span>
        <span className="check-id wide-only">{finding.id}</span>
      </>
    }
  >
    <FindingFacts finding={finding} isFirst={false} isFoundShown {...(again && { again })} />
    <div className="row spread fold-foot">
      {finding.answered ? <Answered answered={finding.answered} /> : <span />}
      <AboutLink id={finding.id} title={finding.title} look="about" />
    </div>
  </Fold>
);
