import { expect } from '@open-wc/testing';
import { RealtimeError } from '../protocol/realtime-error.js';
import { english } from './english.js';
import { errorText } from './error-text.js';
import ar from './languages/ar.js';
import de from './languages/de.js';
import es from './languages/es.js';
import fr from './languages/fr.js';
import ja from './languages/ja.js';
import { registerTexts, textChanges, textsFor } from './texts.js';

/** The path of every text and what kind it is: `record.start string`. */
function paths(texts: object, above = ''): string[] {
  return Object.entries(texts).flatMap(([key, value]: [string, unknown]) => {
    const path = above + key;
    if (value && typeof value === 'object') return paths(value, `${path}.`);
    if (typeof value === 'string') expect(value.trim(), path).not.to.equal('');
    return `${path} ${typeof value}`;
  });
}

/** Until the language is there. */
const loaded = () =>
  new Promise((resolve) => textChanges.addEventListener('change', resolve, { once: true }));

describe('Texts', () => {
  for (const [lang, texts] of Object.entries({ ar, de, es, fr, ja })) {
    it(`are complete in ${lang}, and have nothing that English has not`, () => {
      // English needs no sentences for errors; that there is one for each code, the compiler sees to.
      expect(paths(texts)).to.have.members(paths({ ...english, errors: de.errors }));
    });
  }

  it('of a language that comes with the kit are fetched when they are asked for, English until then', async () => {
    const before = textsFor('fr');
    expect(before.call.connect).to.equal('Connect');
    await loaded();
    expect(textsFor('fr').call.connect).to.equal('Se connecter');
    expect(textsFor('FR-ca').call.connect).to.equal('Se connecter');
  });

  it('fall back from a region to its language to English, and whatever is not known is English', () => {
    registerTexts('xx', { record: { start: 'xx start', stop: 'xx stop' } });
    registerTexts('xx-YY', { record: { start: 'yy start' } });
    const { start, stop, hold } = textsFor('xx-yy').record;
    expect([start, stop, hold]).to.deep.equal(['yy start', 'xx stop', english.record.hold]);
    expect(textsFor('xx').record.start).to.equal('xx start');
    expect(textsFor('tlh')).to.deep.equal(textsFor('en'));
    expect(textsFor('')).to.deep.equal(textsFor('en'));
  });

  it('can be replaced word by word, before and after a language is fetched', async () => {
    registerTexts('es', { call: { hangUp: 'Terminar' } });
    textsFor('es');
    await loaded();
    expect(textsFor('es').call).to.deep.equal({ ...es.call, hangUp: 'Terminar' });
    registerTexts('es', { call: { connect: 'Llamar' } });
    expect(textsFor('es').call).to.deep.equal({ connect: 'Llamar', cancel: 'Cancelar', hangUp: 'Terminar' });
  });

  it('leave the originals alone when words are replaced', () => {
    registerTexts('en', { mute: { mute: 'Quiet' } });
    expect(textsFor('en').mute.mute).to.equal('Quiet');
    expect(textsFor('tlh').mute.mute).to.equal('Quiet');
    expect(english.mute.mute).to.equal('Mute');
    registerTexts('en', { mute: { mute: 'Mute' } });
  });

  it('stay English, and nothing throws, where the page’s policy lets no language through', async () => {
    const allowed = ['texts.js', 'english.js'].map(
      (file) => new URL(file.replace('.js', '.ts'), import.meta.url).href,
    );
    const frame = document.createElement('iframe');
    const failures: unknown[] = [];
    frame.srcdoc = `<meta http-equiv="Content-Security-Policy" content="script-src 'unsafe-eval' ${allowed.join(' ')}">`;
    document.body.append(frame);
    await new Promise((resolve) => (frame.onload = resolve));
    const page = frame.contentWindow as Window & typeof globalThis;
    page.addEventListener('unhandledrejection', ({ reason }) => failures.push(reason));
    const refused = new Promise<string>((resolve) =>
      page.document.addEventListener('securitypolicyviolation', ({ blockedURI }) => resolve(blockedURI)),
    );
    const texts = (await page.eval(`import('${allowed[0]}')`)) as typeof import('./texts.js');
    expect(texts.textsFor('de').call.connect).to.equal('Connect');
    const language = await refused;
    expect(language).to.contain('languages/de');
    await page.eval(`import('${language}').catch(() => {})`);
    await new Promise((resolve) => page.setTimeout(resolve));
    expect(texts.textsFor('de').call.connect).to.equal('Connect');
    expect(failures).to.deep.equal([]);
    frame.remove();
  });

  it('are the same object until they change', () => {
    const before = textsFor('en');
    expect(textsFor('en')).to.equal(before);
    registerTexts('zz', { mute: { mute: 'z' } });
    expect(textsFor('en')).to.deep.equal(before);
  });
});

describe('errorText', () => {
  const refused = new RealtimeError('service-refused', 'The call was refused (429): Too many calls.');
  const lost = new RealtimeError('connection-lost', 'The connection was lost. Start again to go on.');

  it('is the message itself in English', () => {
    expect(errorText(english, refused)).to.deep.equal({ text: refused.message, detail: '' });
  });

  it('is a sentence of the language, and the message where it tells more', () => {
    const texts = { ...english, errors: { 'service-refused': 'Abgelehnt.', 'connection-lost': 'Getrennt.' } };
    expect(errorText(texts, refused)).to.deep.equal({ text: 'Abgelehnt.', detail: refused.message });
    expect(errorText(texts, lost)).to.deep.equal({ text: 'Getrennt.', detail: '' });
  });

  it('is the message where the language has no sentence', () => {
    expect(errorText({ ...english, errors: {} }, lost)).to.deep.equal({ text: lost.message, detail: '' });
  });
});
