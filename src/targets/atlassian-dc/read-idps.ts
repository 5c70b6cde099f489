import type { Mapping } from '../../contract/mapping';
import { mappingFileOf, parseMapping } from '../../mapping/mapping-file';
import { isLiteral } from '../../mapping/username-expression';
import { addressOf, type FileProvider, isObject, type Json, Section, secretIn } from '../file-provider';

/**
 * The identity providers in an answer of `/rest/authconfig/1.0/idps`: one, a list, or a page with `results`. Null where
 * it is none of these; without those that speak SAML, which `notes` names.
 */
export const readIdps = (root: unknown, notes: string[]): FileProvider[] | null => {
  const list = idpsIn(root);
  if (list === null) return null;
  return list.flatMap((json) => {
    const idp = new Section(json);
    if (!/saml/i.test(idp.text('sso-type'))) return [provider(idp)];
    notes.push(`"${idp.text('name').slice(0, 100)}" speaks SAML and was left out.`);
    return [];
  });
};

/** The identity providers as they came: one, a list, or a page with `results`; null where it is none of these. */
export const idpsIn = (root: unknown): Json[] | null => {
  const list = isObject(root) && Array.isArray(root.results) ? root.results : root;
  const items = Array.isArray(list) ? list : [list];
  return items.length > 0 && items.every(isIdp) ? items : null;
};

const isIdp = (value: unknown): value is Json => {
  if (!isObject(value)) return false;
  const idp = new Section(value);
  return idp.text('sso-type') !== '' || (idp.text('issuer-url') !== '' && idp.text('client-id') !== '');
};

const provider = (idp: Section): FileProvider => {
  const notes: string[] = [];
  if (idp.flag('enabled') === false) notes.push('This configuration is switched off in the plugin.');
  const jit = idp.section('jit-configuration');
  const scopes = new Set(['openid', ...idp.words('additional-scopes'), ...jit.words('additional-openid-scopes')]);
  const rawSecret = idp.verbatim('client-secret');
  return {
    id: idp.text('id'),
    name: idp.text('name') || 'Atlassian',
    settings: {
      clientId: idp.verbatim('client-id') || null,
      issuer: addressOf(idp.text('issuer-url')),
      authorizationEndpoint: addressOf(idp.text('authorization-endpoint')),
      tokenEndpoint: addressOf(idp.text('token-endpoint')),
      // Not answered while discovery is on: then the document decides, and there is nothing to compare.
      userinfoEndpoint: addressOf(idp.text('userinfo-endpoint')),
      jwksUri: null,
      endSessionEndpoint: null,
    },
    scopes: [...scopes].join(' '),
    comparesIssuer: true,
    mapping: mapping(idp, jit, notes),
    secret: secretIn(rawSecret),
    notes,
  };
};

const mapping = (idp: Section, jit: Section, notes: string[]): Mapping | null => {
  // As the plugin does where nothing is written.
  const username = idp.text('username-claim') || '${sub}';
  const provisions = jit.flag('user-provisioning-enabled') === true;
  // Fields that stand there from before say what switching it on would do.
  if (!provisions && (jit.text('mapping-email') === '' || jit.text('mapping-display-name') === '')) {
    notes.push(
      isLiteral(username)
        ? `Its username mapping ${username} has no variable, so it is taken literally: \${${username}} would name the claim.`
        : `Its username mapping is ${username}. It provisions nobody, so e-mail and display name are yet to be filled in in the step Mapping.`,
    );
    return null;
  }
  const read = parseMapping(
    mappingFileOf({
      schema: 1,
      source: null,
      username,
      email: jit.text('mapping-email'),
      name: { fullName: jit.text('mapping-display-name') },
      groups: jit.text('mapping-groups') || null,
      ...(provisions ? {} : { rules: { createUsers: false } }),
    }),
    'atlassian-dc',
  );
  if (read.ok) return read.mapping;
  notes.push(
    `Its mapping was left out: ${read.problems.map(({ message }) => message).join(' ')} Fill it in in the step Mapping.`,
  );
  return null;
};
