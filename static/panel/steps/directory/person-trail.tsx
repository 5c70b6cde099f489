import Button from '@atlaskit/button/default/button';
import { useMemo } from 'react';
import type { DryRunRow, DryRunSums, DryRunView } from '../../../../src/contract/dry-run';
import type { TargetView } from '../../../../src/contract/panel-calls';
import { type Existing, mapPerson } from '../../../../src/mapping/map-person';
import { Banner } from '../../parts/banner';
import { Skeleton } from '../../parts/skeleton';
import { usePatternEngine } from '../../pattern-engine';
import { TrailView } from '../mapping/trail';
import type { FetchedClaims } from './use-person-claims';

type PersonTrailProps = {
  row: DryRunRow;
  run: DryRunView;
  sums: DryRunSums;
  target: TargetView;
  claims: FetchedClaims;
  product: string;
};

/** How it comes about: from the claims that Casdoor gives now to what stands in the account. */
export const PersonTrail = ({ row, run, sums, target, claims: fetched, product }: PersonTrailProps) => {
  const { claims, failure, retry } = fetched;
  const mapping = target.mapping;
  const engine = usePatternEngine(mapping?.value);
  const trail = useMemo(() => {
    if (!claims || !mapping) return null;
    const { plugin, product: of, baseUrl, comparesIssuer } = target.settings.value;
    return mapPerson(
      claims.bySource,
      mapping.value,
      { plugin, product: of, comparesIssuer, baseUrl: baseUrl || null },
      accountOf(row, sums),
      { ...(claims.untold && { untold: claims.untold }), ...(engine && { engine }) },
    );
  }, [claims, mapping, target, row, sums, engine]);
  return (
    <section className="stack-small">
      <h3>Profile</h3>
      {failure && (
        <Banner of="not-yet" title={failure.message} actions={<Button onClick={retry}>Try again</Button>}>
          {failure.remedy}
        </Banner>
      )}
      {!failure && !trail && <Skeleton label="The claims of this person are being fetched" />}
      {trail && mapping && (
        <>
          <TrailView trail={trail} />
          <p className="small subtle">
            {mapping.version === run.mappingVersion
              ? asToday(row, product)
              : `By mapping version ${mapping.version}, which is in force now; the run was made with version ${run.mappingVersion}.`}
          </p>
        </>
      )}
    </section>
  );
};

/** What was not read is never "nobody". */
const accountOf = ({ existing }: DryRunRow, { accounts, untold }: DryRunSums): Existing =>
  existing ?? (accounts === null || untold.some(({ what }) => what === 'accounts') ? 'unknown' : null);

const asToday = ({ existing, changes }: DryRunRow, product: string): string => {
  if (!existing) return `There is no account in ${product} today.`;
  if (changes.length === 0) return `All as it is in ${product} today.`;
  return changes
    .map(({ field, from, to }) => `${fieldNames[field]}: ${from || 'nothing'} today, ${to || 'nothing'} then.`)
    .join(' ');
};

const fieldNames = { username: 'Username', email: 'E-mail', fullName: 'Full name' } as const;
