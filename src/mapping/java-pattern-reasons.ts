/** Why Java throws a PatternSyntaxException. */
export type JavaProblemCode =
  | 'character-name'
  | 'class-intersection'
  | 'class-range'
  | 'control-escape'
  | 'dangling-quantifier'
  | 'group-name'
  | 'group-name-twice'
  | 'group-name-unknown'
  | 'group-unclosed'
  | 'group-unknown'
  | 'class-unclosed'
  | 'hexadecimal'
  | 'octal'
  | 'parenthesis-unmatched'
  | 'property-unclosed'
  | 'property-unknown'
  | 'repetition'
  | 'repetition-range'
  | 'repetition-unclosed'
  | 'trailing-backslash'
  | 'unicode-escape'
  | 'unknown-escape';

/** `index` counts UTF-16 units from 0, as a text field does. `text` is one sentence for the administrator. */
export type JavaProblem = { code: JavaProblemCode; index: number; text: string };

/** Why a pattern that Java compiles, or may compile, is not run here. */
export type JavaDoubt =
  | 'atomic-group'
  | 'back-reference'
  | 'block-name'
  | 'canonical-equivalence'
  | 'capture-in-loop'
  | 'class-arithmetic'
  | 'empty-loop'
  | 'engine'
  | 'grapheme'
  | 'java-version'
  | 'last-match'
  | 'linebreak'
  | 'lone-surrogate'
  | 'look-around'
  | 'possessive'
  | 'too-complex'
  | 'too-long'
  | 'unicode-property';

/** Why a value is not tried with a pattern that otherwise runs. */
export type JavaValueDoubt =
  | 'value-beyond-plane'
  | 'value-effort'
  | 'value-empty'
  | 'value-letters'
  | 'value-line-terminator'
  | 'value-lone-surrogate'
  | 'value-not-ascii'
  | 'value-stack'
  | 'value-too-long';

/** Each doubt in one sentence, for the trail of a person and for the note under the field. */
export const javaDoubtTexts: Record<JavaDoubt | JavaValueDoubt, string> = {
  'atomic-group': 'The pattern holds an atomic group (?>…), which cannot be followed here.',
  'back-reference': 'The pattern refers back to what a group matched, which cannot be followed here.',
  'block-name': 'The pattern names a Unicode block that is not known here.',
  'canonical-equivalence': 'The flag c (canonical equivalence) cannot be followed here.',
  'capture-in-loop': 'A capture group stands inside a repetition, and which of its parts Java keeps is not certain.',
  'class-arithmetic': 'Java reads this combination of brackets and && differently from one version to another.',
  'empty-loop': 'The pattern repeats something that can be empty, and what Java then captures is not certain.',
  engine: 'The pattern cannot be run by the engine used here.',
  grapheme: 'Where a visible character ends differs from one version of Java to another.',
  'java-version': 'Versions of Java in use disagree on this pattern.',
  'last-match': 'The pattern depends on the match before it (\\G), which cannot be followed here.',
  linebreak: 'How far \\R reaches before what follows differs from one version of Java to another.',
  'lone-surrogate': 'The pattern holds half a character (a lone surrogate).',
  'look-around': 'The pattern looks ahead or behind, which cannot be followed here.',
  possessive: 'A possessive repetition makes a difference here that cannot be followed.',
  'too-complex': 'The pattern is too complex to be run for everybody.',
  'too-long': 'The pattern is longer than 1,000 characters and is not run here.',
  'unicode-property': 'Which characters have this property differs from one version of Java to another.',
  'value-beyond-plane':
    'The value holds an emoji or a rare character before the match, where Java may start in the middle of it.',
  'value-effort': 'The value is too long to be tried with so complex a pattern.',
  'value-empty': 'The value is empty, and Java then treats ^ in its own way.',
  'value-letters': 'The value holds a character whose properties differ from one version of Java to another.',
  'value-line-terminator': 'The value holds a line break, and the pattern asks for the beginning or end of a line.',
  'value-lone-surrogate': 'The value holds half a character (a lone surrogate).',
  'value-not-ascii': 'Where a word ends beside a letter that is not ASCII differs from one version of Java to another.',
  'value-stack': 'The value is so long that Java may run out of stack with this pattern.',
  'value-too-long': 'The value is longer than 10,000 characters.',
};
