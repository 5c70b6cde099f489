/**
 * Makes what would steer a terminal, or turn the direction of a line, visible as `\u{1b}`: control and format
 * characters (escape sequences, bidirectional marks, zero-width characters), separators of lines, lone surrogates.
 */
export const visible = (text: string): string =>
  text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
