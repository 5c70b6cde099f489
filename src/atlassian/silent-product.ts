import { waitOf } from '../checks/date-words';
import type { NetworkFailure } from '../checks/evidence';
import { visible } from '../checks/visible';

/** What is so, and the one thing to do about it. */
export type SilenceWords = { message: string; remedy: string };

/**
 * Why no answer came from Jira or Confluence, by what the network told: a code alone tells an administrator nothing.
 *
 * @param name Of the product.
 */
export const silenceOf = (failure: NetworkFailure, name: string): SilenceWords => words[failure.kind](failure, name);

type Words = (failure: NetworkFailure, name: string) => SilenceWords;

const words: Record<NetworkFailure['kind'], Words> = {
  'host-unknown': ({ host }, name) => ({
    message: `The name service knows no address for ${visible(host)}.`,
    remedy: `Compare the base URL in the step Client with the address at which ${name} opens in your browser.`,
  }),
  'name-service-silent': ({ host }) => ({
    message: `No name server answered for ${visible(host)}.`,
    remedy: 'Look whether there is a connection to the network, then try again.',
  }),
  'connection-refused': (failure, name) => ({
    message: `Nothing listens on ${placeOf(failure)}: the connection was refused.`,
    remedy: `Look whether ${name} runs, and whether the base URL in the step Client has the right port.`,
  }),
  'connection-timeout': (failure, name) => ({
    message: `${placeOf(failure)}, gave no sign within ${waitOf(failure.milliseconds)}.`,
    remedy: `Look whether ${name} runs, and whether a firewall drops connections to port ${failure.port}.`,
  }),
  'connection-closed': (failure, name) => ({
    message: `${placeOf(failure)}, took the connection and closed it without an answer.`,
    remedy: `Look into the log of ${name}, and of the proxy in front of it.`,
  }),
  'host-unreachable': (failure, name) => ({
    message: `The network has no way to ${placeOf(failure)}.`,
    remedy: `Look whether a VPN is needed to reach ${name}.`,
  }),
  'tls-not-spoken': (failure) => ({
    message: `On ${placeOf(failure)}, http is spoken where https was asked.`,
    remedy: 'Correct the port of the base URL in the step Client.',
  }),
  'tls-required': (failure) => ({
    message: `On ${placeOf(failure)}, https is spoken where http was asked.`,
    remedy: 'Let the base URL in the step Client begin with https.',
  }),
  'tls-untrusted': (failure) => untrusted(failure),
  'tls-failed': (failure) => ({
    message: `No secure connection to ${placeOf(failure)}, came about (${codeOf(failure)}).`,
    remedy: `Look which versions of TLS are allowed there: 1.2 or 1.3 is needed.`,
  }),
  'answer-timeout': (failure, name) => ({
    message: `${placeOf(failure)}, took the request, and no complete answer came within ${waitOf(failure.milliseconds)}.`,
    remedy: `Look into the log of ${name} and at its load, then try again.`,
  }),
  'answer-too-large': (failure, name) => ({
    message: `The answer of ${placeOf(failure)}, is far larger than what was asked for.`,
    remedy: `Look whether a proxy stands before ${name} and answers in its place.`,
  }),
  'answer-garbled': (failure, name) => ({
    message: `What ${placeOf(failure)}, sent cannot be read as an answer over HTTP (${codeOf(failure)}).`,
    remedy: `Look whether port ${failure.port} belongs to ${name} or the proxy in front of it.`,
  }),
  'proxy-refused': (failure) => ({
    message: `The proxy ${visible(failure.proxy ?? 'of this computer')} did not open the way to ${placeOf(failure)} (${codeOf(failure)}).`,
    remedy: `Have ${visible(failure.host)} allowed in the proxy, or add it to the environment variable NO_PROXY.`,
  }),
  'egress-refused': ({ host }, name) => ({
    message: `This app may not send requests to ${visible(host)}.`,
    remedy: `Open the step Apply as an administrator of ${name} and allow them there.`,
  }),
  stopped: (_failure, name) => ({
    message: `The answer of ${name} was not waited for.`,
    remedy: `Look whether ${name} runs, then try again.`,
  }),
  unknown: (failure, name) => ({
    message: `No answer came from ${placeOf(failure)} (${codeOf(failure)}).`,
    remedy: `Look whether ${name} opens in your browser at the base URL of the step Client.`,
  }),
};

/** Node's and OpenSSL's codes of what is wrong with a certificate; nothing is ever sent over such a connection. */
const untrusted = ({ host, code }: NetworkFailure): SilenceWords => {
  const place = visible(host);
  switch (code) {
    case 'CERT_HAS_EXPIRED':
      return {
        message: `The TLS certificate of ${place} has expired, so no password is sent there.`,
        remedy: 'Renew it on the proxy or server that shows it, and reload that.',
      };
    case 'CERT_NOT_YET_VALID':
      return {
        message: `The TLS certificate of ${place} is not valid yet, so no password is sent there.`,
        remedy: 'Compare the clocks of both computers.',
      };
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
    case 'HOSTNAME_MISMATCH':
      return {
        message: `The TLS certificate that ${place} shows is made for another name, so no password is sent there.`,
        remedy: 'Type the base URL in the step Client with the name that the certificate is made for.',
      };
    default:
      return {
        message: `The TLS certificate of ${place} is of an authority that is not known here (${visible(code ?? 'no code')}), so no password is sent there.`,
        remedy:
          'Give it a certificate of a public authority with its whole chain, or start this product with --ca and the PEM file of your own.',
      };
  }
};

/** The words around it end it with a comma, since the port does not belong to what follows. */
const placeOf = ({ host, port }: NetworkFailure): string => `${visible(host)}, port ${port}`;

const codeOf = ({ code, kind }: NetworkFailure): string => visible(code ?? kind);
