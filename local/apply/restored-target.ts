import type { ApplyTarget, Plan } from '../../src/apply/apply-target';
import { earlierGuard, wayBackGuard } from '../../src/apply/guards';
import { type AtlassianCredentials, askOverVantage } from '../../src/atlassian/accounts/ask-atlassian';
import { readAddress } from '../../src/casdoor/address';
import type { Vantage } from '../../src/casdoor/vantage';
import type { Guard } from '../../src/contract/apply';
import type { WayBack } from '../../src/contract/apply-calls';
import { notePeople, peopleGuards } from '../../src/people/note-people';
import { notedPeopleIn } from '../../src/people/noted-people';
import { Secret } from '../../src/secrets/secret';
import { holderOf } from '../../src/store/plugin-access';
import { storeIn } from '../../src/store/store';
import { redirectListApi } from '../../src/targets/casdoor/redirect-list-api';
import { redirectUriTarget } from '../../src/targets/casdoor/redirect-uri-target';
import type { PluginTarget } from '../../src/targets/plugin-target';
import { addressOfDoor, answersForm, groupsOf, judgeWayBack } from '../../src/targets/prove-way-back';
import { readSecret } from '../command/argument-files';
import { Unusable } from '../command/run-command';
import type { RestoreArguments } from './apply-arguments';
import type { ApplySite } from './apply-site';
import { accountOf } from './apply-to-plugin';
import type { FoundApply } from './find-apply';
import { tryWayBack } from './meant-plugin';
import { NeedsSomebody } from './needs-somebody';
import { noteApplicationOf } from './note-application';
import { type PeopleAfterLook, peopleAfterIn } from './people-after';
import { credentialsOf, withPlugin } from './plugin-on-site';

/** Milliseconds for a question that is asked beside. */
const lookLasts = 20_000;

/** The target of an apply that was made. */
export type ReachedTarget<D, W> = {
  target: ApplyTarget<D, W>;
  /** Guards of a write of what was there before. `apply`: what is about to be written, for which people are noted. */
  judge: (about: { plan: Plan<D> }, apply: string | null) => Promise<Guard[]>;
  peopleAfter: PeopleAfterLook;
};

/**
 * Reaches the target of an apply that was made, with what is typed or was kept since.
 *
 * @throws NeedsSomebody where something is missing for that; Unusable where something was typed that it has not.
 */
export const withTargetOf = async <T>(
  { product, log, typed }: FoundApply,
  given: RestoreArguments,
  { site, vantage, authorities }: { site: ApplySite; vantage: Vantage; authorities: readonly string[] },
  act: <D, W>(reached: ReachedTarget<D, W>) => Promise<T>,
): Promise<T> => {
  const { kind, clientId, issuer, redirectUri } = typed;
  const reading = readAddress(issuer);
  if (kind === 'casdoor') {
    if (given.site || given.wayBack)
      throw new Unusable(
        `--${given.site ? 'atlassian' : 'way-back-user'} belongs to a plugin, and that apply was made to ${log.head.called}.`,
      );
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
    return act({ target: redirectUriTarget(api, redirectUri), judge: async () => [], peopleAfter: async () => null });
  }
  const named = accountOf(given.wayBack);
  const baseUrl = given.site?.url.href.replace(/\/+$/, '') ?? typed.baseUrl ?? '';
  // One for trying things out, which holds the old settings, would pass for one that was put back.
  if (given.site && typed.baseUrl !== null && baseUrl !== new URL(typed.baseUrl).href.replace(/\/+$/, ''))
    throw new NeedsSomebody(
      `Nothing was put back: that apply was made at ${typed.baseUrl}, and --atlassian names ${baseUrl}. Name the same, or put the settings back by hand as docs/apply.md says.`,
    );
  const credentials = given.site ? credentialsOf(given.site) : await keptCredentials(site, { product, log }, baseUrl);
  const host = reading.ok ? new URL(reading.value.origin).host : null;
  const url = new URL(baseUrl);
  const on = { kind, product, baseUrl: url, credentials, clientId, host, knownSecret: null };
  const { called, target: targetId } = log.head;
  const place = site.place(product);
  const ask = askOverVantage(vantage, url, credentials);
  return withPlugin(on, vantage, (plugin) =>
    act({
      target: plugin.target,
      peopleAfter: peopleAfterIn({ site, targetId, product, ask }),
      judge: async ({ plan }, apply) => {
        const wayBack = await wayBackIn(plugin, plan.after, { vantage, baseUrl: url, credentials, named });
        const guards = [untoldIn(wayBackGuard({ called, wayBack }), wayBack), earlierGuard];
        if (apply === null || !guards[0]?.holds) return guards;
        const [noted] = await Promise.all([
          notePeople({
            noted: notedPeopleIn(place),
            target: targetId,
            apply,
            product,
            administratorGroups: null,
            ask,
            rows: null,
            signal: AbortSignal.timeout(lookLasts),
          }),
          noteApplicationOf({ place, targetId, authorities }, apply),
        ]);
        return [...guards, ...peopleGuards(noted, product)];
      },
    }),
  );
};

type Password = Extract<AtlassianCredentials, { kind: 'password' }>;

/** By what will be in force. The form is asked anew each time: it may be another one by now. */
const wayBackIn = async <D, W>(
  plugin: PluginTarget<D, W>,
  document: D,
  given: { vantage: Vantage; baseUrl: URL; credentials: AtlassianCredentials; named: Password | null },
): Promise<WayBack> => {
  const { vantage, baseUrl, credentials, named } = given;
  const door = plugin.doorOf(document);
  const address = door === null ? '' : addressOfDoor(baseUrl.href, door);
  const tried = named && (await tryWayBack(plugin, { vantage, baseUrl }, named)).tried;
  if (tried && !tried.isAccepted) return { kind: 'account-refused', account: tried.account };
  // Reading the plugin has just proved it.
  const own = credentials.kind === 'password' && named === null ? credentials.user : null;
  const isLimited = own !== null && door !== null && door.onlyFor !== null;
  const ownGroups = isLimited ? await groupsOf(plugin.ask, plugin.product, own, AbortSignal.timeout(lookLasts)) : null;
  return judgeWayBack({
    door,
    address,
    answersForm: door !== null && (await answersForm(vantage, address, AbortSignal.timeout(lookLasts))),
    account: tried?.account ?? own,
    groups: tried?.groups ?? ownGroups,
    // No dry run is about these settings: that nobody reaches the account is not claimed, see `untoldIn`.
    reach: null,
  });
};

/** What is not known of the way back is said beside what was proved. */
const untoldIn = (guard: Guard, wayBack: WayBack): Guard => {
  switch (wayBack.kind) {
    case 'proved':
      return {
        ...guard,
        message: `${guard.message} Whether somebody in Casdoor signs in to ${wayBack.account} by the settings that come back is not known: no dry run is about them.`,
      };
    case 'not-tried':
      return {
        ...guard,
        message:
          'No account was tried by which somebody gets in by password. Name one with --way-back-user and --way-back-password-env.',
      };
    default:
      return guard;
  }
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
