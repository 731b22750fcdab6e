import { defineConfig } from '@kubb/core';
import { pluginClient } from '@kubb/plugin-client';
import { pluginOas } from '@kubb/plugin-oas';
import { pluginTs } from '@kubb/plugin-ts';

export default defineConfig({
  input: { path: '../../../generated/openapi.yaml' },
  output: { path: 'generated', clean: true, extension: { '.ts': '.ts' }, format: false },
  plugins: [pluginOas({ generators: [] }), pluginTs(), pluginClient({ importPath: '../../signed-fetch.ts' })],
});
