import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import { reportJsonSchema } from '../src/checks/report-json';

const file = join(__dirname, '../docs/report.schema.json');

/** `docs/report.schema.json` as it has to stand in the repository. */
export const reportSchemaText = (): string => {
  const { $schema, ...schema } = toJsonSchema(reportJsonSchema, { target: 'draft-2020-12' });
  const described = {
    $schema,
    title: 'Report of the Casdoor SSO Companion',
    description:
      'What `npm run --silent doctor -- --json` prints. Later versions only add: ignore what you do not know.',
    ...schema,
  };
  return `${shortListsInline(JSON.stringify(described, null, 2))}\n`;
};

/** A list of plain values stands on one line where it fits, as the repository's formatter has it. */
const shortListsInline = (json: string): string =>
  json.replace(/^(.*)\[\n([^[\]{}]*?)\n\s*\](,?)$/gm, (whole, before: string, items: string, comma: string) => {
    const line = `${before}[${items
      .split('\n')
      .map((item) => item.trim())
      .join(' ')}]${comma}`;
    return line.length <= 120 ? line : whole;
  });

if (require.main === module) {
  const text = reportSchemaText();
  const isSame = (() => {
    try {
      return readFileSync(file, 'utf8') === text;
    } catch {
      return false;
    }
  })();
  if (!isSame) writeFileSync(file, text);
  process.stdout.write(`docs/report.schema.json ${isSame ? 'is as it has to be' : 'was written'}.\n`);
}
