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
          write={(fullName) => ({ name: { fullName } })}
        />
      ) : (
        <>
          <ClaimField
            field="firstName"
            id="first-name"
            label={labels.firstName}
            text={name.firstName}
            write={(firstName) => ({ name: { ...name, firstName } })}
          />
          <ClaimField
            field="lastName"
            id="last-name"
            label={labels.lastName}
            text={name.lastName}
            write={(lastName) => ({ name: { ...name, lastName } })}
          />
        </>
      )}
    </>
  );
};
