import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * These mock a module of Node or measure memory, so they get a process of their own. On Linux the peak of a child
 * process is at least the memory of the process that starts it.
 */
const alone = [
  'test/conform/hostile-server.test.ts',
  'test/mock/{bad-input,memory,state}.test.ts',
  'test/validate/large.test.ts',
];

export default defineConfig({
  test: {
    root: fileURLToPath(new URL('..', import.meta.url)),
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Many tests wait for processes, so a worker for each core pays off even on two.
    maxWorkers: '100%',
    // Loading the SDK, Prism and the contract takes most files longer than their tests.
    isolate: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          env: { PLATFORM: 'node' },
          include: ['test/**/*.test.ts'],
          exclude: ['test/interop/**', 'test/languages/**', ...alone],
          globalSetup: ['test/set-up.ts'],
        },
      },
      { extends: true, test: { name: 'alone', include: alone, isolate: true } },
      // The behaviour of the client, on both platforms, with and without a middleware.
      ...['web', 'node with middleware', 'web with middleware'].map((name) => {
        const [platform, , middleware = ''] = name.split(' ');
        return {
          extends: true as const,
          test: {
            name,
            env: { PLATFORM: platform!, MIDDLEWARE: middleware },
            include: ['test/client/behaviour/*.test.ts'],
            // These make their own clients, or none.
            exclude: middleware ? ['**/{configuration,credentials,signing}.test.ts'] : [],
          },
        };
      }),
    ],
  },
});
