import { makeCloudVantage } from '../src/casdoor/cloud-vantage';
import { catalogue } from '../src/checks/catalogue';
import type { PluginSettings, SignInFacts } from '../src/checks/evidence';
import { type ReportJson, toReportJson } from '../src/checks/report-json';
import { reportText } from '../src/checks/report-text';
import { type SignInSummary, signInSummary } from '../src/checks/sign-in-summary';
import { explainSymptom } from '../src/checks/symptoms';
import type { Mapping } from '../src/contract/mapping';
import type { PluginFileReading } from '../src/contract/panel-calls';
import type { Area, Report } from '../src/contract/report';
import type { Target } from '../src/contract/target';
import { diagnose } from '../src/diagnosis/diagnose';
import { askedAreas, givenFrom } from '../src/diagnosis/given';
import { loadPatternEngine } from '../src/mapping/pattern-engine';
import { hasPattern } from '../src/mapping/rules-of';
import { Secret } from '../src/secrets/secret';
import { pluginSettingsOf, readPluginFile, secretOf } from '../src/targets/plugin-file';
import { authoritiesIn, mappingIn } from './command/given-files';
import type { DoctorArguments } from './doctor-arguments';
import { makeLocalVantage } from './vantage/local-vantage';

type Progress = { phase: string; done: number; of: number };

/** What a run came to; `signIn` where one was asked for. */
export type Examined = { report: Report; signIn: SignInSummary | null };

export type Prepared =
  | {
      ok: true;
      run: (during: {
        /** Ends a wait for somebody's sign-in, or the run. */
        signal: AbortSignal;
        onProgress: (progress: Progress) => void;
        /** Prints a line to whoever sits there. */
        tell: (line: string) => void;
      }) => Promise<Examined>;
      json: (examined: Examined) => ReportJson;
      text: (examined: Examined, options: { colour: boolean }) => string;
    }
  /** A sentence that names the argument. */
  | { ok: false; problem: string };

/**
 * Turns what was typed into a run. `read` gives the text of the file that an argument names, and throws where it
 * cannot. The exported file of a plugin fills in whatever was not given.
 */
