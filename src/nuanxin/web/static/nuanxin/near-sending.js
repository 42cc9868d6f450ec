/* Sending of reports, by the page that stands open or, where none does, by the service worker. A report carries
   what is wrong, how long ago that was said, and its token; nothing of the phone and nothing of whoever tapped.
   One the house could not take is tried again later, and holds up none of the others. */
self.nuanxinReports = () => {
  const queue = self.nuanxinQueue("nuanxin-reports");
  const LONGEST_MS = 3 * 24 * 3600 * 1000, PATIENCE_MS = 20000, AWAY = [502, 503, 504];
  const end = (tap, ended, why = "") => queue.put({ ...tap, ended, why });
  const send = async (tap) => {
    const ago = Math.max(0, Math.round((Date.now() - tap.at) / 1000));
    const patience = new AbortController(), over = setTimeout(() => patience.abort(), PATIENCE_MS);
    const answer = await fetch(tap.address, {
      method: "POST", body: new URLSearchParams({ matter: tap.matter, token: tap.token, ago }),
      headers: { Accept: "application/json" }, redirect: "manual", signal: patience.signal,
    }).finally(() => clearTimeout(over));
    if (answer.ok) {
      const told = await answer.json();
      return told.said ? end(tap, "known", told.said) : end(tap, "sent");
    }
    if (answer.status === 422) return end(tap, "refused", (await answer.json()).said);
    if (answer.status === 404) return end(tap, "refused", "404");
    if (answer.status === 429) throw new Error((await answer.json().catch(() => ({}))).of === "everybody" ? "crowded" : "busy");
    if (answer.status >= 500 && !AWAY.includes(answer.status)) throw new Error("failed");
    throw new Error("later");
  };
  const drain = () => queue.alone(async () => {
    let failed = null;
    for (const tap of (await queue.all()).filter((each) => !each.ended)) {
      if (Date.now() - tap.at > LONGEST_MS) await end(tap, "old");
      else {
        await send(tap).catch((error) => {
          if (error.message !== "failed") throw error;
          failed = error;
        });
      }
    }
    if (failed) throw failed;
  });
  return { ...queue, drain };
};
