import type { SymptomReading } from '../contract/panel-calls';
import { type Detail, type Finding, plain, type Report, type Rich } from '../contract/report';
import { dayOf, secondsOf } from './date-words';
import { countsLine, orderReport, runLine, targetLine, verdictWords, weightWord } from './report-order';
import { visible } from './visible';

export type TextOptions = {
  /** ANSI colours. Without them the same words stand there, so nothing is told by colour alone. */
  colour: boolean;
  /** What somebody saw, as it was read: its checks come first within their weight. */
  symptom?: SymptomReading | null;
};

/** Columns of a paragraph; values and texts to copy are never broken. */
const width = 96;
const indent = '  ';
const labels = 16;

/** The report for a terminal. Control, escape and direction characters from outside are made visible. */
export const reportText = (report: Report, { colour, symptom = null }: TextOptions): string => {
  const paint = painter(colour);
  const { problems, notYet, passed } = orderReport(report, symptom?.checks);
  const tone = tones[report.verdict];
  const lines = [
    `${paint[tone](marks[report.verdict])} ${paint.bold(words(report.headline))}  ${paint[tone](`[${verdictWords[report.verdict]}]`)}`,
    ...(report.cause ? wrapped(sentence(report.cause), indent) : []),
    '',
    `${indent}${report.address === null ? '' : `${visible(report.address)} for `}${targetLine(report)}`,
    `${indent}${runLine(report)}: ${countsLine(report)}.`,
    ...report.used.flatMap((rich) => wrapped(sentence(rich), indent)),
    ...(symptom ? ['', ...wrapped(`About the message: ${visible(symptom.meaning)}`, indent)] : []),
    ...problems.flatMap((finding) => ['', ...problemLines(finding, paint)]),
    ...(notYet.length > 0 ? ['', paint.bold('Not checked yet')] : []),
    // Broken before it is painted: colours have no width.
    ...notYet.flatMap(({ reason, findings }) => [
      ...wrapped(sentence(reason), indent),
      ...wrapped(findings.map(({ id }) => id).join(', '), indent + indent).map(paint.dim),
    ]),
    ...(passed.length > 0 ? ['', paint.dim(`${passed.length} passed.`)] : []),
  ];
  return `${lines.join('\n')}\n`;
};

const marks = { broken: '✖', 'at-risk': '▲', incomplete: '○', ready: '✔' } as const;
const tones = { broken: 'red', 'at-risk': 'red', incomplete: 'dim', ready: 'green' } as const;

type Paint = Record<'red' | 'yellow' | 'green' | 'cyan' | 'bold' | 'dim', (text: string) => string>;

const painter = (colour: boolean): Paint => {
  const sgr = (on: number, off: number) => (text: string) => (colour ? `\u001b[${on}m${text}\u001b[${off}m` : text);
  return {
    red: sgr(31, 39),
    yellow: sgr(33, 39),
    green: sgr(32, 39),
    cyan: sgr(36, 39),
    bold: sgr(1, 22),
    dim: sgr(2, 22),
  };
};

const problemLines = (finding: Finding, paint: Paint): string[] => {
  const { id, heading, title, found, why, fix, detail, copy, links, handOver, outcome, severity } = finding;
  const isRed = outcome === 'fail' && severity !== 'advice';
  const weight = weightWord(finding).toUpperCase();
  return [
    `${(isRed ? paint.red : paint.yellow)(weight)}  ${paint.bold(heading ? words(heading) : title)}  ${paint.dim(id)}`,
    ...(found ? labelled('Found', sentence(found), paint) : []),
    ...(detail ? detailLines(detail) : []),
    ...(why ? labelled('Why it matters', sentence(why), paint) : []),
    ...(fix ? labelled('Do this', sentence(fix), paint) : []),
    ...copy.flatMap(({ label, text }) => [
      `${under}${paint.dim(`${label}:`)}`,
      ...text.split('\n').map((line) => `${under}${indent}${paint.cyan(visible(line))}`),
    ]),
    ...links.map(({ label, url }) => `${under}${label}: ${visible(url)}`),
    ...(handOver && isRed ? labelled('To pass on', visible(handOver), paint) : []),
  ];
};

const under = indent + ' '.repeat(labels);

const labelled = (label: string, text: string, paint: Paint): string[] => {
  const [first = '', ...rest] = wrapped(text, under);
  return [`${indent}${paint.dim(label.padEnd(labels))}${first.slice(under.length)}`, ...rest];
};

const detailLines = (detail: Detail): string[] => {
  switch (detail.kind) {
    case 'comparison':
      return aligned([
        [detail.expectedLabel, detail.expected],
        [detail.actualLabel, detail.actual],
      ]);
    case 'list':
      return detail.items.map(
        ({ text, note, marked }) =>
          `${under}${marked ? '>' : '-'} ${visible(text)}${note === undefined ? '' : ` (${visible(note)})`}`,
      );
    case 'certificate':
      return aligned([
        ['Subject', detail.subject],
        ['Issuer', detail.issuer],
        ['Valid', `${dayOf(detail.notBefore)} to ${dayOf(detail.notAfter)}`],
        ['Names', detail.names.join(', ') || 'none'],
        ['SHA-256', detail.fingerprint],
      ]);
    case 'times':
      return aligned([
        [detail.label, `${secondsOf(detail.milliseconds)} seconds`],
        ['Limit', `${secondsOf(detail.limit)} seconds`],
      ]);
    case 'claims':
      return detail.better.map(({ claim }) => `${under}- ${visible(claim)}`);
  }
};

/** Values below each other, so that two that should be equal can be compared by eye. */
const aligned = (rows: readonly (readonly [string, string])[]): string[] => {
  const longest = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `${under}${label.padEnd(longest)}  ${visible(value)}`);
};

const words = (rich: Rich): string => visible(plain(rich));

/** With a full stop where there is none. */
const sentence = (rich: Rich): string => {
  const text = words(rich).trim();
  return /[.?!:]$/.test(text) ? text : `${text}.`;
};

/** Broken at spaces; a word that is longer than a line keeps its line, so that it can be copied. */
const wrapped = (text: string, margin: string): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && margin.length + line.length + 1 + word.length > width) {
      lines.push(margin + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, margin + line];
};