export const prepareDiagnosis = async (
  given: DoctorArguments,
  { read, secret }: { read: (argument: string, path: string) => string; secret: string | null },
): Promise<Prepared> => {
  const refused = (problem: string): Prepared => ({ ok: false, problem });
  const file = given.pluginFile === null ? null : readExported(read('--plugin-file', given.pluginFile), given);
  if (file && !file.ok) return file;
  const address = given.issuer || (file?.address ?? '');
  if (address === '') return refused('--issuer is missing, and the plugin file names no address of Casdoor.');
  const target: Target = {
    plugin: given.plugin ?? file?.plugin ?? 'miniorange',
    product: given.product,
    baseUrl: given.baseUrl ?? file?.baseUrl ?? null,
    comparesIssuer: file?.comparesIssuer ?? false,
  };
  let mapping: Mapping | null = file?.mapping ?? null;
  if (given.mappingFile !== null) {
    const reading = mappingIn(given.mappingFile, read('--mapping', given.mappingFile), target.plugin);
    if (!reading.ok) return refused(reading.problem);
    mapping = reading.value;
  }
  const unknown = given.only?.find((id) => !catalogue.some((check) => check.id === id));
  if (unknown !== undefined) return refused(`--only: there is no check "${unknown}". --list prints them all.`);
  let authorities: string[] = [];
  if (given.caFile !== null) {
    const reading = authoritiesIn(given.caFile, read('--ca', given.caFile));
    if (!reading.ok) return refused(reading.problem);
    authorities = reading.value;
  }
  const typed = secret ?? file?.secret ?? null;
  const held = typed === null ? null : new Secret(typed);
  const settingsAt = (now: Date) =>
    givenFrom({
      from: given.from,
      address,
      target,
      clientId: given.clientId ?? file?.clientId ?? null,
      hasSecret: held !== null,
      redirectUri: given.redirectUri,
      scopes: given.scope ?? file?.scopes ?? null,
      mapping,
      plugin: file?.settings ?? null,
      now,
    });
  if (given.signIn && settingsAt(new Date()).clientId === null)
    return refused('--sign-in needs the client ID of the application: give it with --client-id ID.');
  const makeVantage = () =>
    given.from === 'cloud'
      ? makeCloudVantage({ fetch: (url, init) => fetch(url, init) })
      : makeLocalVantage({ authorities: authorities.map((pem) => ({ pem, from: 'file' as const })) });
  const run: Extract<Prepared, { ok: true }>['run'] = async ({ signal, onProgress, tell }) => {
    const settings = settingsAt(new Date());
    if (settings.mapping && hasPattern(settings.mapping)) settings.patterns = await loadPatternEngine();
    const vantage = makeVantage();
    const allowsHttp = given.insecureHttp;
    let signIn: SignInSummary | null = null;
    const waitForSignIn = async ({ waitSeconds }: { waitSeconds: number }): Promise<SignInFacts | null> => {
      // Loaded here: the app's own code and the platform that it runs on are needed for a sign-in alone.
      const { signInFromTerminal } = await import('./doctor-sign-in');
      const to = { given: settings, secret: held, allowsHttp, vantage: makeVantage, waitSeconds, signal, tell };
      const end = await signInFromTerminal(to);
      if (end.kind === 'nothing') tell(end.problem);
      signIn = signInSummary(end.kind === 'ended' ? end.result : null, settings);
      return end.kind === 'ended' ? end.exchanged.facts : null;
    };
    const { signIn: wanted } = given;
    try {
      const report = await diagnose({
        given: settings,
        secret: held,
        allowsHttp,
        vantage,
        signal,
        onProgress,
        asked: areasOf(given, [...askedAreas(settings), ...(wanted ? (['sign-in'] as const) : [])]),
        only: given.only,
        ...(wanted && { signIn: () => waitForSignIn(wanted) }),
      });
      return { report, signIn };
    } finally {
      await vantage.close();
    }
  };
  const symptom = given.symptom === null ? null : explainSymptom(given.symptom);
  return {
    ok: true,
    run,
    json: ({ report, signIn }) => toReportJson(report, symptom, signIn),
    text: ({ report, signIn }, { colour }) => reportText(report, { colour, symptom, signIn }),
  };
};

/** Checks named one by one bring their areas along, whatever was given. */
const areasOf = ({ only }: DoctorArguments, asked: readonly Area[]): Area[] =>
  only === null ? [...asked] : catalogue.filter(({ id }) => only.includes(id)).map(({ area }) => area);

type Exported = {
  ok: true;
  plugin: Target['plugin'];
  address: string | null;
  baseUrl: string | null;
  clientId: string | null;
  scopes: string | null;
  comparesIssuer: boolean;
  mapping: Mapping | null;
  settings: PluginSettings;
  secret: string | null;
};

const readExported = (text: string, { pluginFile }: DoctorArguments): Exported | { ok: false; problem: string } => {
  const reading = readPluginFile(text);
  if (!reading.ok) return { ok: false, problem: `--plugin-file ${pluginFile}: ${reading.error.message}` };
  const provider: PluginFileReading['providers'][number] | undefined = reading.value.providers[0];
  if (provider === undefined)
    return { ok: false, problem: `--plugin-file ${pluginFile}: there is no identity provider in it.` };
  if (reading.value.providers.length > 1)
    process.stderr.write(
      `The file has ${reading.value.providers.length} identity providers; "${provider.name}" is read.\n`,
    );
  const { settings } = provider;
  return {
    ok: true,
    plugin: reading.value.plugin,
    address: provider.address,
    baseUrl: settings.baseUrl || null,
    clientId: settings.clientId || null,
    scopes: settings.scopes || null,
    comparesIssuer: settings.comparesIssuer ?? false,
    mapping: provider.mapping,
    settings: pluginSettingsOf(text, provider.key),
    secret: secretOf(text, provider.key)?.expose() ?? null,
  };
};
