import { readAdvertised } from '../../src/casdoor/advertised';
import type { Vantage } from '../../src/casdoor/vantage';
import type { CasdoorAddress } from '../../src/contract/address';
import { calledOf, secretWrittenLast } from '../../src/resolvers/open-plugin';
import { Secret } from '../../src/secrets/secret';
import { holderOf } from '../../src/store/plugin-access';
import { storeIn } from '../../src/store/store';
import { readArgumentFile, readVariable } from '../command/argument-files';
import { mappingIn } from '../command/given-files';
import { Unusable } from '../command/run-command';
import { startDryRun } from '../dry-run/start-dry-run';
import type { ApplyTargetArgument, WriteArguments } from './apply-arguments';
import type { ApplySite } from './apply-site';
import { checkSettings } from './check-settings';
import { findTarget, noteTarget, sweepTarget, type TypedTarget } from './command-targets';
import { DryRunLook } from './dry-run-look';
import { meantPlugin, tryWayBack } from './meant-plugin';
import { NeedsSomebody } from './needs-somebody';
import { credentialsOf, withPlugin } from './plugin-on-site';
import type { Questions } from './questions';
import type { Telling } from './telling';
import type { ApplyResult } from './told-result';
import { writeSettings } from './write-settings';

export type Surroundings = {
  site: ApplySite;
  telling: Telling;
  questions: Questions | null;
  vantage: Vantage;
  address: CasdoorAddress;
  clientId: string;
  secret: Secret;
  signal: AbortSignal;
};

/** Milliseconds for the discovery document. */
const lookLasts = 15_000;

/** Settings and mapping into a plugin: checks and dry run first, then the plan and what speaks against it. */
export const applyToPlugin = async (
  given: WriteArguments,
  target: Exclude<ApplyTargetArgument, { kind: 'casdoor' }>,
  around: Surroundings,
): Promise<ApplyResult> => {
  const { site, telling, vantage, address, clientId, secret, signal } = around;
  const { product } = given;
  const baseUrl = target.site.url;
  const typedBase = baseUrl.href.replace(/\/+$/, '');
  const mapping = mappingIn(target.mappingFile, readArgumentFile('--mapping', target.mappingFile), target.kind);
  if (!mapping.ok) throw new Unusable(mapping.problem);
  const credentials = credentialsOf(target.site);
  const { wayBack } = target;
  const account =
    wayBack === null
      ? credentials.kind === 'password'
        ? credentials
        : null
      : ({
          kind: 'password',
          user: wayBack.user,
          password: new Secret(readVariable('--way-back-password-env', wayBack.passwordVariable)),
        } as const);

  const place = site.place(product);
  const typed: TypedTarget = {
    kind: target.kind,
    baseUrl: typedBase,
    issuer: given.issuer,
    clientId,
    redirectUri: null,
  };
  const known = await site.inside(product, () =>
    findTarget(place, typed, { mapping: mapping.value, secret, scopes: given.scope }),
  );
  const endpoints = await readAdvertised({ address, clientId, vantage, signal: AbortSignal.timeout(lookLasts) });
  if (endpoints === null)
    throw new NeedsSomebody(
      `Nothing was written: the discovery document of ${address.host} could not be read, so its endpoints are not known.`,
    );
  const called = calledOf({ plugin: target.kind, product, baseUrl: typedBase });
  const scope = given.scope ?? known.settings?.scopes ?? null;
  const knownSecret =
    target.oldSecretVariable === null
      ? await site.inside(product, () => secretWrittenLast({ place }, known.id, called))
      : new Secret(readVariable('--old-secret-env', target.oldSecretVariable));
  const host = new URL(address.origin).host;
  const on = { kind: target.kind, product, baseUrl, credentials, clientId, host, knownSecret };
  return withPlugin(on, vantage, async (plugin) => {
    const wanted = plugin.wanted({
      settings: {
        clientId,
        scopes: scope ?? '',
        comparesIssuer: known.settings?.comparesIssuer ?? false,
      },
      endpoints,
      mapping: mapping.value,
      secret,
    });
    if (!wanted.ok) throw new NeedsSomebody(`Nothing was written: ${wanted.failure.message} ${wanted.failure.remedy}`);
    // Before anything that takes long, and before any other password is tried: whether these credentials open it.
    const first = await plugin.target.read(AbortSignal.timeout(lookLasts));
    if (!first.ok) throw new NeedsSomebody(`Nothing was written: ${first.failure.message} ${first.failure.remedy}`);

    const report = await checkSettings(
      { ...given, scope },
      { secret: secret.expose(), baseUrl: typedBase, mappingFile: target.mappingFile },
      { telling, signal },
    );
    const look = new DryRunLook(account?.user ?? null);
    telling.progress.say('Making the dry run …');
    const { sums } = await startDryRun(
      {
        ...given,
        scope,
        plugin: target.kind,
        mappingFile: target.mappingFile,
        existing: target.existing,
        administratorGroups: target.administratorGroups,
        peopleFile: target.peopleFile,
        data: null,
      },
      {
        client: secret.expose(),
        atlassian: credentials.kind === 'token' ? credentials.token.expose() : credentials.password.expose(),
      },
      { signal, lines: telling.progress, onRows: look.add },
    );
    if (signal.aborted) throw new NeedsSomebody('Nothing was written: it was broken off.');
    const tried = account && (await tryWayBack(plugin, { vantage, baseUrl }, account));
    if (tried?.problem) telling.say(`The way back could not be tried: ${tried.problem}`);

    const { administratorGroups } = target;
    const facts = {
      targetId: known.id,
      place,
      baseUrl,
      credentials,
      vantage,
      administratorGroups,
      mapping: mapping.value,
      report,
      dryRun: { look, sums },
      signIn: known.signIn,
      wayBack: tried?.tried ?? null,
      typedName: given.typedName,
      overruled: given.overruled,
    };
    const { pluginAccess } = storeIn(place);
    const holder = holderOf(site.who.account);
    return writeSettings(
      meantPlugin(plugin, wanted.value, called, facts),
      {
        ...given,
        targetId: known.id,
        mappingVersion: known.mappingVersion,
        means: {
          keep: async () => {
            const before = await pluginAccess.use(known.id, typedBase, holder);
            // Kept for longer by the same person: it stays so.
            const isKept = before?.isOwn === true && before.isKept;
            await noteTarget(place, known.id, typed);
            await sweepTarget(place, known.id, false);
            await pluginAccess.save(known.id, typedBase, holder, { credentials, isKept, isShared: false });
          },
          forget: () => pluginAccess.forgetUnkept(known.id, holder, place.now().toISOString()),
        },
      },
      around,
    );
  });
};
