import type { Mapping } from '../../contract/mapping';
import type { Target } from '../../contract/target';
import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { organizationPage } from '../casdoor-pages';
import { defineCheck, fail, pass } from '../define-check';
import type { ApplicationConfiguration, Given } from '../evidence';
import { claimsAsked, findAsked } from '../mapping/claims-asked';

/** “Account items” of an organization, by the key of the field that they let people change. */
const accountItems: Record<string, string> = {
  name: 'Name',
  email: 'Email',
  displayName: 'Display name',
  firstName: 'First name',
  lastName: 'Last name',
  phone: 'Phone',
  id: 'ID',
};

/** The mapping's own setting, else that of the plugin's file. */
const findsByEmail = ({ mapping, plugin }: Pick<Given, 'mapping' | 'plugin'>) =>
  (mapping?.rules?.loginBy ?? (plugin?.findsByEmail === true ? 'email' : 'username')) === 'email';

/**
 * Whether people are found by their e-mail: the plugin is set so, or the username is meant to be one by the name
 * of its claim, because the weight has to be known beforehand.
 */
const isByEmail = (given: Pick<Given, 'mapping' | 'plugin'>) =>
  given.mapping !== null && (findsByEmail(given) || /^(\$\{)?(data\.)?e-?mail\}?$/i.test(given.mapping.username));

/** A client must not tell people apart by a claim that they can change: OpenID Connect Core 1.0 §5.7. */
export const identitySelfEditable = defineCheck({
  id: 'identity-self-editable',
  area: 'client',
  title: 'Who may change what people are found by',
  heading: 'People can become somebody else by editing their profile',
  severity: (given) => (isByEmail(given) ? 'serious' : 'advice'),
  needs: ['application', 'organization'],
  uses: ['address'],
  appliesTo: ({ mapping }) =>
    mapping === null ? 'By which claim people are found is not known without a mapping.' : null,
  why: 'Whoever puts a colleague’s value there signs in to {product} as that colleague, administrators among them.',
  fix: 'In Casdoor open Organizations → {organization} → “Account items” and choose Admin under “Modify rule” in the row {item}.',
  handOver:
    '{product} finds people by {claim}, and at {address} everybody in {organization} may change that themselves. Can you choose Admin under “Modify rule” in the row {item} of its “Account items”?',
  evaluate({ application, organization, address }, { mapping, target, plugin }) {
    const field = findsByEmail({ mapping, plugin }) ? 'email' : 'username';
    const found = mapping === null ? null : keyOf(field, mapping, target, application);
    const item = found === null ? undefined : accountItems[found.key];
    if (found === null || item === undefined || organization.modifyRules[item] !== 'Self') return pass();
    return fail(
      '{product} finds people by {claim}, and “Modify rule” of {item} in {organization} is Self.',
      { claim: found.claim, item, organization: organization.name },
      { links: organizationPage(address, organization.name) },
    );
  },
});

const keyOf = (
  field: 'username' | 'email',
  mapping: Mapping,
  target: Target,
  application: ApplicationConfiguration,
): { claim: string; key: string } | null => {
  const format = tokenFormatOf(application.tokenFormat);
  const asked = claimsAsked(mapping, target).find((one) => one.field === field);
  if (format === undefined || asked === undefined) return null;
  for (const { claim, key } of findAsked(asked, format, application)) if (key !== null) return { claim, key };
  return null;
};
