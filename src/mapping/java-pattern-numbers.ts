import { at, isHexDigit, type JavaScanner } from './java-pattern-scanner';

const isOctal = (code: number) => code >= 0x30 && code <= 0x37;

/** `\0` and one to three octal digits, up to 377. The cursor is behind the zero. */
export const readOctal = (scanner: JavaScanner): number => {
  const first = scanner.read();
  if (!isOctal(first)) scanner.refuse('octal', 'an octal digit from 0 to 7 has to follow “\\0”.');
  const second = scanner.read();
  if (!isOctal(second)) {
    scanner.unread();
    return first - 0x30;
  }
  const third = scanner.read();
  if (isOctal(third) && first <= 0x33) return (first - 0x30) * 64 + (second - 0x30) * 8 + (third - 0x30);
  scanner.unread();
  return (first - 0x30) * 8 + (second - 0x30);
};

const digitOf = (code: number) => Number.parseInt(String.fromCodePoint(code), 16);

/** `\x` and two hexadecimal digits, or any in braces. The cursor is behind the `x`. */
export const readHexadecimal = (scanner: JavaScanner): number => {
  const first = scanner.read();
  if (isHexDigit(first)) {
    const second = scanner.read();
    if (isHexDigit(second)) return digitOf(first) * 16 + digitOf(second);
  } else if (first === at('{') && isHexDigit(scanner.peek())) {
    let value = 0;
    let code = scanner.read();
    while (isHexDigit(code)) {
      value = value * 16 + digitOf(code);
      if (value > 0x10ffff) scanner.refuse('hexadecimal', 'there is no character of so high a number.');
      code = scanner.read();
    }
    if (code !== at('}')) scanner.refuse('hexadecimal', 'the escape “\\x{” is not closed by “}”.');
    return value;
  }
  return scanner.refuse('hexadecimal', 'two hexadecimal digits, or some in braces, have to follow “\\x”.');
};

const fourDigits = (scanner: JavaScanner): number => {
  let value = 0;
  for (let count = 0; count < 4; count += 1) {
    const code = scanner.read();
    if (!isHexDigit(code)) scanner.refuse('unicode-escape', 'four hexadecimal digits have to follow “\\u”.');
    value = value * 16 + digitOf(code);
  }
  return value;
};

/** `\\u` and four hexadecimal digits; two such escapes that are the halves of one character are that character. */
export const readUnicodeEscape = (scanner: JavaScanner): number => {
  const first = fourDigits(scanner);
  if (first < 0xd800 || first > 0xdbff) return first;
  const before = scanner.cursor;
  if (scanner.read() === at('\\') && scanner.read() === at('u')) {
    const second = fourDigits(scanner);
    if (second >= 0xdc00 && second <= 0xdfff) return (first - 0xd800) * 0x400 + (second - 0xdc00) + 0x10000;
  }
  scanner.cursor = before;
  return first;
};
