/**
 * Finds the line on which a value stands in a JSON text.
 *
 * @param text valid JSON
 * @param path member names and list positions from the root to the value; a path that leads nowhere ends at the last
 *   value that it reaches
 * @returns the line, counted from 1
 */
export function lineOf(text: string, path: (string | number)[]): number {
  let offset = skipSpace(text, 0);
  for (const segment of path) {
    const next = enter(text, offset, segment);
    if (next === undefined) break;
    offset = next;
  }
  return text.slice(0, offset).split('\n').length;
}

function enter(text: string, start: number, segment: string | number): number | undefined {
  const list = text[start] === '[';
  if (!list && text[start] !== '{') return undefined;
  let offset = skipSpace(text, start + 1);
  for (let index = 0; text[offset] !== ']' && text[offset] !== '}'; index += 1) {
    let key: string | number = index;
    if (!list) {
      const end = skipValue(text, offset);
      key = JSON.parse(text.slice(offset, end)) as string;
      offset = skipSpace(text, skipSpace(text, end) + 1);
    }
    if (String(key) === String(segment)) return offset;
    offset = skipSpace(text, skipValue(text, offset));
    if (text[offset] === ',') offset = skipSpace(text, offset + 1);
  }
  return undefined;
}

function skipSpace(text: string, start: number): number {
  let offset = start;
  while (/\s/.test(text[offset] ?? '')) offset += 1;
  return offset;
}

function skipValue(text: string, start: number): number {
  let depth = 0;
  let offset = start;
  do {
    const character = text[offset];
    if (character === '"') offset = skipString(text, offset);
    else {
      if (character === '{' || character === '[') depth += 1;
      if (character === '}' || character === ']') depth -= 1;
      offset += 1;
    }
  } while (offset < text.length && (depth > 0 || /[^\s,:\]}]/.test(text[offset]!)));
  return offset;
}

function skipString(text: string, start: number): number {
  let offset = start + 1;
  while (text[offset] !== '"') offset += text[offset] === '\\' ? 2 : 1;
  return offset + 1;
}
