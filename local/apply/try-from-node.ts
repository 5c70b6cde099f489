import { stateOf } from '../../src/apply/apply-state';
import { journalIn } from '../../src/apply/journal';
import { problemLines } from '../../src/checks/report-text';
import { isOpen } from '../../src/contract/apply';
import { plain } from '../../src/contract/report';
import { productNames } from '../../src/contract/target';
import { nodeFinding } from '../../src/resolvers/node-finding';
import type { TryArguments } from './apply-arguments';
import { failureWords } from './apply-text';
import { type Surroundings, withGivenPlugin } from './given-plugin';
import { NeedsSomebody, statusDone, statusNeeded } from './needs-somebody';
import { type ApplyResult, notBegun } from './told-result';

/** Milliseconds: the node itself waits for Casdoor meanwhile. */
const tryLasts = 15_000;

/**
 * Whether Jira or Confluence itself reaches Casdoor. It is told by saving: a configuration of this issuer is saved as it
 * is, else one is made that is switched off, and deleted again. Nothing that people sign in with changes.
 */
export const tryFromNode = async (given: TryArguments, around: Surroundings): Promise<ApplyResult> => {
  const { site, telling } = around;
  const { target, product } = given;
  const name = productNames[product];
  return withGivenPlugin(given, target, around, async (plugin, wanted, { known, place, called }) => {
    const before: ApplyResult = {
      ...notBegun('try-from-node', ''),
      target: { kind: target.kind, called, product },
    };
    // What is tried out would be taken for somebody else's change of what waits to be kept.
    const newest = await site.inside(product, () => journalIn(place).newest(known.id));
    if (newest && isOpen(stateOf(newest).step))
      throw new NeedsSomebody(
        `Nothing was tried out: what ${newest.head.who} wrote to ${called} is neither kept nor restored yet.`,
      );
    telling.say(
      `${name} is asked to save a configuration of this Casdoor: it then reads the discovery document itself.`,
    );
    const node = await plugin.probe?.(wanted, AbortSignal.timeout(tryLasts));
    if (node && !node.ok) return { ...before, failure: node.failure, message: failureWords(node.failure) };
    const finding = node ? nodeFinding(node, product) : null;
    if (finding === null)
      return {
        ...before,
        outcome: 'not-told',
        message: `Whether ${name} itself reaches Casdoor cannot be told: its configuration of this issuer does not read the discovery document, and there cannot be two. A sign-in tells.`,
      };
    const isSeen = finding.outcome === 'pass';
    if (!isSeen) for (const line of ['', ...problemLines(finding, telling.paint)]) telling.say(line);
    return {
      ...before,
      findings: [finding],
      outcome: isSeen ? 'seen' : 'not-seen',
      status: isSeen ? statusDone : statusNeeded,
      message: isSeen
        ? plain(finding.found ?? [])
        : `${plain(finding.heading ?? [])}: nobody could sign in, and the settings would not be taken.`,
    };
  });
};
