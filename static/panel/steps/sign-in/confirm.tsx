import Button from '@atlaskit/button/default/button';
import { useRef } from 'react';
import type { SignInResult } from '../../../../src/contract/sign-in';
import { usePanel } from '../../panel-model';
import { Mark } from '../../parts/mark';

/** Whoever opened the link may be anybody, so nothing of it counts elsewhere before the maker has said who it was. */
export const Confirm = ({ result, isStale }: { result: SignInResult; isStale: boolean }) => {
  const { signIn } = usePanel();
  const said = useRef<HTMLParagraphElement>(null);
  if (!result.isVerified)
    return <p className="small subtle">The ID token does not hold, so nothing of it counts for another step.</p>;
  if (isStale)
    return <p className="small subtle">It is about earlier settings, so nothing of it counts for another step.</p>;
  const say = async (isMeant: boolean) => {
    await signIn.confirm(isMeant);
    // The button that was pressed is gone.
    requestAnimationFrame(() => said.current?.focus());
  };
  if (result.isMeant === null)
    return (
      <div className="confirm">
        <div>
          <p>
            <strong>Was this the person you meant?</strong>
          </p>
          <p className="small subtle">Until you say yes, nothing of it counts for another step.</p>
        </div>
        <div className="actions">
          <Button appearance="primary" onClick={() => void say(true)}>
            Yes
          </Button>
          <Button onClick={() => void say(false)}>No, somebody else</Button>
        </div>
      </div>
    );
  return (
    <div className="confirm">
      <p className="row confirmed" ref={said} tabIndex={-1}>
        <Mark of={result.isMeant ? 'passed' : 'not-yet'} silent />
        <span className="grow">
          {result.isMeant
            ? 'You said that this was the person meant. Mapping judges by the claims that came.'
            : 'You said that this was somebody else. Nothing of it counts for another step.'}
        </span>
      </p>
      <div className="actions">
        <Button spacing="compact" appearance="subtle" onClick={() => void say(!result.isMeant)}>
          {result.isMeant ? 'No, it was somebody else' : 'It was the person meant'}
        </Button>
      </div>
    </div>
  );
};
