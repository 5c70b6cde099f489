import * as v from 'valibot';
import type { Attempted } from '../../apply/apply-target';
import type { ProofProblem, ProvedApplication, ProvingOptions } from '../../casdoor/prove-application';
import { proveApplication } from '../../casdoor/prove-application';
import { type RedirectList, readRedirectList } from '../../casdoor/read-application';
import { isRecord } from '../../casdoor/read-metadata';
import type { Vantage } from '../../casdoor/vantage';
import type { NetworkFailure } from '../../checks/evidence';
import { visible } from '../../checks/visible';
import type { CasdoorAddress } from '../../contract/address';
import type { TargetFailure } from '../../contract/apply';
import { redact } from '../../secrets/redact';
import type { Secret } from '../../secrets/secret';

export type RedirectListAccess = {
  address: CasdoorAddress;
  clientId: string;
  secret: Secret;
  /** The administrator's word that the secret may travel over http to this address. */
  allowsHttp: boolean;
  vantage: Vantage;
};

/** A list, and where it is: two Casdoors often have an application of the same name, one to try things out and one in use. */
export type PlacedRedirectList = RedirectList & {
  /** Scheme, host, port and path of the Casdoor. */
  casdoor: string;
};

export type RedirectListApi = {
  /** The list of the application whose client ID is ours, as it is now. */
  read: (signal: AbortSignal) => Promise<Attempted<PlacedRedirectList>>;
  /** Makes `change` of the list as it is now, reads it again, and compares. */
  change: (change: (list: PlacedRedirectList) => Attempted<string[]>, signal: AbortSignal) => Promise<Attempted<void>>;
};

/** The whole application with its organization inside is some 60 kB. */
const applicationLimit = 4 * 1024 * 1024;

/** One application of Casdoor v3.158.0, with its own credentials, as far as its list of redirect URIs goes. */
export const redirectListApi = (access: RedirectListAccess): RedirectListApi => {
  const { address, clientId, secret, vantage } = access;
  const credentials = { clientId, secret };

  const ownIds = ownClientIds(clientId);

  const find = async (signal: AbortSignal): Promise<Attempted<ProvedApplication>> => {
    const proved = await proveApplication({ ...access, signal } satisfies ProvingOptions);
    return 'problem' in proved ? refusedBy(proofFailure(proved)) : { ok: true, value: proved };
  };

  const readOf = async (
    { urls, owner, name }: ProvedApplication,
    signal: AbortSignal,
  ): Promise<Attempted<PlacedRedirectList>> => {
    // As bytes, because of a text the secret is taken out: a redirect URI that holds the same letters would come back
    // changed, and be written so. Nothing is kept of them but the named fields.
    const attempt = await vantage.bytes(
      { method: 'GET', url: urls.application(owner, name), credentials, limit: applicationLimit },
      signal,
    );
    if (!attempt.answered) return refusedBy(unreachable(address.host, attempt.failure));
    if (attempt.value.status === 429) return refusedBy(limited(address.host, attempt.value.retryAfter));
    const answer = answerIn(attempt.value.bytes);
    if (answer === null) return refusedBy(unreadable(address.host));
    if (answer.status === 'error') return refusedBy(refusal(redact(answer.msg, [secret], [clientId])));
    if (answer.data === null) return refusedBy(vanished(name, address.host));
    const list = readRedirectList(answer.data);
    if (list === 'masked') return refusedBy(secretRefused);
    if (list === null) return refusedBy(unknownShape(name));
    return ownIds.includes(list.clientId)
      ? { ok: true, value: { ...list, casdoor: casdoorAt(address) } }
      : refusedBy(otherApplication(list.name));
  };

  const post = async (
    { urls }: ProvedApplication,
    { owner, name, organization, clientId: ownId }: RedirectList,
    redirectUris: readonly string[],
    signal: AbortSignal,
  ): Promise<Attempted<void>> => {
    const attempt = await vantage.request(
      {
        method: 'POST',
        url: urls.redirectUris(owner, name),
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ owner, name, organization, clientId: ownId, redirectUris }),
        credentials,
        // It may have arrived although nothing came back: it is read again, not sent again.
        once: true,
        fresh: true,
      },
      signal,
    );
    if (!attempt.answered) return refusedBy(unreachable(address.host, attempt.failure));
    const read = v.safeParse(casdoorAnswer, attempt.value.json);
    if (!read.success) return refusedBy(unreadable(address.host));
    if (read.output.status !== 'ok') return refusedBy(refusal(read.output.msg));
    return read.output.data === 'Unaffected' ? refusedBy(vanished(name, address.host)) : { ok: true, value: undefined };
  };

  return {
    read: async (signal) => {
      const found = await find(signal);
      return found.ok ? readOf(found.value, signal) : found;
    },
    change: async (change, signal) => {
      const found = await find(signal);
      if (!found.ok) return found;
      const before = await readOf(found.value, signal);
      if (!before.ok) return before;
      const wanted = change(before.value);
      if (!wanted.ok) return wanted;
      if (isSameList(before.value.redirectUris, wanted.value)) return { ok: true, value: undefined };
      const answered = await post(found.value, before.value, wanted.value, signal);
      if (!answered.ok) return answered;
      // "Affected" is also said where nothing changed.
      const after = await readOf(found.value, signal);
      if (!after.ok) return after;
      const lost = wanted.value.find((uri) => !after.value.redirectUris.includes(uri));
      const left = before.value.redirectUris.find(
        (uri) => !wanted.value.includes(uri) && after.value.redirectUris.includes(uri),
      );
      return lost === undefined && left === undefined
        ? { ok: true, value: undefined }
        : refusedBy(notAsWritten(after.value.name, { lost, left }));
    },
  };
};

