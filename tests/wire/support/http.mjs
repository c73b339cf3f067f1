// Two ways to talk to a server: `client` says what well-behaved clients say, over connections it keeps;
// `line` is a bare socket, for bytes that no well-behaved client would send.
import http from 'node:http';
import net from 'node:net';
import { within } from './server.mjs';

const answer_milliseconds_max = 30_000;

function readAnswer(status, headers, text) {
  let json;
  try { json = JSON.parse(text); } catch { json = undefined; }
  return { status, headers, text, json };
}

export class Client {
  constructor(t, base, { sockets = 1 } = {}) {
    this.base = new URL(base);
    this.agent = new http.Agent({ keepAlive: true, maxSockets: sockets });
    t.after(() => this.agent.destroy());
  }

  // → {status, headers, text, json}; json is undefined when the body is none. A body that is a string goes out as it is.
  ask(method, path, { headers = {}, body } = {}) {
    const asked = new Promise((resolve, reject) => {
      const request = http.request({
        agent: this.agent, method, hostname: this.base.hostname, port: this.base.port, path, headers: withLength(headers, method, body),
      }, (response) => {
        response.setEncoding('utf8');
        let text = '';
        response.on('data', (part) => { text += part; });
        response.on('error', reject);
        response.on('end', () => resolve(readAnswer(response.statusCode, response.headers, text)));
      });
      request.on('error', reject);
      request.end(body);
    });
    return within(answer_milliseconds_max, asked, `${method} ${path.slice(0, 200)}`);
  }
}

function withLength(headers, method, body) {
  if (body !== undefined) return { ...headers, 'Content-Length': Buffer.byteLength(body) };
  return ['POST', 'PUT', 'PATCH'].includes(method) ? { ...headers, 'Content-Length': 0 } : headers;
}

// The bytes of one request, for a Line.
export function requestText(method, target, headers = {}, body = '') {
  const length = body || ['POST', 'PUT', 'PATCH'].includes(method) ? { 'Content-Length': Buffer.byteLength(body) } : {};
  const lines = Object.entries({ Host: '127.0.0.1', ...length, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body}`;
}

export async function openLine(t, server) {
  const socket = net.connect({ host: '127.0.0.1', port: server.port });
  const line = new Line(socket);
  t.after(() => socket.destroy());
  await within(answer_milliseconds_max, new Promise((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  }), 'a connection');
  return line;
}

class Line {
  constructor(socket) {
    this.socket = socket;
    this.seen = Buffer.alloc(0);
    this.closed = false;
    this.wake = () => {};
    socket.setNoDelay(true);
    socket.on('data', (part) => { this.seen = Buffer.concat([this.seen, part]); this.wake(); });
    for (const end of ['end', 'close', 'error']) socket.on(end, () => { this.closed = true; this.wake(); });
  }

  send(bytes) { this.socket.write(bytes); }

  // The next answer, in the order they arrive. `bodiless`: it answers a HEAD, whose Content-Length announces nothing.
  async answer({ bodiless = false } = {}) {
    const head = await this.until((seen) => {
      const end = seen.indexOf('\r\n\r\n');
      return end < 0 ? null : end + 4;
    }, 'the head of an answer');
    const [statusLine, ...lines] = head.toString('latin1').trimEnd().split('\r\n');
    const headers = Object.fromEntries(lines.map((one) => [one.slice(0, one.indexOf(':')).toLowerCase(), one.slice(one.indexOf(':') + 1).trim()]));
    const status = Number(statusLine.split(' ')[1]);
    const length = bodiless || status < 200 || status === 204 || status === 304 ? 0 : Number(headers['content-length'] ?? NaN);
    if (Number.isNaN(length)) throw new Error(`an answer without Content-Length: ${statusLine}`);
    const body = await this.until((seen) => (seen.length >= length ? length : null), 'the body of an answer');
    return readAnswer(status, headers, body.toString('utf8'));
  }

  // Takes what `measure` says has arrived (a length), once it says so.
  async until(measure, what) {
    const arrived = async () => {
      for (;;) {
        const length = measure(this.seen);
        if (length !== null) {
          const taken = this.seen.subarray(0, length);
          this.seen = this.seen.subarray(length);
          return taken;
        }
        if (this.closed) throw new Error(`the connection ended before ${what}; it had ${JSON.stringify(this.seen.toString('latin1').slice(0, 200))}`);
        await new Promise((resolve) => { this.wake = resolve; });
      }
    };
    return within(answer_milliseconds_max, arrived(), what);
  }

  // Once the server has ended its side.
  async end() {
    const ended = async () => { while (!this.closed) await new Promise((resolve) => { this.wake = resolve; }); };
    await within(answer_milliseconds_max, ended(), 'the end of the connection');
  }

  hangUp() { this.socket.destroy(); }
}
