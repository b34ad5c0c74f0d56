/** One database of this browser (IndexedDB), its stores by the key path of their records. */
export function openShelf(name: string, stores: Readonly<Record<string, string | string[]>>) {
  let opening: Promise<IDBDatabase> | undefined;

  function opened(): Promise<IDBDatabase> {
    opening ??= new Promise((resolve, reject) => {
      const request = indexedDB.open(name, 1);
      request.onupgradeneeded = () => {
        for (const [store, keyPath] of Object.entries(stores)) request.result.createObjectStore(store, { keyPath });
      };
      request.onsuccess = () => {
        // Cleared by its person, or by the browser for want of room: opened anew at the next turn.
        request.result.onclose = () => {
          opening = undefined;
        };
        resolve(request.result);
      };
      request.onerror = () => {
        opening = undefined;
        reject(request.error);
      };
    });
    return opening;
  }

  return {
    async get<T>(store: string, key: IDBValidKey): Promise<T | undefined> {
      return answer((await opened()).transaction(store).objectStore(store).get(key));
    },
    async all<T>(store: string): Promise<T[]> {
      return answer((await opened()).transaction(store).objectStore(store).getAll());
    },
    /** On the disk when this returns, not only on its way: what was promised as kept outlives a power failure. */
    async put(store: string, record: unknown): Promise<void> {
      const transaction = (await opened()).transaction(store, 'readwrite', { durability: 'strict' });
      transaction.objectStore(store).put(record);
      await finished(transaction);
    },
    /** One key, or the range of those that begin with it, of several stores at once. */
    async remove(keys: Readonly<Record<string, IDBValidKey | IDBKeyRange>>): Promise<void> {
      const transaction = (await opened()).transaction(Object.keys(keys), 'readwrite');
      for (const [store, key] of Object.entries(keys)) transaction.objectStore(store).delete(key);
      await finished(transaction);
    },
  };
}

function answer<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

function finished(transaction: IDBTransaction): Promise<void> {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    // A full disk is told only here.
    transaction.onabort = () => reject(transaction.error);
  });
}
