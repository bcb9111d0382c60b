// Improves pages that work without it. Nothing here is needed to read, subscribe, choose or leave.

// The path of the host below which the site lies, "" for none: the folder of this file is one of the site's own.
const site = new URL("..", import.meta.url).pathname.slice(0, -1);

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const field of document.querySelectorAll("input[data-browser-zone]")) field.value = zone;

// A browser may still call a zone by the name that it had before.
function isZone(name) {
  if (name === zone) return true;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone === zone;
  } catch {
    return false;
  }
}

for (const button of document.querySelectorAll("button[data-use-browser-zone]")) {
  const select = document.querySelector("select[name=timezone]");
  const offered = select && zone ? [...select.options].find((option) => isZone(option.value)) : undefined;
  if (!offered || offered.selected) continue;
  button.textContent = button.dataset.useBrowserZone.replace("{zone}", offered.textContent);
  button.hidden = false;
  button.addEventListener("click", () => {
    select.value = offered.value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    button.hidden = true;
  });
}

// A second press of the same button sends the form only once.
for (const form of document.querySelectorAll(
  "form[method=post]:not([data-live-preview], [data-marks], [data-export])",
)) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A pressed mark answers in its place; where that fails, the form is sent as it is without a script.
for (const form of document.querySelectorAll("form[data-marks]")) {
  form.addEventListener("submit", async (event) => {
    const pressed = event.submitter;
    if (!pressed || form.dataset.plain) return;
    event.preventDefault();
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        headers: { accept: "application/json" },
        body: new URLSearchParams(new FormData(form, pressed)),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      const { marks } = await answer.json();
      for (const button of form.querySelectorAll("button")) {
        const isPressed = marks.includes(button.value);
        button.name = isPressed ? "unset" : "set";
        button.setAttribute("aria-pressed", String(isPressed));
        button.title = isPressed ? form.dataset.marks : "";
      }
    } catch {
      form.dataset.plain = "yes";
      form.requestSubmit(pressed);
    }
  });
}

// --- The preferences ---------------------------------------------------------

// What could not be saved is the first thing to hear and to go on from.
document.querySelector("[data-take-focus]")?.focus();

function isChanged(field) {
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((one) => one.selected !== one.defaultSelected);
  return field.type !== "hidden" && "defaultValue" in field && field.value !== field.defaultValue;
}

