import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** Where the built pages are served in tests without a server. */
export const ORIGIN = 'http://pingyi.test';
const DIST = path.join(import.meta.dirname, '../dist');
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
/** As strict as the server's. */
const CSP = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'";

/**
 * Answers a page's requests: built files from `dist/`, the API from `api(request, path)`, which
 * gives what `route.fulfill` takes, or null to break the connection.
 */
export async function serve(page, api) {
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname.startsWith('/api/')) {
      const reply = await api(route.request(), pathname);
      return reply === null ? route.abort() : route.fulfill(reply);
    }
    const [, app, ...rest] = pathname.split('/');
    const file = rest.join('/');
    const folder = path.join(DIST, app);
    const body = await readFile(path.join(folder, file || 'index.html')).catch(() =>
      path.extname(file) ? null : readFile(path.join(folder, 'index.html')),
    );
    if (body === null) return route.fulfill({ status: 404 });
    return route.fulfill({
      body,
      contentType: TYPES[path.extname(file) || '.html'] ?? 'application/octet-stream',
      headers: { 'Content-Security-Policy': CSP },
    });
  });
}
