import { judgeGuards, type StepStanding } from '../../src/apply/guards';
import { type AtlassianCredentials, askOverVantage } from '../../src/atlassian/accounts/ask-atlassian';
import type { Vantage } from '../../src/casdoor/vantage';
import type { ApplyKind } from '../../src/contract/apply';
import type { WayBack } from '../../src/contract/apply-calls';
import type { DryRunSums } from '../../src/contract/dry-run';
import type { Mapping } from '../../src/contract/mapping';
import type { Report } from '../../src/contract/report';
import { type Product, pluginNames, productNames, usualAdministratorGroups } from '../../src/contract/target';
import { notePeople, peopleGuards } from '../../src/people/note-people';
import { notedPeopleIn } from '../../src/people/noted-people';
import { cameInAsSaid, whoCameIn } from '../../src/people/who-came-in';
import type { Place } from '../../src/store/place';
import { askPluginOverVantage } from '../../src/targets/miniorange/ask-plugin';
import type { PluginTarget } from '../../src/targets/plugin-target';
import { addressOfDoor, answersForm, groupsOf, judgeWayBack, tryAccount } from '../../src/targets/prove-way-back';
import type { DryRunLook } from './dry-run-look';
import type { Meant } from './meant';

type Password = Extract<AtlassianCredentials, { kind: 'password' }>;

export type PluginFacts = {
  targetId: string;
  place: Place;
  baseUrl: URL;
  credentials: AtlassianCredentials;
  vantage: Vantage;
  administratorGroups: string[] | null;
  mapping: Mapping;
  report: Report;
  dryRun: { look: DryRunLook; sums: DryRunSums | null };
  signIn: { isStale: boolean; at: string } | null;
  wayBack: TriedWayBack | null;
  typedName: string;
};

/** The account of the way back, tried by its password. */
export type TriedWayBack = { account: string; isAccepted: boolean; groups: string[] | null };

/** In a sentence, as the panel calls it. */
export const pluginCalled = (kind: Exclude<ApplyKind, 'casdoor'>, baseUrl: URL): string =>
  `${kind === 'miniorange' ? 'miniOrange' : pluginNames[kind]} on ${baseUrl.host}`;

/** Milliseconds for a question that is asked beside. */
const lookLasts = 20_000;

/** Tries the account once. `problem`: why nothing is known of it, a whole sentence. */
export const tryWayBack = async (
  {
    vantage,
    baseUrl,
    product,
    administratorGroups,
  }: Pick<PluginFacts, 'vantage' | 'baseUrl' | 'administratorGroups'> & {
    product: Product;
  },
  credentials: Password,
): Promise<{ tried: TriedWayBack | null; problem: string | null }> => {
  const ask = askPluginOverVantage(vantage, baseUrl, credentials);
  const { user } = credentials;
  const administering = administratorGroups ?? [...usualAdministratorGroups[product]];
  const answer = await tryAccount(ask, product, { administering, user }, AbortSignal.timeout(lookLasts));
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

/** A plugin that is to be written. */
export const meantPlugin = <D, W>(
  plugin: PluginTarget<D, W>,
  wanted: W,
  called: string,
  facts: PluginFacts,
): Meant<D, W> => {
  const { targetId, place, baseUrl, credentials, vantage, administratorGroups, dryRun } = facts;
  const { product } = plugin;
  const ask = askOverVantage(vantage, baseUrl, credentials);
  /** The form is asked anew each time: it may be another one by now. */
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
    byHand: plugin.byHand(facts.mapping),
    whoCameIn: {
      look: async (since, signal) => {
        const options = { product, ask, signal, administratorGroups, writtenAt: Date.parse(since) };
        return whoCameIn(options);
      },
      said: async (user, since, signal) => {
        const options = { product, ask, signal, administratorGroups, writtenAt: Date.parse(since) };
        return cameInAsSaid(options, user, Date.now());
      },
    },
    judge: async ({ document, plan }, apply) => {
      const guards = judgeGuards({
        called,
        productName: productNames[product],
        difference: plan.difference,
        wayBack: await wayBackIn(document),
        steps: stepsOf(facts.report),
        signIn: facts.signIn,
        administrators: dryRun.look.administrators(dryRun.sums),
        canSecretReturn: plugin.canSecretReturn({ document, after: plan.after }, wanted),
        hasUserComeIn: false,
        typedName: facts.typedName,
      });
      if (apply === null) return guards;
      const noted = await notePeople({
        noted: notedPeopleIn(place),
        target: targetId,
        apply,
        product,
        administratorGroups,
        ask,
        rows: dryRun.look.changed,
        signal: AbortSignal.timeout(10 * lookLasts),
      });
      return [...guards, ...peopleGuards(noted, product)];
    },
  };
};
