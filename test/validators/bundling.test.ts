import { expect, test } from 'vitest';
import { bundle } from '../../scripts/programs/bundle.ts';

test('importing the validator of requests brings no code for responses', async () => {
  const from = "from 'imagebuilder-scan-findings/validators';";
  const [everything] = await bundle(`export * ${from}`);
  const [request] = await bundle(`export { validateListImageScanFindingsRequest } ${from}`);
  expect(everything!.code).toContain('packageVulnerabilityDetails');
  expect(request!.code).not.toContain('packageVulnerabilityDetails');
  expect(request!.code.length).toBeLessThan(everything!.code.length / 5);
});
