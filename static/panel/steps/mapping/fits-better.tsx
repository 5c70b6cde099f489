import Button from '@atlaskit/button/default/button';
import { productNames } from '../../../../src/contract/target';
import type { ClaimField } from '../../../../src/mapping/rank-claims';
import { Value } from '../../parts/rich-text';
import { useMappingForm } from './mapping-form-context';
import type { BetterClaim } from './use-field-facts';

type FitsBetterProps = {
  field: ClaimField;
  label: string;
  better: readonly BetterClaim[];
  onUse: (claim: string) => void;
};

const counted: Record<ClaimField, string> = {
  username: 'usernames',
  email: 'e-mails',
  fullName: 'full names',
  firstName: 'names',
  lastName: 'names',
  groups: 'groups',
};

/** Claims that would do better in a faulty field, by figures, each with one button. */
export const FitsBetter = ({ field, label, better, onUse }: FitsBetterProps) => {
  const { product, sample } = useMappingForm();
  const name = productNames[product];
  const hasFigures = better.some(({ figures }) => figures !== null);
  const hasAccounts = better.some(({ figures }) => figures !== null && figures.inProduct !== null);
  const accounts = sample?.accounts?.length ?? 0;
  return (
    <div className="better card">
      <h3 className="better-title">Fits better</h3>
      <table aria-label={`Claims that fit better as ${label}`}>
        <thead>
          <tr>
            <th scope="col">Claim</th>
            {hasFigures && (
              <>
                <th scope="col" className="number-cell">
                  Filled
                </th>
                <th scope="col" className="number-cell">
                  Different
                </th>
              </>
            )}
            {hasAccounts && (
              <th scope="col" className="number-cell">
                In {name}
              </th>
            )}
            <th scope="col">
              <span className="unseen">Take it</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {better.map(({ claim, figures, sample: such }) => (
            <tr key={claim}>
              <td className="better-claim">
                <Value>{claim}</Value>
                {!figures && such !== null && <span className="small subtle better-sample">such as {such}</span>}
              </td>
              {hasFigures && (
                <>
                  <td className="number-cell">{figures?.filled}</td>
                  <td className="number-cell">{figures?.different}</td>
                </>
              )}
              {hasAccounts && <td className="number-cell">{figures?.inProduct}</td>}
              <td>
                <Button spacing="compact" aria-label={`Use ${claim} for ${label}`} onClick={() => onUse(claim)}>
                  Use
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {hasFigures && sample && (
        <p className="small subtle better-note">
          {hasAccounts
            ? `Of ${sample.people.length} people; “In ${name}” counts ${counted[field]} equal to one of ${sample.isComplete ? 'its' : 'the'} ${accounts} accounts${sample.isComplete ? '' : ' that were looked up'}`
            : `Of ${sample.people.length} people`}
        </p>
      )}
    </div>
  );
};
