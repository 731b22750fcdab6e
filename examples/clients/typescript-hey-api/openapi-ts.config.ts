import { defineConfig } from '@hey-api/openapi-ts';

export default defineConfig({
  input: '../../../generated/openapi.yaml',
  // Node runs TypeScript only when imports name the file with its extension.
  output: { path: 'generated', importFileExtension: '.ts', module: { extension: '.ts' } },
});
