import type { ClaimSource, Claims, ClaimValue } from '../../contract/mapping';
import { claimsOf } from '../../mapping/claim-table';
import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { shown } from '../../mapping/read-claim';
import { defineCheck, fail, notApplicable, pass, warn } from '../define-check';
import type { ApplicationConfiguration } from '../evidence';
import { claimsAsked, tokenOptions } from '../mapping/claims-asked';
import { ownWords } from '../say';
import type { SignInPrediction } from '../sign-in-evidence';
import { shortened, signatureCauses } from './way-back';

/** Lines of a finding; the panel shows all claims of both sources. */
const mostShown = 20;

/** Another value at, or because of, each sign-in; what a client compares by itself has a check of its own. */
const changing = new Set(
  'iss aud azp scope tokenType updatedTime createdTime isOnline lastSigninTime lastSigninIp lastSigninWrongTime signinWrongTimes lastChangePasswordTime mfaRememberDeadline score karma ranking balance hash preHash language'.split(
    ' ',
  ),
);

/**
 * The step Mapping says beforehand what a sign-in brings, from the directory (claims of v3.158.0). Where it was wrong
 * about somebody, it is wrong about others too.
 */
export const claimsDiffer = defineCheck({
  id: 'claims-differ',
  area: 'sign-in',
  title: 'Claims as the preview had said',
  heading: 'Other claims came than the preview had said',
  severity: 'serious',
  needs: ['redemption'],
  uses: ['signInPrediction', 'idToken', 'claimsLook', 'application'],
  after: signatureCauses,
  why: 'What the step Mapping says of people is then wrong for others too: trust what came, and look at its preview with care.',
  fix: 'Look at the claims of this sign-in, and choose the mapping by them. Then check again whether the version of Casdoor is one that the preview knows.',
  evaluate({ signInPrediction, idToken, claimsLook, application }, { mapping, target }) {
    if (signInPrediction === undefined) return notApplicable('The preview could not say anything of this person.');
    const came: Partial<Record<ClaimSource, Claims>> = {
      ...(idToken && { id_token: idToken.claims }),
      ...(claimsLook?.kind === 'claims' && { [claimsLook.source]: claimsLook.claims }),
    };
    const differences = Object.entries(came).flatMap(([source, claims]) =>
      differencesIn(source as ClaimSource, claims, signInPrediction, application),
    );
    if (differences.length === 0) return pass('All claims are as the preview had said.');
    const asked = mapping === null ? [] : claimsAsked(mapping, target);
    // An object is read with all that is in it, and miniOrange finds a claim inside one.
    const isRead = ({ source, claim }: Difference) =>
      asked.some(
        ({ claims, sources }) =>
          sources.includes(source) &&
          claims.some(
            (one) =>
              one === claim ||
              claim.startsWith(`${one}.`) ||
              (target.plugin === 'miniorange' && claim.endsWith(`.${one}`)),
          ),
      );
    const read = differences.filter(isRead);
    const [first] = read.length > 0 ? read : differences;
    if (first === undefined) return pass();
    const values = {
      claim: first.claim,
      source: sourceWords[first.source],
      came: shortened(first.came ?? '') || ownWords('nothing'),
      said: shortened(first.said ?? '') || ownWords('nothing'),
      count: differences.length,
    };
    const detail = {
      kind: 'list' as const,
      label: 'Differences',
      items: [...read, ...differences.filter((one) => !read.includes(one))].slice(0, mostShown).map((one) => ({
        text: `${one.claim} (${one.source})`,
        note: `came: ${shortened(one.came ?? '') || '–'}, said: ${shortened(one.said ?? '') || '–'}`,
        marked: read.includes(one),
      })),
    };
    const headline = { text: 'Other claims came than the preview had said', values: {} };
    if (read.length > 0)
      return fail(
        '{count, plural, one {# claim differs} other {# claims differ}}. The mapping reads {claim} in {source}: {came} came, and the preview had said {said}.',
        values,
        { headline, detail },
      );
    return warn(
      '{count, plural, one {# claim differs} other {# claims differ}}, and the mapping reads none of them. The first is {claim} in {source}: {came} came, and the preview had said {said}.',
      values,
      {
        severity: 'advice',
        headline,
        detail,
        why: {
          text: 'Nothing, as long as the mapping does not read them. The preview is wrong about them.',
          values: {},
        },
      },
    );
  },
});

const sourceWords: Record<ClaimSource, string> = {
  id_token: 'ID token',
  userinfo: 'userinfo',
  'get-account': 'get-account',
};

type Difference = { source: ClaimSource; claim: string; came: string | null; said: string | null };

const differencesIn = (
  source: ClaimSource,
  claims: Claims,
  prediction: SignInPrediction,
  application: ApplicationConfiguration | undefined,
): Difference[] => {
  const said = prediction.bySource[source];
  if (said === undefined) return [];
  const format = application && tokenFormatOf(application.tokenFormat);
  const table = format === undefined ? null : claimsOf(source, format, tokenOptions(application ?? noFields));
  const unsaid = new Set([...(prediction.untold[source] ?? []), ...prediction.withheld]);
  const isSilent = (path: string) => {
    const key = path.split('.').at(-1) ?? path;
    return changing.has(key) || unsaid.has(path) || unsaid.has(key) || table?.get(path)?.isPerToken === true;
  };
  const compare = (path: string, one: ClaimValue | undefined, other: ClaimValue | undefined): Difference[] => {
    if (path !== '' && isSilent(path)) return [];
    if (isMap(one) && isMap(other)) {
      const names = [...new Set([...Object.keys(one), ...Object.keys(other)])];
      return names.flatMap((name) => compare(path === '' ? name : `${path}.${name}`, own(one, name), own(other, name)));
    }
    if (isSame(one, other)) return [];
    return [{ source, claim: path, came: textOf(one), said: textOf(other) }];
  };
  return compare('', claims as ClaimValue, said as ClaimValue);
};

const noFields = { tokenFields: [], tokenAttributes: [] };
const own = (map: { [claim: string]: ClaimValue }, name: string) => (Object.hasOwn(map, name) ? map[name] : undefined);
const isMap = (value: ClaimValue | undefined): value is { [claim: string]: ClaimValue } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const textOf = (value: ClaimValue | undefined): string | null => (value === undefined ? null : shown(value));

/** Empty values are left out by some formats, and the order of a list, such as that of groups, means nothing. */
const isSame = (one: ClaimValue | undefined, other: ClaimValue | undefined): boolean =>
  (isEmpty(one) && isEmpty(other)) || JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));

const sorted = (value: ClaimValue | undefined): ClaimValue | undefined =>
  Array.isArray(value) ? value.map((item) => JSON.stringify(sorted(item))).sort() : value;

const isEmpty = (value: ClaimValue | undefined): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  value === 0 ||
  (typeof value === 'object' && Object.keys(value).length === 0);
