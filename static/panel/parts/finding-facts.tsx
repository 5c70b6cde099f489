import Button from '@atlaskit/button/default/button';
import RetryIcon from '@atlaskit/icon/core/refresh';
import { Fragment, type ReactNode } from 'react';
import type { Finding } from '../../../src/contract/report';
import { usePanel } from '../panel-model';
import { CopyBox } from './copy-box';
import { CopyButton } from './copy-button';
import { FindingDetail } from './finding-detail';
import { Fold } from './fold';
import { NewTabLink } from './new-tab-link';
import { Breakable, RichText } from './rich-text';

type FindingFactsProps = {
  finding: Finding;
  /** Only one button of a screen is the thing to do now. */
  isFirst: boolean;
  /** The finding's sentence stands on the closed line already. */
  isFoundShown?: boolean;
};

/** Found, why it matters, do this: labels along one edge, so that an eye runs down it. */
export const FindingFacts = ({ finding, isFirst, isFoundShown = false }: FindingFactsProps) => {
  const { found, why, fix, detail } = finding;
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
        <Actions finding={finding} isFirst={isFirst} />
        {finding.handOver && <HandOver text={finding.handOver} />}
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

const Actions = ({ finding, isFirst }: { finding: Finding; isFirst: boolean }) => {
  const { check, signIn, directory } = usePanel();
  const isMine = check.running !== null && check.askedFor === finding.id;
  const again =
    finding.area === 'sign-in'
      ? { label: 'Sign in again', act: signIn.start }
      : finding.area === 'directory'
        ? { label: 'Run again', act: directory.start }
        : { label: isMine ? 'Checking' : 'Check again', act: () => check.start({ finding: finding.id }) };
  return (
    <div className="actions">
      {/* Never disabled while it runs: the focus stays here. */}
      <Button appearance={isFirst ? 'primary' : 'default'} iconBefore={RetryIcon} onClick={() => void again.act()}>
        {again.label}
        <span className="unseen">: {finding.title}</span>
      </Button>
      {finding.links.map(({ label, url }) => (
        <NewTabLink key={label + url} label={label} url={url} />
      ))}
    </div>
  );
};

const HandOver = ({ text }: { text: string }) => (
  <Fold summary="A message to whoever runs Casdoor">
    <div className="hand-over">
      <pre>
        <Breakable>{text}</Breakable>
      </pre>
      <CopyButton text={text} label="Copy message" />
    </div>
  </Fold>
);
