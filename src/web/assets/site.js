// Improves pages that work without it. Nothing here is needed to read, subscribe, choose or leave.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
for (const field of document.querySelectorAll("input[data-browser-zone]")) field.value = zone;

for (const button of document.querySelectorAll("button[data-use-browser-zone]")) {
  const select = document.querySelector("select[name=timezone]");
  const isOffered = select && zone && [...select.options].some((option) => option.value === zone);
  if (!isOffered || select.value === zone) continue;
  button.textContent = `Use this device's zone (${zone.replaceAll("_", " ")})`;
  button.hidden = false;
  button.addEventListener("click", () => {
    select.value = zone;
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

for (const input of document.querySelectorAll("input[data-filters]")) {
  const items = [...document.querySelectorAll(input.dataset.filters)];
  input.hidden = false;
  input.addEventListener("input", () => {
    const wanted = input.value.trim().toLowerCase();
    for (const item of items) item.hidden = wanted !== "" && !item.textContent.toLowerCase().includes(wanted);
  });
}

// A second press of the same button sends the form only once.
for (const form of document.querySelectorAll("form[method=post]:not([data-live-preview])")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
