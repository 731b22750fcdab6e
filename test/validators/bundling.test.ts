import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';

const validators = fileURLToPath(new URL('../../generated/validators.js', import.meta.url));

async function bundle(code: string): Promise<string> {
  const bundling = await rolldown({
    input: 'importer',
    plugins: [
      {
        name: 'importer',
        resolveId: (id) => (id === 'importer' ? id : null),
        load: (id) => (id === 'importer' ? code.replace('validators', JSON.stringify(validators)) : null),
      },
    ],
  });
  const { output } = await bundling.generate({ format: 'esm', minify: true });
  await bundling.close();
  return output[0].code;
}

test('who imports the validator of requests gets no code for responses', async () => {
  const everything = await bundle('export * from validators;');
  const request = await bundle('export { validateListImageScanFindingsRequest } from validators;');
  expect(everything).toContain('packageVulnerabilityDetails');
  expect(request).not.toContain('packageVulnerabilityDetails');
  expect(request.length).toBeLessThan(everything.length / 5);
});
