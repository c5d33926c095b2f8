/* What is left to give, counted while one fills in a vote; the server counts again when it is saved. */
"use strict";

(() => {
  const form = document.querySelector("form.voting");
  const used = (field) => {
    const number = Math.max(0, parseInt(field.value, 10) || 0);
    return form.dataset.counts === "numbers" ? number : Math.min(number, 1);
  };

  function count() {
    const fields = [...form.querySelectorAll('input[type="number"]')];
    const left = Number(form.dataset.whole) - fields.reduce((sum, field) => sum + used(field), 0);
    const [enough, over] = form.querySelectorAll("[data-left]");
    enough.hidden = left < 0;
    over.hidden = left >= 0;
    for (const line of [enough, over]) line.querySelector("b").textContent = Math.abs(left);
  }

  form.addEventListener("input", count);
})();
