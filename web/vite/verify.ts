import { createHash } from 'node:crypto';
import { defineConfig, mergeConfig, type Plugin } from 'vite';
import { appConfig } from './base.ts';

const digest = (text: string): string =>
  `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/**
 * Makes the page one file that works from a disk: script and style stand in it, and a policy that allows
 * these two and workers made of it, and forbids any connection.
 */
const oneFile: Plugin = {
  name: 'pingyi:one-file',
  enforce: 'post',
  generateBundle(_options, bundle) {
    const page = bundle['index.html'];
    if (page?.type !== 'asset') throw new Error('no page to put things into');
    let script = '';
    let style = '';
    for (const [name, file] of Object.entries(bundle)) {
      if (file === page) continue;
      if (file.type === 'chunk') script += file.code;
      else if (name.endsWith('.css')) style += String(file.source);
      else throw new Error(`${name} has no place in one file`);
      delete bundle[name];
    }
    // The script ends where the parser first sees its end tag.
    script = script.trim().replaceAll('</script', '<\\/script');
    style = style.trim();
    const policy = [
      "default-src 'none'",
      `script-src ${digest(script)}`,
      `style-src ${digest(style)}`,
      'worker-src blob:',
      "connect-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
    ].join('; ');
    const html = String(page.source)
      .replace(/<script type="module"[^>]*><\/script>\s*/, '')
      .replace(/<link rel="(stylesheet|modulepreload)"[^>]*>\s*/g, '');
    page.source = html
      .replace(
        '<meta charset="utf-8" />',
        () =>
          `<meta charset="utf-8" />\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
      )
      .replace('</head>', () => `  <style>${style}</style>\n  </head>`)
      .replace('</body>', () => `  <script type="module">${script}</script>\n  </body>`);
  },
};

export default defineConfig(
  mergeConfig(appConfig('verify', '/verify/', ['chrome87', 'safari14']), {
    plugins: [oneFile],
    build: { cssCodeSplit: false },
  }),
);