for (const form of document.querySelectorAll("form[data-live-preview]")) {
  const note = form.querySelector("[data-unsaved]");
  const update = form.querySelector("button[name=preview]");
  const section = document.querySelector("#preview");
  const status = section.querySelector("[data-preview-status]");
  let timer;
  let isSaving = false;

  const isUnsaved = () => "notSaved" in form.dataset || [...form.elements].some(isChanged);
  const warn = (event) => {
    if (!isSaving) event.preventDefault();
  };
  function tellUnsaved() {
    const text = isUnsaved() ? note.dataset.unsaved : "";
    if (note.textContent !== text) note.textContent = text;
    // A page that warns is not kept for "back", so it does so only while there is something to lose.
    if (text) addEventListener("beforeunload", warn);
    else removeEventListener("beforeunload", warn);
  }

  // A frame's first page makes no entry in the history and an old frame stays until it is there: each preview has a
  // frame of its own. The form that asks for it is a copy, so that no field is judged and none takes the focus.
  function preview() {
    clearTimeout(timer);
    const waiting = [...form.elements].find((field) => field.willValidate && !field.validity.valid);
    if (waiting) {
      status.textContent = status.dataset.waits.replace(
        "{field}",
        waiting.labels[0]?.textContent ?? waiting.name,
      );
      return;
    }
    section.querySelector("iframe[hidden]")?.remove();
    const old = section.querySelector("iframe");
    const fresh = document.createElement("iframe");
    fresh.title = old.title;
    fresh.hidden = true;
    fresh.name = `preview-${Date.now()}`;
    old.after(fresh);
    const copy = document.createElement("form");
    copy.hidden = true;
    copy.method = "post";
    copy.action = form.dataset.livePreview;
    copy.target = fresh.name;
    for (const [name, value] of new FormData(form)) {
      const field = document.createElement("textarea");
      field.name = name;
      field.value = value;
      copy.append(field);
    }
    fresh.addEventListener("load", () => {
      // Some browsers tell of the empty page that a frame begins with.
      if (fresh.contentDocument?.URL === "about:blank") return;
      old.remove();
      fresh.hidden = false;
      fresh.name = "preview";
      status.textContent = status.dataset.updated;
    });
    document.body.append(copy);
    copy.submit();
    copy.remove();
  }

  for (const kind of ["input", "change"]) {
    form.addEventListener(kind, () => {
      tellUnsaved();
      clearTimeout(timer);
      timer = setTimeout(preview, 500);
    });
  }
  // What an hour means is said by the site, which knows when editions are ready.
  let asked;
  form.addEventListener("change", async ({ target }) => {
    const { token, cadence, hour, timezone } = form.elements;
    if (![cadence, hour, timezone].includes(target)) return;
    asked?.abort();
    asked = new AbortController();
    const chosen = [token, cadence, hour, timezone].map(({ name, value }) => [name, value]);
    try {
      const answer = await fetch(form.dataset.liveHour, {
        method: "POST",
        body: new URLSearchParams(chosen),
        signal: asked.signal,
      });
      if (answer.ok) document.querySelector("#hour-note").textContent = await answer.text();
    } catch {
      // The note of before stays: it says of which zone it tells.
    }
  });
  form.addEventListener("submit", (event) => {
    if (event.submitter !== update) {
      isSaving = true;
      return;
    }
    event.preventDefault();
    preview();
    if (getComputedStyle(update.querySelector(".under")).display === "none") return;
    section.scrollIntoView();
    section.focus({ preventScroll: true });
  });
  addEventListener("pageshow", () => {
    isSaving = false;
    tellUnsaved();
  });
}

// --- The reading list: kept by the reader's subscription where this browser opens it, else in the browser itself.

const statusLine = document.querySelector("[data-kept-status]");
let statusTimer;
function tell(what) {
  if (!statusLine) return;
  clearTimeout(statusTimer);
  statusLine.textContent = statusLine.dataset[what] ?? what;
  statusTimer = setTimeout(() => statusLine.replaceChildren(), 6000);
}

// A browser may refuse a site its storage, or have none left.
const storage = {
  read(key) {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  },
  write(key, value) {
    try {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
      return true;
    } catch {
      return false;
    }
  },
};
// A browser that does not tell its style sheets whether scripts run.
if (!matchMedia("(scripting: enabled)").matches) document.documentElement.classList.add("scripted");

const keptKey = "paperboy-reading-list";
const openedKey = "paperboy-reading-list-opened";

/** The papers that the browser keeps, the last saved first, with Unix seconds: `{ id, saved, done }`; 0 is not done. */
function readKept() {
  try {
    const list = JSON.parse(storage.read(keptKey) ?? "[]");
    return list.filter(({ id, saved, done }) => typeof id === "string" && saved >= 0 && done >= 0);
  } catch {
    return [];
  }
}

function writeKept(list) {
  return storage.write(keptKey, list.length === 0 ? null : JSON.stringify(list));
}

const nowSeconds = () => Math.floor(Date.now() / 1000);

/** Sends what changes the list of the subscription; `problem` is said to the reader. */
async function post(path, fields) {
  try {
    const answer = await fetch(site + path, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams(fields),
    });
    const body = await answer.json();
    return { status: answer.status, body, problem: answer.ok ? null : body.message };
  } catch {
    return { status: 0, body: null, problem: "error" };
  }
}

const keepButtons = [...document.querySelectorAll("[data-keep]")];
const showKept = (button, isKept) => button.setAttribute("aria-pressed", String(isKept));

