import type { Difference, Guard } from '../contract/apply';
import { type Finding, plain } from '../contract/report';
import { soft } from './guard-kinds';

/**
 * Of a change that sends everybody to the new sign-in. Checks and dry run are about the settings that are saved: where
 * the plugin holds others, nobody has looked at what everybody would be sent to. What cannot be read back says nothing.
 *
 * @param difference From what the plugin holds to what is saved; null where that could not be told.
 * @param remedy What to do first, a sentence.
 */
export const inForceGuard = (called: string, difference: Difference | null, remedy: string): Guard => {
  const first = difference?.changes.find(({ canBeReadBack }) => canBeReadBack);
  return soft('other-settings-in-force', difference !== null && first === undefined, {
    yes: `${called} holds the settings and the mapping that the checks and the dry run are about.`,
    no: first
      ? `${called} holds other settings than these, such as "${first.label}": the checks and the dry run are not about what people would be sent to. ${remedy}`
      : `Whether ${called} holds the settings that the checks and the dry run are about could not be told.`,
    consequence: 'Some people may not be able to sign in, or may lose groups, and nobody has looked.',
  });
};

/** What the way back in is judged by has a guard of its own, and that one is not to be overruled. */
const ofWayBack: ReadonlySet<string> = new Set([
  'plugin-way-back-missing',
  'restore-account-at-risk',
  'way-back-restricted',
]);

/** What was found at the plugin itself, such as one that is switched off: by it perhaps nobody signs in. */
export const pluginFindingsGuard = (findings: readonly Finding[]): Guard[] => {
  const found = findings.filter(
    ({ id, severity, outcome }) => severity === 'blocker' && outcome === 'fail' && !ofWayBack.has(id),
  );
  const [first] = found;
  if (!first) return [];
  const others = found.length - 1;
  return [
    soft('plugin-blocked', false, {
      yes: '',
      no: `${plain(first.heading ?? [first.title])}${others > 0 ? `, and ${others} more` : ''}.`,
      consequence: 'It may be that nobody can sign in.',
    }),
  ];
};
