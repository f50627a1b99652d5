/** The voter page's base size: its lengths in rem count from 112.5 % of the browser's. */
const VOTER_REM = 1.125;

/**
 * Puts the voter page's style sheet into a shadow root: what it says of `html` and `body` is said
 * of the host, the screen's height is the host's, and its rem is not the surrounding page's.
 */
export function previewStyles(root: ShadowRoot, css: string): void {
  const text = css
    .replace(/([\d.]+)rem\b/g, (_, n: string) => `${Number(n) * VOTER_REM}rem`)
    .replace(/font-size:\s*112\.5%/g, 'font-size: 100%')
    .replace(/(^|[\s,}])(?:html|body)(?=[\s,{[])/g, '$1:host')
    .replace(/:host\[[^\]]*\]/g, ':host([data-never])')
    .replace(/100d?vh/g, '100%')
    .replace(/(^|[\s,}])main(?=[\s,{])/g, '$1.main');
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${text}\n:host { font-size: ${VOTER_REM}rem }`);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // A browser older than constructed sheets: the server's policy allows an element instead.
    const element = document.createElement('style');
    element.textContent = text;
    root.append(element);
  }
}
