import Button from '@atlaskit/button/default/button';
import RetryIcon from '@atlaskit/icon/core/refresh';
import type { ConnectionSettings } from '../../../../src/contract/panel-calls';
import { usePanel } from '../../panel-model';
import { type ComparedField, Conflict } from '../../parts/conflict';
import { FailureBanner, isAbout } from '../../parts/failure-banner';
import { AddressField } from './address-field';
import { HttpConsent } from './http-consent';
import type { Connection } from './use-connection';

const compared: ComparedField<ConnectionSettings>[] = [
  { label: 'Casdoor address', read: ({ address }) => address },
  { label: 'Secret over http', read: ({ allowsHttp }) => (allowsHttp ? 'allowed' : 'not allowed') },
];

/** The field of a Casdoor that is known already. */
export const AddressForm = ({ connection, isPrimary }: { connection: Connection; isPrimary: boolean }) => {
  const { state } = usePanel();
  const { draft, submit, wasSent } = connection;
  const isOfField = isAbout(draft.failure, 'address');
  return (
    <div className="address-form">
      {draft.theirs && (
        <Conflict
          theirs={draft.theirs}
          mine={draft.value}
          fields={compared}
          onKeepMine={() => void submit()}
          onTakeTheirs={draft.discard}
        />
      )}
      {!isOfField && <FailureBanner failure={draft.failure} />}
      <AddressField
        value={draft.value.address}
        onChange={(address) => draft.change({ address, ...(draft.value.allowsHttp && { allowsHttp: false }) })}
        onSubmit={() => void submit()}
        fault={isOfField ? (draft.failure?.message ?? null) : null}
        wasSent={wasSent}
        button={
          <Button type="submit" appearance={isPrimary || draft.isDirty ? 'primary' : 'default'} iconBefore={RetryIcon}>
            {draft.isSaving
              ? 'Saving'
              : isPrimary
                ? 'Check the connection'
                : draft.isDirty
                  ? 'Save and check'
                  : 'Check'}
          </Button>
        }
      />
      <HttpConsent
        address={draft.value.address}
        allowed={draft.value.allowsHttp}
        onChange={(allowsHttp) => draft.change({ allowsHttp })}
      />
      {draft.isDirty && !draft.theirs && state.connection && (
        <p className="small subtle row">
          <span>Not saved yet.</span>
          <button type="button" className="link-button" onClick={draft.discard}>
            Back to what is saved
          </button>
        </p>
      )}
    </div>
  );
};
