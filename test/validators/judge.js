// Runs in a browser, in a page whose policy forbids to make code from text.
import suites from './suites.js';

const validators = await import(new URL(location.href).searchParams.get('module'));
const wrong = suites.flatMap(({ shape, vectors }) =>
  vectors
    .filter(({ document, valid }) => validators[`validate${shape}`](document) !== valid)
    .map(({ description, valid }) => ({ shape, description, valid })),
);
let code = 'runs';
try {
  // biome-ignore lint/security/noGlobalEval: this is what the policy has to stop.
  // biome-ignore lint/complexity/noCommaOperator: so that it is the global one.
  (0, eval)('1');
} catch (error) {
  code = error.name;
}
console.log(JSON.stringify({ wrong, code }));
