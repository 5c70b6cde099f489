import * as v from 'valibot';
import { personOutcomes } from '../contract/mapping';
import type { SymptomReading } from '../contract/panel-calls';
import {
  areas,
  type Finding,
  givenNames,
  outcomes,
  plain,
  type Report,
  type Rich,
  severities,
  verdicts,
} from '../contract/report';
import { signInOutcomes } from '../contract/sign-in';
import { plugins, products } from '../contract/target';
import type { SignInSummary } from './sign-in-summary';

/*
 * The shape that scripts read: `docs/report.schema.json` is made from it. Later versions only add, so that a script
 * that was written for this one goes on working; for the same reason readers are to ignore what they do not know.
 */

const text = (description: string) => v.pipe(v.string(), v.description(description));
const nullableText = (description: string) => v.pipe(v.nullable(v.string()), v.description(description));

const detailSchema = v.variant('kind', [
  v.looseObject({
    kind: v.literal('comparison'),
    expectedLabel: v.string(),
    expected: v.string(),
    actualLabel: v.string(),
    actual: v.string(),
  }),
  v.looseObject({
    kind: v.literal('list'),
    label: v.string(),
    items: v.array(v.looseObject({ text: v.string(), note: v.optional(v.string()), marked: v.optional(v.boolean()) })),
  }),
  v.looseObject({
    kind: v.literal('certificate'),
    subject: v.string(),
    issuer: v.string(),
    fingerprint: text('SHA-256, upper-case hex with colons.'),
    notBefore: v.string(),
    notAfter: v.string(),
    names: v.array(v.string()),
    authorityPem: v.nullable(v.string()),
  }),
  v.looseObject({
    kind: v.literal('times'),
    label: v.string(),
    milliseconds: v.number(),
    limit: v.number(),
  }),
  v.looseObject({
    kind: v.literal('claims'),
    field: v.string(),
    better: v.array(v.looseObject({ claim: v.string(), sample: v.nullable(v.string()) })),
  }),
]);

const blockedBySchema = v.union([
  v.looseObject({ check: text('The failed check that this one follows from.') }),
  v.looseObject({ missing: v.pipe(v.picklist([...givenNames, 'evidence']), v.description('What it waits for.')) }),
]);

/** One finding as scripts read it. */
export const findingSchema = v.looseObject({
  id: text('Never changes. `docs/checks/<id>.md` explains it.'),
  title: text('What is looked at.'),
  area: v.picklist(areas),
  outcome: v.picklist(outcomes),
  severity: v.picklist(severities),
  heading: nullableText('What is wrong, in one line; null where nothing is.'),
  found: nullableText('What this run found, with its values. Of a blocked check: what it waits for.'),
  why: nullableText('What it does to people.'),
  fix: nullableText('The one thing to do.'),
  detail: v.nullable(detailSchema),
  blockedBy: v.nullable(blockedBySchema),
  copy: v.pipe(
    v.array(v.looseObject({ label: v.string(), text: v.string() })),
    v.description('Texts to be copied exactly as they stand.'),
  ),
  links: v.array(v.looseObject({ label: v.string(), url: v.string() })),
  handOver: nullableText('The same fix as a message to whoever runs Casdoor.'),
});

const claimsSchema = v.nullable(v.record(v.string(), v.unknown()));

const signInSchema = v.looseObject({
  outcome: v.pipe(
    v.nullable(v.picklist(signInOutcomes)),
    v.description('Null where none could be made; the findings say why.'),
  ),
  claims: v.pipe(
    v.looseObject({
      idToken: claimsSchema,
      userinfo: claimsSchema,
      getAccount: v.optional(claimsSchema),
    }),
    v.description('As they came, without what is withheld. `getAccount` is there where the mapping reads it.'),
  ),
  withheld: v.pipe(v.array(v.string()), v.description('Names of claims that can carry secrets: they were dropped.')),
  person: v.pipe(
    v.looseObject({
      username: v.nullable(v.string()),
      email: v.nullable(v.string()),
      fullName: v.nullable(v.string()),
      groups: v.nullable(v.array(v.string())),
      outcome: v.nullable(v.picklist(personOutcomes)),
    }),
    v.description('The account as the plugin would have it, by the mapping given, else by the recommended one.'),
  ),
  steps: v.pipe(
    v.array(v.looseObject({ name: v.string(), ms: v.number(), by: v.picklist(['person', 'network']) })),
    v.description('What happened, in order, with the milliseconds of a person apart from those of the network.'),
  ),
});

