/**
 * What Jira and Confluence compare of a username or group name: Crowd lower-cases it, by the rules of Unicode and of no
 * language, so `I` meets `i` and the Turkish `İ` does not. Nothing is normalized: `é` in one sign or in two is not the
 * same.
 */
export const nameKey = (name: string): string => name.toLowerCase();

export const isSameName = (one: string, other: string): boolean => one === other || nameKey(one) === nameKey(other);
