/** A time from a beginning, ms, as `hh:mm:ss.mmm`. */
export function timestamp(ms: number, point = '.'): string {
  return new Date(ms).toISOString().slice(11, -1).replace('.', point);
}

/** The same as `m:ss` or `h:mm:ss`. */
export function clock(ms: number): string {
  return timestamp(Math.max(0, ms))
    .slice(0, 8)
    .replace(/^00:0?|^0/, '');
}