/** The key to the list of the subscription, where this browser opens it; else null. Fills in what is saved. */
async function fillIn() {
  if (keepButtons.length === 0) return null;
  if (storage.read(openedKey)) {
    const ids = keepButtons.slice(0, 150).map((button) => button.dataset.keep);
    try {
      const answer = await fetch(
        `${site}/reading-list/state?${new URLSearchParams({ ids: ids.join(",") })}`,
        {
          headers: { accept: "application/json" },
        },
      );
      if (answer.ok) {
        const { saved, formToken } = await answer.json();
        for (const button of keepButtons) showKept(button, saved.includes(button.dataset.keep));
        return formToken;
      }
      if (answer.status === 401) storage.write(openedKey, null);
    } catch {
      return null;
    }
  }
  const kept = new Set(readKept().map(({ id }) => id));
  for (const button of keepButtons) showKept(button, kept.has(button.dataset.keep));
  return null;
}

let filledIn = fillIn();
addEventListener("storage", ({ key }) => {
  if (key === keptKey || key === openedKey) filledIn = fillIn();
});
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) filledIn = fillIn();
});

function keepHere(id, isKept) {
  const others = readKept().filter((one) => one.id !== id);
  if (!isKept && others.length >= Number(statusLine?.dataset.most)) return "full";
  const list = isKept ? others : [{ id, saved: nowSeconds(), done: 0 }, ...others];
  return writeKept(list) ? null : "blocked";
}

for (const button of keepButtons) {
  button.addEventListener("click", async () => {
    const { keep: id } = button.dataset;
    const formToken = await filledIn;
    const isKept = button.getAttribute("aria-pressed") === "true";
    let problem;
    let isEnded = false;
    if (formToken !== null) {
      const answer = await post("/reading-list", {
        form_token: formToken,
        paper: id,
        act: isKept ? "unsave" : "save",
      });
      isEnded = answer.status === 401;
      problem = answer.problem;
      if (isEnded) {
        storage.write(openedKey, null);
        filledIn = Promise.resolve(null);
      }
    }
    if (formToken === null || isEnded) problem = keepHere(id, isKept);
    if (problem) return tell(problem);
    showKept(button, !isKept);
    tell(isEnded ? "ended" : isKept ? "removed" : "saved");
  });
}

// The page of the list itself, where this browser opens it.
const ownList = document.querySelector("[data-reading-session]");
if (ownList) {
  storage.write(openedKey, "yes");
  const bring = ownList.querySelector("form[data-bring]");
  bring.classList.toggle("on", readKept().length > 0);
  bring.addEventListener("submit", async (event) => {
    event.preventDefault();
    const kept = readKept().map(({ id, saved, done }) => `${id} ${saved} ${done}`);
    const { body, problem } = await post("/reading-list/bring", {
      form_token: ownList.dataset.readingSession,
      kept: kept.join("\n"),
    });
    if (problem) return tell(problem);
    const left = new Set(body.leftOut);
    writeKept(readKept().filter(({ id }) => left.has(id)));
    location.assign(`${site}/reading-list?brought=${body.added}`);
  });
}

