/* Follows a meeting: the part of the page that changes is asked for again and again, and exchanged when it has. On the
   big screen the arrow keys take the steps that the buttons do. */
"use strict";

(() => {
  const part = document.querySelector("[data-live]");
  if (!part) return;

  async function look() {
    if (document.hidden) return;
    const answer = await fetch(part.dataset.live, { redirect: "manual" });
    if (answer.type === "opaqueredirect") {
      location.reload(); // the meeting is over, or the sign-in
      return;
    }
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-live]") || page.body;
    if (fresh.innerHTML.trim() === part.innerHTML.trim()) return;
    const led = part.contains(document.activeElement);
    part.innerHTML = fresh.innerHTML;
    if (led) part.querySelector("button.first, button")?.focus();
  }

  /* A step from the big screen stays on it. */

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.key) return;
    event.preventDefault();
    fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).then(look).catch(() => form.submit());
  });

  // A lost connection is no fault of the page: the next look may succeed.
  setInterval(() => look().catch(() => undefined), Number(part.dataset.each));

  document.addEventListener("keydown", (event) => {
    const form = document.querySelector(`form[data-key="${event.key}"]`);
    if (!form || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    event.preventDefault();
    form.requestSubmit();
  });
})();