/** With the organization's name in it, the client ID of a shared application is asked for, and the bare one is answered. */
export const ownClientIds = (clientId: string): string[] => [clientId, clientId.replace(/-org-[^-].*$/, '')];

/** Where a Casdoor is, as `PlacedRedirectList` names it. */
export const casdoorAt = ({ origin, prefix }: Pick<CasdoorAddress, 'origin' | 'prefix'>): string => origin + prefix;

const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((uri, at) => uri === other[at]);

const casdoorAnswer = v.object({
  status: v.string(),
  msg: v.optional(v.fallback(v.string(), ''), ''),
  data: v.optional(v.unknown(), null),
});

const answerIn = (bytes: Uint8Array): v.InferOutput<typeof casdoorAnswer> | null => {
  try {
    const json: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    const read = v.safeParse(casdoorAnswer, isRecord(json) ? json : null);
    return read.success ? read.output : null;
  } catch {
    return null;
  }
};

const refusedBy = (failure: TargetFailure): { ok: false; failure: TargetFailure } => ({ ok: false, failure });

const failure = (code: TargetFailure['code'], message: string, remedy: string, isFinal = false): TargetFailure => ({
  code,
  message,
  remedy,
  isFinal,
});

const proofFailure = ({ problem, why }: ProofProblem): TargetFailure => {
  switch (why) {
    case 'http':
      return failure('refused', problem, 'Tick it in the step Client, or give Casdoor a certificate.');
    case 'silent':
      return failure('unreachable', problem, 'Look whether Casdoor runs and can be reached.');
    case 'no-casdoor':
      return failure('answer-unreadable', problem, 'Run the checks of the step Connect.');
    case 'client-unknown':
      return failure('missing', problem, 'Compare the client ID in the step Client with the application in Casdoor.');
  }
};

const unreachable = (host: string, { kind, code }: NetworkFailure): TargetFailure =>
  failure(
    'unreachable',
    kind === 'stopped'
      ? `The answer of ${host} was not waited for.`
      : `${host} did not answer (${visible(code ?? kind)}).`,
    'Run the checks of the step Connect.',
  );

const limited = (host: string, retryAfter: string | null): TargetFailure =>
  failure(
    'limited',
    `${host} limits the number of requests${retryAfter !== null && /^\d{1,6}$/.test(retryAfter) ? ` and asks to wait ${retryAfter} s` : ''}.`,
    'Wait, then try again.',
  );

const unreadable = (host: string): TargetFailure =>
  failure(
    'answer-unreadable',
    `What came from ${host} is no answer of Casdoor.`,
    'Look whether a proxy in front of Casdoor answers in its place.',
  );

const secretRefused = failure(
  'credentials-wrong',
  'Casdoor did not take the client secret.',
  'Type the secret again in the step Client.',
  true,
);

/** Casdoor's own words. Credentials that it does not take are no operation that it authorizes. */
const refusal = (words: string): TargetFailure =>
  /^unauthorized operation/i.test(words)
    ? secretRefused
    : failure(
        'refused',
        `Casdoor refused: “${visible(words).slice(0, 300)}”.`,
        'Change the Redirect URLs of the application in Casdoor by hand.',
      );

const vanished = (name: string, host: string): TargetFailure =>
  failure(
    'missing',
    `There is no application ${visible(name)} on ${host} any more.`,
    'Run the checks of the step Client.',
  );

const otherApplication = (name: string): TargetFailure =>
  failure(
    'missing',
    `The application ${visible(name)} has another client ID than the one that was typed, so it was not changed.`,
    'Compare the client ID in the step Client with the application in Casdoor.',
  );

const unknownShape = (name: string): TargetFailure =>
  failure(
    'document-unknown',
    `The redirect list of ${visible(name)} could not be read whole, so it is not written.`,
    'Change the Redirect URLs of the application in Casdoor by hand.',
  );

const notAsWritten = (
  name: string,
  { lost, left }: { lost: string | undefined; left: string | undefined },
): TargetFailure =>
  failure(
    'refused',
    lost !== undefined
      ? `Casdoor said that it wrote the list, and ${visible(lost)} is not among the Redirect URLs of ${visible(name)}.`
      : `Casdoor said that it wrote the list, and ${visible(left ?? '')} is still among the Redirect URLs of ${visible(name)}.`,
    'Look at the Redirect URLs of the application in Casdoor.',
  );
