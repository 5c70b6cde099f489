import { randomUUID } from 'node:crypto';
import type { Mapping } from '../../src/contract/mapping';
import type { PanelCall, PayloadOf, TargetSettings } from '../../src/contract/panel-calls';
import type { Product } from '../../src/contract/target';
import type { Site } from './site';

export const settings: TargetSettings = {
  plugin: 'miniorange',
  product: 'jira',
  baseUrl: 'https://jira.acme.example',
  callbackUrl: '',
  clientId: 'app-jira',
  scopes: 'openid profile email',
  comparesIssuer: false,
};

export const mapping: Mapping = {
  schema: 1,
  source: 'id_token',
  username: 'name',
  email: 'email',
  name: { fullName: 'displayName' },
  groups: null,
};

/** What was saved, a certificate that may sign others and its fingerprint, and a plugin's file. */
export type Made = {
  target: string;
  run: string;
  signIn: string;
  /** Of a directory, done. */
  dryRun: string;
  /** An apply, and a look of Watch. */
  apply: string;
  look: string;
  pem: string;
  fingerprint: string;
  export: string;
};

/** As long as one of the engine's. */
const fingerprint = 'f'.repeat(43);

/** What an administrator would send for each call. The compiler asks for every call of the contract. */
export const payloads: { [Name in PanelCall]: (made: Made) => PayloadOf<Name> } = {
  load: () => ({}),
  saveConnection: () => ({ base: 1, settings: { address: 'https://other.acme.example', allowsHttp: false } }),
  forgetConnection: () => ({}),
  saveTarget: ({ target }) => ({ id: target, base: 1, settings }),
  removeTarget: ({ target }) => ({ id: target }),
  saveSecret: ({ target }) => ({ target, secret: 'another' }),
  forgetSecret: ({ target }) => ({ target }),
  saveMapping: ({ target }) => ({ target, base: 1, mapping }),
  fields: ({ target }) => ({ target }),
  saveTicks: ({ target }) => ({ target, ticks: ['client-id'] }),
  check: ({ target }) => ({ run: randomUUID(), target, only: null }),
  run: ({ run }) => ({ run }),
  cancel: ({ run }) => ({ run }),
  copyReport: ({ run }) => ({ run }),
  people: ({ target }) => ({ target, search: '' }),
  person: ({ target }) => ({ target, name: 'ada' }),
  readPluginFile: (made) => ({ text: made.export }),
  usePluginFile: (made) => ({
    text: made.export,
    name: 'export.json',
    provider: 'casdoor',
    target: made.target,
    baseUrl: '',
  }),
  explainSymptom: () => ({ text: 'MO_OAUTH_ERROR_00001' }),
  trustAuthority: ({ pem }) => ({ pem }),
  distrustAuthority: ({ fingerprint }) => ({ fingerprint }),
  signIn: ({ target }) => ({ target }),
  signInCallback: ({ target }) => ({ target }),
  startSignIn: ({ target }) => ({ target }),
  cancelSignIn: ({ target, signIn }) => ({ target, id: signIn }),
  tellSignIn: ({ target, signIn }) => ({ target, id: signIn, words: 'The user is forbidden to sign in' }),
  confirmSignIn: ({ target, signIn }) => ({ target, id: signIn, isMeant: true }),
  deleteSignIn: ({ target, signIn }) => ({ target, id: signIn }),
  mappingSample: ({ target }) => ({ target, anew: false }),
  mappingVersions: ({ target }) => ({ target }),
  directory: ({ target }) => ({ target }),
  startDryRun: ({ target }) => ({ target, run: randomUUID() }),
  continueDryRun: ({ target, dryRun }) => ({ target, run: dryRun }),
  cancelDryRun: ({ target, dryRun }) => ({ target, run: dryRun }),
  deleteDryRun: ({ target, dryRun }) => ({ target, run: dryRun }),
  dryRunRows: ({ target, dryRun }) => ({ target, run: dryRun, group: null, search: '', from: 0, count: 50 }),
  exportDryRun: ({ target, dryRun }) => ({ target, run: dryRun, format: 'csv', from: 0 }),
  comparedRows: ({ target, dryRun }) => ({ target, run: dryRun, isBetter: false, from: 0, count: 50 }),
  saveAccountsAccess: ({ target }) => ({ target, access: { kind: 'password', user: 'admin', password: 'another' } }),
  forgetAccountsAccess: ({ target }) => ({ target }),
  saveAccountsFile: ({ target }) => ({
    target,
    name: 'accounts.csv',
    upload: randomUUID(),
    piece: 0,
    pieces: 1,
    text: 'username,email\r\nada,ada@acme.example\r\n',
  }),
  saveAdministratorGroups: ({ target }) => ({ target, groups: ['jira-administrators'] }),
  applyState: ({ target }) => ({ target }),
  planApply: ({ target }) => ({ target, change: { kind: 'settings' } }),
  savePluginAccess: ({ target }) => ({
    target,
    access: { kind: 'password', user: 'admin', password: 'of-the-plugin' },
    isKept: false,
    isShared: false,
  }),
  tryFromNode: ({ target }) => ({ target }),
  savePluginSecret: ({ target }) => ({ target, secret: 'what-stands-there' }),
  forgetPluginAccess: ({ target }) => ({ target }),
  proveWayBack: ({ target }) => ({ target, user: 'rescue', password: 'of-the-rescue' }),
  startApply: ({ target }) => ({
    ...{ target, apply: randomUUID(), change: { kind: 'settings' }, shown: fingerprint },
    ...{ overruled: ['sign-in-stale'], typedName: '', keepWithin: 600_000 },
  }),
  keepApply: ({ target, apply }) => ({ target, apply }),
  restoreApply: ({ target, apply }) => ({ target, apply, shown: null }),
  leaveApply: ({ target, apply }) => ({ target, apply }),
  lookAtApply: ({ target }) => ({ target }),
  deleteApplyBackup: ({ target, apply }) => ({ target, apply }),
  exportApplyBackup: ({ target, apply }) => ({ target, apply, passphrase: 'a passphrase of mine' }),
  lookWhoCameIn: ({ target, apply }) => ({ target, apply }),
  sayWhoCameIn: ({ target, apply }) => ({ target, apply, user: 'ada' }),
  peopleSince: ({ target, apply }) => ({ target, apply, from: 0, count: 50 }),
  putGroupsBack: ({ target, apply }) => ({ target, apply, shown: [fingerprint], named: [] }),
  importFile: ({ target }) => ({ target, text: null }),
  compareFile: (made) => ({ target: made.target, text: made.export }),
  addedRedirectUris: ({ target }) => ({ target }),
  planRedirectUri: ({ target }) => ({ target, uri: 'plugin', isRegistered: true }),
  mendRedirectUri: ({ target }) => ({
    ...{ target, uri: 'plugin', isRegistered: true, shown: fingerprint },
    press: 'Add this redirect URI to app-jira on door.acme.example',
  }),
  watchState: ({ target }) => ({ target }),
  lookNow: ({ target }) => ({ target }),
  acceptDrift: ({ target, look }) => ({ target, look, event: null }),
  startDemo: () => ({ situation: 'healthy' }),
};

export const everyCall = Object.keys(payloads) as PanelCall[];

/** Saves in Jira what the calls are about. */
export const fill = async (site: Site, as: Parameters<Site['call']>[2] = {}): Promise<Pick<Made, 'target' | 'run'>> => {
  await site.call('saveConnection', { base: 0, settings: { address: 'door.acme.example', allowsHttp: false } }, as);
  const saved = await site.call('saveTarget', { id: null, base: 0, settings }, as);
  if (!saved.ok) throw new Error(saved.error.message);
  const target = saved.value.id;
  await site.call('saveSecret', { target, secret: 'geheim-der-ersten' }, as);
  await site.call('saveMapping', { target, base: 0, mapping }, as);
  const run = randomUUID();
  const checked = await site.call('check', { run, target, only: null }, as);
  if (!checked.ok) throw new Error(checked.error.message);
  return { target, run };
};

/** Where Casdoor would send a test sign-in back to. */
export const callbackUrl = async (product: Product) => `http://127.0.0.1:7391/sign-in/${product}`;
