import { basename, extname } from 'node:path';
import { isObject } from './places.ts';
import type { Context, Rule } from './redocly.ts';

/**
 * The key that a component is used by is the name of its file, so that either leads to the other.
 * An example of a body is keyed by what it shows, which its file's name holds beside the operation or the side.
 */
export const aComponentIsNamedLikeItsFile: Rule = () => ({
  ref: {
    leave(reference, context) {
      const key = String(context.key);
      const target = String(reference.$ref).split('#')[0]!;
      const name = basename(target, extname(target));
      if (target === '' || isNamedAlike(context, key, name)) return;
      context.report({
        message: `\`${key}\` stands in a file named \`${name}\`; key and file are to have one name.`,
        location: context.location.key(),
      });
    },
  },
});

function isNamedAlike(context: Context, key: string, name: string): boolean {
  if (/^#\/components\/[^/]+\/[^/]+$/.test(context.location.pointer) || context.type.name === 'Header')
    return key === name;
  if (context.type.name !== 'Example') return true;
  const { node } = context.resolve(context.rawNode, context.location.source.absoluteRef);
  return isObject(node) && 'x-error' in node ? key === name : name.includes(key);
}
