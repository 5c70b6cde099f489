import type { Attempted } from '../apply/apply-target';
import { notSeenFromTarget } from '../checks/address/not-seen-from-target';
import type { Finding } from '../contract/report';
import { type Product, productNames } from '../contract/target';
import type { NodeView } from '../targets/atlassian-dc/probe-from-node';

/**
 * What the node of Jira or Confluence itself made of Casdoor's discovery document, under the check that could only ask for
 * it elsewhere. Null where it was not told.
 */
export const nodeFinding = (node: Attempted<NodeView>, product: Product): Finding | null => {
  if (!node.ok || node.value.kind === 'not-told') return null;
  const name = productNames[product];
  const { id, title, area } = notSeenFromTarget;
  const view = node.value;
  const plain = { headline: null, detail: null, blockedBy: null, copy: [], links: [], handOver: null, answered: null };
  if (view.kind === 'seen')
    return {
      ...{ id, title, area, heading: null, outcome: 'pass', severity: 'advice' },
      ...{ found: [`${name} itself has read Casdoor’s discovery document.`], why: null, fix: null },
      ...plain,
    };
  return {
    ...{ id, title, area, heading: [`${name} itself cannot read Casdoor’s discovery document`] },
    ...{ outcome: 'fail', severity: 'blocker' },
    found: [`A configuration was tried out. ${view.words}`],
    why: [`${name} speaks to Casdoor itself: nobody could sign in, and it does not take the settings.`],
    fix: [
      `Let the host of ${name} reach Casdoor (firewall, DNS), and put the authority of Casdoor’s certificate into the list of the Java that ${name} runs on.`,
    ],
    ...plain,
  };
};