// And where it does not: the browser's own papers, made by the site from their ids.
const keptList = document.querySelector("[data-kept-list]");
if (keptList) {
  storage.write(openedKey, null);
  const { keptList: part, order, page } = keptList.dataset;
  const place = keptList.querySelector("[data-kept-papers]");
  const shownIds = () =>
    readKept()
      .filter(({ done }) => part === "all" || (part === "done") === done > 0)
      .map(({ id }) => id)
      .join(" ");

  const show = async () => {
    try {
      const answer = await fetch(`${site}/reading-list.html`, {
        method: "POST",
        body: new URLSearchParams({ ids: shownIds(), show: part, order, page }),
      });
      if (!answer.ok) throw new Error(String(answer.status));
      // The site's own HTML, in which it has escaped every text.
      place.innerHTML = await answer.text();
    } catch {
      place.textContent = place.dataset.failed;
    }
    const kept = new Map(readKept().map((one) => [one.id, one]));
    for (const button of place.querySelectorAll("[data-kept-done]"))
      button.setAttribute("aria-pressed", String(kept.get(button.dataset.keptDone)?.done > 0));
  };
  show();
  addEventListener("storage", ({ key }) => key === keptKey && show());

  keptList.addEventListener("click", ({ target }) => {
    const button = target.closest("button");
    if (!button) return;
    const { keptDone, keptRemove } = button.dataset;
    if (keptDone !== undefined) {
      const isDone = button.getAttribute("aria-pressed") === "true";
      const done = isDone ? 0 : nowSeconds();
      writeKept(readKept().map((one) => (one.id === keptDone ? { ...one, done } : one)));
      button.setAttribute("aria-pressed", String(!isDone));
    } else if (keptRemove !== undefined) {
      removeOrRestore(button, keptRemove);
    } else if (button.dataset.clearKept !== undefined) {
      writeKept([]);
      button.closest("details").open = false;
      show();
    }
  });

  // A removed paper stays to be seen until the page is left, so that a second press puts it back as it was.
  const removed = new Map();
  const removeOrRestore = (button, id) => {
    const known = removed.get(id);
    const list = readKept();
    if (known) {
      removed.delete(id);
      writeKept([...list, known].toSorted((a, b) => b.saved - a.saved));
    } else {
      removed.set(
        id,
        list.find((one) => one.id === id),
      );
      writeKept(list.filter((one) => one.id !== id));
    }
    button.setAttribute("aria-pressed", String(!known));
    button.closest("article").classList.toggle("gone", !known);
    tell(known ? "saved" : "removed");
  };

  const exports = keptList.querySelector("form[data-export]");
  exports.addEventListener("submit", () => {
    exports.elements.ids.value = shownIds();
  });
}

// --- Keys: / search, j k papers, o open, s save, ? help; none in fields, none with other keys, off for who wants.

const keysKey = "paperboy-keys";
const help = document.querySelector("dialog[data-keys]");
if (help) {
  const use = help.querySelector("[data-use-keys]");
  const isOn = () => storage.read(keysKey) !== "off";
  const openHelp = () => {
    use.checked = isOn();
    help.showModal();
  };
  use.addEventListener("change", () => storage.write(keysKey, use.checked ? null : "off"));
  document.querySelector("[data-open-keys]")?.addEventListener("click", openHelp);

  const cards = () => [...document.querySelectorAll("article[data-paper]")];
  const current = () =>
    document.activeElement?.closest("article[data-paper]") ??
    document.querySelector("article[aria-current]") ??
    document.querySelector("article.paper");

  const move = (by) => {
    const all = cards();
    const at = all.indexOf(current());
    // Without a current paper the first that is in sight, or the one above it.
    const inSight = all.findIndex((card) => card.getBoundingClientRect().bottom > 80);
    const next = all[at >= 0 ? at + by : by > 0 ? inSight : inSight - 1];
    const link = next?.querySelector(".card-title a");
    if (!link) return;
    for (const card of all) card.removeAttribute("aria-current");
    next.setAttribute("aria-current", "true");
    link.focus({ preventScroll: true });
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    next.scrollIntoView({ block: "nearest", behavior: isCalm ? "instant" : "smooth" });
  };

  const actions = {
    "/": () =>
      (document.querySelector("main input[type=search]") ?? document.querySelector(".search input"))?.focus(),
    j: () => move(1),
    k: () => move(-1),
    o: () => current()?.querySelector(".card-title a")?.click(),
    s: () => current()?.querySelector("[data-keep], .marks button[value=save]")?.click(),
    "?": openHelp,
  };
  addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (!Object.hasOwn(actions, key) || event.defaultPrevented || !isOn()) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.keyCode === 229) return;
    if (document.querySelector("dialog[open]") || (event.repeat && key !== "j" && key !== "k")) return;
    if (target.closest?.("input, textarea, select, [contenteditable]")) return;
    event.preventDefault();
    actions[key]();
  });
}

