import type { MadeUser } from '../../../../local/atlassian/population';
import type { Account, Trail } from '../../../../src/contract/mapping';

/** An account of a stand-in as the preview takes it. */
export const accountOf = ({ name, displayName, email, active, groups }: MadeUser): Account => ({
  username: name,
  email,
  fullName: displayName,
  active,
  groups: [...groups],
});

/** What the preview says of a sign-in, as far as it is certain; null where it is not. */
export type Foretold =
  | { kind: 'refused' }
  | { kind: 'account'; isNew: boolean; email: string | null; fullName: string | null; groups: string[] | null };

const isOpen = ({ reasons, groupsOpen }: Trail) =>
  groupsOpen === true || reasons.some((reason) => /not known|not certain|cannot|not looked up/i.test(reason));

export const foretold = (trail: Trail, account: Account | null): Foretold | null => {
  const { outcome, changes, groupsGained, groupsLost } = trail;
  const read = (name: 'email' | 'fullName') => trail.fields.find(({ field }) => field === name);
  switch (outcome) {
    case 'refused':
    case 'collides':
      return { kind: 'refused' };
    case 'created': {
      const value = (name: 'email' | 'fullName') => {
        const field = read(name);
        if (field?.certain !== true) return null;
        return field.value === null ? '' : String(field.value);
      };
      const groups = isOpen(trail) ? null : [...groupsGained];
      return { kind: 'account', isNew: true, email: value('email'), fullName: value('fullName'), groups };
    }
    case 'updated':
    case 'unchanged': {
      if (account === null) return null;
      const to = (name: 'email' | 'fullName', was: string | null) => {
        // What becomes of a field that the sign-in leaves blank can be what is open.
        if (isOpen(trail) && (read(name)?.certain !== true || !read(name)?.value)) return null;
        const change = changes.find(({ field }) => field === name);
        return change === undefined ? was : (change.to ?? '');
      };
      const kept = (account.groups ?? []).filter((group) => !groupsLost.includes(group));
      return {
        kind: 'account',
        isNew: false,
        email: to('email', account.email),
        fullName: to('fullName', account.fullName),
        groups: isOpen(trail) ? null : [...kept, ...groupsGained],
      };
    }
    default:
      return null;
  }
};

/** The parts of an account that were foretold, in the same form. E-mails are compared without regard to capitals. */
export const partsOf = (user: MadeUser, isNew: boolean, told: Foretold): unknown => {
  if (told.kind === 'refused') return { kind: 'account', isNew };
  return {
    kind: 'account',
    isNew,
    email: told.email === null ? null : user.email.toLowerCase(),
    fullName: told.fullName === null ? null : user.displayName,
    groups: told.groups === null ? null : user.groups.toSorted(),
  };
};

export const inSameForm = (told: Foretold): unknown =>
  told.kind === 'refused'
    ? told
    : { ...told, email: told.email?.toLowerCase() ?? null, groups: told.groups?.toSorted() ?? null };
