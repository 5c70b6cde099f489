import { documentCauses } from '../causes';
import { defineCheck, pass, warn } from '../define-check';

/** None of Casdoor's marks: its endpoint paths, its answer to get-app-login, its session cookie. */
export const notCasdoor = defineCheck({
  id: 'not-casdoor',
  area: 'discovery',
  title: 'Server behind the address',
  heading: 'The server does not look like Casdoor',
  severity: 'advice',
  needs: ['identity'],
  after: documentCauses,
  why: 'What every OpenID Connect server has in common is checked. What only Casdoor can be asked, such as the redirect URI and the client secret, is not.',
  fix: 'Look whether {address} is the address of Casdoor. If another server is meant, nothing is to be done.',
  evaluate({ identity }) {
    if (identity.isCasdoor) return pass();
    return warn('{host} answers as an OpenID Connect server, with none of the marks of Casdoor.');
  },
});
