import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { WebSocketServer } from 'ws';
import { ROOT } from './samples.ts';

const TYPES: Record<string, string> = { '.js': 'text/javascript', '.html': 'text/html' };

/** As a bundler would find the package. */
const IMPORT_MAP = JSON.stringify({
  imports: {
    'realtime-voice-elements': '/kit/realtime-voice-elements.js',
    'realtime-voice-elements/core': '/kit/core.js',
    'realtime-voice-elements/languages/': '/dist/texts/languages/',
    'realtime-voice-elements/testing': '/dist/testing/index.js',
    'realtime-voice-elements/elements/record-button.js': '/kit/realtime-voice-elements.js',
  },
});

/** Serves samples as pages, the built kit, tokens, and a service that agrees to every session and says nothing. */
export class SamplePages {
  readonly #pages = new Map<string, { text: string; policy?: string | undefined }>();
  readonly #server: Server;
  readonly #service: WebSocketServer;

  private constructor(server: Server, service: WebSocketServer) {
    this.#server = server;
    this.#service = service;
  }

  static async open(): Promise<SamplePages> {
    const server = createServer();
    const service = new WebSocketServer({ server });
    const pages = new SamplePages(server, service);
    service.on('connection', (socket) => {
      socket.send(JSON.stringify({ type: 'session.created', session: {} }));
      socket.on('message', (data) => {
        const { type, session } = JSON.parse(String(data));
        if (type === 'session.update') socket.send(JSON.stringify({ type: 'session.updated', session }));
      });
    });
    server.on('request', (request, response) => {
      const { pathname } = new URL(request.url ?? '/', pages.origin);
      if (request.method === 'POST' && pathname === '/token') {
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify({ value: 'ek_sample', base_url: `${pages.origin}/v1` }));
      } else if (request.method !== 'GET') {
        response.writeHead(204).end();
      } else {
        const type = TYPES[extname(pathname)] ?? 'text/html';
        const policy = pages.#pages.get(pathname)?.policy;
        const headers = { 'content-type': type, ...(policy && { 'content-security-policy': policy }) };
        void pages.#answer(pathname).then(
          (body) => response.writeHead(200, headers).end(body),
          () => response.writeHead(404).end(),
        );
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return pages;
  }

  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** @returns the address of a page with this HTML; `script` runs as a module and then sets `done` */
  add(html: string, script = ''): string {
    const path = `/sample-${this.#pages.size}.html`;
    const whole = html.includes('<!doctype')
      ? html
      : `<!doctype html><html lang="en"><head></head><body>${html}</body></html>`;
    const kit = '<script type="module" src="/kit/realtime-voice-elements.js"></script>';
    const module = `<script type="module">${script}\n;globalThis.done = true;</script>`;
    const head = `<script type="importmap">${IMPORT_MAP}</script>${kit}`;
    const text = whole.replace('<head>', `<head>${head}`).replace('</body>', `${module}</body>`);
    this.#pages.set(path, { text });
    return this.origin + path;
  }

  /**
   * @param path such as `/tools.js`, which samples may import
   * @param policy a Content-Security-Policy that it comes with
   * @returns its address
   */
  addFile(path: string, text: string, policy?: string): string {
    this.#pages.set(path, { text, policy });
    return this.origin + path;
  }

  async close(): Promise<void> {
    this.#service.close();
    for (const socket of this.#service.clients) socket.terminate();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(path: string): Promise<string | Buffer> {
    const page = this.#pages.get(path);
    if (page) return page.text;
    return readFile(join(ROOT, path.replace(/^\/kit\//, '/dist/cdn/')));
  }
}
