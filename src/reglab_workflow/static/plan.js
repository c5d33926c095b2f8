/* What script adds to the plan of a meeting: a button changes the page without a new one and keeps the focus, and a
   point can be dragged, which sends what the buttons send. */
"use strict";

(() => {
  const PLANNED = "planned";
  let dragged = null;

  async function send(form, wish) {
    const body = new FormData(form);
    if (wish) body.append("do", wish);
    const answer = await fetch(form.action, { method: "POST", body });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(PLANNED);
    if (!fresh) throw new Error("no plan in the answer");
    document.getElementById(PLANNED).replaceWith(fresh);
    grips();
  }

  /* The point that the button was about, and in it the same button or the one that takes its place. */

  const points = () => [...document.querySelectorAll(".plan > li")];
  const uids_of = (point) => point.querySelector('[name="proposals"]').value.split(" ");

  function find_again(subject, verb) {
    const wrong = document.querySelector(`#${PLANNED} [role="alert"]`);
    if (wrong) {
      wrong.tabIndex = -1;
      wrong.focus();
      return;
    }
    const point = points().find((each) => uids_of(each).includes(subject));
    const beside = ["up", "down"].includes(verb) ? point?.querySelector('[data-verb="up"], [data-verb="down"]') : null;
    const same = point?.querySelector(`[data-verb="${verb}"]`);
    const goal = (same?.checkVisibility() && same) || beside || point || document.querySelector("#plan .actions button");
    goal.focus();
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.plan || form.dataset.plain) return;
    event.preventDefault();
    const button = event.submitter;
    const verb = button?.dataset.verb;
    const row = button?.closest(".plan > li");
    const subject = row && verb !== "part" ? uids_of(row)[0] : button?.value.split(":")[1];
    send(form, button?.value).then(() => find_again(subject, verb)).catch(() => {
      form.dataset.plain = "yes";
      form.requestSubmit(button);
    });
  });

  /* Dragging: onto a point, before or after it by the half that the pointer is over. */

  function grips() {
    for (const point of points()) {
      const grip = Object.assign(document.createElement("span"), { className: "grip" });
      grip.setAttribute("aria-hidden", "true");
      grip.draggable = true;
      point.prepend(grip);
    }
  }

  const point_at = (event) => event.target.closest?.(".plan > li");
  const clear = () => {
    for (const each of document.querySelectorAll(".plan > .before, .plan > .after")) each.classList.remove("before", "after");
  };
  const is_after = (point, event) => {
    const box = point.getBoundingClientRect();
    return event.clientY > box.top + box.height / 2;
  };

  document.addEventListener("dragstart", (event) => {
    if (!event.target.classList?.contains("grip")) return;
    dragged = point_at(event);
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", dragged.id);
    event.dataTransfer.setDragImage(dragged, 0, 0);
  });

  document.addEventListener("dragover", (event) => {
    const point = dragged && point_at(event);
    if (!point) return;
    event.preventDefault();
    clear();
    point.classList.add(is_after(point, event) ? "after" : "before");
  });

  document.addEventListener("drop", (event) => {
    const point = dragged && point_at(event);
    if (!point) return;
    event.preventDefault();
    const from = Number(dragged.dataset.at);
    const over = Number(point.dataset.at) + (is_after(point, event) ? 1 : 0);
    const to = over > from ? over - 1 : over;
    const subject = uids_of(dragged)[0];
    if (to !== from) send(document.getElementById("plan"), `move:${from}:${to}`).then(() => find_again(subject)).catch(() => location.reload());
  });

  document.addEventListener("dragend", () => {
    dragged = null;
    clear();
  });

  grips();
})();
