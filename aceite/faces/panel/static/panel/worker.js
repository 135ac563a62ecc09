// The panel's worker. Where the network does not answer it shows the page that says so, which it keeps with its few files
// under the version of both; nothing else. No page of a person is kept, no act passes through it (an act is between the
// page and the server), and no file: what is signed comes from the server each time.
const { page, files, version } = self.told;
const OURS = `sem-conexao ${self.registration.scope} `;
const CACHE = OURS + version;
const FILE = /\/(arquivo|tudo|imprimir|assinado|pagina-de-assinaturas|capa)\/$|\/(anexos|cobrancas|selados|folhas|arquivos)\/\d+\/$|\/(via-assinada|assinatura-externa)\/\d+\/$|\/paginas\/\d+\/\d+\/$|\/fotos\/[0-9a-f]{64}\/$|\.(css|png|js|webmanifest)$/;

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(Promise.all([clear(), preload()])));
self.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { pathname, search } = new URL(url);
  if (method !== "GET") return;
  if (mode === "navigate") {
    if (!FILE.test(pathname)) event.respondWith(opened(event));
  } else if (files.includes(pathname + search)) event.respondWith(fetch(event.request).catch(() => held(url)));
});

// Asked without cookies: nothing that is kept knows who is there. The names of the files change with what they hold.
async function keep() {
  const cache = await caches.open(CACHE);
  const asked = [new Request(page, { credentials: "omit", cache: "no-store" }), ...files.map((url) => new Request(url, { credentials: "omit" }))];
  await cache.addAll(asked);
  // It holds nothing that an open page relies on, so the new one need not wait for the old one's pages.
  await self.skipWaiting();
}

async function clear() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== CACHE).map((name) => caches.delete(name)));
}

// The page is asked for while the worker wakes up: on an old phone that takes as long as the network.
const preload = () => self.registration.navigationPreload?.enable();

async function opened(event) {
  try {
    return (await event.preloadResponse) ?? (await fetch(event.request));
  } catch {
    return held(page);
  }
}

const held = async (url) => (await caches.match(url, { cacheName: CACHE, ignoreVary: true })) ?? Response.error();
