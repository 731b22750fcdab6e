import type { Files } from '../files.ts';
import type { Bundle } from '../redocly/bundle.ts';
import { createModel, findNamespace, type SmithyShape } from './smithy/model.ts';
import { createTests } from './smithy/tests.ts';
import { malformedResponseTrait } from './smithy/trait.ts';

/** Creates a Smithy model of the contract, and the test vectors of its operations as Smithy's protocol tests. */
export function generateSmithy({ document }: Bundle): Files {
  const suppression = {
    id: 'UnstableTrait.smithy.test#httpMalformedRequestTests',
    namespace: findNamespace(document),
    reason: 'There is no other trait for requests that a server refuses.',
  };
  return new Map([
    ['smithy/model.json', `${JSON.stringify({ smithy: '2.0', shapes: createModel(document) }, null, 2)}\n`],
    [
      'smithy/tests.json',
      `{
  "smithy": "2.0",
  "metadata": ${JSON.stringify({ suppressions: [suppression] })},
  "shapes": {
${writeShapes({ ...malformedResponseTrait, ...createTests(document) })}
  }
}
`,
    ],
  ]);
}

/** One test case per line, so that a change of the contract shows as the tests that it changes. */
function writeShapes(shapes: Record<string, SmithyShape>): string {
  const texts = Object.entries(shapes).map(([id, shape]) => {
    if (shape.type !== 'apply') return `    ${JSON.stringify(id)}: ${JSON.stringify(shape)}`;
    const traits = Object.entries(shape.traits ?? {}).map(([trait, cases]) => {
      const lines = (cases as object[]).map((one) => `        ${JSON.stringify(one)}`);
      return `      ${JSON.stringify(trait)}: [\n${lines.join(',\n')}\n      ]`;
    });
    return `    ${JSON.stringify(id)}: { "type": "apply", "traits": {\n${traits.join(',\n')}\n    } }`;
  });
  return texts.join(',\n');
}
