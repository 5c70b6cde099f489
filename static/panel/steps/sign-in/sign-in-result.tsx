import Button from '@atlaskit/button/default/button';
import RetryIcon from '@atlaskit/icon/core/refresh';
import Lozenge from '@atlaskit/lozenge';
import { useMemo } from 'react';
import type { TargetView } from '../../../../src/contract/panel-calls';
import type { SignInResult, SignInView } from '../../../../src/contract/sign-in';
import { productNames } from '../../../../src/contract/target';
import { usePanel } from '../../panel-model';
import { Folded } from '../../parts/folded';
import { Mark } from '../../parts/mark';
import { timeOf } from '../../parts/moment';
import { Findings, groupsOf } from '../../parts/result';
import { RichText } from '../../parts/rich-text';
import { Elsewhere, Tally } from '../../parts/verdict';
import type { Meaning } from '../../parts/verdict-words';
import { usePatternEngine } from '../../pattern-engine';
import { CallbackCard } from './callback-card';
import { ClaimsTable } from './claims-table';
import { KeptLine } from './kept-line';
import { PersonCard } from './person-card';
import { personOf, type SeenPerson } from './person-of';
import { ResultStations } from './result-stations';
import { answerOf } from './sign-in-words';
import type { CallbackAnswer } from './use-callback-answer';

type SignInResultViewProps = { view: SignInView; result: SignInResult; target: TargetView; callback: CallbackAnswer };

/** What came of a test: the answer, its causes, how it went, and what it means for the person. */
export const SignInResultView = ({ view, result, target, callback }: SignInResultViewProps) => {
  const { report, isStale } = usePanel();
  const { plugin, product: of } = target.settings.value;
  const product = productNames[of];
  // Judged again when another mapping is saved.
  const engine = usePatternEngine(target.mapping?.value);
  const person = useMemo(() => personOf(result, target, engine), [result, target, engine]);
  const groups = useMemo(() => groupsOf(result.report.findings, 'sign-in'), [result]);
  const hasFindings = groups.blocker.length + groups.serious.length + groups.look.length > 0;
  const stations = <ResultStations result={result} />;
  return (
    <div className={view.isStale ? 'sign-in-result result-old' : 'sign-in-result'}>
      <Answer view={view} result={result} person={person} target={target} />
      <KeptLine result={result} username={nameAtCasdoor(result)} />
      {report && !isStale && !view.isStale && (
        <Elsewhere report={report} step="sign-in" here={result.report.steps['sign-in'].verdict} />
      )}
      {callback.answer?.state === 'missing' && (
        <div className="below-card">
          <CallbackCard uri={callback.answer.uri} callback={callback} product={product} isAside />
        </div>
      )}
      {hasFindings && (
        <div className="sign-in-narrow">
          <Findings step="sign-in" groups={groups} />
        </div>
      )}
      {person ? (
        <div className="sign-in-columns">
          {stations}
          <div className="stack-large">
            <PersonCard person={person} view={view} result={result} product={product} />
            <ClaimsTable result={result} mapping={person.mapping} plugin={plugin} />
          </div>
        </div>
      ) : (
        <div className="sign-in-columns-one">{stations}</div>
      )}
      <div className="sign-in-narrow">
        <Folded step="sign-in" groups={groups} />
      </div>
    </div>
  );
};

/** As Casdoor's "Tokens" page calls the person. */
const nameAtCasdoor = ({ claims }: SignInResult): string | null => {
  const { preferred_username: preferred } = claims.userinfo ?? {};
  const { name } = claims['get-account'] ?? claims.id_token ?? {};
  const known = preferred ?? name;
  return typeof known === 'string' && known !== '' ? known : null;
};

const lozenges: Partial<Record<Meaning, 'success' | 'removed'>> = {
  passed: 'success',
  blocker: 'removed',
  serious: 'removed',
};

type AnswerProps = { view: SignInView; result: SignInResult; person: SeenPerson | null; target: TargetView };

const Answer = ({ view, result, person, target }: AnswerProps) => {
  const { signIn } = usePanel();
  const answer = answerOf(result, person, target);
  const of = view.isStale ? 'not-yet' : answer.of;
  const isStarting = signIn.doing === 'start';
  // There is nothing else to do with a result that says nothing of the present settings, or of the person meant.
  const isNext = view.isStale || result.isMeant === false;
  return (
    <section className={`verdict verdict-${of}`} aria-label="Verdict">
      <Mark of={of} size="large" silent />
      <div className="verdict-body">
        <div className="row">
          <h2 id="sign-in-answer" tabIndex={-1}>
            <RichText>{view.isStale ? ['Nobody has signed in with what is saved now'] : answer.headline}</RichText>
          </h2>
          <Lozenge appearance={(view.isStale ? undefined : lozenges[answer.of]) ?? 'default'}>
            {view.isStale ? `${answer.word} at ${timeOf(result.at)}` : answer.word}
          </Lozenge>
        </div>
        {view.isStale ? (
          <p>
            Settings were saved since. Sign in again: what stands below (<RichText>{answer.headline}</RichText>) is
            about the earlier ones.
          </p>
        ) : (
          answer.cause && (
            <p>
              <RichText>{answer.cause}</RichText>
            </p>
          )
        )}
        <Tally counts={result.report.steps['sign-in'].counts} step="sign-in" />
      </div>
      <div className="verdict-side">
        <Button
          iconBefore={RetryIcon}
          {...(isNext ? { appearance: 'primary', 'data-is-primary': true } : {})}
          onClick={() => {
            if (!isStarting) void signIn.start();
          }}
        >
          {isStarting ? 'Making the link' : 'Sign in again'}
        </Button>
      </div>
    </section>
  );
};
