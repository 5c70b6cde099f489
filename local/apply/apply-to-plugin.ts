import type { AtlassianCredentials } from '../../src/atlassian/accounts/ask-atlassian';
import { Secret } from '../../src/secrets/secret';
import { holderOf } from '../../src/store/plugin-access';
import { storeIn } from '../../src/store/store';
import { readVariable } from '../command/argument-files';
import { startDryRun } from '../dry-run/start-dry-run';
import type { WriteArguments } from './apply-arguments';
import { checkSettings } from './check-settings';
import { noteTarget, sweepTarget } from './command-targets';
import { DryRunLook } from './dry-run-look';
import { type Surroundings, withGivenPlugin } from './given-plugin';
import { meantPlugin, tryWayBack } from './meant-plugin';
import { NeedsSomebody } from './needs-somebody';
import type { AccountArgument, PluginArgument } from './target-arguments';
import type { ApplyResult } from './told-result';
import { writeSettings } from './write-settings';

/**
 * Settings and mapping into a plugin, or everybody to the new sign-in: checks and dry run first, then the plan and what
 * speaks against it.
 */
export const applyToPlugin = async (
  given: WriteArguments,
  target: PluginArgument,
  around: Surroundings,
): Promise<ApplyResult> => {
  const { site, telling, vantage, authorities, address, secret, signal } = around;
  // Read before anything is asked: a variable that is missing is said at once.
  const named = accountOf(target.wayBack);
  return withGivenPlugin(given, target, around, async (plugin, wanted, about) => {
    const { known, typed, place, called, baseUrl, typedBase, mapping, credentials, scope, typedSecret } = about;
    const account = named ?? (credentials.kind === 'password' ? credentials : null);
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
      site,
      targetId: known.id,
      place,
      baseUrl,
      credentials,
      vantage,
      authorities,
      typedSecret: typedSecret && { secret: typedSecret, address, allowsHttp: given.insecureHttp },
      administratorGroups,
      mapping,
      report,
      dryRun: { look, sums },
      signIn: known.signIn,
      wayBack: tried?.tried ?? null,
      typedName: given.typedName,
      overruled: given.overruled,
    };
    const { pluginAccess } = storeIn(place);
    const holder = holderOf(site.who.account);
    const isSecond = given.isSecond;
    return writeSettings(
      meantPlugin(plugin, { settings: wanted, isSecond }, called, facts),
      {
        ...given,
        targetId: known.id,
        mappingVersion: isSecond ? null : known.mappingVersion,
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

/** @throws Unusable where the environment has no such variable. */
export const accountOf = (given: AccountArgument | null): Extract<AtlassianCredentials, { kind: 'password' }> | null =>
  given && {
    kind: 'password',
    user: given.user,
    password: new Secret(readVariable('--way-back-password-env', given.passwordVariable)),
  };
