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

for (const form of document.querySelectorAll("form[data-live-preview]")) {
  const button = form.querySelector("button[name=preview]");
  let timer;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => form.requestSubmit(button), 500);
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
