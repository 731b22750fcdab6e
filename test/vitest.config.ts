import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          env: { PLATFORM: 'node' },
          include: ['test/**/*.test.ts'],
          exclude: ['test/interop/**'],
          globalSetup: ['test/build-package.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'web',
          env: { PLATFORM: 'web' },
          include: ['test/client/behaviour/*.test.ts'],
        },
      },
    ],
  },
});
