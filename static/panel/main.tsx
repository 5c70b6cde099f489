import { first } from './first-call';
import 'virtual:theme.css';
import '@atlaskit/css-reset';
import './panel.css';
import './shell/shell.css';
import './parts/parts.css';
import './parts/fields.css';
import { createRoot } from 'react-dom/client';
import { App, Loading } from './app';

/** Milliseconds without an answer after which the outline of what is to come is drawn; sooner it would only flicker. */
const patience = 100;

const place = document.getElementById('root');
if (place) {
  const root = createRoot(place);
  const waiting = setTimeout(() => root.render(<Loading />), patience);
  void first.then((answer) => {
    clearTimeout(waiting);
    root.render(<App first={answer} />);
  });
}
