import { documentCauses } from '../causes';
import { defineCheck, fail, pass, warn } from '../define-check';
import { ownWords } from '../say';

type Version = readonly [number, number, number];

/** Flaws that matter to a sign-in from Jira or Confluence, and the first version without them. */
const flaws: readonly { mended: Version; since?: Version; isSerious: boolean; text: string }[] = [
  {
    mended: [2, 385, 1],
    isSerious: true,
    text: 'redirect URIs are compared as parts of a text, so a sign-in can be sent to a foreign address that contains yours',
  },
  {
    mended: [3, 94, 0],
    since: [2, 92, 0],
    isSerious: false,
    text: 'the document of an application names an issuer that no token carries',
  },
  {
    mended: [2, 397, 0],
    isSerious: false,
    text: 'a wrong client secret is answered with 200, so the plugin shows a misleading error',
  },
];

/** The version as get-version-info tells it; a server built from source says "dev". */
export const casdoorOutdated = defineCheck({
  id: 'casdoor-outdated',
  area: 'discovery',
  title: 'Version of Casdoor',
  heading: 'This version of Casdoor has a flaw that matters here',
  // The version can only be asked with the secret: that it cannot be told must not keep a report incomplete.
  severity: 'advice',
  needs: ['version'],
  after: documentCauses,
  why: 'What is wrong in the version of Casdoor is wrong in every sign-in to {product}.',
  fix: 'Upgrade Casdoor to {mended} or later. It migrates its database when it starts: back it up first.',
  handOver: 'Casdoor at {address} is {version}. It should be {mended} or later: {flaw}.',
  evaluate({ version: { version } }) {
    const read = versionOf(version);
    if (read === null) return pass('Casdoor calls its version {version}, which says nothing of its age.', { version });
    const present = flaws.filter(({ mended, since }) => isBefore(read, mended) && (!since || !isBefore(read, since)));
    const [worst] = present;
    if (!worst) return pass('Casdoor is {version}.', { version });
    const mended = present.map((flaw) => flaw.mended).reduce((a, b) => (isBefore(a, b) ? b : a));
    const values = { version, mended: `v${mended.join('.')}`, flaw: ownWords(worst.text) };
    const detail = {
      kind: 'list' as const,
      label: `What ${version} lacks`,
      items: present.map((flaw) => ({ text: flaw.text, note: `mended in v${flaw.mended.join('.')}` })),
    };
    const text = 'Casdoor is {version}. In this version, {flaw}.';
    return worst.isSerious ? fail(text, values, { severity: 'serious', detail }) : warn(text, values, { detail });
  },
});

const versionOf = (text: string): Version | null => {
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(text.trim());
  return match ? [Number(match[1]), Number(match[2]), Number(match[3])] : null;
};

const isBefore = (a: Version, b: Version): boolean => {
  const at = a.findIndex((part, index) => part !== b[index]);
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0);
};
