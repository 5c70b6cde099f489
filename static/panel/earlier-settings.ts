import type { PanelState, TargetView } from '../../src/contract/panel-calls';
import type { Report } from '../../src/contract/report';

/**
 * Whether something was saved or forgotten after a report was begun, so that what it says is about other settings: a
 * verdict of yesterday's secret says nothing of today's. Without a target there is the address alone.
 */
export const isAboutEarlierSettings = (
  report: Pick<Report, 'at'>,
  { connection }: Pick<PanelState, 'connection'>,
  target: Pick<TargetView, 'changedAt'> | null,
): boolean => (target?.changedAt ?? connection?.at ?? '') > report.at;
