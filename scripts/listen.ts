import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens on a port, or on a free one for port 0, and returns the URL. */
export function listen(server: Server, port: number, host: string): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') return reject(error);
      reject(new Error(`port ${port} on ${host} is in use; use port 0 for a free one`, { cause: error }));
    });
    server.listen(port, host, () => {
      const { port: bound } = server.address() as AddressInfo;
      resolve(`http://${host.includes(':') ? `[${host}]` : host}:${bound}`);
    });
  });
}

/** Accepts no more connections and waits for open requests, at most `patience` milliseconds. */
export function close(server: Server, patience: number): Promise<void> {
  return new Promise((resolve) => {
    // A closing server no longer applies Node's timeouts.
    const drop = setTimeout(() => server.closeAllConnections(), patience);
    server.close(() => {
      clearTimeout(drop);
      resolve();
    });
    server.closeIdleConnections();
  });
}
