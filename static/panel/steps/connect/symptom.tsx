import Button from '@atlaskit/button/default/button';
import Textarea from '@atlaskit/textarea';
import { useState } from 'react';
import type { SymptomReading } from '../../../../src/contract/panel-calls';
import { type JudgedStep, stepAreas } from '../../../../src/contract/report';
import type { Failure } from '../../../../src/contract/result';
import { call } from '../../bridge';
import { usePanel } from '../../panel-model';
import { AboutLink } from '../../parts/about-check';
import { FailureBanner } from '../../parts/failure-banner';
import { LabelledField } from '../../parts/labelled-field';
import { Mark } from '../../parts/mark';
import { meaningOf } from '../../parts/verdict-words';
import { hrefOf, stepNames } from '../../routes';

/** Takes the message that people saw, says what it means, and puts the checks that can explain it first. */
const Symptom = ({ onSuspects }: { onSuspects: (ids: readonly string[]) => void }) => {
  const { report, announce } = usePanel();
  const [text, setText] = useState('');
  const [reading, setReading] = useState<SymptomReading | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const explain = async () => {
    const answer = await call('explainSymptom', { text });
    setFailure(answer.ok ? null : answer.error);
    setReading(answer.ok ? answer.value : null);
    if (!answer.ok) return;
    onSuspects(answer.value.checks);
    announce(answer.value.meaning);
  };
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault();
        void explain();
      }}
    >
      <LabelledField
        id="symptom"
        label="The message, as people or the log show it"
        hint="For example: MO_OAUTH_ERROR_00003, or Received SSO request for user …"
      >
        <Textarea
          id="symptom"
          minimumRows={2}
          resize="smart"
          spellCheck={false}
          value={text}
          aria-describedby="symptom-hint"
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </LabelledField>
      <div className="actions">
        <Button type="submit" isDisabled={text.trim() === ''}>
          Explain it
        </Button>
      </div>
      <FailureBanner failure={failure} />
      {reading && (
        <div className="card card-padded stack-small">
          <p>{reading.meaning}</p>
          {reading.checks.length > 0 && (
            <>
              <p className="small subtle">
                {report
                  ? 'What can explain it, likeliest first:'
                  : 'What can explain it, likeliest first. Check the connection to see which it is:'}
              </p>
              <ol className="suspects">
                {reading.checks.map((id) => {
                  const finding = report?.findings.find((each) => each.id === id);
                  const meaning = finding ? meaningOf(finding) : null;
                  const step =
                    finding &&
                    (Object.keys(stepAreas) as JudgedStep[]).find((each) =>
                      (stepAreas[each] as readonly string[]).includes(finding.area),
                    );
                  return (
                    <li key={id}>
                      {meaning ? <Mark of={meaning} /> : null}
                      <AboutLink id={id} title={finding?.title ?? id} />
                      {step && meaning && meaning !== 'passed' && (
                        <>
                          {' '}
                          <a href={hrefOf(step)}>{stepNames[step]}</a>
                        </>
                      )}
                    </li>
                  );
                })}
              </ol>
            </>
          )}
        </div>
      )}
    </form>
  );
};

// React.lazy asks for a default.
export default Symptom;
