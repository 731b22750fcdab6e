import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** A server in a process of its own. */
export interface ServerProcess {
  url: string;
  pid: number;
  /** Milliseconds from its start to its first response. */
  startUp: number;
  /** Ends the process and waits until it is gone. */
  stop(): Promise<void>;
}

/** A request that succeeds once the server is ready. */
export interface Probe {
  path: string;
  method: 'POST';
  headers: Record<string, string>;
  body: string;
}

/** Starts a server and waits up to 60 seconds for its first response. `{port}` in the command becomes a free port. */
export async function startServer(
  command: string[],
  probe: Probe,
  cwd: string = process.cwd(),
): Promise<ServerProcess> {
  const port = await freePort();
  const start = performance.now();
  const [program, ...args] = command.map((part) => part.replace('{port}', String(port)));
  const child = spawn(program!, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (printed += chunk));
  const ended = once(child, 'exit').catch((error: Error) => (printed += error.message));
  const isRunning = () => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const url = `http://127.0.0.1:${port}`;
  while (!(await responds(url, probe))) {
    if (!isRunning() || performance.now() - start > 60_000) {
      child.kill();
      throw new Error(`${command.join(' ')} does not respond:\n${printed}`);
    }
    await setTimeout(5);
  }
  const startUp = performance.now() - start;
  const stop = async () => {
    child.kill();
    await ended;
  };
  return { url, pid: child.pid!, startUp, stop };
}

async function responds(url: string, { path, ...request }: Probe): Promise<boolean> {
  try {
    const response = await fetch(url + path, request);
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}

/** Finds a port that nothing listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
