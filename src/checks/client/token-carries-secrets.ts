import type { Mapping, TokenFormat } from '../../contract/mapping';
import { claimsOf } from '../../mapping/claim-table';
import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { applicationPage } from '../casdoor-pages';
import { defineCheck, fail, notApplicable, pass } from '../define-check';
import { tokenOptions } from '../mapping/claims-asked';

/** A token should carry what its reader needs: RFC 9700 §2.3 on least privilege. Contents by Casdoor 3.158. */
export const tokenCarriesSecrets = defineCheck({
  id: 'token-carries-secrets',
  area: 'client',
  title: 'What tokens carry',
  heading: 'Tokens carry what {product} has no business with',
  severity: 'advice',
  needs: ['application'],
  uses: ['address'],
  after: ['token-format-unknown'],
  why: 'Whoever gets hold of a token, or of a log that holds one, can read it: recovery codes and the key of the second factor among it. Large tokens also overflow the headers of proxies.',
  fix: 'In Casdoor open Applications → {application} and choose another “Token format”. Every client of {application} gets it.',
  evaluate({ application, address }, { mapping }) {
    const format = tokenFormatOf(application.tokenFormat);
    if (format === undefined) return notApplicable('What a token of this format carries is not known.');
    const claims = claimsOf('id_token', format, tokenOptions(application));
    const secret = [...claims].flatMap(([name, { carriesSecret }]) =>
      carriesSecret && !empty.has(name) ? [name] : [],
    );
    if (secret.length === 0) return pass('Tokens of format {format} carry no secrets.', { format });
    const links = applicationPage(address, application);
    const detail = { kind: 'list' as const, label: 'In each token', items: secret.map((text) => ({ text })) };
    if (format === 'JWT-Custom')
      return fail(
        'Under “Token fields” of {application} stand {names}.',
        { names: secret.join(', ') },
        {
          links,
          detail,
          fix: {
            text: 'In Casdoor open Applications → {application} and take these out of “Token fields”.',
            values: {},
          },
        },
      );
    const leaner = leanerFormat(mapping);
    return fail(
      leaner === null
        ? 'Token format {format} puts nearly the whole user record into each token.'
        : 'Token format {format} puts nearly the whole user record into each token. {leaner} does for this mapping.',
      { format, leaner: leaner ?? '' },
      {
        links,
        detail,
        fix:
          leaner === null
            ? {
                text: 'In Casdoor open Applications → {application}, choose JWT-Custom under “Token format”, and name what {product} needs under “Token fields”: Name, Email, DisplayName, Groups. Every client of {application} gets it.',
                values: {},
              }
            : {
                text: 'In Casdoor open Applications → {application} and choose {leaner} under “Token format”. Every client of {application} gets it.',
                values: {},
              },
      },
    );
  },
});

/** Blanked before a token is made. */
const empty = new Set(['password']);

/** JWT-Empty where it has every claim that the mapping reads from the token; null where it has not. */
export const leanerFormat = (mapping: Mapping | null): TokenFormat | null => {
  if (mapping === null) return null;
  if (mapping.source === 'userinfo' || mapping.source === 'get-account') return 'JWT-Empty';
  const name = 'fullName' in mapping.name ? [mapping.name.fullName] : [mapping.name.firstName, mapping.name.lastName];
  const asked = [mapping.username, ...mapping.email.split(';'), ...name, mapping.groups ?? ''].flatMap((written) => {
    const inExpression = [...written.matchAll(/\$\{([^{}]+)\}/g)].map(([, claim]) => claim ?? '');
    return inExpression.length > 0 ? inExpression : [written.trim()];
  });
  const claims = claimsOf('id_token', 'JWT-Empty');
  return asked.every((claim) => claim === '' || claims.has(claim)) ? 'JWT-Empty' : null;
};
