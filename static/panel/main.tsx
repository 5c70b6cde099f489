import 'virtual:theme.css';
import '@atlaskit/css-reset';
import './panel.css';
import './shell/shell.css';
import './parts/parts.css';
import './parts/fields.css';
import { view } from '@forge/bridge';
import { createRoot } from 'react-dom/client';
import { App } from './app';
import { call } from './bridge';

// Asked before anything is drawn: the answer is on its way while the page is put together.
const first = call('load', {});

const { dataset } = document.documentElement;
// Before the first paint; whatever is around the panel then says which of the two it is.
dataset.theme = 'dark:dark light:light motion:motion shape:shape spacing:spacing typography:typography';
dataset.colorMode = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
// Without a theme of the product the panel stays readable in the one that the system asks for.
view.theme.enable().catch(() => {});

const root = document.getElementById('root');
if (root) createRoot(root).render(<App first={first} />);
