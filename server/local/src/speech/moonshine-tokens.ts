const BYTE_TOKEN = /^<0x([0-9A-F]{2})>$/;
const SPACE_MARK = /▁/g;
const SPECIAL_TOKENS = 768;

/**
 * Writes down which token id stands for which bytes, as sherpa-onnx reads it:
 * lines of `base64(bytes)<TAB>id`. Moonshine uses LLaMA's vocabulary followed
 * by special tokens.
 */
export function moonshineTokens(llamaVocabulary: readonly string[]): string {
  const special = Array.from({ length: SPECIAL_TOKENS }, (_, n) => `<<ST_${n}>>`);
  return [...llamaVocabulary, ...special]
    .map((token, id) => `${tokenBytes(token).toString('base64')}\t${id}\n`)
    .join('');
}

function tokenBytes(token: string): Buffer {
  const byte = BYTE_TOKEN.exec(token)?.[1];
  return byte ? Buffer.from(byte, 'hex') : Buffer.from(token.replace(SPACE_MARK, ' '), 'utf8');
}
