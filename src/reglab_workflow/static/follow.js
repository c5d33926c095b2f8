/* Follows a meeting: the part of the page that changes is asked for again and again, and exchanged when it has. The big
   screen has keys and a clock; a window for notes goes along to the proposal that is up. */
"use strict";

(() => {
  const typing = (event) =>
    event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select");

  // A lost connection is no fault of the page: the next look may succeed.
  const again = (look, pause) => setInterval(() => look().catch(() => undefined), Number(pause));

  const LONGEST = 6 * 3600; // seconds: a point that seems to last longer was never ended

  /* The page of the meeting and its big screen. */

  function follow(part) {
    let shown = part.innerHTML.trim();
    let ahead = 0; // of the server's clock, in milliseconds

    async function look() {
      if (document.hidden) return;
      const answer = await fetch(part.dataset.live, { redirect: "manual" });
      if (answer.type === "opaqueredirect") {
        location.reload(); // the meeting is over, or the sign-in
        return;
      }
      if (!answer.ok) return;
      ahead = Date.now() - Date.parse(answer.headers.get("Date"));
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector("[data-live]") || page.body;
      if (fresh.innerHTML.trim() === shown) return;
      shown = fresh.innerHTML.trim();
      const led = part.contains(document.activeElement);
      part.innerHTML = shown;
      tick();
      if (led) part.querySelector("button.first, button")?.focus();
    }

    /* A step from the big screen stays on it. */

    document.addEventListener("submit", (event) => {
      const form = event.target;
      if (!("step" in form.dataset)) return;
      event.preventDefault();
      fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).then(look).catch(() => form.submit());
    });

    /* The clock repeats what the page says in words, so it is only for the eye. */

    function tick() {
      const clock = part.querySelector("[data-since]");
      if (!clock) return;
      const gone = Math.max(0, Math.floor((Date.now() - ahead - Date.parse(clock.dataset.since)) / 1000));
      clock.hidden = gone > LONGEST;
      const late = gone > Number(clock.dataset.minutes) * 60;
      clock.textContent = `${Math.floor(gone / 60)}:${String(gone % 60).padStart(2, "0")}${late ? ` ${clock.dataset.late}` : ""}`;
      clock.classList.toggle("late", late);
    }

    tick();
    setInterval(tick, 1000);
    again(look, part.dataset.each);
    if (document.documentElement.classList.contains("deck")) keys();
  }

  /* Keys of the big screen. */

  function keys() {
    const told = document.querySelector("[data-typed]");
    const root = document.documentElement;
    let typed = "";

    const type = (number) => {
      typed = number.slice(-4);
      if (!told) return;
      told.textContent = typed;
      told.hidden = !typed;
    };

    const jump = () => {
      const form = document.querySelector("form[data-jump]");
      const goal = [...(form?.elements.current.options || [])].find((option) => option.dataset.number === typed);
      type("");
      if (!goal) return;
      form.elements.current.value = goal.value;
      form.requestSubmit();
    };

    const does = {
      b: () => root.classList.toggle("blank"),
      f: () => (document.fullscreenElement ? document.exitFullscreen() : root.requestFullscreen()),
      n: () => document.querySelector("[data-notes]")?.click(),
      t: () => root.classList.toggle("untimed"),
      "?": () => {
        const help = document.querySelector("details.keys");
        help.open = !help.open;
        help.querySelector("summary").focus();
      },
    };

    document.addEventListener("keydown", (event) => {
      if (typing(event)) return;
      const form = document.querySelector(`form[data-key="${CSS.escape(event.key)}"]`);
      if (/^\d$/.test(event.key)) {
        type(typed + event.key);
      } else if (event.key === "Enter" && typed) {
        event.preventDefault();
        jump();
      } else if (form || does[event.key]) {
        event.preventDefault();
        type("");
        if (form) form.requestSubmit();
        else does[event.key]();
      }
    });
    for (const help of document.querySelectorAll("[data-keys]")) help.hidden = false;
  }

  /* A window for notes: goes along while nothing unsaved stands in it, else it says where the meeting is. */

  function goAlong(window_) {
    const form = document.querySelector("form[data-sheet]");
    const text = () => new URLSearchParams(new FormData(form)).toString();
    const saved = text();
    const note = window_.querySelector("[data-elsewhere]");

    async function look() {
      const answer = await fetch(window_.dataset.following, { redirect: "manual" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const up = page.querySelector("[data-up]")?.dataset.up;
      if (!up || up === window_.dataset.here) {
        note.hidden = true;
        return;
      }
      const href = window_.dataset.pages.replace("UID", up);
      if (text() === saved) {
        location.assign(href);
        return;
      }
      const link = note.querySelector("a");
      link.href = href;
      link.textContent = page.querySelector("[data-up] .big").textContent.trim();
      note.hidden = false;
    }

    again(look, window_.dataset.each);
  }

  const part = document.querySelector("[data-live]");
  const beside = document.querySelector("[data-following]");
  if (part) follow(part);
  if (beside) goAlong(beside);
})();
