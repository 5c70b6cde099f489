import type { Detail } from '../../contract/report';
import type { Drift } from '../evidence';

/** The differences as a list: each field with what was applied and what is there now. Of a secret neither is told. */
export const driftDetail = ({ changes }: Drift): Detail | null => {
  const [first] = changes;
  if (first === undefined) return null;
  if (changes.length === 1 && !first.isSecret)
    return {
      kind: 'comparison',
      expectedLabel: 'Applied',
      expected: first.before ?? '',
      actualLabel: 'Now there',
      actual: first.after ?? '',
    };
  return {
    kind: 'list',
    label: 'Differs from what was applied',
    items: changes.map(({ label, tab, isSecret, before, after }) => ({
      text: label,
      note: isSecret ? `${tab}: changed` : `${tab}: ${before ?? 'nothing'} → ${after ?? 'nothing'}`,
    })),
  };
};
