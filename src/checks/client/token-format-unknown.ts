import { tokenFormats } from '../../contract/mapping';
import { tokenFormatOf } from '../../mapping/claims-from-directory';
import { applicationPage } from '../casdoor-pages';
import { defineCheck, pass, warn } from '../define-check';

/** Casdoor 3.158 ends every sign-in with an error where the token format is none of its four; empty means JWT. */
export const tokenFormatUnknown = defineCheck({
  id: 'token-format-unknown',
  area: 'client',
  title: 'Token format',
  heading: 'The application has a token format that is not known here',
  severity: 'blocker',
  needs: ['application'],
  uses: ['address'],
  why: 'Casdoor 3.158 mints no token in a format that it does not know, and then nobody gets into {product}. A newer one may know it.',
  fix: 'In Casdoor open Applications → {application} and choose one of the entries under “Token format”.',
  evaluate({ application, address }) {
    const format = tokenFormatOf(application.tokenFormat);
    if (format !== undefined) return pass('Tokens have the format {format}.', { format });
    return warn(
      'The token format of {application} is {format}. Known are {formats}.',
      { format: application.tokenFormat, formats: tokenFormats.join(', ') },
      { links: applicationPage(address, application) },
    );
  },
});