// Copies a citation; where a browser does not let a page copy, it is shown and selected.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  const label = button.textContent;
  let timer;
  button.classList.add("works");
  button.addEventListener("click", async () => {
    clearTimeout(timer);
    try {
      await navigator.clipboard.writeText(text.textContent.trim());
      button.textContent = button.dataset.copied;
      timer = setTimeout(() => {
        button.textContent = label;
      }, 3000);
    } catch {
      text.closest("details").open = true;
      getSelection().selectAllChildren(text);
    }
  });
}

// A search field suggests while somebody types: a combobox with a list (WAI-ARIA APG), which answers to the arrow keys,
// Enter and Escape. Where nothing can be asked, the field stays what it is.
for (const field of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  list.id = `${field.id}-suggestions`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.suggest);
  list.hidden = true;
  const said = document.createElement("p");
  said.className = "unseen";
  said.setAttribute("role", "status");
  field.parentElement.classList.add("suggesting");
  field.after(list, said);
  const roles = {
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-expanded": "false",
    "aria-controls": list.id,
  };
  for (const [name, value] of Object.entries(roles)) field.setAttribute(name, value);

  let timer;
  let asked;
  let active = -1;
  const options = () => [...list.children];

  const point = (to) => {
    options()[active]?.setAttribute("aria-selected", "false");
    active = to;
    const option = options()[active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) field.setAttribute("aria-activedescendant", option.id);
    else field.removeAttribute("aria-activedescendant");
  };
  const open = (isOpen) => {
    point(-1);
    list.hidden = !isOpen;
    field.setAttribute("aria-expanded", String(isOpen));
  };
  const close = () => {
    clearTimeout(timer);
    asked?.abort();
    open(false);
    said.textContent = "";
  };

  const show = (answer) => {
    const made = answer.options.map(({ label, note, path }, index) => {
      const option = document.createElement("li");
      option.id = `${list.id}-${index}`;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.dataset.path = path;
      option.dir = "auto";
      option.textContent = label;
      if (note) {
        const by = document.createElement("small");
        by.textContent = note;
        option.append(" ", by);
      }
      return option;
    });
    list.replaceChildren(...made);
    open(made.length > 0 && document.activeElement === field);
    said.textContent = list.hidden ? "" : answer.said;
  };

  const ask = async () => {
    asked = new AbortController();
    try {
      const query = new URLSearchParams({ q: field.value.trim() });
      const answer = await fetch(`${site}/suggest?${query}`, { signal: asked.signal });
      if (answer.ok) show(await answer.json());
      else close();
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  };

  field.addEventListener("input", () => {
    close();
    if (field.value.trim().length >= 2) timer = setTimeout(ask, 200);
  });
  field.addEventListener("keydown", (event) => {
    const count = options().length;
    if (event.isComposing) return;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (
      (event.key === "ArrowDown" || event.key === "ArrowUp") &&
      count > 0 &&
      field.value.trim() !== ""
    ) {
      event.preventDefault();
      const from = list.hidden ? -1 : active;
      if (list.hidden) open(true);
      // Beyond either end stands the field itself.
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(((from + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(site + options()[active].dataset.path);
    }
  });
  field.addEventListener("blur", close);
  // The field keeps the focus, or its list would be gone before the click.
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) location.assign(site + option.dataset.path);
  });
}

// Instants in the reader's own time.
for (const time of document.querySelectorAll("time[data-local-time]")) {
  const form = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short" };
  time.textContent = new Intl.DateTimeFormat(document.documentElement.lang, form).format(
    new Date(time.dateTime),
  );
}
