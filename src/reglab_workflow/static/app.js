/* What script adds to pages that work without it: repeated groups without a new page, focus on what is wrong,
   a count of words, keys in long lists, and keeping what is written while it is written. One listener for each kind
   of event; nothing runs by itself while nobody writes. */
"use strict";

(() => {
  const form_words = (form, n) => (n === 1 ? form.dataset.wordsOne : form.dataset.wordsMany).replace(/^\d+/, n);

  /* Repeated groups: the server rearranges the form as it does without script; only the group is exchanged. */

  async function rearrange(button) {
    const group = button.closest(".sequence");
    const body = new FormData(button.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    body.append(button.name, button.value);
    group.setAttribute("aria-busy", "true");
    const answer = await fetch(button.formAction, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(group.id);
    if (!answer.ok || !fresh) throw new Error("no group in the answer");
    group.replaceWith(fresh);
    count_all(fresh);
    const goal = document.getElementById(new URL(button.formAction).hash.slice(1));
    (goal || fresh).focus();
  }

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button || button.name !== "sequence_action" || button.dataset.plain) return;
    event.preventDefault();
    rearrange(button).catch(() => {
      button.dataset.plain = "yes";
      button.form.requestSubmit(button);
    });
  });

  /* Words: told under each long field, as help and never as a limit. */

  function count(area) {
    const form = area.form;
    if (!form || !form.dataset.wordsOne || area.classList.contains("one")) return;
    const id = `${area.id}-words`;
    let note = document.getElementById(id);
    const words = area.value.trim() ? area.value.trim().split(/\s+/).length : 0;
    if (!note) {
      if (!words) return;
      note = Object.assign(document.createElement("p"), { id, className: "hint" });
      area.after(note);
      area.setAttribute("aria-describedby", `${area.getAttribute("aria-describedby") || ""} ${id}`.trim());
    }
    note.textContent = form_words(form, words);
  }

  function count_all(within) {
    for (const area of within.querySelectorAll("form textarea, .sequence textarea")) count(area);
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea")) count(event.target);
  });

  /* How much is filled in: as the server counts, while one writes. */

  function measure(form) {
    const sum = document.querySelector("[data-sum]");
    if (!sum) return;
    const lines = document.querySelectorAll("[data-meter]");
    for (const line of lines) {
      const id = `f-${line.dataset.meter}`;
      const controls = [...form.querySelectorAll("input, textarea, select")].filter(
        (each) => each.id === id || each.id.startsWith(`${id}-`));
      const filled = controls.some((each) => (each.type === "radio" ? each.checked : each.value.trim() !== ""));
      line.classList.toggle("open", !filled);
    }
    const open = document.querySelectorAll("[data-meter].open").length;
    sum.textContent = sum.dataset.sum.replace("#", lines.length - open);
  }

  for (const kind of ["input", "change"]) {
    document.addEventListener(kind, (event) => event.target.form && measure(event.target.form));
  }

  /* Lists: only while the focus is in the list, so that no key is taken from anybody else. */

  function go(row, kind) {
    const goal = row && (row.querySelector(kind) || row.querySelector("a, input"));
    if (goal) goal.focus();
  }

  const keys = {
    ArrowDown: (row, kind) => go(row.nextElementSibling, kind),
    ArrowUp: (row, kind) => go(row.previousElementSibling, kind),
    " ": (row) => row.querySelector('input[type="checkbox"]')?.click(),
    Enter: (row) => row.querySelector("a")?.click(),
    "?": () => {
      const help = document.querySelector("details.keys");
      if (!help) return;
      help.open = true;
      help.querySelector("summary").focus();
    },
  };

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.(".list tbody tr");
    const box = event.target.matches('input[type="checkbox"]');
    if (!row || !(event.key in keys) || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!box && !event.target.matches("a")) return;
    if ((event.key === " " && box) || (event.key === "Enter" && !box)) return; // the browser does these itself
    event.preventDefault();
    keys[event.key](row, box ? 'input[type="checkbox"]' : "a");
  });

  /* What is written: a pause in writing sends the form to be kept; until it is, the browser has a copy. */

  const written = document.querySelector("form[data-sheet]");
  const PAUSE = 1500;
  const SENT = "sent";
  let waiting = 0;
  let latest = 0;
  let sending = new AbortController();

  function copy_of(form) {
    const body = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
    body.delete("csrf_token");
    return body;
  }

  function remember(text) {
    try {
      if (text === null) localStorage.removeItem(written.dataset.sheet);
      else localStorage.setItem(written.dataset.sheet, text);
    } catch { /* a browser that keeps nothing: the server still does */ }
  }

  function tell(what) {
    for (const note of written.querySelectorAll("[data-kept]:not(span)")) note.hidden = note.dataset.kept !== what;
  }

  async function send(body) {
    const number = (latest += 1);
    sending = new AbortController();
    const { signal } = sending;
    const sent = new URLSearchParams(body);
    sent.append("csrf_token", written.elements.csrf_token.value);
    let answer;
    try {
      answer = await fetch(location.pathname, {
        method: "POST", body: sent, redirect: "manual", headers: { "X-Sheet": "keep" }, signal });
    } catch {
      if (!signal.aborted) tell("lost");
      return false;
    }
    if (!answer.ok) {
      tell("out");
      return false;
    }
    const { at } = await answer.json();
    if (number !== latest) return true;
    remember(null);
    written.querySelector('span[data-kept="time"]').textContent = at;
    tell("kept");
    return true;
  }

  function keep() {
    clearTimeout(waiting);
    const body = copy_of(written);
    remember(body.toString());
    waiting = setTimeout(() => send(body), PAUSE);
  }

  /* The server has answered what was sent in: the copy has done its duty, unless the answer is that it went wrong. */

  try {
    const sent = sessionStorage.getItem(SENT);
    if (sent && !document.querySelector("[data-wrong]")) localStorage.removeItem(sent);
    sessionStorage.removeItem(SENT);
  } catch { /* as above */ }

  if (written) {
    for (const kind of ["input", "change"]) written.addEventListener(kind, keep);
    window.addEventListener("online", keep);
    written.addEventListener("submit", (event) => {
      if (event.submitter && event.submitter.name === "sequence_action") return;
      clearTimeout(waiting);
      sending.abort();
      try {
        sessionStorage.setItem(SENT, written.dataset.sheet);
      } catch { /* as above */ }
    });
    let left = null;
    try {
      left = localStorage.getItem(written.dataset.sheet);
    } catch { /* as above */ }
    if (left) send(new URLSearchParams(left)).then((kept) => kept && location.reload());
  }

  count_all(document);
  document.querySelector("[data-focus]")?.focus();
})();
