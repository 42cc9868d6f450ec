/* Later: a form marked data-later is kept on the phone and sent as soon as there is a network.
   What the house cannot take waits aside and is tried again later; nothing else waits for it. Each tap bears a token of its own, and the house counts a token once: a tap sent twice, because the answer
   got lost, is one. Only whoever tapped it sends it. */
(() => {
  const panel = document.getElementById("later");
  if (!panel || !window.indexedDB) return;
  const texts = panel.dataset, told = panel.querySelector(".at-hand"), refused = panel.querySelector(".refused"), own = panel.querySelector(".unsent");
  const EVERY_MS = 20000, AWAY = [429, 502, 503, 504];
  const { opening, put, drop, all, token, alone } = self.nuanxinQueue("nuanxin-later");
  opening.catch(() => say(texts.full));
  const today = () => {
    const now = new Date();
    return [now.getFullYear(), now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
  };

  const say = (text, link) => {
    told.textContent = text;
    if (link) {
      const door = document.createElement("a");
      door.href = link;
      door.textContent = text;
      told.replaceChildren(door);
    }
    panel.hidden = !text && !refused.children.length;
  };
  const show = async (word, link) => {
    const taps = await all(), mine = taps.filter((tap) => tap.who === texts.who);
    const open = mine.filter((tap) => !tap.refused && !tap.asked), waiting = open.filter((tap) => !tap.failed);
    const over = mine.filter((tap) => tap.refused), failed = open.filter((tap) => tap.failed);
    refused.replaceChildren(
      ...mine.filter((tap) => tap.asked).map(question),
      ...over.map((tap) => withReason(tap, tap.refused)), ...failed.map((tap) => withReason(tap, texts.failed)),
    );
    if (own) own.replaceChildren(...(word ? [] : waiting.filter((tap) => !tap.tried).reverse().map(unsent)));
    panel.dataset.waiting = waiting.length;
    if (word) say(word, link);
    else if (waiting.length) say(`${waiting.length} ${waiting.length === 1 ? texts.one : texts.many}`);
    else say(taps.length > mine.length ? texts.others : "");
  };
  const withReason = (tap, why) => {
    const line = document.createElement("li");
    line.append(`${tap.place} · ${tap.said}: ${why} `, pressed(texts.drop, () => drop(tap.token).then(() => show())));
    return line;
  };

  /* A tap that waits for a network is named, and may be taken back until it was sent: its answer may only be lost. */
  const unsent = (tap) => {
    const line = document.createElement("li"), place = tap.address === location.pathname ? "" : tap.place, words = [place, tap.said, tap.what].filter(Boolean).join(" · ");
    line.append(`${texts.not}: ${words} `, pressed(texts.unsay, () => drop(tap.token).then(() => {
      answered(tap, texts.unsaid, "waits");
      return show();
    })));
    return line;
  };

  /* A number the house wonders about: the tap waits here until somebody says that it is right, or forgets it. */
  const question = (tap) => {
    const line = document.createElement("li"), words = document.createElement("strong");
    words.textContent = texts.asked;
    line.append(`${tap.place} · ${tap.said}: `, words, ` ${tap.asked} `);
    line.append(pressed(texts.yes, () => put({ ...tap, asked: "", fields: [...tap.fields.filter(([name]) => name !== "sure"), ["sure", tap.sure]] }).then(soon)));
    line.append(" ", pressed(texts.slip, () => drop(tap.token).then(() => {
      answered(tap, "", "");
      return show();
    })));
    return line;
  };
  const pressed = (words, then) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", then);
    return button;
  };

  const answered = (tap, word, kind) => {
    const place = tap.address === location.pathname && document.getElementById(tap.part);
    const line = place && place.querySelector(".so-far");
    if (line) {
      line.textContent = word;
      line.dataset.state = kind;
      if (word && here.has(tap.token)) inSight(line);
    }
  };
  /* What became of a tap is seen by whoever tapped, wherever on a long page the button stands. */
  const here = new Set();
  const inSight = (line) => {
    const { top, bottom } = line.getBoundingClientRect();
    if (top < panel.offsetHeight || bottom > window.innerHeight) line.scrollIntoView({ block: "center" });
  };
  /* What hangs on what was kept, such as the orders of the place, is shown as it stands now; a choice half made stays. */
  let renewals = 0;
  const renew = async () => {
    const old = [...document.querySelectorAll("[data-fresh]")], turn = ++renewals;
    const answer = old.length && (await fetch(location.pathname, { redirect: "manual", cache: "no-store" }));
    if (!answer || !answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (turn !== renewals) return;
    for (const part of old) {
      const now = page.querySelector(`[data-fresh="${part.dataset.fresh}"]`);
      if (!now || [...part.querySelectorAll("select")].some((each) => each.value)) continue;
      const held = part.contains(document.activeElement), line = held && part.closest("section")?.querySelector(".so-far");
      part.replaceChildren(...now.childNodes);
      if (!line) continue;
      line.tabIndex = -1;
      line.focus({ preventScroll: true });
    }
  };
  const send = async (tap, form) => {
    const body = new URLSearchParams(tap.fields);
    await put({ ...tap, tried: true });
    const answer = await fetch(tap.address, {
      method: "POST", body, redirect: "manual", headers: { "X-CSRFToken": form, Accept: "application/json" },
    });
    if (answer.status === 422) {
      await put({ ...tap, refused: (await answer.json()).said });
      answered(tap, "", "refused");
    } else if (answer.status === 409) {
      const { said, sure } = await answer.json();
      await put({ ...tap, asked: said, sure });
      answered(tap, texts.answer, "waits");
    } else if (answer.ok) {
      const word = (await answer.json()).said;
      await drop(tap.token);
      answered(tap, word || texts.kept, "kept");
    } else if (answer.status === 404 || answer.status === 410) {
      await put({ ...tap, refused: String(answer.status) });
    } else if (answer.status >= 400 && !AWAY.includes(answer.status)) {
      await put({ ...tap, failed: true });
      answered(tap, texts.failed, "refused");
    } else throw new Error("later");
  };
  const asked = async () => {
    const answer = await fetch(texts.asks, { redirect: "manual", cache: "no-store" });
    return answer.ok ? answer.json() : null;
  };
  const drain = async () => {
    const mine = (await all()).filter((tap) => tap.who === texts.who && !tap.refused && !tap.asked);
    if (!mine.length) return show();
    const door = await asked();
    if (!door || door.who !== texts.who) return show(texts.signin, texts.door);
    await show(texts.sending);
    for (const tap of [...mine.filter((each) => !each.failed), ...mine.filter((each) => each.failed)]) await send(tap, door.form);
    await show();
    if (mine.some((tap) => tap.address === location.pathname)) renew().catch(() => null); // on a slow line nothing waits for it
  };
  let busy = false;
  const once = async () => {
    if (busy) return;
    busy = true;
    try {
      await alone(drain);
    } catch (error) {
      await show().catch(() => say(texts.full));
    } finally {
      busy = false;
    }
    if (panel.dataset.again) {
      delete panel.dataset.again;
      once();
    }
  };
  const soon = () => {
    if (busy) panel.dataset.again = "1";
    else once();
  };

  /* What a tap says, in the words on the page: the thing, what was chosen or typed, how many items are lacking. */
  const toldOf = (form, button) => {
    const thing = form.querySelector("h3"), steps = button && button.name && button.classList.contains("step");
    const typed = [...form.querySelectorAll("select, input[type=number], input[type=date]")].filter((each) => each.value)
      .map((each) => (each.selectedOptions ? each.selectedOptions[0].textContent : each.value));
    const lacking = form.querySelectorAll(".pick.lacks input:checked").length, all = form.querySelectorAll(".pick.lacks").length;
    const parts = [thing && thing.firstChild.textContent.trim(), steps && button.textContent, ...(steps ? [] : typed), all && `${texts.lacking} ${lacking} / ${all}`];
    return parts.filter(Boolean).join(" ");
  };
  const tapped = (form, button) => {
    const fields = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken" && name !== "token" && name !== "on");
    const kept = button && button.name ? fields.filter(([name]) => name !== button.name) : fields;
    if (button && button.name) kept.push([button.name, button.value]);
    const one = token();
    const part = form.closest("section[id]");
    return {
      token: one, who: texts.who, at: Date.now(), address: location.pathname, part: part ? part.id : "",
      what: toldOf(form, button),
      place: document.querySelector("h1").textContent, said: part ? part.querySelector("h2").textContent : "",
      fields: [...kept, ["token", one], ["on", today()]], refused: "",
    };
  };
  /* What is typed while a tap is being kept is the next one: only what was kept is cleared. */
  const filled = (form) => new URLSearchParams(new FormData(form)).toString();
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-later]") || form.dataset.plain) return;
    event.preventDefault();
    const button = event.submitter, tap = tapped(form, button), then = filled(form);
    put(tap).then(() => {
      here.add(tap.token);
      answered(tap, texts.waits, "waits");
      if (filled(form) === then) {
        form.reset();
        forget(form);
      }
      soon();
    }, () => {
      form.dataset.plain = "1";
      form.requestSubmit(button);
    });
  });
  document.querySelectorAll("form[data-draft]").forEach(remember);

  /* A checklist half answered stays on the phone until it is kept. */
  function remember(form) {
    const name = `nuanxin-draft ${texts.who} ${form.dataset.draft}`;
    const [day, kept] = JSON.parse(localStorage.getItem(name) || '["",[]]');
    if (day === today()) {
      kept.forEach(([field, value]) => {
        const answer = [...form.elements].find((each) => each.name === field && each.value === value && each.type === "radio");
        if (answer) answer.checked = true;
      });
    }
    form.addEventListener("change", () => {
      const answers = [...form.elements].filter((each) => each.type === "radio" && each.checked);
      localStorage.setItem(name, JSON.stringify([today(), answers.map((each) => [each.name, each.value])]));
    });
  }
  function forget(form) {
    if (form.dataset.draft) localStorage.removeItem(`nuanxin-draft ${texts.who} ${form.dataset.draft}`);
  }

  window.addEventListener("online", soon);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
  setInterval(() => { if (Number(panel.dataset.waiting)) soon(); }, EVERY_MS);
  soon();
})();
