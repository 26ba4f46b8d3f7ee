import { ProtocolError } from './protocol-error.ts';
import { Response, type ResponseContext } from './response.ts';
import type { ResponseSettings } from './response-settings.ts';

/** The responses of a session: one at a time in the conversation, any number beside it. */
export class Responses {
  readonly #context: ResponseContext;
  readonly #beside = new Set<Response>();
  #active: Response | null = null;
  #voice: string | null = null;

  /** @param context `done` is told of each response that ends */
  constructor(context: ResponseContext) {
    this.#context = {
      ...context,
      done: (response) => {
        this.#beside.delete(response);
        if (this.#active === response) this.#active = null;
        context.done(response);
      },
    };
  }

  /** True while the conversation is being answered. */
  get active(): boolean {
    return this.#active !== null;
  }

  /** @throws ProtocolError when the conversation is being answered already, or in another voice */
  start(settings: ResponseSettings): void {
    if (settings.inConversation && this.#active) {
      throw new ProtocolError(
        'conversation_already_has_active_response',
        `Conversation already has an active response in progress: ${this.#active.id}. ` +
          'Wait until the response is finished before creating a new one.',
      );
    }
    if (settings.modality === 'audio') {
      this.checkVoice(settings.voice);
      this.#voice = settings.voice;
    }
    const response = new Response(this.#context, settings);
    if (settings.inConversation) this.#active = response;
    else this.#beside.add(response);
    response.start();
  }

  /** @throws ProtocolError for another voice than the one that was already heard */
  checkVoice(voice: string): void {
    if (this.#voice === null || this.#voice === voice) return;
    throw new ProtocolError(
      'cannot_update_voice',
      "Cannot update a conversation's voice if assistant audio is present.",
    );
  }

  /**
   * By the client's wish.
   * @param id the one of the conversation, where none is given
   * @throws ProtocolError when it is not under way
   */
  cancel(id?: string): void {
    const response = id === undefined || this.#active?.id === id ? this.#active : this.#find(id);
    if (!response) {
      throw new ProtocolError('response_cancel_not_active', 'Cancellation failed: no active response found');
    }
    response.cancel('client_cancelled');
  }

  /** Because the user began to speak. */
  interrupt(): void {
    this.#active?.cancel('turn_detected');
  }

  /** The connection is gone. */
  abandon(): void {
    for (const response of [this.#active, ...this.#beside]) response?.abandon();
    this.#active = null;
    this.#beside.clear();
  }

  #find(id: string): Response | undefined {
    return [...this.#beside].find((response) => response.id === id);
  }
}
