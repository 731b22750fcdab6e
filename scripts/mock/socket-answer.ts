import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { Answer } from './answer.ts';

/** Milliseconds that a client has to take the answer before the connection is dropped. */
const lingering = 500;
const closing = new WeakSet<Socket>();

/**
 * Answers on a connection for which Node has no response object, because what came is not HTTP, and closes it.
 *
 * @param socket the connection
 * @param answer the answer
 * @param headers the headers to send before the answer's own
 * @returns false when nothing was written: the client is gone, or the connection was answered this way before
 */
export function writeToSocket(
  socket: Socket,
  answer: Answer,
  headers: Record<string, string | number>,
): boolean {
  if (closing.has(socket)) return false;
  if (!socket.writable) {
    socket.destroy();
    return false;
  }
  closing.add(socket);
  const lines = Object.entries({ ...headers, connection: 'close', ...answer.headers });
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  socket.end(`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status]}\r\n${head}\r\n${answer.body}`);
  // Why not at once: dropping a connection with unread bytes makes the client lose the answer.
  const drop = setTimeout(() => socket.destroy(), lingering);
  socket.once('close', () => clearTimeout(drop));
  return true;
}
