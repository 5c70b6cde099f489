import { makeResolver } from '@forge/resolver';
import type { AnswerOf, PanelCall, PanelCalls } from '../contract/panel-calls';
import { failed, type Result } from '../contract/result';
import type { Adapters } from './adapters';
import { type Calls, handle } from './call';

// A step is loaded when it is called: a cold start evaluates what the gate needs, and no more.
const connect = async () => (await import('./connect')).connectCalls;
const startingPoint = async () => (await import('./starting-point')).startingPointCalls;
const client = async () => (await import('./client')).clientCalls;
const mapping = async () => (await import('./mapping')).mappingCalls;
const apply = async () => (await import('./apply')).applyCalls;
const applyOrders = async () => (await import('./apply-orders')).applyOrderCalls;
const applyBackup = async () => (await import('./apply-backup')).applyBackupCalls;
const applyAccess = async () => (await import('./apply-access')).applyAccessCalls;
const applyPeople = async () => (await import('./apply-people')).applyPeopleCalls;
const applyByHand = async () => (await import('./apply-by-hand')).applyByHandCalls;
const mend = async () => (await import('./mend')).mendCalls;
const watch = async () => (await import('./watch')).watchCalls;
const checks = async () => (await import('./checks')).checkCalls;
const signIn = async () => (await import('./sign-in')).signInCalls;
const directory = async () => (await import('./directory')).directoryCalls;
const accounts = async () => (await import('./accounts')).accountsCalls;

type Steps = { [Name in PanelCall]: () => Promise<Calls<Name>> };

/** Every call of the panel, and the step that answers it. The compiler points here when the contract gets one more. */
const steps: Steps = {
  load: connect,
  saveConnection: connect,
  forgetConnection: connect,
  trustAuthority: connect,
  distrustAuthority: connect,
  startDemo: async () => (await import('./demo')).demoCalls,
  readPluginFile: startingPoint,
  usePluginFile: startingPoint,
  explainSymptom: startingPoint,
  saveTarget: client,
  removeTarget: client,
  saveSecret: client,
  forgetSecret: client,
  saveMapping: mapping,
  people: mapping,
  person: mapping,
  mappingSample: mapping,
  mappingVersions: mapping,
  fields: apply,
  saveTicks: apply,
  check: checks,
  run: checks,
  cancel: checks,
  copyReport: checks,
  signIn,
  signInCallback: signIn,
  startSignIn: signIn,
  cancelSignIn: signIn,
  tellSignIn: signIn,
  confirmSignIn: signIn,
  deleteSignIn: signIn,
  directory,
  startDryRun: directory,
  continueDryRun: directory,
  cancelDryRun: directory,
  deleteDryRun: directory,
  dryRunRows: directory,
  exportDryRun: directory,
  comparedRows: directory,
  saveAccountsAccess: accounts,
  forgetAccountsAccess: accounts,
  saveAccountsFile: accounts,
  saveAdministratorGroups: accounts,
  applyState: applyOrders,
  planApply: applyOrders,
  tryFromNode: async () => (await import('./try-from-node')).tryFromNodeCalls,
  savePluginAccess: applyAccess,
  savePluginSecret: applyAccess,
  forgetPluginAccess: applyAccess,
  proveWayBack: applyAccess,
  startApply: applyOrders,
  keepApply: applyOrders,
  restoreApply: applyOrders,
  leaveApply: applyOrders,
  lookAtApply: applyOrders,
  deleteApplyBackup: applyOrders,
  exportApplyBackup: applyBackup,
  lookWhoCameIn: applyPeople,
  sayWhoCameIn: applyPeople,
  peopleSince: applyPeople,
  putGroupsBack: applyPeople,
  importFile: applyByHand,
  compareFile: applyByHand,
  addedRedirectUris: mend,
  planRedirectUri: mend,
  mendRedirectUri: mend,
  watchState: watch,
  lookNow: watch,
  acceptDrift: watch,
};

type Definitions = { [Name in PanelCall]: (payload: PanelCalls[Name]['payload']) => AnswerOf<Name> | Result<never> };

/** The functions that the manifest names, given what differs between Forge and the local host. */
export const createHandlers = (adapters: Adapters) => {
  const names = Object.keys(steps) as PanelCall[];
  const define = <Name extends PanelCall>(name: Name) =>
    [name, handle(name, async () => (await steps[name]())[name], adapters)] as const;
  const resolve = makeResolver(
    Object.fromEntries(names.map(define)) as Parameters<typeof makeResolver<Definitions>>[0],
  );
  /** The resolver looks a name up along the prototype: "constructor" would be answered without asking who asks. */
  const panel: typeof resolve = async (request, runtime) =>
    Object.hasOwn(steps, request.call.functionKey)
      ? resolve(request, runtime)
      : failed('not-found', 'There is no such call.');
  return {
    panel,
    /** The web trigger. Asks nobody who they are: it does what a stored, expiring order of an administrator says. */
    signIn: async (request: unknown, runtime: unknown) =>
      (await import('./sign-in-door')).answerAtDoor(request, runtime, adapters),
    /** The schedule. What it is called with says nothing. */
    sweep: async () => (await import('./sweep')).sweepExpired(adapters),
    /** The same for the looks of Watch: every target of both products. */
    watch: async () => (await import('./look-at-all')).lookAtAll(adapters),
    /** The consumer of a dry run's events, which say no more than which run and which step of it. */
    dryRunStep: async (event: unknown) => (await import('./dry-run-step')).workOnStep(event, adapters),
    /** The consumer of what was ordered at a plugin: an event says no more than which order, or which target. */
    applyStep: async (event: unknown) => (await import('./apply-step')).workOnApplyStep(event, adapters),
  };
};
