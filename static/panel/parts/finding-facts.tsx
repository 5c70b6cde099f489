import Button from '@atlaskit/button/default/button';
import RetryIcon from '@atlaskit/icon/core/refresh';
import { Fragment, type ReactNode } from 'react';
import type { Finding } from '../../../src/contract/report';
import { usePanel } from '../panel-model';
import { CopyBox } from './copy-box';
import { FindingDetail } from './finding-detail';
import { HandOver } from './hand-over';
import { MendButton } from './mend/mend-button';
import { MendFlow } from './mend/mend-flow';
import { mendableBy } from './mend/mend-words';
import { useMending } from './mend/mending';
import { NewTabLink } from './new-tab-link';
import { RichText } from './rich-text';

type FindingFactsProps = {
  finding: Finding;
  /** Only one button of a screen is the thing to do now. */
  isFirst: boolean;
  /** The finding's sentence stands on the closed line already. */
  isFoundShown?: boolean;
  again?: CheckAgain;
};

/** How it is looked at again where no check of the step does that: what was found came of something else. */
export type CheckAgain = { isRunning: boolean; act: () => void };

/** Found, why it matters, do this: labels along one edge, so that an eye runs down it. */
export const FindingFacts = ({ finding, isFirst, isFoundShown = false, again }: FindingFactsProps) => {
  const { found, why, fix, detail } = finding;
  const mending = useMending();
  const mendable = mending && mendableBy(finding, mending.target);
  const isOffered = mendable?.kind === 'offered';
  const flow = mending?.flow?.place === finding.id ? mending.flow : null;
  const hasFound = detail !== null || (found !== null && !isFoundShown);
  return (
    <dl className="facts">
      {hasFound && (
        <Fact label="Found">
          {detail && <FindingDetail detail={detail} />}
          {found && !isFoundShown && (
            <p>
              <RichText>{found}</RichText>
            </p>
          )}
        </Fact>
      )}
      {why && (
        <Fact label="Why it matters">
          <p>
            <RichText>{why}</RichText>
          </p>
        </Fact>
      )}
      <Fact label="Do this">
        {fix && (
          <p>
            <RichText>{fix}</RichText>
          </p>
        )}
        {finding.copy.map(({ label, text }) => (
          <Fragment key={label + text}>
            {finding.copy.length > 1 && <p className="small subtle">{label}</p>}
            <CopyBox text={text} of={label} />
          </Fragment>
        ))}
        {mendable?.kind === 'not-from-here' && <p className="subtle">{mendable.why}</p>}
        <Actions finding={finding} isFirst={isFirst} isMendable={isOffered} {...(again && { again })} />
        {isOffered && (
          <MendFlow
            place={finding.id}
            isPrimary={isFirst}
            redirectUri={finding.copy[0]?.text ?? ''}
            message={finding.handOver}
          />
        )}
        {finding.handOver && flow?.phase !== 'failed' && <HandOver text={finding.handOver} />}
      </Fact>
    </dl>
  );
};

const Fact = ({ label, children }: { label: string; children: ReactNode }) => (
  <>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </>
);

type ActionsProps = { finding: Finding; isFirst: boolean; isMendable: boolean; again?: CheckAgain };

const Actions = ({ finding, isFirst, isMendable, again: ofPlace }: ActionsProps) => {
  const { check, signIn, directory } = usePanel();
  const isMine = check.running !== null && check.askedFor === finding.id;
  const again = ofPlace
    ? { label: ofPlace.isRunning ? 'Checking' : 'Check again', act: ofPlace.act }
    : finding.area === 'sign-in'
      ? { label: 'Sign in again', act: signIn.start }
      : finding.area === 'directory'
        ? { label: 'Run again', act: directory.start }
        : { label: isMine ? 'Checking' : 'Check again', act: () => check.start({ finding: finding.id }) };
  return (
    <div className="actions">
      {isMendable && (
        <MendButton
          subject={{ place: finding.id, uri: 'plugin', isRegistered: true }}
          isPrimary={isFirst}
          of={finding.title}
        />
      )}
      {/* Never disabled while it runs: the focus stays here. */}
      <Button
        appearance={isFirst && !isMendable ? 'primary' : 'default'}
        iconBefore={RetryIcon}
        onClick={() => void again.act()}
      >
        {again.label}
        <span className="unseen">: {finding.title}</span>
      </Button>
      {finding.links.map(({ label, url }) => (
        <NewTabLink key={label + url} label={label} url={url} />
      ))}
    </div>
  );
};
