/** The peer: a `node:http` server that writes one Buffer with one set of header fields, taken once from the given address. */
import { createServer, request } from 'node:http';

const [url = '', ...headers] = process.argv.slice(2);
const asked = Object.fromEntries(headers.map(header => header.split(/: (.*)/s).slice(0, 2)));

request(url, { headers: asked }, response => {
  const chunks: Buffer[] = [];
  response.on('data', chunk => chunks.push(chunk));
  response.on('end', () => {
    const body = Buffer.concat(chunks);
    const { date: _date, connection: _connection, 'keep-alive': _keepAlive, ...kept } = response.headers;
    const server = createServer((_request, reply) => {
      reply.writeHead(response.statusCode ?? 200, kept);
      reply.end(body.length > 0 ? body : undefined);
    });
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      console.log(`Serving http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`);
    });
  });
}).end();