/** What `doctor --json` prints. */
export const reportJsonSchema = v.looseObject({
  schema: v.literal(1),
  verdict: v.picklist(verdicts),
  rootCause: nullableText('Id of the first failing blocker, else of the first failing serious check, else null.'),
  headline: text('The verdict in one sentence.'),
  cause: nullableText('The cause in one or two more.'),
  counts: v.looseObject({
    blocker: v.number(),
    serious: v.number(),
    look: v.number(),
    passed: v.number(),
    notYet: v.number(),
  }),
  at: text('Start of the run, ISO 8601.'),
  milliseconds: v.number(),
  from: v.picklist(['local', 'cloud']),
  plugin: v.picklist(plugins),
  product: v.picklist(products),
  address: nullableText('The address of Casdoor as it was understood.'),
  used: v.pipe(v.array(v.string()), v.description('Authorities, proxies and assumptions that the run used.')),
  symptom: v.pipe(
    v.nullable(v.looseObject({ meaning: v.string(), checks: v.array(v.string()) })),
    v.description('What the message given with --symptom means, and which checks can explain it.'),
  ),
  findings: v.pipe(
    v.array(findingSchema),
    v.description('Every check of the areas that were asked for, in catalogue order.'),
  ),
  signIn: v.pipe(v.optional(signInSchema), v.description('The test sign-in, where one was asked for.')),
});

export type ReportJson = v.InferOutput<typeof reportJsonSchema>;

/** The report as scripts read it: sentences as plain strings, values apart in `detail`. */
export const toReportJson = (
  report: Report,
  symptom: SymptomReading | null = null,
  signIn: SignInSummary | null = null,
): ReportJson => ({
  schema: 1,
  verdict: report.verdict,
  rootCause: report.rootCause,
  headline: plain(report.headline),
  cause: plainOrNull(report.cause),
  counts: { ...report.counts },
  at: report.at,
  milliseconds: report.milliseconds,
  from: report.from,
  plugin: report.plugin,
  product: report.product,
  address: report.address,
  used: report.used.map(plain),
  symptom: symptom && { meaning: symptom.meaning, checks: [...symptom.checks] },
  findings: report.findings.map(findingJson),
  ...(signIn && { signIn: signInJson(signIn) }),
});

/** Sentences as plain strings, values apart in `detail`. */
export const findingJson = ({
  id,
  title,
  area,
  outcome,
  severity,
  heading,
  found,
  why,
  fix,
  detail,
  blockedBy,
  copy,
  links,
  handOver,
}: Finding): ReportJson['findings'][number] => ({
  id,
  title,
  area,
  outcome,
  severity,
  heading: plainOrNull(heading),
  found: plainOrNull(found),
  why: plainOrNull(why),
  fix: plainOrNull(fix),
  detail,
  blockedBy,
  copy,
  links,
  handOver,
});

const signInJson = ({ outcome, claims, withheld, person, steps }: SignInSummary): ReportJson['signIn'] => ({
  outcome,
  claims: {
    idToken: claims.idToken,
    userinfo: claims.userinfo,
    ...(claims.getAccount && { getAccount: claims.getAccount }),
  },
  withheld: [...withheld],
  person: {
    username: person.username,
    email: person.email,
    fullName: person.fullName,
    groups: person.groups,
    outcome: person.outcome,
  },
  steps: steps.map(({ name, ms, by }) => ({ name, ms, by })),
});

const plainOrNull = (rich: Rich | null): string | null => (rich === null ? null : plain(rich));
