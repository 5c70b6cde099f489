import { acme, userDocument } from '../../../local/casdoor/documents';
import {
  isRightPasscode,
  lacksSecondFactor,
  owesSecondFactor,
  passcodeAt,
  takeRecoveryCode,
} from '../../../local/casdoor/second-factor';

/** The secret of RFC 6238 appendix B, "12345678901234567890", in base32. */
const secret = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const at = (seconds: number) => new Date(seconds * 1000);
const enrolled = (more = {}) => userDocument({ name: 'a', totpSecret: secret, preferredMfaType: 'app', ...more });

describe('A second factor', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('is at %i seconds what RFC 6238 says, in its last six digits', (seconds, code) => {
    expect(passcodeAt(secret, at(seconds))).toBe(code);
  });

  it('is right for one step before and after, and not for two', () => {
    const now = 2_000_000_010;
    const isRight = (seconds: number) => isRightPasscode(enrolled(), passcodeAt(secret, at(now + seconds)), at(now));
    expect([-60, -30, 0, 30, 60].map(isRight)).toEqual([false, true, true, true, false]);
  });

  it('is owed by whoever has set it up, but not while it is remembered', () => {
    expect(owesSecondFactor(userDocument({ name: 'a' }), at(0))).toBe(false);
    expect(owesSecondFactor(enrolled(), at(0))).toBe(true);
    const remembered = enrolled({ mfaRememberDeadline: '2026-11-25T05:00:00Z' });
    expect(owesSecondFactor(remembered, new Date('2026-11-25T04:59:59Z'))).toBe(false);
    expect(owesSecondFactor(remembered, new Date('2026-11-25T05:00:00Z'))).toBe(true);
  });

  it('is lacking by the list of the person, or of the organization where the person has none', () => {
    const [organization] = acme().organizations;
    if (organization === undefined) throw new Error('acme has an organization.');
    const demanding = { ...organization, mfaItems: [{ name: 'app', rule: 'Required' }] };
    const offering = [{ name: 'app', rule: 'Optional' }];
    expect(lacksSecondFactor(organization, userDocument({ name: 'a' }))).toBe(false);
    expect(lacksSecondFactor(demanding, userDocument({ name: 'a' }))).toBe(true);
    expect(lacksSecondFactor(demanding, userDocument({ name: 'a', mfaItems: offering }))).toBe(false);
    expect(lacksSecondFactor(demanding, enrolled())).toBe(false);
  });

  it('may be replaced by each recovery code once', () => {
    const user = enrolled({ recoveryCodes: ['one', 'two'] });
    expect(takeRecoveryCode(user, 'three')).toBe('recovery code not found');
    expect(takeRecoveryCode(user, 'one')).toBeNull();
    expect(takeRecoveryCode(user, 'one')).toBe('recovery code not found');
    expect(takeRecoveryCode(user, 'two')).toBeNull();
    expect(takeRecoveryCode(user, 'two')).toBe('do not have recovery codes');
  });
});
