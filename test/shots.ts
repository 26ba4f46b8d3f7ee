import { startServer } from './e2e/server.ts';
import { Visitor } from './e2e/visitor.ts';
const server = await startServer();
for (const [name, width, height] of [['phone', 390, 844], ['desktop', 1280, 860]] as const)
  for (const scheme of ['light', 'dark'] as const) {
    const v = await Visitor.arrive(server.origin + '/' + (process.argv[2] ?? 'websocket-chat.html'), { width, height });
    await v.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    const shot = (s: string) => v.page.screenshot({ path: `/tmp/shots/${name}-${scheme}-${s}.png` as never });
    await new Promise((r) => setTimeout(r, 300));
    await shot('idle');
    const length = await v.prepare('We are planning a Christmas party for twelve people.');
    await v.pressRecord();
    await v.waitFor('recording');
    await new Promise((r) => setTimeout(r, length * 0.6));
    await shot('listening');
    await v.waitFor('speaking');
    await new Promise((r) => setTimeout(r, 700));
    await shot('answering');
    await v.leave();
  }
await server.stop();
