import * as v from 'valibot';
import { type Asked, type Asking, askJson } from './ask-json';

/** Who may use one application of Jira, such as Jira Software, and how many more may. */
export type ApplicationAccess = {
  key: string;
  name: string;
  groups: string[];
  defaultGroups: string[];
  /** Null: as many as there are. */
  seatsLeft: number | null;
};

const role = v.object({
  key: v.string(),
  name: v.optional(v.string()),
  groups: v.array(v.string()),
  defaultGroups: v.optional(v.array(v.string()), []),
  remainingSeats: v.optional(v.number()),
  hasUnlimitedSeats: v.optional(v.boolean(), false),
});

/** Applications of a Jira and the groups that may use each. Confluence has nothing of the kind. */
export const applicationRoles = async (asking: Asking): Promise<Asked<ApplicationAccess[]>> => {
  const asked = await askJson(asking, '/rest/api/2/applicationrole', v.array(role));
  if (!asked.ok) return asked;
  const value = asked.value.map(({ key, name, groups, defaultGroups, remainingSeats, hasUnlimitedSeats }) => ({
    key,
    name: name ?? key,
    groups,
    defaultGroups,
    // An unlimited licence says -1.
    seatsLeft: hasUnlimitedSeats || remainingSeats === undefined || remainingSeats < 0 ? null : remainingSeats,
  }));
  return { ok: true, value };
};
