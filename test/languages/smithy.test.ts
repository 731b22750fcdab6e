/** Loads the generated Smithy model and its protocol tests with Smithy's own command and validators. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generateSmithy } from '../../scripts/generators/smithy.ts';
import { bundleWithAddedOperations } from '../support/contracts.ts';
import { build, findToolchain, runShell } from './toolchains.ts';

interface Model {
  shapes: Record<string, { type: string; traits: Record<string, Record<string, unknown>[]> }>;
}

const name = 'java-smithy';
const folder = `test/languages/models/${name}`;
const model = 'generated/smithy/model.json';
let temporary: string;

describe(name, () => {
  beforeAll(async () => {
    temporary = await mkdtemp(join(tmpdir(), 'smithy-'));
    await findToolchain('java');
    await build('mvn --batch-mode --quiet package', folder);
  }, 600_000);

  afterAll(() => rm(temporary, { recursive: true, force: true }));

  test('finds nothing in the model and the protocol tests', async () => {
    expect(await validate(model, 'generated/smithy/tests.json')).toEqual([]);
  });

  test('finds nothing once operations are added that have a path, a query or no body', async () => {
    const files = await generateSmithy({ document: await bundleWithAddedOperations(), yaml: '' });
    const paths = await Promise.all([...files].map(([path, text]) => write(path.split('/').at(-1)!, text)));
    expect(await validate(...paths)).toEqual([]);
  });

  test.for([
    ['HttpRequestTestsInput', 'smithy.test#httpRequestTests'],
    ['HttpResponseTestsOutput', 'smithy.test#httpResponseTests'],
    ['HttpResponseTestsError', 'smithy.test#httpResponseTests'],
  ] as const)(
    'compares params with the shapes: %s finds a list in place of a text',
    async ([validator, trait]) => {
      const texts = (params: unknown) =>
        Object.entries((params ?? {}) as object).filter(([, value]) => typeof value === 'string');
      const wanted = validator === 'HttpResponseTestsError' ? 'structure' : 'operation';
      const path = await change((type, traits) => {
        const testCase = traits[trait]?.find(({ params }) => texts(params).length > 0);
        if (type !== wanted || !testCase) return false;
        testCase['params'] = Object.fromEntries(texts(testCase['params']).map(([key]) => [key, []]));
        return true;
      });
      expect(new Set(await validate(model, path))).toEqual(new Set([validator]));
    },
  );

  test('knows the trait of malformed responses, and misses a status', async () => {
    const path = await change((_, traits) => {
      const [testCase] = traits['imagescanfindings.test#httpMalformedResponseTests'] ?? [];
      delete testCase?.['code'];
      return testCase !== undefined;
    });
    expect(await validate(model, path)).toEqual(['TraitValue']);
  });

  test('misses two tests with the same ID', async () => {
    const path = await change((_, traits) => {
      const [first, second] = traits['smithy.test#httpMalformedRequestTests'] ?? [];
      if (second) second['id'] = first!['id'];
      return second !== undefined;
    });
    expect(await validate(model, path)).toContain('UniqueProtocolTestCaseId');
  });
});

/** Runs Smithy's validators on models, and returns the names of those that found something. */
async function validate(...models: string[]): Promise<string[]> {
  const traits = ['smithy-aws-traits', 'smithy-protocol-test-traits'].map(
    (jar) => `${folder}/target/lib/${jar}.jar`,
  );
  const command = `java -cp '${folder}/target/lib/*' software.amazon.smithy.cli.SmithyCli validate --no-config --severity NOTE --format csv`;
  const { code, stdout, stderr } = await runShell([command, ...traits, ...models].join(' '), '.');
  const found = [...stdout.matchAll(/^"?(?:NOTE|WARNING|DANGER|ERROR)"?,"?([\w.]+)/gm)].map(([, id]) => id!);
  if (code !== 0 && found.length === 0) throw new Error(stdout + stderr);
  return found;
}

/** Writes the protocol tests with a mistake, in the first shape where the change can make it. */
async function change(
  make: (type: string, traits: Record<string, Record<string, unknown>[]>) => boolean,
): Promise<string> {
  const { shapes } = JSON.parse(await readFile(model, 'utf8')) as Model;
  const tests = JSON.parse(await readFile('generated/smithy/tests.json', 'utf8')) as Model;
  const changed = Object.entries(tests.shapes).some(
    ([id, { type, traits }]) => type === 'apply' && make(shapes[id]!.type, traits),
  );
  if (!changed) throw new Error('no shape has such a test');
  return write('changed.json', JSON.stringify(tests));
}

async function write(file: string, text: string): Promise<string> {
  await writeFile(join(temporary, file), text);
  return join(temporary, file);
}
