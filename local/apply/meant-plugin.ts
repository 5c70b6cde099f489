import { type GuardFacts, judgeGuards, openGuards, type StepStanding } from '../../src/apply/guards';
import { inForceGuard } from '../../src/apply/plugin-guards';
import { type AtlassianCredentials, askOverVantage } from '../../src/atlassian/accounts/ask-atlassian';
import { tryClientSecret } from '../../src/casdoor/try-client-secret';
import type { Vantage } from '../../src/casdoor/vantage';
import type { CasdoorAddress } from '../../src/contract/address';
import type { WayBack } from '../../src/contract/apply-calls';
import type { DryRunSums } from '../../src/contract/dry-run';
import type { Mapping } from '../../src/contract/mapping';
import type { Report } from '../../src/contract/report';
import { productNames } from '../../src/contract/target';
import { notePeople, peopleGuards } from '../../src/people/note-people';
import { notedPeopleIn } from '../../src/people/noted-people';
import { cameInAsSaid, whoCameIn } from '../../src/people/who-came-in';
import type { Secret } from '../../src/secrets/secret';
import type { Place } from '../../src/store/place';
import { askPluginOverVantage } from '../../src/targets/miniorange/ask-plugin';
import type { PluginTarget } from '../../src/targets/plugin-target';
import { addressOfDoor, answersForm, groupsOf, judgeWayBack, tryAccount } from '../../src/targets/prove-way-back';
import { signInPages } from '../../src/targets/sign-in-pages';
import type { ApplySite } from './apply-site';
import type { DryRunLook } from './dry-run-look';
import type { Meant } from './meant';
import { noteApplicationOf } from './note-application';
import { peopleAfterIn } from './people-after';

type Password = Extract<AtlassianCredentials, { kind: 'password' }>;

export type PluginFacts = {
  site: ApplySite;
  targetId: string;
  place: Place;
  baseUrl: URL;
  credentials: AtlassianCredentials;
  vantage: Vantage;
  /** PEMs from the command line. */
  authorities: readonly string[];
  /** The client secret that stands in the plugin, as it was named, and the Casdoor that it is from. */
  typedSecret: { secret: Secret; address: CasdoorAddress; allowsHttp: boolean } | null;
  administratorGroups: string[] | null;
  mapping: Mapping;
  report: Report;
  dryRun: { look: DryRunLook; sums: DryRunSums | null };
  signIn: { isStale: boolean; at: string } | null;
  wayBack: TriedWayBack | null;
  typedName: string;
  overruled: readonly string[];
};

/** The account of the way back, tried by its password. */
export type TriedWayBack = { account: string; isAccepted: boolean; groups: string[] | null };

/** Milliseconds for a question that is asked beside. */
const lookLasts = 20_000;
/** Milliseconds for who administers: whoever notes nothing in the journal for a minute is taken for dead. */
const notingLasts = 30_000;

/** Tries the account once. `problem`: why nothing is known of it, a whole sentence. */
export const tryWayBack = async (
  { product, adminPath }: Pick<PluginTarget<unknown, unknown>, 'product' | 'adminPath'>,
  { vantage, baseUrl }: Pick<PluginFacts, 'vantage' | 'baseUrl'>,
  credentials: Password,
): Promise<{ tried: TriedWayBack | null; problem: string | null }> => {
  const ask = askPluginOverVantage(vantage, baseUrl, credentials);
  const { user } = credentials;
  const answer = await tryAccount(ask, { product, adminPath }, AbortSignal.timeout(lookLasts));
  if (answer.kind === 'failed') return { tried: null, problem: `${answer.failure.message} ${answer.failure.remedy}` };
  const isAccepted = answer.kind === 'accepted';
  // Another request of an account that is not taken would bring it nearer to its CAPTCHA.
  const groups = isAccepted ? await groupsOf(ask, product, user, AbortSignal.timeout(lookLasts)) : null;
  return { tried: { account: user, isAccepted, groups }, problem: null };
};

/** The steps that the checks of a run are about. */
const stepsOf = ({ steps }: Report): StepStanding[] => [
  { step: 'connect', name: 'Connect', verdict: steps.connect.verdict },
  { step: 'client', name: 'Client', verdict: steps.client.verdict },
  { step: 'mapping', name: 'Mapping', verdict: steps.mapping.verdict },
];

