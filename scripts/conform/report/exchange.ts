import type { ReportedExchange } from '../types.ts';

/** Writes a request and its response as HTTP has them. */
export function writeExchange({ request, response }: ReportedExchange): string {
  return `${writeRequest(request)}\n\n${writeResponse(response)}`;
}

export function writeRequest({ method, path, headers, body = '' }: ReportedExchange['request']): string {
  return writeMessage(`${method} ${path}`, headers, String(body));
}

export function writeResponse({ status, headers, body }: ReportedExchange['response']): string {
  return writeMessage(String(status), headers, body);
}

function writeMessage(start: string, headers: Record<string, string>, body: string): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return [start, ...lines, ...(body === '' ? [] : ['', body])].join('\n');
}
