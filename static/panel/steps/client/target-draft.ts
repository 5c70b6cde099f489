import { readAddress } from '../../../../src/casdoor/address';
import type { PanelState, TargetSettings } from '../../../../src/contract/panel-calls';

/** Where the draft of a target is kept that was not saved yet. */
export const newTargetDraft = 'target:new';

/** What a new target begins with: the product around the panel, and the client that the pasted address named. */
export const emptyTarget = ({ place, connection }: PanelState): TargetSettings => {
  const read = connection ? readAddress(connection.value.address) : null;
  return {
    plugin: place.from === 'cloud' ? 'miniorange-cloud' : 'miniorange',
    product: place.product,
    baseUrl: '',
    callbackUrl: '',
    clientId: (read?.ok && read.value.clientId) || '',
    scopes: '',
    comparesIssuer: false,
  };
};
