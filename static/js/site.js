/* What scripts add to pages that work without them: Quick exit by keyboard, focus on errors, the meaning of a term at the word,
   print buttons. `GOVUK` is the design system's module, or null where it could not be fetched. */

const START = {
  "govuk-error-summary": "ErrorSummary",
  "govuk-radios": "Radios",
  "govuk-checkboxes": "Checkboxes",
  "govuk-password-input": "PasswordInput",
};
const EXIT_WORDS = {
  i18n: {
    activated: "Leaving this site.",
    timedOut: "Quick exit cancelled.",
    pressTwoMoreTimes: "Shift, press 2 more times to leave this site.",
    pressOneMoreTime: "Shift, press 1 more time to leave this site.",
  },
};

/** Start the design system's parts that are on this page; one that fails leaves its plain HTML behind. */
function startKit(kit) {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  for (const root of document.querySelectorAll("[data-module]")) {
    const name = root.dataset.module;
    const Part = name === "govuk-exit-this-page" ? kit.ExitThisPage : kit[START[name]];
    try {
      if (Part) new Part(root, name === "govuk-exit-this-page" ? EXIT_WORDS : undefined);
    } catch (error) {
      console.warn(error);
    }
  }
}

/** Glossary terms: the link becomes a button that opens its meaning beneath the word. Escape, blur or a tap elsewhere close it. */
class Terms {
  constructor() {
    this.open = null;
    this.box = document.createElement("span");
    this.box.className = "term-meaning";
    this.box.id = "term-meaning";
    this.box.setAttribute("role", "status");
    for (const link of document.querySelectorAll("a.term")) this.prepare(link);
    document.addEventListener("pointerdown", (event) => {
      if (this.open && !this.box.contains(event.target) && event.target !== this.open) this.close();
    });
    window.addEventListener("resize", () => this.open && this.place());
  }

  prepare(link) {
    const meaning = document.querySelector(`${link.hash} + dd [data-meaning]`);
    if (!meaning) return;
    link.setAttribute("role", "button");
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", (event) => {
      event.preventDefault();
      if (this.open === link) this.close();
      else this.show(link, meaning.textContent);
    });
    link.addEventListener("keydown", (event) => {
      if (event.key === " ") {
        event.preventDefault();
        link.click();
      }
      if (event.key === "Escape") this.close();
    });
    link.addEventListener("blur", () => this.close());
  }

  show(link, meaning) {
    this.close();
    this.open = link;
    link.setAttribute("aria-expanded", "true");
    link.setAttribute("aria-controls", this.box.id);
    this.frame = link.closest("p, li, dd, td, blockquote, h2, h3") ?? link.parentElement;
    this.frame.classList.add("term-frame");
    this.box.textContent = "";
    link.after(this.box);
    // A status that is filled after it has come into the page is read out; one that comes filled is not.
    requestAnimationFrame(() => {
      this.box.textContent = meaning;
      this.place();
    });
  }

  place() {
    const frame = this.frame.getBoundingClientRect();
    const word = [...this.open.getClientRects()].at(-1);
    const left = Math.max(0, Math.min(word.left - frame.left, frame.width - this.box.offsetWidth));
    this.box.style.left = `${left}px`;
    this.box.style.top = `${word.bottom - frame.top + 6}px`;
  }

  close() {
    if (!this.open) return;
    this.open.setAttribute("aria-expanded", "false");
    this.open.removeAttribute("aria-controls");
    this.frame.classList.remove("term-frame");
    this.box.remove();
    this.open = null;
  }
}

/** On paper everything is open: a folded part cannot be opened with a finger. */
function preparePrinting() {
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main details:not([open])")];
    for (const part of opened) part.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const part of opened) part.open = false;
  });
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
    if (button.dataset.print === "now") window.addEventListener("load", () => window.print());
  }
}

if (typeof GOVUK !== "undefined" && GOVUK) startKit(GOVUK);
new Terms();
preparePrinting();
