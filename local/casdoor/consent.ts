import { complaintAbout } from './applications';
import type { ApplicationDocument, UserDocument } from './documents';
import { answered, type Exchange, type Reply, refused, saying } from './exchange';
import { issueCode } from './issue-code';
import { signedInPerson } from './open-sessions';
import { applicationByClientId, type State } from './state';

/** Each scope that is asked for, as the consent page describes it. */
export const scopesAsked = (application: ApplicationDocument, scope: string) =>
  namesIn(scope).map((name) => {
    const found = (application.customScopes ?? []).find((each) => each.scope === name);
    if (found === undefined) return { name, title: name, text: 'This scope is not defined in the application' };
    return { name, title: found.displayName || name, text: found.description };
  });

/**
 * Whether Casdoor asks the person first: where the application describes a scope that is asked for and that they have not
 * granted it yet. Once is enough; there is no asking each time (v3.158.0).
 */
export const isConsentRequired = (user: UserDocument, application: ApplicationDocument, scope: string): boolean => {
  const described = new Set((application.customScopes ?? []).map((each) => each.scope));
  const granted = user.applicationScopes?.find((each) => each.application === idOf(application))?.grantedScopes ?? [];
  return namesIn(scope).some((name) => described.has(name) && !granted.includes(name));
};

export const grantConsent = (user: UserDocument, application: ApplicationDocument, scopes: readonly string[]): void => {
  const others = (user.applicationScopes ?? []).filter((each) => each.application !== idOf(application));
  const before = user.applicationScopes?.find((each) => each.application === idOf(application))?.grantedScopes ?? [];
  user.applicationScopes = [
    ...others,
    { application: idOf(application), grantedScopes: [...new Set([...before, ...scopes])] },
  ];
};

/** `POST /api/grant-consent`: what the consent page sends. A code that was refused is an empty one, and no error. */
export const grantConsentCall = async (state: State, exchange: Exchange): Promise<Reply> => {
  const user = signedInPerson(state, exchange);
  if (user === undefined) return refused(saying(exchange, 'not-signed-in'));
  const { json } = exchange;
  if (json === undefined) return refused(complaintAbout(exchange.body));
  const field = (name: string) => {
    const value = json[name];
    return typeof value === 'string' ? value : '';
  };
  const application = applicationByClientId(state, field('clientId'));
  if (application === undefined) return refused(saying(exchange, 'client-unknown'));
  if (field('application') !== idOf(application)) return refused(saying(exchange, 'application-wrong'));
  const scopes = Array.isArray(json.grantedScopes) ? json.grantedScopes : [];
  grantConsent(
    user,
    application,
    scopes.filter((each) => typeof each === 'string'),
  );
  const issued = await issueCode(state, exchange, {
    user,
    clientId: field('clientId'),
    responseType: field('responseType'),
    redirectUri: field('redirectUri'),
    scope: field('scope'),
    nonce: field('nonce'),
    codeChallenge: field('challenge'),
    signinMethod: field('signinMethod'),
  });
  if ('code' in issued) return answered(issued.code);
  return issued.closesConnection ? { ...refused(issued.message), closesConnection: true } : answered('');
};

const idOf = (application: ApplicationDocument): string => `${application.owner}/${application.name}`;

const namesIn = (scope: string): string[] => scope.split(' ').filter((each) => each !== '');
