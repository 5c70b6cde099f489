import type { ApplyTarget, Plan } from '../../src/apply/apply-target';
import { wayBackGuard } from '../../src/apply/guards';
import type { AtlassianCredentials } from '../../src/atlassian/accounts/ask-atlassian';
import { readAddress } from '../../src/casdoor/address';
import type { Vantage } from '../../src/casdoor/vantage';
import type { Guard } from '../../src/contract/apply';
import { Secret } from '../../src/secrets/secret';
import { holderOf } from '../../src/store/plugin-access';
import { storeIn } from '../../src/store/store';
import { redirectListApi } from '../../src/targets/casdoor/redirect-list-api';
import { redirectUriTarget } from '../../src/targets/casdoor/redirect-uri-target';
import { addressOfDoor, answersForm, groupsOf, judgeWayBack } from '../../src/targets/prove-way-back';
import { readSecret } from '../command/argument-files';
import type { RestoreArguments } from './apply-arguments';
import type { ApplySite } from './apply-site';
import type { FoundApply } from './find-apply';
import { NeedsSomebody } from './needs-somebody';
import { credentialsOf, withPlugin } from './plugin-on-site';

/** Milliseconds for a question that is asked beside. */
const lookLasts = 20_000;

/** What judges a write of what was there before. */
export type Judge<D> = (about: { plan: Plan<D> }) => Promise<Guard[]>;

/**
 * Reaches the target of an apply that was made, with what is typed or was kept since.
 *
 * @throws NeedsSomebody where something is missing for that.
 */
export const withTargetOf = async <T>(
  { product, log, typed }: FoundApply,
  given: RestoreArguments,
  { site, vantage }: { site: ApplySite; vantage: Vantage },
  act: <D, W>(target: ApplyTarget<D, W>, judge: Judge<D>) => Promise<T>,
): Promise<T> => {
  const { kind, clientId, issuer, redirectUri } = typed;
  const reading = readAddress(issuer);
  if (kind === 'casdoor') {
    const secret = await readSecret(given);
    if (secret === null)
      throw new NeedsSomebody('--secret-env is missing: the list of Casdoor’s application is changed with its secret.');
    if (!reading.ok || redirectUri === null) throw new NeedsSomebody('Where Casdoor is cannot be told any more.');
    const { insecureHttp: allowsHttp } = given;
    const api = redirectListApi({
      address: reading.value,
      clientId,
      secret: new Secret(secret),
      allowsHttp,
      vantage,
    });
    return act(redirectUriTarget(api, redirectUri), async () => []);
  }
  const baseUrl = given.site?.url.href.replace(/\/+$/, '') ?? typed.baseUrl ?? '';
  // One for trying things out, which holds the old settings, would pass for one that was put back.
  if (given.site && typed.baseUrl !== null && baseUrl !== new URL(typed.baseUrl).href.replace(/\/+$/, ''))
    throw new NeedsSomebody(
      `Nothing was put back: that apply was made at ${typed.baseUrl}, and --atlassian names ${baseUrl}. Name the same, or put the settings back by hand as docs/apply.md says.`,
    );
  const credentials = given.site ? credentialsOf(given.site) : await keptCredentials(site, { product, log }, baseUrl);
  const host = reading.ok ? new URL(reading.value.origin).host : null;
  const on = { kind, product, baseUrl: new URL(baseUrl), credentials, clientId, host, knownSecret: null };
  return withPlugin(on, vantage, (plugin) =>
    act(plugin.target, async ({ plan }) => {
      const door = plugin.doorOf(plan.after);
      const address = door === null ? '' : addressOfDoor(baseUrl, door);
      const account = credentials.kind === 'password' ? credentials.user : null;
      const isLimited = account !== null && door !== null && door.onlyFor !== null;
      const wayBack = judgeWayBack({
        door,
        address,
        answersForm: door !== null && (await answersForm(vantage, address, AbortSignal.timeout(lookLasts))),
        // Reading the plugin has just proved it.
        account,
        groups: isLimited ? await groupsOf(plugin.ask, product, account, AbortSignal.timeout(lookLasts)) : null,
        // People are signed in as they were before.
        reach: null,
      });
      return [wayBackGuard({ called: log.head.called, wayBack })];
    }),
  );
};

/** Of whoever applied, kept until that has ended. @throws NeedsSomebody */
const keptCredentials = async (
  site: ApplySite,
  { product, log }: Pick<FoundApply, 'product' | 'log'>,
  baseUrl: string,
): Promise<AtlassianCredentials> => {
  const { target, account } = log.head;
  const holder = account ?? holderOf(site.who.account);
  const access = await site.inside(product, () =>
    storeIn(site.place(product)).pluginAccess.use(target, baseUrl, holder),
  );
  if (access) return access.credentials;
  throw new NeedsSomebody(
    'The credentials that it was applied with are not kept any more: name the plugin with --atlassian URL, --user NAME and --password-env NAME.',
  );
};
