import type { ClaimSource, TokenFormat } from '../../contract/mapping';
import type { Copyable } from '../../contract/report';
import { claimsOf } from '../../mapping/claim-table';
import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { defineCheck, fail, type Judgement, notApplicable, pass, warn } from '../define-check';
import type { ApplicationConfiguration, Given, People } from '../evidence';
import {
  type AskedClaims,
  type AskedField,
  claimsAsked,
  daySeen,
  findAsked,
  fittingClaims,
  sourceName,
  tokenOptions,
  typedAs,
} from './claims-asked';
import { moveToUserinfo, userinfoCopies } from './userinfo-legacy';

/** A mapping can name only what Casdoor 3.158 issues: the table is `src/mapping/claim-table.ts`. */
export const claimNeverIssued = defineCheck({
  id: 'claim-never-issued',
  area: 'mapping',
  title: 'Claims of the mapping',
  heading: 'Casdoor never issues a claim of the mapping',
  severity: 'blocker',
  needs: ['application'],
  uses: ['people', 'metadata', 'address'],
  asks: ['mapping'],
  after: ['username-literal', 'token-format-unknown'],
  why: 'The field stays empty for everybody.',
  fix: 'Put this into the field {label} of the plugin:',
  evaluate({ application, people, metadata, address }, given) {
    const { mapping, target, seen } = given;
    const format = tokenFormatOf(application.tokenFormat);
    if (mapping === null || format === undefined) return notApplicable('What a token carries is not known.');
    const judgements = claimsAsked(mapping, target)
      // A missing group claim is a finding of its own.
      .filter(({ field }) => field !== 'groups')
      .flatMap((asked) => judged(asked, format, application, given, people, userinfoCopies(metadata, address)) ?? []);
    // The gravest field speaks; the order of the screen breaks ties.
    const [worst] = judgements.sort((one, other) => rank(one) - rank(other));
    if (worst !== undefined) return worst;
    const bySight = claimsAsked(mapping, target)
      .filter(({ field }) => field !== 'groups')
      .flatMap((asked) => findAsked(asked, format, application, seen))
      .filter(({ isBySight }) => isBySight);
    return bySight.length === 0
      ? pass()
      : pass('{claims} {count, plural, one {was} other {were}} seen in a sign-in on {day}.', {
          claims: [...new Set(bySight.map(({ claim }) => claim))].join(', '),
          count: bySight.length,
          day: daySeen(seen),
        });
  },
});

const rank = (judgement: Judgement) => {
  if (judgement.outcome === 'fail') return judgement.severity === 'blocker' ? 0 : 1;
  return 2;
};

const judged = (
  asked: AskedClaims,
  format: TokenFormat,
  application: ApplicationConfiguration,
  { target, seen }: Given,
  people: People | undefined,
  userinfo: Copyable[],
): Judgement | null => {
  const found = findAsked(asked, format, application, seen);
  // An expression needs each of its claims, a list of alternatives one of them.
  const absent = found.filter(({ place }) => place.how === 'absent');
  const [first] = absent;
  if (first === undefined || (target.plugin !== 'atlassian-dc' && absent.length < found.length)) return null;
  const [source = 'id_token'] = asked.sources;
  const fitting = fittingClaims(asked.field, source, format, application);
  // One who reads get-account is told to leave it, so none of its claims is offered for the field alone.
  const isMoved = source === 'get-account' && fittingClaims(asked.field, 'userinfo', format, application).length > 0;
  const values = {
    claim: first.claim,
    label: asked.label,
    source: sourceName(source, format),
    others: asked.sources.length,
  };
  const [best] = fitting;
  const particulars = {
    detail: {
      kind: 'claims' as const,
      field: asked.field,
      better: isMoved ? [] : fitting.map((claim) => ({ claim, sample: null })),
    },
    ...(best === undefined && whitelists(source, format, application)
      ? {
          fix: {
            text: 'In Casdoor open Applications → {application} and add {tokenField} under “Token fields”: only what stands there is issued.',
            values: { tokenField: tokenFieldFor[asked.field] },
          },
        }
      : best === undefined
        ? {
            fix: {
              text: 'Choose another source, or in Casdoor another “Token format” for {application}: {source} carries nothing that fits {label}.',
              values: {},
            },
          }
        : isMoved
          ? { fix: { text: moveToUserinfo, values: {} }, copy: userinfo }
          : { copy: [{ label: asked.label, text: typedAs(best, asked.field, target) }] }),
  };
  // It exists, and whether anybody has a value there was not seen.
  if (first.seen === 'empty')
    return warn(
      '{claim}, mapped as {label}, came empty in a sign-in on {day}. Casdoor is not known to issue it in {source}.',
      { ...values, day: daySeen(seen) },
      {
        ...particulars,
        severity: 'serious',
        heading: { text: 'A claim of the mapping came empty', values: {} },
        why: { text: 'The field stays empty for this person, and perhaps for everybody.', values: {} },
      },
    );
  const braces = /^\$\{(.*)\}$/.exec(first.claim)?.[1];
  if (target.plugin !== 'atlassian-dc' && braces !== undefined)
    return fail(
      'Under {label} stands {claim}. The braces belong to another plugin; here it is the bare name of a claim.',
      values,
      {
        ...particulars,
        ...weightOf(asked.field, target.plugin),
        heading: { text: 'The {label} field has braces around the claim', values: {} },
      },
    );
  const text =
    asked.sources.length > 1
      ? 'Casdoor never issues {claim}, mapped as {label}: neither in {source} nor by userinfo.'
      : 'Casdoor never issues {claim}, mapped as {label}, in {source}.';
  // Rule 3 of miniOrange: any value that looks like an e-mail address.
  if (asked.field === 'email' && target.plugin === 'miniorange' && best !== undefined)
    return warn(text, values, {
      ...particulars,
      severity: 'serious',
      heading: { text: 'The e-mail is a guess of the plugin', values: {} },
      why: {
        text: 'The plugin takes any value that looks like an e-mail address, for each person another one, perhaps.',
        values: {},
      },
    });
  // Rule 2 looks inside objects, the properties of a person among them.
  if (target.plugin === 'miniorange' && hasProperties(source, format) && mayBeProperty(first.claim, people))
    return warn(`${text} The plugin finds it only if it is a property of the person.`, values, {
      ...particulars,
      severity: 'serious',
    });
  return fail(text, values, {
    ...particulars,
    ...weightOf(asked.field, target.plugin),
    heading: { text: 'Casdoor never issues {claim}', values: {} },
  });
};

