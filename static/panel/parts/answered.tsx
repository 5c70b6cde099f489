import type { Answered as Answer } from '../../../src/contract/report';
import { Fold } from './fold';

/** What came back, verbatim, as text. */
export const Answered = ({ answered }: { answered: Answer }) => (
  <Fold summary="What Casdoor answered">
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long answer scrolls, and must do so by keyboard too. */}
    <pre tabIndex={0}>
      {answered.request}
      {'\n'}
      {answered.status} {answered.contentType ?? 'without a content type'}
      {'\n\n'}
      {answered.body === '' ? '(nothing)' : answered.body}
    </pre>
  </Fold>
);
