import { useState } from 'react';
import { readAddress } from '../../../../src/casdoor/address';
import type { ConnectionSettings } from '../../../../src/contract/panel-calls';
import { call } from '../../bridge';
import { type Draft, useDraft } from '../../draft';
import { usePanel } from '../../panel-model';

const empty = { address: '', allowsHttp: false };

export type Connection = { draft: Draft<ConnectionSettings>; submit: () => Promise<void>; wasSent: boolean };

/** The address as it is being typed, saved and checked by one press. */
export const useConnection = (): Connection => {
  const { state, check, reload } = usePanel();
  const [wasSent, setWasSent] = useState(false);
  const draft = useDraft({
    key: 'connection',
    saved: state.connection,
    empty,
    send: (base, settings) => call('saveConnection', { base, settings }),
  });

  const submit = async () => {
    setWasSent(true);
    if (!readAddress(draft.value.address).ok) return document.getElementById('address')?.focus();
    if (draft.isDirty || state.connection === null) {
      if ((await draft.save()) === null) return;
      await reload();
    }
    await check.start();
  };
  return { draft, submit, wasSent };
};
