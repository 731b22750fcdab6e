import { describe, expect, test } from 'vitest';
import { runConformance } from '../../scripts/conform/run.ts';
import { createMock } from '../../scripts/mock/create-mock.ts';

const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };

describe('the mock', () => {
  test.for([
    ['without verified signatures', {}],
    ['with verified signatures', { verifySignatures: credentials }],
  ] as const)('%s conforms to every rule', async ([, options]) => {
    const mock = await createMock(options);
    const report = await runConformance(mock.url, { region: 'us-east-1', credentials });
    await mock.close();
    expect(report.rules.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(report.conforms).toBe(true);
  });
});
