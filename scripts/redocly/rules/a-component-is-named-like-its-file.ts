import { basename, extname } from 'node:path';
import { isObject } from '../../contract/schema.ts';
import type { Context, Rule } from '../cursor.ts';

/**
 * The key of a component is the name of its file, so that one leads to the other.
 * An example of a body has a shorter key; its file's name adds the operation or the side.
 */
export const aComponentIsNamedLikeItsFile: Rule = () => ({
  ref: {
    leave(reference, context) {
      const key = String(context.key);
      const target = String(reference.$ref).split('#')[0]!;
      const name = basename(target, extname(target));
      if (target === '' || haveOneName(context, key, name)) return;
      context.report({
        message: `\`${key}\` refers to a file named \`${name}\`: key and file must have the same name.`,
        location: context.location.key(),
      });
    },
  },
});

function haveOneName(context: Context, key: string, name: string): boolean {
  if (/^#\/components\/[^/]+\/[^/]+$/.test(context.location.pointer) || context.type.name === 'Header')
    return key === name;
  if (context.type.name !== 'Example') return true;
  const { node } = context.resolve(context.rawNode, context.location.source.absoluteRef);
  return isObject(node) && 'x-error' in node ? key === name : name.includes(key);
}
