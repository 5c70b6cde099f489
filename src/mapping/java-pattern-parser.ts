import { readClass } from './java-pattern-classes';
import { characterSet, readEscape, readGroupName, readProperty } from './java-pattern-escapes';
import { lineTerminators } from './java-pattern-properties';
import { at, isAsciiDigit, type JavaFlags, type JavaScanner } from './java-pattern-scanner';
import { complement, everyCodePoint } from './java-pattern-sets';
import type { JavaNode, RepeatMode } from './java-pattern-tree';

/**
 * Reads a whole pattern, as java.util.regex.Pattern does it (OpenJDK 8 to 25; names of its methods in the comments).
 * What cannot be followed leaves a doubt in the scanner and is read on, as Java may refuse something behind it.
 * Throws a JavaRefusal where Java throws a PatternSyntaxException.
 */
export const parseJavaPattern = (scanner: JavaScanner): JavaNode => {
  const node = alternatives(scanner);
  if (scanner.cursor === scanner.length) return node;
  if (scanner.peek() === at(')') && scanner.cursor < scanner.length)
    scanner.refuse('parenthesis-unmatched', 'the parenthesis “)” closes no “(”.', scanner.cursor);
  return scanner.refuse('trailing-backslash', 'nothing follows the backslash.', scanner.length - 1);
};

/** Pattern.expr */
const alternatives = (scanner: JavaScanner): JavaNode => {
  const nodes = [sequence(scanner)];
  while (scanner.peek() === at('|')) {
    scanner.next();
    nodes.push(sequence(scanner));
  }
  const only = nodes[0];
  return only && nodes.length === 1 ? only : { type: 'alternatives', nodes };
};

/** Pattern.sequence */
const sequence = (scanner: JavaScanner): JavaNode => {
  const nodes: JavaNode[] = [];
  for (;;) {
    const code = scanner.peek();
    if (code === at('|') || code === at(')') || (code === 0 && scanner.isAtEnd())) break;
    if (code === at('(')) {
      const node = group(scanner);
      if (node) nodes.push(node);
    } else nodes.push(repeated(scanner, atom(scanner, code)));
  }
  const only = nodes[0];
  if (!only) return { type: 'empty' };
  return nodes.length === 1 ? only : { type: 'sequence', nodes };
};

/** One character or what stands for one, or a place. A literal is read character by character. */
const atom = (scanner: JavaScanner, code: number): JavaNode => {
  const { flags } = scanner;
  switch (String.fromCodePoint(code)) {
    case '[':
      return { type: 'set', set: readClass(scanner) };
    case '\\': {
      const letter = scanner.nextEscaped();
      if (letter === at('p') || letter === at('P')) return { type: 'set', set: readProperty(scanner) };
      scanner.unread();
      const meaning = readEscape(scanner, false, false);
      if (meaning.type === 'character') return { type: 'set', set: characterSet(scanner, meaning.code) };
      return meaning.type === 'set' ? { type: 'set', set: meaning.set } : meaning.node;
    }
    case '^':
      scanner.next();
      return { type: 'place', place: flags.m ? 'line-begin' : 'begin' };
    case '$':
      scanner.next();
      return { type: 'place', place: flags.m ? 'line-end' : 'final-end' };
    case '.':
      scanner.next();
      if (flags.s) return { type: 'set', set: everyCodePoint };
      return { type: 'set', set: complement(flags.d ? [10, 10] : lineTerminators) };
    case '?':
    case '*':
    case '+':
      return scanner.refuse(
        'dangling-quantifier',
        `“${String.fromCodePoint(code)}” has nothing before it to repeat.`,
        scanner.cursor,
      );
    case '{':
      // Java repeats nothing at all, where the braces are a repetition.
      return { type: 'empty' };
  }
  scanner.next();
  return { type: 'set', set: characterSet(scanner, code) };
};

