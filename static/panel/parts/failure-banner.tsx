import type { Failure } from '../../../src/contract/result';
import { Banner } from './banner';

/** Why something was not done, in the place where it would be. */
export const FailureBanner = ({ failure }: { failure: Failure | null }) =>
  failure && (
    <div role="alert">
      <Banner of="blocker" title={failure.message} label="Not done">
        {failure.remedy}
      </Banner>
    </div>
  );

/** Whether a failure is about a field: the backend names it by its path in the payload. */
export const isAbout = (failure: Failure | null, field: string): boolean =>
  failure?.field !== undefined && failure.field.split('.').at(-1) === field;
