import { useState } from 'react';
import { usePanel } from '../../panel-model';
import { Result } from '../../parts/result';
import { StepFoot } from '../../parts/step-foot';
import { AddressForm } from './address-form';
import { Authorities } from './authorities';
import { CasdoorEgress } from './casdoor-egress';
import { DemoNotice } from './demo-notice';
import { ForgetConnection } from './forget-connection';
import { OtherWays } from './other-ways';
import type { Connection } from './use-connection';

/** Connect once there is a Casdoor: its address, and what the last check found. */
const Connected = ({ connection }: { connection: Connection }) => {
  const { report, check } = usePanel();
  const [suspects, setSuspects] = useState<readonly string[]>([]);
  const isQuiet = !report && !check.running && !check.ended;
  return (
    <>
      <div className="head">
        <h1>Connect</h1>
      </div>
      <DemoNotice />
      <AddressForm connection={connection} isPrimary={isQuiet} />
      <CasdoorEgress />
      {isQuiet && <p className="subtle">Nothing has been checked yet.</p>}
      <Result step="connect" first={suspects} isOutdated={connection.draft.isDirty} />
      <OtherWays onSuspects={setSuspects} />
      <Authorities />
      <ForgetConnection />
      <StepFoot step="connect" isDirty={connection.draft.isDirty} />
    </>
  );
};

// React.lazy asks for a default.
export default Connected;
