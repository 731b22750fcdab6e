import { defineConfig } from 'orval';

export default defineConfig({
  scanFindings: {
    input: '../../../generated/openapi.yaml',
    output: {
      target: 'generated/scan-findings.ts',
      client: 'fetch',
      override: { mutator: { path: 'signed-fetch.ts', name: 'signedFetch', extension: '.ts' } },
    },
  },
});
