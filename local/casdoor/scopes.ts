import { RE2JS } from 're2js';
import type { ApplicationDocument } from './documents';

/**
 * The scope that an application grants, or null where it refuses. An application without scopes of its own accepts
 * anything; with its own, only those, and a scope with metacharacters is a pattern for them (v3.158.0).
 */
export const allowedScope = (scope: string, application: ApplicationDocument): string | null => {
  const allowed = (application.scopes ?? []).map((each) => each.name);
  if (allowed.length === 0 || scope === '') return scope;
  const granted = new Set<string>();
  for (const asked of scope.split(/\s+/).filter((each) => each !== '')) {
    const found = allowed.includes(asked) ? [asked] : matching(asked, allowed);
    if (found.length === 0) return null;
    for (const name of found) granted.add(name);
  }
  return [...granted].join(' ');
};

const matching = (pattern: string, allowed: readonly string[]): string[] => {
  if (!/[.*+?^${}()|[\]\\]/.test(pattern)) return [];
  try {
    const expression = RE2JS.compile(`^${pattern}$`);
    return allowed.filter((name) => expression.matches(name));
  } catch {
    return [];
  }
};
