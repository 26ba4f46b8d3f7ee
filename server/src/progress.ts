/** How far a step of the preparation is. */
export interface Progress {
  /** What is being done, for people to read. */
  step: string;
  /** Of `total`, in any unit. */
  done: number;
  total: number;
}

/**
 * Shows progress: on a terminal as a percentage that counts up, in a file as one line for each step.
 */
export function showProgress(out: NodeJS.WriteStream): (progress: Progress) => void {
  let shown = '';
  return ({ step, done, total }) => {
    const line = out.isTTY ? `${step} … ${Math.floor((done / total) * 100)} %` : `${step} …`;
    if (line === shown) return;
    shown = line;
    out.write(out.isTTY ? `\r${line}${done === total ? '\n' : ''}` : `${line}\n`);
  };
}
