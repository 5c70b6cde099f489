import { makeResolver } from '@forge/resolver';
import type { AnswerOf, PanelCall, PanelCalls } from '../contract/panel-calls';
import { failed, type Result } from '../contract/result';
import type { Adapters } from './adapters';
import { applyCalls } from './apply';
import { type Calls, handle } from './call';
import { checkCalls } from './checks';
import { clientCalls } from './client';
import { connectCalls } from './connect';
import { demoCalls } from './demo';
import { mappingCalls } from './mapping';
import { startingPointCalls } from './starting-point';

/** Every call of the panel. The compiler points here when the contract gets one more. */
const calls: Calls<PanelCall> = {
  ...connectCalls,
  ...demoCalls,
  ...startingPointCalls,
  ...clientCalls,
  ...mappingCalls,
  ...applyCalls,
  ...checkCalls,
};

type Definitions = { [Name in PanelCall]: (payload: PanelCalls[Name]['payload']) => AnswerOf<Name> | Result<never> };

/** The functions that the manifest names, given what differs between Forge and the local host. */
export const createHandlers = (adapters: Adapters) => {
  const names = Object.keys(calls) as PanelCall[];
  const define = <Name extends PanelCall>(name: Name) => [name, handle(name, calls[name], adapters)] as const;
  const resolve = makeResolver(
    Object.fromEntries(names.map(define)) as Parameters<typeof makeResolver<Definitions>>[0],
  );
  /** The resolver looks a name up along the prototype: "constructor" would be answered without asking who asks. */
  const panel: typeof resolve = async (request, runtime) =>
    Object.hasOwn(calls, request.call.functionKey)
      ? resolve(request, runtime)
      : failed('not-found', 'There is no such call.');
  return { panel };
};
