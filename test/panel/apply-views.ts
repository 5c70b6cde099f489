import type { ApplyEntry, ApplyStep, ApplyView, PlannedChange } from '../../src/contract/apply';
import type { ApplyState } from '../../src/contract/apply-calls';

/** Applies as the backend tells of them. The moment of the write is theirs to choose. */

export const change = (label: string, before: string | null, after: string | null): PlannedChange => ({
  key: label.toLowerCase().replaceAll(' ', '-'),
  tab: 'Configure OAuth',
  label,
  before,
  after,
  isSecret: false,
  hasSecretBefore: null,
  canBeReadBack: true,
  isRisky: null,
});

export const secretChange = (label: string): PlannedChange => ({
  ...change(label, null, null),
  isSecret: true,
  hasSecretBefore: true,
  canBeReadBack: false,
});

export const changes: PlannedChange[] = [
  change(
    'Authorize Endpoint',
    'http://door:8000/login/oauth/authorize',
    'https://door.acme.example/login/oauth/authorize',
  ),
  change('Scope', 'openid', 'openid profile email'),
  { ...change('Full Name Attribute', 'name', 'displayName'), tab: 'User Profile' },
];

/** Seconds after the beginning. */
type Line = Partial<ApplyEntry> & { step: ApplyStep; after: number };

const messages: Partial<Record<ApplyStep, string>> = {
  read: 'miniOrange on jira.acme.example was read.',
  planned: '3 fields would be written.',
  guarded: 'All guards hold.',
  'backed-up': 'The settings as they were are kept, encrypted.',
  writing: 'The new settings are being written to miniOrange on jira.acme.example.',
  written: 'miniOrange on jira.acme.example answered that it was written.',
  verified: 'miniOrange on jira.acme.example holds exactly what was planned.',
  waiting: 'The old settings come back by themselves unless somebody keeps the new ones.',
};

/** From the first reading to the wait. */
export const upToTheWait: Line[] = (
  ['read', 'planned', 'guarded', 'backed-up', 'writing', 'written', 'verified', 'waiting'] as const
).map((step, after) => ({ step, after, inForce: after < 4 ? 'old' : step === 'written' ? 'unknown' : 'new' }));

export const applyId = '6f1f0f0e-8f5e-4a35-9d0e-3a3f0a4d0001';

/** @param begun When it began, milliseconds since the epoch. */
export const viewOf = (begun: number, lines: readonly Line[], part: Partial<ApplyView> = {}): ApplyView => {
  const who = part.who ?? 'alice';
  const entries = lines.map(
    ({ step, after, ...line }): ApplyEntry => ({
      step,
      at: new Date(begun + after * 1000).toISOString(),
      who,
      inForce: 'new',
      message: messages[step] ?? '',
      failure: null,
      ...line,
    }),
  );
  const last = entries.at(-1);
  const step = last?.step ?? 'begun';
  const deadlineAt = step === 'waiting' ? new Date(begun + 610_000).toISOString() : null;
  return {
    id: applyId,
    target: 'target',
    kind: 'miniorange',
    product: 'jira',
    who,
    startedAt: new Date(begun).toISOString(),
    mappingVersion: 4,
    isAsBefore: false,
    step,
    inForce: last?.inForce ?? 'old',
    changes,
    overruled: [],
    deadlineAt,
    wasDueAt: new Date(begun + 610_000).toISOString(),
    dueAt: deadlineAt,
    isResting: true,
    cameIn: [],
    entries,
    backupUntil: new Date(begun + 90 * 86_400_000).toISOString(),
    ...part,
  };
};

/** Somebody came in through the plugin, and the journal has a line of it. */
export const withCameIn = (
  view: ApplyView,
  who: string,
  { isAdministrator, after }: { isAdministrator: boolean; after: number },
): ApplyView => {
  const at = new Date(Date.parse(view.startedAt) + after * 1000).toISOString();
  return {
    ...view,
    cameIn: [...view.cameIn, { who, at, isAdministrator, how: 'audit-log' }],
    entries: [
      ...view.entries,
      {
        step: 'waiting',
        at,
        who: view.who,
        inForce: view.inForce,
        message: `${who} has come in through the plugin.`,
        failure: null,
      },
    ],
  };
};

export const stateOf = (newest: ApplyView | null, part: Partial<ApplyState> = {}): ApplyState => ({
  way: { kind: 'api' },
  access: {
    kind: 'password',
    user: 'admin',
    who: 'alice',
    at: '2026-11-24T14:20:00.000Z',
    isOwn: true,
    isShared: false,
    isKept: false,
  },
  wayBack: { account: 'rescue', at: '2026-11-24T14:20:00.000Z', who: 'alice' },
  order: null,
  newest,
  history: newest === null ? [] : [newest],
  keepWithin: 600_000,
  signInAddress: 'https://jira.acme.example/login.jsp',
  command: 'npm run --silent apply -- --restore',
  needsProcess: true,
  ...part,
});
