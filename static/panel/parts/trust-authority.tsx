import Button from '@atlaskit/button/default/button';
import { useState } from 'react';
import { call } from '../bridge';
import { usePanel } from '../panel-model';
import { Mark } from './mark';

/** Trusts a company's own authority for this Casdoor alone. Its fingerprint stands above, to be compared first. */
export const TrustAuthority = ({ pem }: { pem: string }) => {
  const { check, reload } = usePanel();
  const [problem, setProblem] = useState<string | null>(null);
  const trust = async () => {
    const answer = await call('trustAuthority', { pem });
    if (!answer.ok) return setProblem([answer.error.message, answer.error.remedy].filter(Boolean).join(' '));
    setProblem(null);
    await reload();
    await check.start();
  };
  return (
    <div className="stack-small">
      <p className="small subtle">
        If this is your company's own authority, compare the fingerprint with the one that your colleagues know, then
        trust it here. Jira and Confluence have to trust it as well, in their own Java.
      </p>
      <div className="actions">
        <Button onClick={() => void trust()}>Trust this authority for this Casdoor</Button>
      </div>
      {problem && (
        <p className="hint hint-bad" role="alert">
          <Mark of="blocker" silent />
          <span>{problem}</span>
        </p>
      )}
    </div>
  );
};
