/** Allure puts Google's analytics into every page it makes: the loader, and the call that sends the report's id. */
const ANALYTICS = [
  /<script\b[^>]*\bsrc="https:\/\/www\.googletagmanager\.com\/[^"]*"[^>]*>\s*<\/script>/g,
  /<script>(?:(?!<\/script>)[\s\S])*?\bgtag\((?:(?!<\/script>)[\s\S])*?<\/script>/g,
];

/**
 * What the page may load: what is inside of it, and nothing else. Kept by the browser, so that it holds also for
 * addresses which a script puts together while it runs.
 */
const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' data: blob:",
  "style-src 'unsafe-inline' data:",
  'img-src data: blob:',
  'font-src data:',
  'media-src data: blob:',
  'connect-src data: blob:',
  'worker-src data: blob:',
  'frame-src data: blob:',
].join('; ');

/** Makes a page of Allure's stay on this machine. */
export const withoutForeignHosts = (html: string): string =>
  ANALYTICS.reduce((page, pattern) => page.replace(pattern, ''), html).replace(
    '<head>',
    `<head>\n    <meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
  );

const HOST = String.raw`(?:https?:|wss?:)?\/\/[\w.-]+`;

/** What makes a browser load something, in a page, in a style sheet, in a script. Links that a person follows do not. */
const LOADS = [
  String.raw`<(?:script|img|iframe|frame|embed|audio|video|source|track|input)\b[^>]*?\ssrc(?:set)?\s*=\s*["']?\s*(${HOST})`,
  String.raw`<link\b[^>]*?\shref\s*=\s*["']?\s*(${HOST})`,
  String.raw`<(?:object\b[^>]*?\sdata|form\b[^>]*?\saction|base\b[^>]*?\shref|video\b[^>]*?\sposter)\s*=\s*["']?\s*(${HOST})`,
  String.raw`<meta\b[^>]*?\bhttp-equiv\s*=\s*["']?refresh[^>]*?url\s*=\s*(${HOST})`,
  String.raw`(?:url\(\s*|@import\s+)["']?(${HOST})`,
  String.raw`\b(?:fetch|import|importScripts|sendBeacon|WebSocket|EventSource|Worker)\s*\(\s*["'\x60](${HOST})`,
  String.raw`\.open\(\s*["'\x60](?:GET|POST|PUT|HEAD)["'\x60]\s*,\s*["'\x60](${HOST})`,
  String.raw`\.src\s*=\s*["'\x60](${HOST})`,
].map((pattern) => new RegExp(pattern, 'gi'));

const EMBEDDED = /data:text\/(?:javascript|css|html)[^,"']{0,40};base64,([A-Za-z0-9+/=]+)/g;

/**
 * The foreign hosts that this page, style sheet or script would load from, also those in the scripts and styles that
 * are embedded in it. Addresses that name something (`xmlns`), in comments of licences, or in links are none.
 */
export const foreignHosts = (source: string): string[] => {
  const here = LOADS.flatMap((pattern) =>
    Array.from(source.matchAll(pattern), (match) => match[1]),
  );
  const embedded = Array.from(source.matchAll(EMBEDDED), ([, base64 = '']) =>
    foreignHosts(Buffer.from(base64, 'base64').toString('utf8')),
  );
  return [...here.filter((host) => host !== undefined), ...embedded.flat()];
};
