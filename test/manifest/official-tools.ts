import https from 'node:https';
import { join } from 'node:path';
import { getEntryPoints, getNodeBundler } from '@forge/bundler';
import { ConfigFile, FileSystemReader, FileSystemWriter, type Logger, type StatsigService } from '@forge/cli-shared';
import { lint, problemCount, reportLintResults } from '@forge/lint';

/**
 * Atlassian's own validation, linter and bundler on the app in the working directory, offline and without login. Runs
 * in a process of its own, which holds no secret; ends with 1 on any error.
 */

/** The linter would fetch the products' interfaces; this is its own switch for local ones. */
const takeLocalInterfaces = () => {
  process.env.USE_LOCAL_SWAGGER = '1';
  for (const product of ['JIRA', 'JSM', 'JSW', 'CONF', 'CONF_V2', 'BB'])
    process.env[`LOCAL_${product}_SWAGGER`] = join(__dirname, 'empty-interface.json');
};

/** Whatever asks the network all the same is an error of this check rather than a silent dependency on it. */
const forbidNetwork = () => {
  globalThis.fetch = async (input) => {
    throw new Error(`The network was asked for ${input instanceof Request ? input.url : input}.`);
  };
  https.request = () => {
    throw new Error('The network was asked for something over https.');
  };
};

const logger: Logger = {
  traceEnabled: false,
  debugEnabled: false,
  info: (text) => console.log(text),
  warn: (text) => console.warn(text),
  error: (error) => console.error(error),
  debug: () => {},
  trace: () => {},
};

/** What Atlassian's feature service would say; Forge has withdrawn Node 20. */
const features = { getDeprecatedRuntimes: async () => ['nodejs18.x', 'nodejs20.x'] } as unknown as StatsigService;

/** The platform's wrapper around a bundle is downloaded at deployment; it has no bearing on ours. */
const noWrapper = {
  getNodeRuntimeWrapper: async () => ({ script: '/* wrapper */', source: 'none', version: 'none' }),
  getNodeRuntimeLoader: async () => ({ script: '/* loader */', source: 'none', version: 'none' }),
};

const main = async (): Promise<number> => {
  takeLocalInterfaces();
  forbidNetwork();
  const reader = new FileSystemReader();
  const config = new ConfigFile(reader, new FileSystemWriter());
  const manifest = await config.readConfig();
  console.log('The manifest is read.');

  const files = await reader.recursiveReadDir('./src', ['node_modules', '.tsbuild']);
  const results = await lint(files, manifest, 'development', logger, features, { linter: { mode: 'client-side' } });
  reportLintResults(logger, results);
  const { errors, warnings } = problemCount(results);
  console.log(`The linter found ${errors} errors and ${warnings} warnings.`);

  const entryPoints = getEntryPoints(await config.getAppHandlers());
  const bundler = getNodeBundler(logger, noWrapper, config);
  const { metadata } = await bundler.bundle({ appDirectory: process.cwd(), entryPoints });
  console.log(
    `The bundler made a bundle that uses ${[...(metadata?.sdkImports ?? [])].join(', ') || 'no package of Forge'}.`,
  );
  return errors + warnings === 0 ? 0 : 1;
};

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
