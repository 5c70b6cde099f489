import { ClaimField } from './claim-field';
import { useMappingForm } from './mapping-form-context';
import { labelsOf } from './plugin-labels';
import { SwitchRow } from './rule-fields';

/** The full name: one claim, or two where the plugin can join them. */
export const NameFields = () => {
  const { plugin, value, change } = useMappingForm();
  const labels = labelsOf[plugin];
  const { name } = value;
  const isSeparate = !('fullName' in name);
  return (
    <>
      {plugin !== 'atlassian-dc' && (
        <SwitchRow
          id="separate"
          label={labels.separate}
          isOn={isSeparate}
          onChange={(separate) =>
            change(
              { name: separate ? { firstName: 'firstName', lastName: 'lastName' } : { fullName: 'displayName' } },
              'separate',
            )
          }
        />
      )}
      {'fullName' in name ? (
        <ClaimField
          field="fullName"
          id="full-name"
          label={labels.fullName}
          text={name.fullName}
          onType={(fullName) => change({ name: { fullName } }, 'full-name')}
        />
      ) : (
        <>
          <ClaimField
            field="firstName"
            id="first-name"
            label={labels.firstName}
            text={name.firstName}
            onType={(firstName) => change({ name: { ...name, firstName } }, 'first-name')}
          />
          <ClaimField
            field="lastName"
            id="last-name"
            label={labels.lastName}
            text={name.lastName}
            onType={(lastName) => change({ name: { ...name, lastName } }, 'last-name')}
          />
        </>
      )}
    </>
  );
};
