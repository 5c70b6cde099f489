import { makeResolver } from '@forge/resolver';
import type { AnswerOf, PanelCall, PanelCalls } from '../contract/panel-calls';
import type { Result } from '../contract/result';
import type { Adapters } from './adapters';
import { applyCalls } from './apply';
import { type Calls, handle } from './call';
import { checkCalls } from './checks';
import { clientCalls } from './client';
import { connectCalls } from './connect';
import { mappingCalls } from './mapping';

/** Every call of the panel. The compiler points here when the contract gets one more. */
const calls = {
  ...connectCalls,
  ...clientCalls,
  ...mappingCalls,
  ...applyCalls,
  ...checkCalls,
} as Calls<PanelCall>;

type Definitions = { [Name in PanelCall]: (payload: PanelCalls[Name]['payload']) => AnswerOf<Name> | Result<never> };

/** The functions that the manifest names, given what differs between Forge and the local host. */
export const createHandlers = (adapters: Adapters) => {
  const define = <Name extends PanelCall>(name: Name) => [name, handle(name, calls[name], adapters)] as const;
  const names = Object.keys(calls) as PanelCall[];
  return {
    panel: makeResolver(
      Object.fromEntries(names.map((name) => define(name))) as Parameters<typeof makeResolver<Definitions>>[0],
    ),
  };
};
