/* What script adds to the slides: keys to turn, a number to jump, a blank screen, and a full one.
   Without it the page is read from top to bottom. */
"use strict";

(() => {
  const slides = [...document.querySelectorAll(".slide")];
  const full = document.querySelector("[data-full]");
  let typed = "";

  const here = () => {
    const middle = innerHeight / 2;
    const found = slides.findIndex((slide) => slide.getBoundingClientRect().bottom > middle);
    return found < 0 ? slides.length - 1 : found;
  };

  const go = (place) => {
    const slide = slides[Math.min(Math.max(place, 0), slides.length - 1)];
    slide.scrollIntoView({ block: "start" });
    slide.focus({ preventScroll: true });
    history.replaceState(null, "", `#${slide.id}`);
  };

  const fill = () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen());

  const jump = () => {
    const place = slides.findIndex((slide) => slide.dataset.number === typed);
    typed = "";
    if (place >= 0) go(place);
  };

  const keys = {
    ArrowRight: () => go(here() + 1), ArrowLeft: () => go(here() - 1),
    PageDown: () => go(here() + 1), PageUp: () => go(here() - 1),
    Home: () => go(0), End: () => go(slides.length - 1),
    b: () => document.documentElement.classList.toggle("blank"),
    f: fill,
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^\d$/.test(event.key)) {
      typed = (typed + event.key).slice(-4);
    } else if (event.key === "Enter" && typed) {
      event.preventDefault();
      jump();
    } else if (keys[event.key]) {
      event.preventDefault();
      typed = "";
      keys[event.key]();
    }
  });

  if (full && document.fullscreenEnabled) {
    full.hidden = false;
    full.addEventListener("click", fill);
  }
  for (const told of document.querySelectorAll("[data-keys]")) told.hidden = false;
})();