/** Pattern.group0; null for flags that stand alone. */
const group = (scanner: JavaScanner): JavaNode | null => {
  const start = scanner.cursor;
  const outer = scanner.flags;
  const inGroup = (): JavaNode => {
    const node = alternatives(scanner);
    if (scanner.read() !== at(')'))
      scanner.refuse('group-unclosed', 'the parenthesis “(” is not closed by “)”.', start);
    scanner.flags = outer;
    return node;
  };
  if (scanner.next() !== at('?')) return repeated(scanner, { type: 'group', captures: true, node: inGroup() });
  const kind = String.fromCodePoint(scanner.skip());
  switch (kind) {
    case ':':
      return repeated(scanner, { type: 'group', captures: false, node: inGroup() });
    case '=':
    case '!':
      return look(scanner, inGroup);
    case '>':
      return repeated(scanner, { type: 'atomic', node: inGroup() });
    case '<': {
      const first = scanner.read();
      if (first === at('=') || first === at('!')) return look(scanner, inGroup);
      const name = readGroupName(scanner, first);
      if (scanner.groupNames.has(name)) scanner.refuse('group-name-twice', `two groups are called “${name}”.`);
      scanner.groupNames.add(name);
      return repeated(scanner, { type: 'group', captures: true, node: inGroup() });
    }
    case '$':
    case '@':
      return scanner.refuse('group-unknown', `Java knows no group that starts with “(?${kind}”.`);
  }
  scanner.unread();
  scanner.flags = readFlags(scanner);
  const end = scanner.read();
  if (end === at(')')) return null;
  if (end !== at(':')) {
    const shown = end === 0 ? 'Nothing' : `“${String.fromCodePoint(end)}”`;
    scanner.refuse('group-unknown', `${shown} is no flag that can follow “(?”.`);
  }
  return repeated(scanner, { type: 'group', captures: false, node: inGroup() });
};

/** Whether Java accepts what a look-behind holds depends on its version, too. */
const look = (scanner: JavaScanner, inGroup: () => JavaNode): JavaNode => {
  scanner.doubt('look-around');
  inGroup();
  return repeated(scanner, { type: 'empty' });
};

/** Pattern.addFlag and subFlag. `U` brings `u` along. */
const readFlags = (scanner: JavaScanner): JavaFlags => {
  const flags = { ...scanner.flags };
  let value = true;
  let code = scanner.peek();
  for (;;) {
    switch (String.fromCodePoint(code)) {
      case 'd':
        flags.d = value;
        break;
      case 'i':
        flags.i = value;
        break;
      case 'm':
        flags.m = value;
        break;
      case 's':
        flags.s = value;
        break;
      case 'u':
        flags.u = value;
        break;
      case 'x':
        flags.x = value;
        break;
      case 'U':
        flags.U = value;
        flags.u = value;
        break;
      case 'c':
        scanner.doubt('canonical-equivalence');
        break;
      case '-':
        if (!value) return flags;
        value = false;
        break;
      default:
        return flags;
    }
    // Java knows each flag from its letter on, white space within a group included.
    scanner.flags = flags;
    code = scanner.next();
  }
};

/** The largest number that Java holds; older versions let a larger one wrap around. */
const largest = 0x7fffffff;

/** Pattern.closure: at most one quantifier behind a node. */
const repeated = (scanner: JavaScanner, node: JavaNode): JavaNode => {
  const start = scanner.cursor;
  switch (String.fromCodePoint(scanner.peek())) {
    case '?':
      return { type: 'repeat', node, min: 0, max: 1, mode: mode(scanner), isBraced: false };
    case '*':
      return { type: 'repeat', node, min: 0, max: Number.POSITIVE_INFINITY, mode: mode(scanner), isBraced: false };
    case '+':
      return { type: 'repeat', node, min: 1, max: Number.POSITIVE_INFINITY, mode: mode(scanner), isBraced: false };
    case '{':
      break;
    default:
      return node;
  }
  let code = scanner.skip();
  if (!isAsciiDigit(code))
    scanner.refuse(
      'repetition',
      '“{” has to be followed by a number of times; for the character itself write “\\{”.',
      start,
    );
  let isTooLarge = false;
  const number = () => {
    let value = 0;
    while (isAsciiDigit(code)) {
      value = value * 10 + code - 0x30;
      code = scanner.read();
    }
    if (value > largest) isTooLarge = true;
    return value;
  };
  const min = number();
  let max = min;
  if (code === at(',')) {
    code = scanner.read();
    max = code === at('}') ? Number.POSITIVE_INFINITY : number();
  }
  if (code !== at('}')) scanner.refuse('repetition-unclosed', 'the repetition “{” is not closed by “}”.', start);
  if (isTooLarge) scanner.doubt('java-version');
  else if (max < min)
    scanner.refuse('repetition-range', `the repetition ends at ${max} times, below the ${min} it starts with.`, start);
  scanner.unread();
  return { type: 'repeat', node, min, max, mode: mode(scanner), isBraced: true };
};

/** Pattern.qtype; the cursor is on the last character of the quantifier. */
const mode = (scanner: JavaScanner): RepeatMode => {
  const code = scanner.next();
  if (code !== at('?') && code !== at('+')) return 'greedy';
  scanner.next();
  return code === at('?') ? 'lazy' : 'possessive';
};
