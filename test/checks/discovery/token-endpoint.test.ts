import type { Answer } from '../../../src/checks/evidence';
import { answered, evidenceOf, failedWith, htmlAnswer, jsonAnswer } from '../healthy-evidence';
import { failing, findingOf, foundText, outcomeOf } from '../judged';

const path = '/api/login/oauth/access_token';
const withAnswer = (answer: Answer) => evidenceOf({ facts: { tokenAnswer: answered(answer) } });

describe('token-endpoint-unreachable', () => {
  it.each([
    ['a page that takes no POST', htmlAnswer(path, { status: 405 })],
    ['a firewall', htmlAnswer(path, { status: 403 })],
    ['a front end that answers everything', htmlAnswer(path, { status: 200 })],
    ['JSON of something else', jsonAnswer(path, { message: 'no Route matched' }, { status: 404 })],
    ['a redirect', htmlAnswer(path, { status: 301, body: '', headers: { location: 'https://door.acme.example/' } })],
  ])('fails on %s, and is the one red line', (_name, answer) => {
    const evidence = withAnswer(answer);
    expect(failing(evidence)).toEqual(['token-endpoint-unreachable']);
    expect(foundText(findingOf('token-endpoint-unreachable', evidence))).toContain(path);
  });

  it.each([
    ['an unknown client', jsonAnswer(path, { error: 'invalid_client' }, { status: 401 })],
    ['an older refusal', jsonAnswer(path, { error: 'invalid_grant' }, { status: 400 })],
    ['an internal error', jsonAnswer(path, { status: 'error', msg: 'x' }, { status: 200 })],
  ])('passes on Casdoor’s own words: %s', (_name, answer) => {
    expect(outcomeOf('token-endpoint-unreachable', withAnswer(answer))).toBe('pass');
  });

  it('warns of a single request that got nowhere, and of too many', () => {
    const lost = evidenceOf({ facts: { tokenAnswer: failedWith('connection-closed') } });
    expect(outcomeOf('token-endpoint-unreachable', lost)).toBe('warn');
    expect(outcomeOf('token-endpoint-unreachable', withAnswer(htmlAnswer(path, { status: 429 })))).toBe('warn');
  });

  it('is nothing to ask another server', () => {
    const evidence = evidenceOf({ without: { tokenAnswer: { reason: 'not-casdoor' } } });
    expect(outcomeOf('token-endpoint-unreachable', evidence)).toBe('not-applicable');
  });
});
