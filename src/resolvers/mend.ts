import * as v from 'valibot';
import { silenceLasts } from '../apply/lifetimes';
import { askTarget } from '../apply/look';
import type { Change } from '../apply/write-plan';
import { visible } from '../checks/visible';
import type { ApplyView, TargetFailure } from '../contract/apply';
import type { ApplyOutcome, RedirectUriKind, RedirectUriPlan } from '../contract/apply-calls';
import { failed, type Result, succeeded } from '../contract/result';
import { redirectUriOf } from '../contract/target';
import { Refusal } from '../store/refusal';
import { targetId } from '../store/shapes';
import {
  isOwnUri,
  isSameApplication,
  type RedirectUriWanted,
  redirectUriPress,
} from '../targets/casdoor/redirect-uri-target';
import { applyId, fingerprint, ofTarget, typedLine } from './apply-payload';
import type { Asked, Calls } from './call';
import { type CasdoorSettings, casdoorOf } from './casdoor-of';
import { requireTarget } from './panel-state';
import { makeWay } from './recover-redirect-uris';
import {
  type Addition,
  actorIn,
  additionsOf,
  casdoorOrNone,
  reachingCasdoor,
  redirectUriEngine,
  redirectUriKinds,
} from './redirect-uris';

const one = {
  target: targetId,
  uri: v.picklist(redirectUriKinds),
  isRegistered: v.boolean(),
  added: v.exactOptional(applyId),
};

/** "Mend it": a redirect URI of ours in Casdoor's application, put in or taken out by two presses. */
export const mendCalls: Calls<'addedRedirectUris' | 'planRedirectUri' | 'mendRedirectUri'> = {
  addedRedirectUris: {
    payload: ofTarget,
    answer: async (asked, { target }) => {
      await requireTarget(asked, target);
      const additions = await additionsOf(asked, target, await casdoorOrNone(asked, target));
      return succeeded(additions.map(({ list: _, ...added }) => added));
    },
  },
  planRedirectUri: {
    payload: v.strictObject(one),
    answer: (asked, payload) => planning(asked, payload, async ({ plan }) => succeeded(plan)),
  },
  mendRedirectUri: {
    payload: v.strictObject({ ...one, shown: fingerprint, press: typedLine(1_000) }),
    answer: async (asked, payload) => {
      const { target, uri, shown, press } = payload;
      await requireTarget(asked, target);
      await makeWay(asked, target, uri);
      return planning<Mended>(asked, payload, async ({ plan, change, engine }) => {
        const { changes, press: words } = plan;
        // The words name the application and what is done with it, so other words were about something else.
        if (shown !== plan.fingerprint || press !== words) {
          const summary = { changes, unchanged: [], fingerprint: plan.fingerprint };
          return succeeded({ outcome: { kind: 'changed', summary }, view: null });
        }
        await seeThatItEnds(asked, target);
        const applied = await engine.apply({
          id: crypto.randomUUID(),
          change,
          shown,
          mappingVersion: null,
          // Nobody signs in to Casdoor by it, so nobody is locked out: it is kept at once.
          keepWithin: null,
          overruled: [],
          judge: async () => [],
        });
        if (applied.kind !== 'done') return succeeded({ outcome: applied, view: null });
        const { view } = applied;
        if (view.dueAt !== null && asked.adapters.from === 'local') {
          const { lookAfterwards } = await import('./recover-applies');
          await lookAfterwards(asked, target, null);
        }
        return succeeded({ outcome: { kind: 'done' }, view });
      });
    },
  },
};

/**
 * A call on Forge lives 25 s, and is ended in the middle of whatever it does. Locally the next start looks after it, and a
 * timer that was set for something else on this target stays.
 */
const seeThatItEnds = async ({ adapters, place }: Asked, target: string): Promise<void> => {
  if (adapters.from === 'cloud')
    await adapters.applies?.lookAt(place.product, target, new Date(place.now().getTime() + silenceLasts).toISOString());
};

type Mended = { outcome: ApplyOutcome; view: ApplyView | null };

type Asking = { target: string; uri: RedirectUriKind; isRegistered: boolean; added?: string };

type Planned = {
  plan: RedirectUriPlan;
  change: Change<RedirectUriWanted>;
  engine: ReturnType<typeof redirectUriEngine>['engine'];
};

