import { expect, fixture, fixtureSync, html, waitUntil } from '@open-wc/testing';
import { LitElement } from 'lit';
import { TextsController } from './texts-controller.js';
import { registerTexts } from './texts.js';

class TextsProbe extends LitElement {
  readonly texts = new TextsController(this);
  renders = 0;
  protected override render() {
    this.renders++;
    return this.texts.value.call.hangUp;
  }
}
customElements.define('texts-probe', TextsProbe);

registerTexts('qa', { call: { hangUp: 'left' } });
registerTexts('qb', { call: { hangUp: 'right' }, dir: 'rtl' });

const said = (probe: Element) => probe.shadowRoot?.textContent?.trim();
const says = (probe: Element, words: string) => waitUntil(() => said(probe) === words, `says “${words}”`);

/** A probe inside a shadow tree inside a shadow tree. */
async function nested(lang: string) {
  const outer = fixtureSync(html`<div lang=${lang}></div>`);
  const inner = document.createElement('div');
  outer.attachShadow({ mode: 'open' }).append(inner);
  const probe = new TextsProbe();
  inner.attachShadow({ mode: 'open' }).append(probe);
  await probe.updateComplete;
  return { outer, inner, probe };
}

describe('TextsController', () => {
  const before = document.documentElement.lang;
  afterEach(() => (document.documentElement.lang = before));

  it('takes the nearest lang', async () => {
    const around = fixtureSync(
      html`<div lang="qb">
        <p lang="qa"><texts-probe></texts-probe></p>
      </div>`,
    );
    const probe = around.querySelector('texts-probe') as TextsProbe;
    await probe.updateComplete;
    expect(said(probe)).to.equal('left');
    expect(probe.texts.lang).to.equal('qa');
    probe.lang = 'en';
    await says(probe, 'Hang up');
  });

  it('takes the document’s lang, and English where there is none', async () => {
    document.documentElement.lang = '';
    const probe = await fixture(html`<texts-probe></texts-probe>`);
    expect(said(probe)).to.equal('Hang up');
    document.documentElement.lang = 'qa';
    await says(probe, 'left');
  });

  it('understands what pages write, and takes what is no language for English', async () => {
    const probe = await fixture<TextsProbe>(html`<texts-probe lang="QA_de"></texts-probe>`);
    expect([said(probe), probe.texts.lang]).to.deep.equal(['left', 'qa-DE']);
    for (const nonsense of ['', 'plain english', '42']) {
      probe.lang = nonsense;
      await waitUntil(() => probe.texts.lang === 'en');
      await says(probe, 'Hang up');
      probe.lang = 'qa';
      await says(probe, 'left');
    }
  });

  it('takes it out of shadow trees, and follows a change in each of them', async () => {
    const { outer, inner, probe } = await nested('qa');
    expect(said(probe)).to.equal('left');
    outer.setAttribute('lang', 'en');
    await says(probe, 'Hang up');
    inner.lang = 'qa';
    await says(probe, 'left');
    inner.removeAttribute('lang');
    await says(probe, 'Hang up');
  });

  it('takes it anew where the element was moved', async () => {
    const places = fixtureSync(
      html`<div>
        <p lang="qa"><texts-probe></texts-probe></p>
        <p lang="qb"></p>
      </div>`,
    );
    const probe = places.querySelector('texts-probe') as TextsProbe;
    await probe.updateComplete;
    places.lastElementChild?.append(probe);
    await says(probe, 'right');
  });

  it('renders when a text was replaced, and only then', async () => {
    const probe = await fixture<TextsProbe>(html`<texts-probe lang="qa"></texts-probe>`);
    const renders = probe.renders;
    registerTexts('qa', { call: { hangUp: 'up' } });
    await says(probe, 'up');
    expect(probe.renders).to.equal(renders + 1);
    document.body.dir = 'ltr';
    document.body.removeAttribute('dir');
    await new Promise((resolve) => setTimeout(resolve));
    expect(probe.renders).to.equal(renders + 1);
    registerTexts('qa', { call: { hangUp: 'left' } });
  });

  it('renders when a language has been fetched', async () => {
    const probe = await fixture(html`<texts-probe lang="de-AT"></texts-probe>`);
    await says(probe, 'Auflegen');
  });

  it('makes right-to-left words run right to left where the page has said nothing of direction', async () => {
    const probe = await fixture<TextsProbe>(html`<texts-probe lang="qb"></texts-probe>`);
    expect([getComputedStyle(probe).direction, probe.matches(':dir(rtl)')]).to.deep.equal(['rtl', true]);
    probe.lang = 'qa';
    await says(probe, 'left');
    expect([getComputedStyle(probe).direction, probe.hasAttribute('dir')]).to.deep.equal(['ltr', false]);
  });

  it('leaves a direction that the page has given', async () => {
    const around = fixtureSync(html`<div dir="ltr"><texts-probe lang="qb"></texts-probe></div>`);
    const probe = around.firstElementChild as TextsProbe;
    expect([getComputedStyle(probe).direction, probe.hasAttribute('dir')]).to.deep.equal(['ltr', false]);
    around.removeAttribute('dir');
    await waitUntil(() => getComputedStyle(probe).direction === 'rtl');
    around.setAttribute('dir', 'rtl');
    await waitUntil(() => !probe.hasAttribute('dir'));
    expect(getComputedStyle(probe).direction).to.equal('rtl');
  });

  it('forgets an element that was removed', async () => {
    const probe = await fixture<TextsProbe>(html`<texts-probe lang="qa"></texts-probe>`);
    const renders = probe.renders;
    probe.remove();
    registerTexts('qa', { call: { hangUp: 'gone' } });
    await new Promise((resolve) => setTimeout(resolve));
    expect(probe.renders).to.equal(renders);
    registerTexts('qa', { call: { hangUp: 'left' } });
  });
});
