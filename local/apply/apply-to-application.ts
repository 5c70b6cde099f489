import { visible } from '../../src/checks/visible';
import { redirectListApi } from '../../src/targets/casdoor/redirect-list-api';
import { redirectUriTarget } from '../../src/targets/casdoor/redirect-uri-target';
import type { WriteArguments } from './apply-arguments';
import { findTarget, noteTarget, sweepTarget, type TypedTarget } from './command-targets';
import type { Surroundings } from './given-plugin';
import type { ApplyResult } from './told-result';
import { writeSettings } from './write-settings';

/** A redirect URI into the list of Casdoor's application. Nobody signs in to it: it is kept once it was read back. */
export const applyToApplication = async (
  given: WriteArguments,
  redirectUri: string,
  around: Surroundings,
): Promise<ApplyResult> => {
  const { site, vantage, address, clientId, secret } = around;
  const { product, insecureHttp: allowsHttp } = given;
  const place = site.place(product);
  const typed: TypedTarget = { kind: 'casdoor', baseUrl: null, issuer: given.issuer, clientId, redirectUri };
  const known = await site.inside(product, () =>
    findTarget(place, typed, { mapping: null, secret, scopes: given.scope }),
  );
  const api = redirectListApi({ address, clientId, secret, allowsHttp, vantage });
  return writeSettings(
    {
      target: redirectUriTarget(api, redirectUri),
      wanted: { isRegistered: true },
      called: applicationCalled(clientId, address.host),
      product,
      byHand: [],
      isSecond: false,
      redirectOf: () => null,
      peopleAfter: async () => null,
      whoCameIn: null,
      judge: async () => [],
    },
    {
      ...given,
      targetId: known.id,
      mappingVersion: null,
      // The secret is asked for again: it is kept nowhere for this.
      means: {
        keep: async () => {
          await noteTarget(place, known.id, typed);
          await sweepTarget(place, known.id, false);
        },
        forget: async () => {},
      },
    },
    around,
  );
};

/** In a sentence. */
export const applicationCalled = (clientId: string, host: string): string =>
  `the application of ${visible(clientId)} on ${host}`;
