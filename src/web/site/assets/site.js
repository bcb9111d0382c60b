// Improves pages that work without it. Nothing here is needed to read, subscribe, choose or leave.

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
  button.textContent = button.dataset.useBrowserZone.replace("{zone}", zone.replaceAll("_", " "));
  button.hidden = false;
  button.addEventListener("click", () => {
    select.value = offered.value;
    select.dispatchEvent(new Event("change", { bubbles: true }));
    button.hidden = true;
  });
}

// A second press of the same button sends the form only once.
for (const form of document.querySelectorAll("form[method=post]:not([data-live-preview], [data-marks])")) {
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
