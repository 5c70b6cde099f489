import type { PlannedField } from '../../contract/apply';
import { Secret } from '../../secrets/secret';
import type { DocumentField } from '../document-field';
import { isObject, type Json, lettersOf, Section } from '../file-provider';
import { isCleared } from '../is-cleared';
import { canonicalJson } from '../miniorange/same-json';
import { idOf } from './authconfig-api';
import {
  fields,
  inItsWords,
  jitLetters,
  restOf,
  shownFlag,
  shownLetters,
  ssoFields,
  ssoLetters,
  without,
} from './difference';
import { type AuthconfigDocument, isCounterpart, isNew } from './document';

/**
 * Every setting that can be read back, of every identity provider and of the sign-in page. The client secret is in none
 * of them: nothing tells it.
 *
 * @param beside What is there now. One that was yet to be made has no id in the document that was planned, and leaves open
 *   what the product fills in: both come from what became of it.
 */
export const documentFields = (document: AuthconfigDocument, beside: AuthconfigDocument | null): DocumentField[] => {
  const idps = beside === null ? document.idps : document.idps.map((idp) => completed(idp, beside));
  const named = (idp: Json) => (idps.length > 1 ? `${new Section(idp).text('name').slice(0, 100)}: ` : '');
  return [
    ...idps.flatMap((idp) => ofIdp(idp, named(idp))),
    ...ssoFields.map((field) => harmless(field, shownFlag(new Section(document.sso).flag(field.key)))),
    ...others('sso', without(document.sso, ssoLetters)),
  ];
};

const completed = (idp: Json, { idps }: AuthconfigDocument): Json => {
  if (!isNew(idp)) return idp;
  const made = idps.find((other) => isCounterpart(other, idp));
  if (made === undefined) return idp;
  const named = new Set(Object.keys(idp).map(lettersOf));
  return { ...Object.fromEntries(Object.entries(made).filter(([key]) => !named.has(lettersOf(key)))), ...idp };
};

const ofIdp = (idp: Json, prefix: string): DocumentField[] => {
  const section = new Section(idp);
  const id = isNew(idp) ? 'new' : idOf(idp);
  const jit = section.get('jit-configuration');
  const spelled = inItsWords(idp, shownLetters);
  return [
    ...fields.map(({ key, tab, label, value }) =>
      harmless({ key: `${id}:${key}`, tab, label: prefix + label }, value(section)),
    ),
    ...others(id, restOf(idp, shownLetters)).map((field) => ({ ...field, label: spelled[field.label] ?? field.label })),
    ...others(`${id}:jit`, isObject(jit) ? without(jit, jitLetters) : {}),
  ];
};

const harmless = ({ key, tab, label }: PlannedField, value: string): DocumentField => ({
  key,
  tab,
  label,
  shown: value === '' ? null : value,
  isSecret: false,
  whole: new Secret(value),
});

/** Settings that no field shows: nobody here knows which are harmless. */
const others = (where: string, json: Json): DocumentField[] =>
  Object.entries(json).map(([key, value]) => ({
    key: `${where}:other:${lettersOf(key)}`,
    tab: 'REST API',
    label: key.slice(0, 100),
    shown: null,
    isSecret: true,
    // An update of the product brings new keys: those that are off change nothing for anybody.
    whole: new Secret(isCleared(value) ? '' : canonicalJson(value)),
  }));
