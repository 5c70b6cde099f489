import type { PanelState, TargetView } from '../../src/contract/panel-calls';
import type { Report } from '../../src/contract/report';

/**
 * Whether something was saved after a report was begun, so that what it says is about other settings: a verdict of
 * yesterday's secret says nothing of today's.
 */
export const isAboutEarlierSettings = (
  report: Report,
  { connection }: Pick<PanelState, 'connection'>,
  target: TargetView | null,
): boolean => {
  const saved = [
    connection?.at,
    target?.settings.at,
    target?.mapping?.at,
    target?.pluginFile?.at,
    target?.secret.kind === 'saved' ? target.secret.at : undefined,
  ];
  if (saved.some((at) => at !== undefined && at > report.at)) return true;
  // A secret that was forgotten leaves no time behind, but the report still says what became of it.
  const knewSecret = report.findings.some(({ id, outcome }) => id === 'client-secret-wrong' && outcome === 'pass');
  return target !== null && target.secret.kind !== 'saved' && knewSecret;
};
