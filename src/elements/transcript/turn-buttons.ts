/**
 * The buttons of the turns as one stop for Tab: that of the turn that was reached, or of the last; from there the
 * arrow keys reach the others. Set by hand, for a turn would be rendered anew each time another one comes.
 */
export class TurnButtons {
  #reached: Element | null = null;
  #stop: Element | null | undefined;

  /** @param list the turns that are in the page, after each rendering */
  settle(list: Element | null): void {
    const before = this.#stop;
    this.#stop = this.#reached?.isConnected ? this.#reached : list?.lastElementChild;
    for (const item of [before, this.#stop]) {
      for (const button of item?.querySelectorAll<HTMLElement>('.head button') ?? []) {
        button.tabIndex = item === this.#stop ? 0 : -1;
      }
    }
  }

  /** Moves the focus from a button to the same of the next turn, or to its first; false where there is none. */
  move(button: HTMLButtonElement, forward: boolean): boolean {
    const item = button.closest('[data-id]');
    const next = forward ? item?.nextElementSibling : item?.previousElementSibling;
    if (!next) return false;
    const same = next.querySelector<HTMLElement>(`button[part=${button.part.value}]`);
    (same ?? next.querySelector('button'))?.focus();
    this.#reached = next;
    this.settle(null);
    return true;
  }
}
