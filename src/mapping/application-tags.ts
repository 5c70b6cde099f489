import type { Claims } from '../contract/mapping';
import { own, text } from './directory-field';

/** The keys of a directory entry by which Casdoor compares tags. */
export const tagNames = ['tag', 'isAdmin', 'owner'] as const;

/**
 * Whether the tags of an application keep a person out of it (Casdoor 3.158, after the password): without tags nobody,
 * administrators never, else whoever has none of them. Several tags of a person are separated by commas.
 */
export const isOutsideTags = (person: Claims, tags: readonly string[]): boolean => {
  if (tags.length === 0 || own(person, 'isAdmin') === true || own(person, 'owner') === 'built-in') return false;
  return !text(own(person, 'tag'))
    .split(',')
    .some((tag) => tag.trim() !== '' && tags.includes(tag.trim()));
};
