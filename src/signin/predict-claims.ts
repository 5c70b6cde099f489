import { casdoorUrls } from '../casdoor/casdoor-urls';
import { peopleLimit, personIn } from '../casdoor/directory';
import type { Vantage } from '../casdoor/vantage';
import { type Fact, known, missing } from '../checks/evidence';
import type { IdTokenLook, SignInPrediction } from '../checks/sign-in-evidence';
import type { Claims } from '../contract/mapping';
import { claimsFromDirectory, tokenFormatOf } from '../mapping/claims-from-directory';
import type { Secret } from '../secrets/secret';
import { mayTravel } from './endpoints';
import type { SignInQuestion } from './question';

type PredictOptions = {
  question: SignInQuestion;
  /** Of a token that held: nobody else names a person to look up. */
  look: IdTokenLook;
  secret: Secret | null;
  vantage: Vantage;
  signal: AbortSignal;
};

/** Milliseconds: the verdict waits for it, and stands without it. */
const longestWait = 3000;

/** What the preview of the step Mapping would have said of whoever signed in, by their entry in the directory. */
export const predictClaims = async (options: PredictOptions): Promise<Fact<SignInPrediction>> => {
  const { question, look, secret, signal, vantage } = options;
  const { origin, prefix, clientId, issuer, prepared, server } = question;
  if (server.kind !== 'casdoor') return missing({ reason: 'not-casdoor' });
  if (secret === null || secret.expose() === '') return missing({ reason: 'not-given', what: 'secret' });
  if (!mayTravel(origin, question.allowsHttp)) return missing({ reason: 'not-given', what: 'http-consent' });
  if (!server.isProved || prepared.application === null) return missing({ reason: 'needs', fact: 'application' });
  const names = namesIn(look.claims, prepared.application.tokenFormat);
  if (names.length === 0) return missing({ reason: 'not-applicable' });
  const organization =
    textIn(look.claims, 'owner') ?? prepared.shown?.organization ?? prepared.application.organization;
  for (const name of names) {
    const attempt = await vantage.request(
      {
        method: 'GET',
        url: casdoorUrls({ origin, prefix }).person(organization, name),
        credentials: { clientId, secret },
        limit: peopleLimit,
        timeout: longestWait,
      },
      signal,
    );
    if (!attempt.answered && attempt.failure.kind === 'stopped') return missing({ reason: 'stopped' });
    if (!attempt.answered) break;
    const person = personIn(attempt);
    // Names change hands: only the entry with this very id is the person who signed in.
    if (!person || person.id !== look.subject) continue;
    const scopes = question.scopes.split(' ').filter(Boolean);
    const { bySource, untold, withheld } = claimsFromDirectory(person, prepared.application, {
      scopes,
      clientId,
      issuer,
    });
    return known({ bySource, untold, withheld });
  }
  return missing({ reason: 'not-shown' });
};

/**
 * The user name as the formats carry it; what JWT-Standard calls `name` is the display name. Where the format was changed
 * since it was read, it stands where the other formats have it.
 */
const namesIn = (claims: Claims, tokenFormat: string): string[] => {
  const places = ['name', 'preferred_username'];
  if (tokenFormatOf(tokenFormat) === 'JWT-Standard') places.reverse();
  return [...new Set(places.flatMap((place) => textIn(claims, place) ?? []))];
};

const textIn = (claims: Claims, name: string): string | null => {
  const value = Object.hasOwn(claims, name) ? claims[name] : undefined;
  return typeof value === 'string' && value !== '' ? value : null;
};