const weightOf = (field: AskedField, plugin: Given['target']['plugin']) => {
  const isName = field === 'fullName' || field === 'firstName' || field === 'lastName';
  if (field === 'username')
    return {
      severity: 'blocker' as const,
      why: {
        text: 'Without a username the plugin cannot tell who signs in, so nobody gets into {product}.',
        values: {},
      },
      headline: { text: 'The plugin cannot tell who signs in', values: {} },
    };
  // Just-in-time provisioning of Atlassian refuses a sign-in that lacks a claim; miniOrange only creates nobody.
  if (plugin === 'atlassian-dc')
    return {
      severity: 'blocker' as const,
      why: { text: 'The plugin refuses every sign-in that lacks a claim of its mapping.', values: {} },
    };
  if (isName)
    return {
      severity: 'serious' as const,
      why: { text: 'New accounts in {product} get no full name; accounts that are there keep theirs.', values: {} },
    };
  return {
    severity: 'blocker' as const,
    why: { text: 'The plugin makes no account without an e-mail, so nobody new gets into {product}.', values: {} },
  };
};

const hasProperties = (source: ClaimSource, format: TokenFormat) =>
  source === 'get-account' || (source === 'id_token' && format === 'JWT');

/** Whether only what stands under “Token fields” is issued: always in JWT-Custom, and by userinfo where there are any. */
const whitelists = (source: ClaimSource, format: TokenFormat, { tokenFields }: ApplicationConfiguration) =>
  source === 'userinfo' ? tokenFields.length > 0 : source === 'id_token' && format === 'JWT-Custom';

const tokenFieldFor: Record<AskedField, string> = {
  username: 'Name',
  email: 'Email',
  fullName: 'DisplayName',
  firstName: 'FirstName',
  lastName: 'LastName',
  groups: 'Groups',
};

/** Whether somebody may have a property of that name. The names of those on the first page of the directory are known. */
const mayBeProperty = (claim: string, people: People | undefined): boolean =>
  people?.propertyNames !== undefined && people.users.length > 0
    ? people.propertyNames.includes(claim)
    : !isKnownMistake(claim);

const plainName = (claim: string) => claim.replace(/[_\-.\s]/g, '').toLowerCase();
/** Names that some other answer of Casdoor has, or that differ from one by their spelling only. */
const isKnownMistake = (claim: string): boolean => {
  const wanted = plainName(claim);
  const sources: [ClaimSource, TokenFormat][] = [
    ['id_token', 'JWT'],
    ['id_token', 'JWT-Standard'],
    ['userinfo', 'JWT'],
    ['get-account', 'JWT'],
  ];
  const none = tokenOptions({ tokenFields: [], tokenAttributes: [] });
  return (
    claim.includes('${') ||
    /^(user|login|upn|uid|samaccountname|givenname|familyname|nickname|fullname|mail)$/.test(wanted) ||
    sources.some(([source, format]) =>
      [...claimsOf(source, format, none).keys()].some((name) => plainName(name.replace(/^data\./, '')) === wanted),
    )
  );
};
