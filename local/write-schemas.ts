import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { toJsonSchema } from '@valibot/to-json-schema';
import type * as v from 'valibot';
import { reportJsonSchema } from '../src/checks/report-json';
import { dryRunJsonSchema } from '../src/directory/dry-run-json';
import { watchJsonSchema } from '../src/watch/watch-json';
import { applyJsonSchema } from './apply/told-result';

type Described = { schema: v.GenericSchema; title: string; description: string };

/** `docs/report.schema.json` as it has to stand in the repository. */
export const reportSchemaText = (): string =>
  schemaText({
    schema: reportJsonSchema,
    title: 'Report of the Casdoor SSO Companion',
    description:
      'What `npm run --silent doctor -- --json` prints. Later versions only add: ignore what you do not know.',
  });

/** `docs/dry-run.schema.json`, likewise. */
export const dryRunSchemaText = (): string =>
  schemaText({
    schema: dryRunJsonSchema,
    title: 'Dry run of the Casdoor SSO Companion',
    description:
      'What `npm run --silent dry-run -- --json` prints. Later versions only add: ignore what you do not know.',
  });

/** `docs/apply.schema.json`, likewise. */
export const applySchemaText = (): string =>
  schemaText({
    schema: applyJsonSchema,
    title: 'Apply of the Casdoor SSO Companion',
    description:
      'What `npm run --silent apply -- --json` prints. Later versions only add: ignore what you do not know.',
  });

/** `docs/watch.schema.json`, likewise. */
export const watchSchemaText = (): string =>
  schemaText({
    schema: watchJsonSchema,
    title: 'Look of the Casdoor SSO Companion',
    description:
      'What `npm run --silent watch -- --once --json` prints. Later versions only add: ignore what you do not know.',
  });

const schemaText = ({ schema: of, title, description }: Described): string => {
  const { $schema, ...schema } = toJsonSchema(of, { target: 'draft-2020-12' });
  return `${shortListsInline(JSON.stringify({ $schema, title, description, ...schema }, null, 2))}\n`;
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

const write = (name: string, text: string): void => {
  const file = join(__dirname, '../docs', name);
  const isSame = (() => {
    try {
      return readFileSync(file, 'utf8') === text;
    } catch {
      return false;
    }
  })();
  if (!isSame) writeFileSync(file, text);
  process.stdout.write(`docs/${name} ${isSame ? 'is as it has to be' : 'was written'}.\n`);
};

if (require.main === module) {
  write('report.schema.json', reportSchemaText());
  write('dry-run.schema.json', dryRunSchemaText());
  write('apply.schema.json', applySchemaText());
  write('watch.schema.json', watchSchemaText());
}
