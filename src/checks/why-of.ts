import { plain } from '../contract/report';
import { ownWords, say } from './say';

/** What the failing state of a check does to people, in the check's own words, for a product such as "Jira". */
export const whyOf = ({ why }: { why: string }, product: string): string =>
  plain(say(why, { product: ownWords(product) }));
