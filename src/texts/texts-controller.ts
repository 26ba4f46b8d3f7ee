import type { ReactiveController, ReactiveElement } from 'lit';
import type { Texts } from './english.js';
import { textChanges, textsFor } from './texts.js';

const controllers = new Set<TextsController>();
const resolveAll = () => {
  for (const controller of controllers) controller.resolve();
};
// On a server, where the elements may be loaded too, nothing changes.
const observer = globalThis.MutationObserver && new MutationObserver(resolveAll);
textChanges.addEventListener('change', resolveAll);

/**
 * The texts for an element, in the language that it inherits by `lang`; renders the element when they change.
 * Where the page has no `dir` around it, right-to-left words give it one.
 */
export class TextsController implements ReactiveController {
  /** The language inherited, always valid BCP 47; `en` where there is none. */
  lang = 'en';
  value: Texts = textsFor('en');
  readonly #host: ReactiveElement;
  /** The host has the `dir` that we gave it. */
  #turned = false;

  constructor(host: ReactiveElement) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {
    controllers.add(this);
    // An observer sees nothing of shadow trees, so each root around has to be told. To name one twice does nothing.
    for (let node: Node | undefined = this.#host; node;) {
      const root = node.getRootNode();
      observer.observe(root, { subtree: true, attributeFilter: ['lang', 'dir'] });
      node = root instanceof ShadowRoot ? root.host : undefined;
    }
    this.resolve();
  }

  hostDisconnected(): void {
    controllers.delete(this);
  }

  /** Looks again what is inherited. */
  resolve(): void {
    const host = this.#host;
    this.lang = canonical(inherited(host, 'lang') ?? '');
    const texts = textsFor(this.lang);
    const turn = texts.dir === 'rtl' && inherited(this.#turned ? host.parentNode : host, 'dir') === null;
    if (turn !== this.#turned) {
      this.#turned = turn;
      if (turn) host.dir = 'rtl';
      else host.removeAttribute('dir');
    }
    if (texts === this.value) return;
    this.value = texts;
    host.requestUpdate();
  }
}

/** The nearest value of an attribute, as HTML inherits `lang` and `dir`: from the parent, and out of shadow trees. */
function inherited(node: Node | null | undefined, attribute: string): string | null {
  if (!node) return null;
  const own = node instanceof Element ? node.getAttribute(attribute) : null;
  return own ?? inherited(node.parentNode ?? (node as ShadowRoot).host, attribute);
}

/** Pages write `de_DE` too, and what is no language at all, which `Intl` would refuse. */
function canonical(lang: string): string {
  try {
    return Intl.getCanonicalLocales(lang.replaceAll('_', '-'))[0] ?? 'en';
  } catch {
    return 'en';
  }
}
