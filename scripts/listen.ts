import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Starts to listen and returns the URL; port 0 takes a free one. */
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

/** Takes no more connections and waits for the open requests, but no longer than `patience` milliseconds. */
export function close(server: Server, patience: number): Promise<void> {
  return new Promise((resolve) => {
    // Node no longer times out half a request once its server is closing.
    const drop = setTimeout(() => server.closeAllConnections(), patience);
    server.close(() => {
      clearTimeout(drop);
      resolve();
    });
    server.closeIdleConnections();
  });
}