/** Reads the application whose client ID is ours, and hands on what would be made of its list. */
const planning = async <T>(
  asked: Asked,
  { target, uri, isRegistered, added }: Asking,
  act: (planned: Planned) => Promise<Result<T>>,
): Promise<Result<T>> => {
  await requireTarget(asked, target);
  const casdoor = await casdoorOf(asked, target);
  const addition = isRegistered ? null : await additionMeant(asked, { target, uri, added }, casdoor);
  const own = addition ? { redirectUri: addition.redirectUri, baseUrl: null } : await ownUri(asked, uri, casdoor);
  return reachingCasdoor(casdoor, async ({ api, host }) => {
    const made = (called: string) =>
      redirectUriEngine(asked, {
        ...{ target, kind: uri, redirectUri: own.redirectUri, called, api },
        who: actorIn(asked.place),
      });
    const { list, parts } = made(host);
    const read = await askTarget(parts, (signal) => list.read(signal));
    if (!read.ok) return notDone(read.failure);
    const { document } = read.value;
    if (addition && !isSameApplication(document, addition.list))
      return failed(
        'refused',
        `The client ID belongs to the application ${visible(document.name)} now, and it was added to ${addition.application}.`,
        { remedy: `Look at the Redirect URLs of ${addition.application} in Casdoor.` },
      );
    const { after, difference } = list.plan(document, { isRegistered });
    const plan: RedirectUriPlan = {
      ...own,
      isRegistered,
      press: redirectUriPress(document, host, { isRegistered }),
      changes: difference.changes,
      fingerprint: read.value.fingerprint,
      application: visible(document.name),
      host,
      before: document.redirectUris.map(visible),
      after: after.redirectUris.map(visible),
    };
    return act({
      plan,
      change: addition
        ? { kind: 'as-before', apply: addition.apply }
        : { kind: 'wanted', wanted: { isRegistered: true } },
      engine: made(`${visible(document.name)} on ${host}`).engine,
    });
  });
};

/** Only what was added from here is taken out from here. */
const additionMeant = async (
  asked: Asked,
  { target, uri, added }: { target: string; uri: RedirectUriKind; added: string | undefined },
  casdoor: CasdoorSettings,
): Promise<Addition> => {
  const additions = (await additionsOf(asked, target, casdoor)).filter((one) => one.uri === uri);
  const meant = additions.find(({ apply }) => added === undefined || apply === added);
  if (!meant)
    throw new Refusal('not-found', 'Nothing that was added from here is left to be taken out.', {
      remedy: 'Look at the Redirect URLs of the application in Casdoor.',
    });
  if (meant.whyNot !== null)
    throw new Refusal('refused', meant.whyNot, {
      remedy: `Have ${meant.redirectUri} taken out of the Redirect URLs of ${meant.application} by whoever runs it.`,
    });
  return meant;
};

/** Made from a base URL that was saved, or the address that this product itself is called back at. */
const ownUri = async (
  asked: Asked,
  kind: RedirectUriKind,
  { settings }: CasdoorSettings,
): Promise<{ redirectUri: string; baseUrl: string | null }> => {
  if (kind === 'test-sign-in')
    return { redirectUri: await asked.adapters.callbackUrl(asked.place.product), baseUrl: null };
  const baseUrl = settings?.baseUrl || null;
  const redirectUri = settings && redirectUriOf({ plugin: settings.plugin, baseUrl });
  if (!redirectUri || baseUrl === null)
    throw new Refusal(
      'refused',
      baseUrl === null
        ? 'The redirect URI is made from the base URL, and none is saved.'
        : 'The callback URL of this plugin was typed and is not made from the base URL, so it is not written from here.',
      {
        field: 'baseUrl',
        remedy:
          baseUrl === null ? 'Give the base URL in Client, and save it.' : 'Have it added by whoever runs Casdoor.',
      },
    );
  const { search, hash } = new URL(baseUrl);
  if (search !== '' || hash !== '' || !isOwnUri(redirectUri))
    throw new Refusal('refused', `${visible(redirectUri)} is no address that Casdoor would compare as it stands.`, {
      field: 'baseUrl',
      remedy: 'Mend the base URL in Client.',
    });
  return { redirectUri, baseUrl };
};

const notDone = ({ message, remedy }: TargetFailure): Result<never> => failed('refused', message, { remedy });
