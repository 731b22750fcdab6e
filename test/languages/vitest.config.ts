import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Apart from `npm test`, because these tests need other languages, and install packages from the network. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL('../..', import.meta.url)),
    include: ['test/languages/*.test.ts'],
    // Compilers already use every core.
    fileParallelism: false,
    hookTimeout: 60_000,
    testTimeout: 300_000,
  },
});
