/* Queue: what somebody said waits on the phone, in its order, until the house has answered it. Pages and service
   workers share a queue by its name. Every piece bears a token made up for it alone, which the house counts once. */
self.nuanxinQueue = (name) => {
  const opening = new Promise((resolve, reject) => {
    const asked = indexedDB.open(name, 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("taps", { keyPath: "token" });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
  const store = (mode, work) => opening.then((base) => new Promise((resolve, reject) => {
    const transaction = base.transaction("taps", mode);
    const asked = work(transaction.objectStore("taps"));
    transaction.oncomplete = () => resolve(asked.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  }));
  return {
    opening,
    put: (tap) => store("readwrite", (taps) => taps.put(tap)),
    drop: (token) => store("readwrite", (taps) => taps.delete(token)),
    all: () => store("readonly", (taps) => taps.getAll()).then((taps) => taps.sort((one, other) => one.at - other.at)),
    token: () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
    alone: (work) => (navigator.locks ? navigator.locks.request(name, work) : work()),
  };
};
