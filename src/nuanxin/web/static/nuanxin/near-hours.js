/* Hours: whether a door is open is worked out on the phone once the page is older than a minute or two, in a tab left
   open and on a list kept for days without a network; the page says how old it is. */
self.nuanxinHours = (() => {
  const note = document.getElementById("near-age");
  if (!note) return { stale: () => false };
  const texts = note.dataset, DAY = 1440, MINUTE_MS = 60000, FRESH_MS = 150000, AHEAD = 8;
  const made = Number(texts.made) * 1000, off = new Set(texts.off.split(" "));
  const two = (number) => String(number).padStart(2, "0");
  /* The clock here, read through UTC: days and minutes by the hours of the place, wherever the phone is. */
  const here = (moment) => new Date(moment + Number(texts.offset) * MINUTE_MS);
  const clock = (minutes) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
  const pairs = (text) => text.split(" ").filter(Boolean).map((each) => each.split("-").map(Number));
  /* A moment in words; a door closes at 24:00 of a day, not at 0:00 of the next. */
  const said = (at, today, closes) => {
    const last = closes && at % DAY === 0, days = Math.floor(at / DAY) - (last ? 1 : 0), time = last ? clock(DAY) : clock(((at % DAY) + DAY) % DAY);
    if (!days) return time;
    if (days === 1) return texts.tomorrow.replace("{clock}", time);
    const day = new Date(today + days * DAY * MINUTE_MS);
    return texts.day.replace("{month}", day.getUTCMonth() + 1).replace("{day}", day.getUTCDate()).replace("{clock}", time);
  };
  /* Announced days it is closed, first/last/reason; without a last nobody knows until when. */
  const breaksOf = (text) => (text || "").split(";").filter(Boolean).map((each) => {
    const [first, last, ...why] = each.split("/");
    return { first, last, why: why.join("/") };
  });
  const iso = (today, ahead) => new Date(today + ahead * DAY * MINUTE_MS).toISOString().slice(0, 10);
  const brokenOn = (breaks, day) => breaks.find(({ first, last }) => first <= day && (!last || day <= last));
  const daysTo = (today, day) => Math.round((Date.parse(`${day}T00:00:00Z`) - today) / MINUTE_MS / DAY);
  const spansOf = (week, holiday, today, breaks) => {
    const spans = [];
    for (let ahead = -1, told = 0; told <= AHEAD; ahead += 1, told += 1) {
      for (let broken = brokenOn(breaks, iso(today, ahead)); broken; broken = brokenOn(breaks, iso(today, ahead))) {
        if (!broken.last) return spans;
        ahead = daysTo(today, broken.last) + 1;
      }
      const day = new Date(today + ahead * DAY * MINUTE_MS), weekday = (day.getUTCDay() + 6) % 7;
      const rests = holiday !== undefined && off.has(day.toISOString().slice(0, 10));
      const own = rests ? pairs(holiday) : pairs(week).filter(([first]) => Math.floor(first / DAY) === weekday).map(([first, last]) => [first - weekday * DAY, last - weekday * DAY]);
      for (const [first, last] of own) {
        const before = spans[spans.length - 1];
        if (before && first + ahead * DAY <= before[1]) before[1] = Math.max(before[1], last + ahead * DAY);
        else spans.push([first + ahead * DAY, last + ahead * DAY]);
      }
    }
    return spans;
  };
  const again = (broken, next, today) => {
    const after = broken.last && new Date(today + (daysTo(today, broken.last) + 1) * DAY * MINUTE_MS);
    const on = after && texts.date.replace("{month}", after.getUTCMonth() + 1).replace("{day}", after.getUTCDate());
    const clock = next ? said(next[0], today) : on;
    return (clock ? texts.again.replace("{clock}", clock) : texts.notice).replace("{why}", broken.why);
  };
  const look = (door) => {
    const place = door.closest("[data-week], [data-breaks]");
    if (!place) return null;
    const now = here(Date.now()), today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
    const minute = now.getUTCHours() * 60 + now.getUTCMinutes(), breaks = breaksOf(place.dataset.breaks);
    const week = place.dataset.week || "", spans = spansOf(week, place.dataset.holiday, today, breaks);
    const open = spans.find(([first, last]) => first <= minute && minute < last), next = spans.find(([first]) => first > minute);
    const tag = document.createElement("span"), shut = open && place.dataset.told;
    const broken = !open && brokenOn(breaks, iso(today, 0));
    tag.className = open ? (shut ? "tag bad" : "tag ok") : week || broken ? "tag shut" : "tag";
    tag.textContent = open ? (shut ? texts.told : texts.open) : broken ? texts.paused : week ? texts.shut : texts.unknown;
    place.dataset.open = open ? "1" : "0";
    if (broken) return door.replaceChildren(tag, ` ${again(broken, next, today)}`);
    const until = open ? open[1] < (AHEAD - 1) * DAY && texts.until.replace("{clock}", said(open[1], today, true)) : next && texts.opens.replace("{clock}", said(next[0], today));
    return door.replaceChildren(tag, until ? ` ${until}` : "");
  };
  const stale = () => Date.now() - made > FRESH_MS;
  const refresh = () => {
    if (!stale()) return false;
    document.querySelectorAll(".door").forEach(look);
    const then = here(made), when = texts.day.replace("{month}", then.getUTCMonth() + 1).replace("{day}", then.getUTCDate())
      .replace("{clock}", clock(then.getUTCHours() * 60 + then.getUTCMinutes()));
    note.textContent = (navigator.onLine ? texts.old : texts.alone).replace("{when}", when);
    note.hidden = false;
    document.dispatchEvent(new Event("nuanxin-hours"));
    return true;
  };
  setInterval(refresh, MINUTE_MS);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) refresh(); });
  window.addEventListener("offline", refresh);
  refresh();
  return { stale };
})();
