import type { Mapping } from '../../contract/mapping';
import type { Target } from '../../contract/target';
import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { organizationPage } from '../casdoor-pages';
import { defineCheck, fail, pass } from '../define-check';
import type { ApplicationConfiguration } from '../evidence';
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

/** Whether the username is meant to be an e-mail, by the name of the claim: the weight has to be known beforehand. */
const isByEmail = (mapping: Mapping | null) =>
  mapping !== null && /^(\$\{)?(data\.)?e-?mail\}?$/i.test(mapping.username);

/** A client must not tell people apart by a claim that they can change: OpenID Connect Core 1.0 §5.7. */
export const identitySelfEditable = defineCheck({
  id: 'identity-self-editable',
  area: 'client',
  title: 'Who may change what people are found by',
  heading: 'People can become somebody else by editing their profile',
  severity: ({ mapping }) => (isByEmail(mapping) ? 'serious' : 'advice'),
  needs: ['application', 'organization'],
  uses: ['address'],
  appliesTo: ({ mapping }) =>
    mapping === null ? 'By which claim people are found is not known without a mapping.' : null,
  why: 'Whoever puts a colleague’s value there signs in to {product} as that colleague, administrators among them.',
  fix: 'In Casdoor open Organizations → {organization} → “Account items” and choose Admin under “Modify rule” in the row {item}.',
  handOver:
    '{product} finds people by {claim}, and at {address} everybody in {organization} may change that themselves. Can you choose Admin under “Modify rule” in the row {item} of its “Account items”?',
  evaluate({ application, organization, address }, { mapping, target }) {
    const found = mapping === null ? null : keyOfUsername(mapping, target, application);
    const item = found === null ? undefined : accountItems[found.key];
    if (found === null || item === undefined || organization.modifyRules[item] !== 'Self') return pass();
    return fail(
      '{product} finds people by {claim}, and “Modify rule” of {item} in {organization} is Self.',
      { claim: found.claim, item, organization: organization.name },
      { links: organizationPage(address, organization.name) },
    );
  },
});

const keyOfUsername = (
  mapping: Mapping,
  target: Target,
  application: ApplicationConfiguration,
): { claim: string; key: string } | null => {
  const format = tokenFormatOf(application.tokenFormat);
  const username = claimsAsked(mapping, target).find(({ field }) => field === 'username');
  if (format === undefined || username === undefined) return null;
  for (const { claim, key } of findAsked(username, format, application)) if (key !== null) return { claim, key };
  return null;
};
