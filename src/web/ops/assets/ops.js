// Follows the sending: when the server says that something changed, the parts marked `data-live` are renewed.
// Without it every page works by reload.
const source = document.body.dataset.follow;
const leastPauseMs = 1500;
// Ages and rates move though nothing happens.
const renewEveryMs = 15_000;

let isRenewing = false;
let isWanted = false;

async function renew() {
  if (isRenewing) {
    isWanted = true;
    return;
  }
  isRenewing = true;
  isWanted = false;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    // The session ended: the login page must be seen.
    if (answer.redirected) location.reload();
    else if (answer.ok) replaceParts(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // The next event tries again.
  }
  setTimeout(() => {
    isRenewing = false;
    if (isWanted) renew();
  }, leastPauseMs);
}

function replaceParts(fresh) {
  for (const part of document.querySelectorAll("[data-live]")) {
    const other = fresh.getElementById(part.id);
    if (!other || other.innerHTML === part.innerHTML) continue;
    const open = [...part.querySelectorAll("details")].map((one) => one.open);
    const focused = part.contains(document.activeElement)
      ? document.activeElement.getAttribute("href")
      : null;
    part.innerHTML = other.innerHTML;
    part.querySelectorAll("details").forEach((one, index) => {
      one.open = open[index] ?? one.open;
    });
    // Who goes by keyboard stays where they were.
    if (focused) part.querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
  }
}

if (source && "EventSource" in window) {
  let events = null;
  const follow = () => {
    events?.close();
    events = new EventSource(source);
    let isFirst = true;
    events.addEventListener("change", renew);
    events.addEventListener("error", () => {
      // The session was ended elsewhere: the browser is let in no more, and the page leads to the login.
      if (events.readyState === EventSource.CLOSED) renew();
    });
    events.addEventListener("hello", () => {
      // What happened while the connection was away was not told.
      if (!isFirst) renew();
      isFirst = false;
    });
  };
  follow();
  setInterval(() => {
    if (!document.hidden) renew();
  }, renewEveryMs);
  addEventListener("pagehide", () => events?.close());
  // Back from the browser's cache of pages, or from a tab that slept.
  addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    renew();
    follow();
  });
}

// A form that takes a while says so, and is not sent twice by an impatient finger.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", ({ submitter }) => {
    // What answers in a frame leaves the page, and its buttons, where they are.
    if (submitter?.formTarget) return;
    const button = form.querySelector("button[type=submit]");
    // After the browser took the form: a disabled button would not be part of it.
    setTimeout(() => {
      if (button) button.disabled = true;
      if (!form.dataset.busy) return;
      const said = document.createElement("p");
      said.className = "busy";
      said.setAttribute("role", "status");
      said.textContent = form.dataset.busy;
      form.append(said);
    });
  });
  addEventListener("pageshow", () => {
    for (const button of form.querySelectorAll("button:disabled")) button.disabled = false;
  });
}

// A preview that is followed shows itself anew once another process answers: templates were saved.
const followed = document.querySelector("[data-process]");
if (followed) {
  setInterval(async () => {
    try {
      const answer = await fetch(new URL("../preview/process", import.meta.url));
      if (answer.ok && (await answer.text()) !== followed.dataset.process) location.reload();
    } catch {
      // Between two processes none answers.
    }
  }, 700);
}
