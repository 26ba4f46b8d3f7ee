/** Vite puts style sheets into the page. */
declare module '*.css';

/** A file as it is. It need not be there yet when types are checked. */
declare module '*?raw' {
  const text: string;
  export default text;
}