/** A plugin that is to be written: with settings and mapping, or, as `isSecond`, so that everybody is sent to the new sign-in. */
export const meantPlugin = <D, W>(
  plugin: PluginTarget<D, W>,
  { settings, isSecond }: { settings: W; isSecond: boolean },
  called: string,
  facts: PluginFacts,
): Meant<D, W> => {
  const { targetId, place, baseUrl, credentials, vantage, administratorGroups, dryRun } = facts;
  const { product } = plugin;
  const wanted = isSecond ? plugin.redirected(true) : settings;
  const ask = askOverVantage(vantage, baseUrl, credentials);
  /** One that was named is tried at Casdoor, since the plugin tells nobody whether it is the one that stands there. */
  const canSecretReturnIn = async (document: D, after: D): Promise<GuardFacts['canSecretReturn']> => {
    const canReturn = plugin.canSecretReturn({ document, after }, wanted);
    const { typedSecret } = facts;
    const clientId = plugin.replacedClientId(document, wanted);
    if (canReturn !== true || typedSecret === null || clientId === null) return canReturn;
    const signal = AbortSignal.timeout(lookLasts);
    return { tried: await tryClientSecret({ ...typedSecret, clientId, vantage, signal }), clientId };
  };
  /** By what will be in force. The form is asked anew each time: it may be another one by now. */
  const wayBackIn = async (document: D): Promise<WayBack> => {
    const { wayBack } = facts;
    if (wayBack && !wayBack.isAccepted) return { kind: 'account-refused', account: wayBack.account };
    const door = plugin.doorOf(document);
    const address = door === null ? '' : addressOfDoor(baseUrl.href, door);
    return judgeWayBack({
      door,
      address,
      answersForm: door !== null && (await answersForm(vantage, address, AbortSignal.timeout(lookLasts))),
      account: wayBack?.account ?? null,
      groups: wayBack?.groups ?? null,
      reach: dryRun.look.reach(dryRun.sums),
    });
  };
  return {
    target: plugin.target,
    wanted,
    called,
    product,
    byHand: isSecond ? [] : plugin.byHand(facts.mapping),
    isSecond,
    peopleAfter: peopleAfterIn({ site: facts.site, targetId, product, ask }),
    redirectOf: (document) =>
      plugin.target.plan(document, plugin.redirected(true)).difference.changes[0]?.label ?? null,
    whoCameIn: {
      address: addressOfDoor(baseUrl.href, { path: signInPages[product] }),
      look: async (since, signal) => {
        const options = { product, ask, signal, administratorGroups, writtenAt: Date.parse(since) };
        return whoCameIn(options);
      },
      said: async (user, since, signal) => {
        const options = { product, ask, signal, administratorGroups, writtenAt: Date.parse(since) };
        return cameInAsSaid(options, user, Date.now());
      },
    },
    judge: async ({ document, plan }, { apply, hasUserComeIn }) => {
      const judged = judgeGuards({
        called,
        productName: productNames[product],
        difference: plan.difference,
        wayBack: await wayBackIn(plan.after),
        steps: stepsOf(facts.report),
        signIn: facts.signIn,
        administrators: dryRun.look.administrators(dryRun.sums),
        canSecretReturn: await canSecretReturnIn(document, plan.after),
        isEarlier: false,
        hasUserComeIn,
        typedName: facts.typedName,
      });
      const guards = isSecond
        ? [
            ...judged,
            inForceGuard(
              called,
              plugin.target.plan(document, settings).difference,
              'Write these first, without --second.',
            ),
          ]
        : judged;
      // Nobody is noted for a write that does not come to it.
      if (apply === null || openGuards(guards, facts.overruled).length > 0) return guards;
      const people = notedPeopleIn(place);
      const [noted] = await Promise.all([
        notePeople({
          noted: people,
          target: targetId,
          apply,
          product,
          administratorGroups,
          ask,
          rows: dryRun.look.changed,
          signal: AbortSignal.timeout(notingLasts),
        }),
        noteApplicationOf({ place, targetId, authorities: facts.authorities }, apply),
      ]);
      const all = [...guards, ...peopleGuards(noted, product)];
      if (openGuards(all, facts.overruled).length > 0) await people.delete(targetId, apply);
      return all;
    },
  };
};
