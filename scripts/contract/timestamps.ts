const date = String.raw`(\d{4})-(\d\d)-(\d\d)`;
const time = String.raw`(\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?`;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const month = `(${months.join('|')})`;

/** `2026-01-06T20:12:57Z`, as the AWS CLI, boto3 and the SDKs for Java and JavaScript write it; boto3 with a space. */
const iso = new RegExp(String.raw`^${date}[T ]${time} ?(Z|UTC|[+-]\d\d:?\d\d)?$`);
/** `Wed Sep 04 16:59:44.356 UTC 2024`, as Inspector's events have it. */
const javaDate = new RegExp(String.raw`^[A-Z][a-z]{2} ${month} (\d\d) ${time} (?:UTC|GMT) (\d{4})$`);
/** `Mar 20, 2023, 6:08:05 PM`, as Inspector's events have it. */
const american = new RegExp(String.raw`^${month} (\d\d?), (\d{4}), (\d\d?):(\d\d):(\d\d)\s(AM|PM)$`);

/**
 * Reads a timestamp that a tool wrote as text.
 *
 * @returns epoch seconds; undefined when the text is not a timestamp. Without an offset it is in UTC
 */
export function parseTimestamp(text: string): number | undefined {
  if (text.length > 40) return undefined;
  const [, year, monthNumber, day, hour, minute, second, fraction, offset] = iso.exec(text) ?? [];
  if (year) return toSeconds([year, monthNumber, day, hour, minute, second], fraction, offset);
  const [, name, ofMonth, ...clock] = javaDate.exec(text) ?? [];
  if (name) return toSeconds([clock[4], monthOf(name), ofMonth, clock[0], clock[1], clock[2]], clock[3]);
  const [, named, dayOf, ofYear, twelve, ...rest] = american.exec(text) ?? [];
  if (!named || Number(twelve) < 1 || Number(twelve) > 12) return undefined;
  const hours = (Number(twelve) % 12) + (rest[2] === 'PM' ? 12 : 0);
  return toSeconds([ofYear, monthOf(named), dayOf, hours, rest[0], rest[1]]);
}

function monthOf(name: string): number {
  return months.indexOf(name) + 1;
}

function toSeconds(parts: unknown[], fraction = '0', offset = 'Z'): number | undefined {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.map(Number);
  const midnight = new Date(Date.UTC(year, month - 1, day));
  // A day that the month does not have, such as February 30, moves into the next one.
  if (year < 100 || midnight.getUTCMonth() !== month - 1 || midnight.getUTCDate() !== day) return undefined;
  if (hour > 23 || minute > 59 || second > 59) return undefined;
  const [, sign, hours, minutes] = /^([+-])(\d\d):?(\d\d)$/.exec(offset) ?? [];
  if (Number(hours) > 23 || Number(minutes) > 59) return undefined;
  const ahead = sign ? (Number(hours) * 3600 + Number(minutes) * 60) * (sign === '-' ? -1 : 1) : 0;
  const ofDay = hour * 3600 + minute * 60 + second + Number(`0.${fraction}`);
  return midnight.getTime() / 1000 + ofDay - ahead;
}
