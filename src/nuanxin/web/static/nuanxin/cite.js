/* Citations completed as one types: after "{" a list of figures, then of areas, then of periods.
   The field keeps the focus; arrow keys choose, Enter or Tab inserts, Esc closes. The server knows what may follow. */
(() => {
  const list = document.getElementById("completions");
  const said = document.getElementById("completions-said");
  if (!list) return;
  let field = null, options = [], chosen = -1, asked = 0, wait = 0;

  const opened = (area) => {
    const before = area.value.slice(0, area.selectionStart);
    const start = before.lastIndexOf("{");
    return start >= 0 && start > before.lastIndexOf("}") && !before.slice(start).includes("\n") ? start : -1;
  };
  const close = () => {
    list.hidden = true;
    options = [];
    chosen = -1;
    asked += 1;
    if (field) field.removeAttribute("aria-activedescendant");
  };
  const choose = (place) => {
    chosen = place;
    [...list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === place)));
    field.setAttribute("aria-activedescendant", `completion-${place}`);
    list.children[place].scrollIntoView({ block: "nearest" });
  };
  /* Where the caret is: a hidden copy of the field's text up to it, in the same letters. */
  const place = () => {
    const style = getComputedStyle(field), box = field.getBoundingClientRect(), copy = document.createElement("div");
    for (const name of ["font", "lineHeight", "letterSpacing", "padding", "border", "boxSizing", "overflowWrap"]) copy.style[name] = style[name];
    Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", width: `${box.width}px` });
    copy.textContent = field.value.slice(0, field.selectionStart);
    const mark = document.createElement("span");
    mark.textContent = "|";
    copy.append(mark);
    document.body.append(copy);
    const top = mark.offsetTop + mark.offsetHeight - field.scrollTop, left = mark.offsetLeft;
    copy.remove();
    const widest = document.documentElement.clientWidth - list.offsetWidth - 12;
    list.style.top = `${window.scrollY + box.top + Math.min(Math.max(top, 0), box.height) + 4}px`;
    list.style.left = `${Math.max(12, Math.min(window.scrollX + box.left + left, widest))}px`;
  };
  const item = (option, number) => {
    const made = document.createElement("li");
    made.id = `completion-${number}`;
    made.setAttribute("role", "option");
    for (const [tag, text] of [["span", option.label], ["b", option.value], ["small", option.says]]) {
      const part = document.createElement(tag);
      part.textContent = text;
      made.append(part);
    }
    made.addEventListener("mousedown", (event) => { event.preventDefault(); insert(number); });
    return made;
  };
  const show = (found) => {
    options = found;
    said.textContent = found.length ? `${found.length} ${said.dataset.some}` : said.dataset.none;
    list.replaceChildren(...found.map(item));
    list.hidden = !found.length;
    if (!found.length) return field.removeAttribute("aria-activedescendant");
    place();
    choose(0);
  };
  const ask = async () => {
    const start = opened(field), mine = ++asked;
    if (start < 0) return close();
    const text = field.value.slice(start + 1, field.selectionStart);
    try {
      const answer = await fetch(`${list.dataset.from}?text=${encodeURIComponent(text)}`, { headers: { Accept: "application/json" } });
      if (answer.ok && mine === asked) show((await answer.json()).options);
    } catch { close(); }
  };
  const insert = (number) => {
    const start = opened(field), text = options[number].insert;
    const whole = text.endsWith("}") && field.value[field.selectionStart] === "}" ? 1 : 0;
    field.setRangeText(text, start + 1, field.selectionStart + whole, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-cite]")) return;
    field = event.target;
    clearTimeout(wait);
    if (opened(field) < 0) return close();
    wait = setTimeout(ask, 120);
  });
  document.addEventListener("keydown", (event) => {
    if (list.hidden || event.target !== field || event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose((chosen + step + options.length) % options.length);
    else if (event.key === "Enter" || event.key === "Tab") insert(chosen);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  });
  document.addEventListener("focusout", (event) => { if (event.target === field) close(); });
})();
