import { useMemo } from 'react';
import type { DryRunResult } from '../../../../src/contract/dry-run';
import { Folded } from '../../parts/folded';
import { Findings, type Groups, groupsOf } from '../../parts/result';

/** What the checks make of it: those of the directory, and of the mapping what needs everybody to be seen. */
export const DirectoryFindings = ({ result }: { result: DryRunResult }) => {
  const groups = useMemo((): Groups => {
    const { findings } = result.report;
    const own = groupsOf(findings, 'directory');
    // They are judged anew by another run, not by a check of the mapping alone.
    const mapping = groupsOf(
      findings.filter(({ area }) => area === 'mapping').map((finding) => ({ ...finding, area: 'directory' as const })),
      'directory',
    );
    return {
      ...own,
      blocker: [...own.blocker, ...mapping.blocker],
      serious: [...own.serious, ...mapping.serious],
      look: [...own.look, ...mapping.look],
    };
  }, [result]);
  return (
    <>
      <Findings step="directory" groups={groups} isOutdated />
      <Folded step="directory" groups={groups} />
    </>
  );
};
