// biome-ignore-all lint/style/noRestrictedImports: this runs at build time, not in the panel.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type Rolldown } from 'vite';

const require = createRequire(import.meta.url);
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const themes = ['light', 'dark', 'spacing', 'shape', 'typography', 'motion'];

/**
 * Atlassian's theme as one static sheet. At run time it would be written into `<style>` elements, which a policy
 * without `unsafe-inline` refuses.
 */
const themeSheet = (): Plugin => ({
  name: 'theme-sheet',
  resolveId: (id) => (id === 'virtual:theme.css' ? '\0virtual:theme.css' : undefined),
  load: (id) =>
    id === '\0virtual:theme.css'
      ? themes
          .map((name) => require(`@atlaskit/tokens/dist/cjs/artifacts/themes/atlassian-${name}.js`).default)
          .join('\n')
      : undefined,
});

/** What the first screen is made of as one file: each file more is asked for, compiled and waited for on its own. */
const firstScreen = () => {
  let ids: Set<string> | undefined;
  const reachedFrom = (entry: string, context: Rolldown.ChunkingContext) => {
    const reached = new Set([entry]);
    for (const id of reached) for (const next of context.getModuleInfo(id)?.importedIds ?? []) reached.add(next);
    return reached;
  };
  return {
    debugName: 'first-screen',
    name: (id: string, context: Rolldown.ChunkingContext) => {
      ids ??= reachedFrom(here('main.tsx'), context);
      return ids.has(id) ? 'first-screen' : null;
    },
  };
};

export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [react(), themeSheet()],
  resolve: {
    dedupe: ['react', 'react-dom'],
    // Atlaskit's builds for older browsers weigh a fifth more.
    mainFields: ['module:es2019', 'browser', 'module', 'jsnext:main', 'jsnext'],
    alias: [
      // A client of Atlassian's feature service, never started in a Forge app: 220 kB and requests to foreign hosts.
      { find: /^@atlaskit\/feature-gate-js-client(\/.*)?$/, replacement: here('csp/feature-gates.ts') },
      { find: 'react-scrolllock', replacement: here('csp/scroll-lock.tsx') },
    ],
  },
  build: {
    outDir: here('dist'),
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: [firstScreen()] } } },
    // A small image as a data: URL would need an exception in the policy.
    assetsInlineLimit: 0,
  },
});
