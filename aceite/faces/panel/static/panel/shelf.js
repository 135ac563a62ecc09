// Keeps in this browser the bytes of files that are still to be sent, so that a closed window or a new day loses none.
// Where the browser keeps nothing (private windows, no room), the same file is chosen again and goes on where it stopped.
const NAME = "aceite-envios";
const WEEK = 7 * 24 * 60 * 60 * 1000;

const done = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const open = () => {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => request.result.createObjectStore("files", { keyPath: "id" });
  return done(request);
};

const old = (file) => file.at < Date.now() - WEEK;

async function act(mode, work) {
  try {
    const database = await open();
    try {
      return await work(database.transaction("files", mode).objectStore("files"));
    } finally {
      database.close();
    }
  } catch {
    return null;
  }
}

// Whatever waits on this device, wherever it goes and whosesoever it is: the page without a network says what is hers.
export const shelved = async () => ((await act("readonly", (store) => done(store.getAll()))) ?? []).filter((file) => !old(file));

// Everything of everybody who used this browser; another window that has it open keeps it until that is closed.
export const forget = () => globalThis.indexedDB?.deleteDatabase(NAME);

export class Shelf {
  // `place` is the address the files go to, `owner` the person they are hers: nobody else's window sends them.
  constructor(place, owner) {
    this.place = `${owner}|${place}`;
  }

  async all() {
    const known = await act("readwrite", async (store) => {
      const files = await done(store.getAll());
      await Promise.all(files.filter(old).map((file) => done(store.delete(file.id))));
      return files.filter((file) => !old(file));
    });
    return (known ?? []).filter((file) => file.place === this.place).sort((one, other) => (one.rank ?? one.at) - (other.rank ?? other.at));
  }

  put({ sha256, name, rotation, blob, rank, page = 0, replaces = "" }) {
    const file = { id: `${this.place}|${sha256}`, place: this.place, sha256, name, rotation, blob, rank, page, replaces, at: Date.now() };
    return act("readwrite", (store) => done(store.put(file)));
  }

  drop(sha256) {
    return act("readwrite", (store) => done(store.delete(`${this.place}|${sha256}`)));
  }
}
