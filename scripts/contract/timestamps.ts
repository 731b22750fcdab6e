const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const named = `(?<named>${months.join('|')})`;
const time = String.raw`(?<hour>\d\d):(?<minute>\d\d):(?<second>\d\d)(?:[.,](?<fraction>\d{1,9}))?`;

const forms = [
  // 2026-01-06T20:12:57Z, as the AWS CLI, boto3 and the SDKs for Java and JavaScript write it; boto3 with a space.
  String.raw`(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)[T ]${time} ?(?<offset>Z|UTC|[+-]\d\d:?\d\d)?`,
  // Wed Sep 04 16:59:44.356 UTC 2024, as Inspector's events have it.
  String.raw`[A-Z][a-z]{2} ${named} (?<day>\d\d) ${time} (?:UTC|GMT) (?<year>\d{4})`,
  // Mar 20, 2023, 6:08:05 PM, as Inspector's events have it.
  String.raw`${named} (?<day>\d\d?), (?<year>\d{4}), (?<hour>0?[1-9]|1[0-2]):(?<minute>\d\d):(?<second>\d\d)\s(?<half>AM|PM)`,
].map((form) => new RegExp(`^${form}$`));

/**
 * Reads a timestamp that a tool wrote as text.
 *
 * @returns epoch seconds; undefined when the text is not a timestamp. Without an offset it is in UTC
 */
export function parseTimestamp(text: string): number | undefined {
  if (text.length > 40) return undefined;
  const parts = forms.map((form) => form.exec(text)?.groups).find((groups) => groups !== undefined);
  if (!parts) return undefined;
  const { year, day, minute, second, named, half, fraction, offset } = parts;
  const month = named === undefined ? parts['month'] : months.indexOf(named) + 1;
  const hour = half === undefined ? parts['hour'] : (Number(parts['hour']) % 12) + (half === 'PM' ? 12 : 0);
  return toSeconds([year, month, day, hour, minute, second], fraction, offset);
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
