const longestRemembered = 1024;

/**
 * Makes a test against a pattern that remembers the last two texts which matched.
 *
 * Texts with a pattern repeat: all findings of a page tend to come from one or two images, and comparing a text takes
 * a fraction of the time of matching it.
 *
 * @param pattern a regular expression without state, so neither global nor sticky
 * @returns the test
 */
export function createMatcher(pattern: RegExp): (text: string) => boolean {
  let last: string | undefined;
  let previous: string | undefined;
  return (text) => {
    if (text === last || text === previous) return true;
    if (!pattern.test(text)) return false;
    if (text.length <= longestRemembered) {
      previous = last;
      last = text;
    }
    return true;
  };
}
