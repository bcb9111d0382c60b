// Follows the sending: when the server says that something changed, the parts marked `data-live` are renewed.
const source = document.body.dataset.follow;
const leastPauseMs = 1500;

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
    const answer = await fetch(location.href, { headers: { accept: "text/html" }, redirect: "error" });
    if (answer.ok) replaceParts(new DOMParser().parseFromString(await answer.text(), "text/html"));
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
    if (!other || other.innerHTML === part.innerHTML || part.contains(document.activeElement)) continue;
    part.innerHTML = other.innerHTML;
  }
}

if (source && "EventSource" in window) {
  const events = new EventSource(source);
  events.addEventListener("change", renew);
  addEventListener("pagehide", () => events.close());
}
