import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The client as it is on a platform, from its source; the package would take the one of this Node, from `dist/`. */
const platform = (name: string) => ({ alias: { '#platform': `${root}generated/runtime/${name}` } });

export default defineConfig({
  test: {
    root,
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        resolve: platform('node'),
        test: {
          name: 'node',
          include: ['test/**/*.test.ts'],
          exclude: ['test/interop/**'],
          globalSetup: ['test/build-package.ts'],
        },
      },
      {
        extends: true,
        resolve: platform('web'),
        test: { name: 'web', include: ['test/client/behaviour/*.test.ts'] },
      },
    ],
  },
});
