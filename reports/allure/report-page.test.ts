import { expect } from 'chai';
import { foreignHosts, withoutForeignHosts } from './report-page.ts';

const encoded = (script: string): string =>
  `<script src="data:text/javascript;base64,${Buffer.from(script).toString('base64')}"></script>`;

describe('Search for foreign hosts in a page', () => {
  const LOADING = [
    '<script async src="https://cdn.example/x.js"></script>',
    "<script\n defer src='//cdn.example/x.js'></script>",
    '<script src=https://cdn.example/x.js></script>',
    '<link rel="preload" href="https://fonts.example/f.woff" as="font">',
    '<img alt="" src="http://pixel.example/1.gif">',
    '<iframe src="https://player.example/"></iframe>',
    '<form method="post" action="https://collect.example/">',
    '<base href="https://elsewhere.example/">',
    '<meta http-equiv="refresh" content="0; url=https://elsewhere.example/">',
    '<style>@import "https://fonts.example/css";</style>',
    '<style>a { background: url(https://pixel.example/1.gif) }</style>',
    '<script>fetch("https://collect.example/v1")</script>',
    '<script>navigator.sendBeacon(`https://collect.example/v1`)</script>',
    "<script>new WebSocket('wss://live.example/')</script>",
    '<script>x.open("POST", "https://collect.example/")</script>',
    '<script>s=document.createElement("script");s.src="https://cdn.example/x.js"</script>',
    '<script>import("https://cdn.example/x.js")</script>',
    encoded('fetch("https://collect.example/v1")'),
  ];
  for (const page of LOADING) {
    it(`finds the one in ${page.slice(0, 76)}`, () => {
      expect(foreignHosts(`<html><head></head>${page}</html>`)).to.have.length(1);
    });
  }

  const HARMLESS = [
    '<svg xmlns="http://www.w3.org/2000/svg"><use href="#a"/></svg>',
    '<a href="https://allurereport.org" target="_blank">Powered by</a>',
    '<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns=\'http://www.w3.org/2000/svg\'%3E">',
    '<script>/*! see https://opensource.example/licence */ n="http://www.w3.org/1999/xhtml"</script>',
    '<script>u=base??"https://localhost"; fetch(u)</script>',
    '<script src="app.js"></script>',
    encoded('createElementNS("http://www.w3.org/2000/svg","svg")'),
  ];
  for (const page of HARMLESS) {
    it(`finds none in ${page.slice(0, 76)}`, () => {
      expect(foreignHosts(page)).to.deep.equal([]);
    });
  }

  it('leaves nothing of the analytics, and the other scripts as they are', () => {
    const page = `<html><head></head><body><script>window.allure = {};</script>
    <script async src="https://www.googletagmanager.com/gtag/js?id=G-1"></script>
    <script>window.dataLayer = []; function gtag(){} gtag('js', new Date());</script>
    <script>data()</script></body></html>`;

    const clean = withoutForeignHosts(page);

    expect(clean)
      .to.include('<script>window.allure = {};</script>')
      .and.include('<script>data()</script>');
    expect(clean).not.to.match(/gtag|google|dataLayer/);
    expect(clean).to.match(/<head>\s*<meta http-equiv="Content-Security-Policy"/);
  });
});
