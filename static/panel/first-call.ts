import { view } from '@forge/bridge';
import { call } from './bridge';

/** What is saved. Imported before everything else: the answer is on its way while the page is being put together. */
export const first = call('load', {});

const { dataset } = document.documentElement;
// Before the first paint; whatever is around the panel then says which of the two it is.
dataset.theme = 'dark:dark light:light motion:motion shape:shape spacing:spacing typography:typography';
dataset.colorMode = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
// Without a theme of the product the panel stays readable in the one that the system asks for.
view.theme.enable().catch(() => {});
