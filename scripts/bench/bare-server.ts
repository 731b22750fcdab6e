/** The least that a server can do: sends the file that it is given in every response. */
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';

const [port, file] = process.argv.slice(2);
const page = await readFile(file!);
createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': page.length });
    response.end(page);
  });
}).listen(Number(port), '127.0.0.1');
