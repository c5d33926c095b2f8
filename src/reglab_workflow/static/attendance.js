/* What script adds to ticking off: a mark without a new page, search while one types, and marks that wait for the network.
   Marks are sent one at a time in the order they were made. Each goes with the version of the row that its maker saw, so
   that a late one never undoes what somebody else has done since. */
"use strict";

(() => {
  const list = document.querySelector("[data-marks]");
  const { marks: address, keep } = list.dataset;
  const name = `marks ${keep}`;
  const AGAIN = 10000; // milliseconds
  const GONE = [400, 401, 403, 404];
  let held = []; // where the browser keeps nothing
  let sending = false;
  let leaving = false; // a new page is on its way, perhaps made before the mark that is being sent

  const row_of = (person) => list.querySelector(`[data-person="${CSS.escape(person)}"]`);

  function waiting() {
    try {
      return JSON.parse(localStorage.getItem(name)) || [];
    } catch {
      return held;
    }
  }

  function remember(marks) {
    held = marks;
    try {
      if (marks.length) localStorage.setItem(name, JSON.stringify(marks));
      else localStorage.removeItem(name);
    } catch { /* this page still holds them */ }
    tell();
  }

  function tell() {
    const number = waiting().length;
    const note = list.querySelector("[data-waiting]");
    note.hidden = !number;
    const words = number === 1 ? list.dataset.one : list.dataset.many;
    note.querySelector("span").textContent = words.replace(/^\d+/, number);
    for (const row of list.querySelectorAll("[data-person]")) {
      const later = waiting().some((mark) => mark.person === row.dataset.person);
      row.querySelector("[data-later]").hidden = !later;
      row.querySelector("[data-told]").hidden = later;
    }
  }

  function show(row, here) {
    const focused = row.contains(document.activeElement);
    row.classList.toggle("here", here);
    for (const form of row.querySelectorAll("form[data-mark]")) form.hidden = (form.dataset.mark === "here") === here;
    if (focused) row.querySelector("form:not([hidden]) button")?.focus();
  }

  function settle(told) {
    const row = row_of(told.person);
    if (!row) return;
    row.querySelector("[data-told]").textContent = told.told;
    for (const field of row.querySelectorAll('[name="seen"]')) field.value = told.seen;
    const problem = row.querySelector("[data-problem]");
    problem.textContent = told.problem;
    problem.hidden = !told.problem;
    document.querySelector("[data-count]").textContent = told.count;
    if (!waiting().some((mark) => mark.person === told.person)) show(row, told.here);
  }

  async function post(mark) {
    const body = new URLSearchParams({
      csrf_token: list.querySelector('[name="csrf_token"]').value, person: mark.person, mark: mark.mark, seen: mark.seen });
    return fetch(address, { method: "POST", body, redirect: "manual", headers: { "X-Mark": "1" } });
  }

  /* One after the other; what cannot be sent stays and is tried again. */

  async function flush() {
    if (sending || leaving || !waiting().length) return;
    sending = true;
    try {
      for (let mark = waiting()[0]; mark; [mark] = waiting()) {
        const answer = await post(mark);
        if (leaving) return; // the new page sends it again, which changes nothing but what that page shows
        const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
        if (!json && (GONE.includes(answer.status) || answer.type === "opaqueredirect")) {
          list.querySelector("[data-out]").hidden = false;
          return;
        }
        if (!json) return; // the server is busy or away
        const told = await answer.json();
        let left = waiting().slice(1);
        // What rests on a mark that was refused goes with it; what rests on one that was kept has seen it.
        if (told.problem) left = left.filter((each) => each.person !== told.person);
        else left = left.map((each) => (each.person === told.person ? { ...each, seen: told.seen } : each));
        remember(left);
        settle(told);
      }
    } catch { /* no network: later */ } finally {
      sending = false;
    }
  }

  list.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.mark) return;
    event.preventDefault();
    const row = form.closest("[data-person]");
    row.querySelector("[data-problem]").hidden = true;
    remember([...waiting(), { person: row.dataset.person, mark: form.dataset.mark, seen: form.elements.seen.value }]);
    show(row, form.dataset.mark === "here");
    flush();
  });

  /* Search: the form works without script, and asks for a new page only then. */

  const search = list.querySelector('form[role="search"]');

  function narrow() {
    const text = search.elements.text.value.trim().toLocaleLowerCase();
    let number = 0;
    for (const row of list.querySelectorAll("[data-person]")) {
      const fits = row.dataset.words.includes(text) && !(search.elements.left.checked && row.classList.contains("here"));
      row.hidden = !fits;
      number += fits;
    }
    list.querySelector("[data-nobody]").hidden = number > 0 || !list.querySelector("[data-person]");
  }

  // A list that the server has narrowed lacks those who do not fit, so it is asked anew.
  const whole = !new URLSearchParams(location.search).has("text") && !new URLSearchParams(location.search).has("left");
  if (whole) {
    search.addEventListener("input", narrow);
    search.addEventListener("submit", (event) => {
      event.preventDefault();
      narrow();
    });
  }

  for (const mark of waiting()) {
    const row = row_of(mark.person);
    if (row) show(row, mark.mark === "here");
  }
  tell();
  flush();
  window.addEventListener("online", flush);
  window.addEventListener("beforeunload", () => { leaving = true; });
  setInterval(() => {
    leaving = false; // it was a file to save, or the person stayed
    flush();
  }, AGAIN);
})();
