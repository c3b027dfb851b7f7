import { createWriteStream } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

/** What a bench compares uploads with: writes each body to a file of the folder given, and nothing else. Tells its port to the parent. */
const [folder = '.'] = process.argv.slice(2);
let count = 0;
const server = createServer((request, response) => {
  count += 1;
  void pipeline(request, createWriteStream(join(folder, `upload-${String(count)}`))).then(() => response.writeHead(201).end());
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address !== null) process.send?.({ port: address.port });
});
process.on('disconnect', () => process.exit(0));
