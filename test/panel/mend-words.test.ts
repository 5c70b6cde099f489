import type { ApplyView, TargetFailure } from '../../src/contract/apply';
import type { TargetView } from '../../src/contract/panel-calls';
import type { Finding } from '../../src/contract/report';
import { failureOf, mendableBy, messageFor } from '../../static/panel/parts/mend/mend-words';

const own = 'https://jira.acme.example/plugins/servlet/oauth/callback';
const finding = (changed: Partial<Finding> = {}): Finding => ({
  id: 'redirect-uri-unregistered',
  title: 'Redirect URI in the list of the application',
  heading: null,
  area: 'redirect-uri',
  outcome: 'fail',
  severity: 'blocker',
  headline: null,
  found: null,
  why: null,
  fix: null,
  detail: null,
  blockedBy: null,
  copy: [{ label: 'Redirect URL', text: own }],
  links: [],
  handOver: null,
  answered: null,
  ...changed,
});
const target = (settings: Partial<TargetView['settings']['value']> = {}, secret: 'saved' | 'none' = 'saved') =>
  ({
    id: '5d3c3f5e-0f0f-4c58-8f29-4cf2e33e9d2b',
    secret: secret === 'saved' ? { kind: 'saved', at: '2026-11-24T14:02:00Z', who: 'Ada' } : { kind: 'none' },
    settings: {
      version: 1,
      who: 'Ada',
      at: '2026-11-24T14:02:00Z',
      value: {
        ...{ plugin: 'miniorange', product: 'jira', baseUrl: 'https://jira.acme.example', callbackUrl: '' },
        ...{ clientId: 'app-jira-client-id', scopes: '', comparesIssuer: false },
        ...settings,
      },
    },
  }) as TargetView;

describe('What is offered to be mended', () => {
  it('is a redirect URI that is made from the saved base URL', () => {
    expect(mendableBy(finding(), target())).toEqual({ kind: 'offered' });
    expect(mendableBy(finding({ id: 'redirect-uri-of-other-plugin' }), target())).toEqual({ kind: 'offered' });
  });

  it.each<[string, Partial<Finding>]>([
    ['another check', { id: 'redirect-uri-too-wide' }],
    ['an answer that leaves it open', { outcome: 'warn' }],
    ['what belongs into a field here', { copy: [{ label: 'Callback URL', text: own }] }],
    ['another base URL than the saved one', { copy: [{ label: 'Redirect URL', text: own.replace('jira', 'other') }] }],
  ])('is not %s', (_case, changed) => {
    expect(mendableBy(finding(changed), target())).toBeNull();
  });

  it('waits for the secret, and says so', () => {
    expect(mendableBy(finding(), target({}, 'none'))).toMatchObject({ kind: 'not-from-here' });
  });

  it('is no callback URL that was typed', () => {
    const typed = target({ plugin: 'other', callbackUrl: own });
    expect(mendableBy(finding(), typed)).toMatchObject({
      kind: 'not-from-here',
      why: expect.stringContaining('was typed') as string,
    });
  });
});

describe('Why a press has not done what its words say', () => {
  const refused: TargetFailure = {
    code: 'credentials-wrong',
    message: 'Casdoor did not take the client secret.',
    remedy: 'Type it again.',
    isFinal: true,
  };
  const view = (step: ApplyView['step'], { message, failure = null, dueAt = null }: Partial<Said> = {}) =>
    ({
      step,
      dueAt,
      entries: [{ step, at: '', who: null, inForce: 'old', message: message ?? '', failure }],
    }) as unknown as ApplyView;
  type Said = { message: string; failure: TargetFailure | null; dueAt: string | null };

  it('is nothing where it is kept', () => {
    expect(failureOf({ kind: 'done' }, view('kept'))).toBeNull();
  });

  it('names what the target said and what is in force', () => {
    const message = 'app-jira on door.acme.example holds the old settings.';
    expect(failureOf({ kind: 'done' }, view('not-written', { message, failure: refused }))).toEqual({
      code: 'refused',
      message: `${refused.message} ${message}`,
      remedy: 'Type it again.',
    });
  });

  it('says when it is looked at again', () => {
    const dueAt = new Date().toISOString();
    expect(failureOf({ kind: 'done' }, view('written', { dueAt, failure: refused }))?.remedy).toMatch(
      /^It is looked at again at \d\d:\d\d\.$/,
    );
  });

  it('names who is at it', () => {
    const since = new Date().toISOString();
    expect(failureOf({ kind: 'busy', who: 'Bob', since }, null)?.message).toMatch(/^Bob has been changing this list/);
  });
});

test('the message to whoever runs Casdoor names the address, the application and the entry', () => {
  const connection = { version: 1, who: '', at: '', value: { address: 'door.acme.example', allowsHttp: false } };
  const asked = { redirectUri: own, application: null };
  expect(messageFor({ connection }, target(), { ...asked, isRegistered: true })).toBe(
    `Can you add ${own} under Applications → the application with the client ID app-jira-client-id → “Redirect URLs” at https://door.acme.example? It has to stand there character by character, and nothing else needs to change.`,
  );
  expect(messageFor({ connection }, target(), { ...asked, application: 'app-jira', isRegistered: false })).toContain(
    `take ${own} out under Applications → app-jira`,
  );
});
