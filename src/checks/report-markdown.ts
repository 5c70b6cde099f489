import { type Detail, type Finding, plain, type Report, type Rich } from '../contract/report';
import { dayOf, secondsOf } from './date-words';
import { countsLine, orderReport, runLine, targetLine, verdictWords, weightWord } from './report-order';
import { visible } from './visible';

/**
 * The report as Markdown, for a ticket or a chat. It holds no secret, and no answer of the server; text from outside
 * stands in code that it cannot close.
 */
export const reportMarkdown = (report: Report): string => {
  const { problems, notYet } = orderReport(report);
  const blocks = [
    `# ${prose(report.headline)} (${verdictWords[report.verdict]})`,
    report.cause ? `${sentence(report.cause)}` : null,
    [
      report.address === null ? null : `- Casdoor: ${code(report.address)}`,
      `- For: ${escaped(targetLine(report))}`,
      `- ${runLine(report)}`,
      `- ${countsLine(report)}`,
      ...report.used.map((rich) => `- ${prose(rich)}`),
    ]
      .filter((line) => line !== null)
      .join('\n'),
    ...problems.flatMap(problemBlocks),
    ...(notYet.length > 0 ? ['## Not checked yet', notYet.map(notYetLine).join('\n')] : []),
  ];
  return `${blocks.filter((block) => block !== null).join('\n\n')}\n`;
};

const problemBlocks = (finding: Finding): string[] => {
  const { id, heading, title, found, why, fix, detail, copy, links, handOver } = finding;
  return [
    `## ${weightWord(finding)}: ${heading ? prose(heading) : escaped(title)}`,
    `Check: ${code(id)}`,
    found && `**Found:** ${sentence(found)}`,
    detail && detailBlock(detail),
    why && `**Why it matters:** ${sentence(why)}`,
    fix && `**Do this:** ${sentence(fix)}`,
    ...copy.flatMap(({ label, text }) => [`${escaped(label)}:`, fenced(text)]),
    ...links.map(({ label, url }) => `${escaped(label)}: ${code(url)}`),
    ...(handOver ? ['Message to whoever runs Casdoor:', fenced(handOver)] : []),
  ].filter((block): block is string => typeof block === 'string' && block !== '');
};

const notYetLine = ({ reason, findings }: ReturnType<typeof orderReport>['notYet'][number]): string =>
  `- ${sentence(reason)} ${findings.map(({ id }) => code(id)).join(', ')}`;

const detailBlock = (detail: Detail): string => {
  switch (detail.kind) {
    case 'comparison':
      return lines([
        [detail.expectedLabel, code(detail.expected)],
        [detail.actualLabel, code(detail.actual)],
      ]);
    case 'list':
      return detail.items
        .map(({ text, note }) => `- ${code(text)}${note === undefined ? '' : ` (${code(note)})`}`)
        .join('\n');
    case 'certificate':
      return lines([
        ['Subject', code(detail.subject)],
        ['Issuer', code(detail.issuer)],
        ['Valid', code(`${dayOf(detail.notBefore)} to ${dayOf(detail.notAfter)}`)],
        ['Names', detail.names.map(code).join(', ') || 'none'],
        ['SHA-256', code(detail.fingerprint)],
      ]);
    case 'times':
      return lines([
        [detail.label, `${secondsOf(detail.milliseconds)} seconds`],
        ['Limit', `${secondsOf(detail.limit)} seconds`],
      ]);
    case 'claims':
      return detail.better.map(({ claim }) => `- ${code(claim)}`).join('\n');
  }
};

const lines = (rows: readonly (readonly [string, string])[]): string =>
  rows.map(([label, value]) => `- ${escaped(label)}: ${value}`).join('\n');

const prose = (rich: Rich): string =>
  rich.map((part) => (typeof part === 'string' ? escaped(part) : code(part.code))).join('');

/** With a full stop where there is none. */
const sentence = (rich: Rich): string => (/[.?!:]$/.test(plain(rich).trim()) ? prose(rich) : `${prose(rich)}.`);

/** Our own words, so that none of them is taken for Markdown. */
const escaped = (text: string): string => visible(text).replace(/[\\`*_[\]<>|~]/g, '\\$&');

/** A code span that its text cannot close (CommonMark 0.31 §6.1): a fence longer than any inside. */
const code = (text: string): string => {
  const shown = visible(text);
  if (shown.trim() === '') return '(empty)';
  const fence = '`'.repeat(longestRun(shown) + 1);
  // The spaces keep a backtick at either end apart from the fence, and are not shown.
  return longestRun(shown) > 0 || /^ .* $/.test(shown) ? `${fence} ${shown} ${fence}` : `${fence}${shown}${fence}`;
};

const fenced = (text: string): string => {
  const shown = text.split('\n').map(visible).join('\n');
  const fence = '`'.repeat(Math.max(3, longestRun(shown) + 1));
  return `${fence}text\n${shown}\n${fence}`;
};

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
