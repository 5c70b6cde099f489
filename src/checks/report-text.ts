import type { SymptomReading } from '../contract/panel-calls';
import { type Detail, type Finding, plain, type Report, type Rich } from '../contract/report';
import { dayOf, secondsOf } from './date-words';
import { countsLine, orderReport, runLine, targetLine, verdictWords, weightWord } from './report-order';
import type { SignInSummary } from './sign-in-summary';
import { signInLines } from './sign-in-text';
import { aligned, indent, labelled, type Paint, painter, under, wrapped } from './text-layout';
import { visible } from './visible';

export type TextOptions = {
  /** ANSI colours. Without them the same words stand there, so nothing is told by colour alone. */
  colour: boolean;
  /** What somebody saw, as it was read: its checks come first within their weight. */
  symptom?: SymptomReading | null;
  /** The test sign-in that the report is about, too. */
  signIn?: SignInSummary | null;
  /** Lines on what the report is made of, between its head and its findings. */
  figures?: (paint: Paint) => readonly string[];
};

/** The report for a terminal. Control, escape and direction characters from outside are made visible. */
export const reportText = (report: Report, { colour, symptom = null, signIn = null, figures }: TextOptions): string => {
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
    ...(signIn ? ['', ...signInLines(signIn, report, paint)] : []),
    ...(figures ? ['', ...figures(paint)] : []),
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

/** One that is not passed, with what is found and what is to be done. */
export const problemLines = (finding: Finding, paint: Paint): string[] => {
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

const words = (rich: Rich): string => visible(plain(rich));

/** With a full stop where there is none. */
const sentence = (rich: Rich): string => {
  const text = words(rich).trim();
  return /[.?!:]$/.test(text) ? text : `${text}.`;
};
