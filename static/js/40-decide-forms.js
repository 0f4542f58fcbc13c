/* Forms to fill in and print (/forms/…). What is typed stays in the page: fields without names, no storage, no request.
   The words are copied beside the fields, into the part of the page that is printed, and go when the page is left. */

class FormSheet {
  constructor(sheet) {
    this.fields = [...sheet.querySelectorAll("[data-typed]")];
    this.status = sheet.querySelector("[data-cleared]");
    this.typed = false;
    this.ask = this.ask.bind(this);
    this.clear();
    for (const field of this.fields) {
      field.hidden = false;
      field.addEventListener("input", () => this.note(field));
    }
    sheet.classList.add("form-sheet--live");
    for (const line of document.querySelectorAll("[data-without-scripts]")) line.remove();
    this.offerClearing(sheet.querySelector("[data-clear]"));
    this.clearOnLeaving();
  }

  /** Something was typed: copy it for paper, and from now on ask before the page is left. */
  note(field) {
    this.copy(field);
    this.status.textContent = "";
    if (this.typed) return;
    this.typed = true;
    window.addEventListener("beforeunload", this.ask);
  }

  /** Put the words of a field where they are printed; ruled lines come back where there are none. */
  copy(field) {
    const paper = field.parentElement;
    const words = paper.querySelector("[data-words]");
    if (words) {
      words.textContent = field.value;
      words.hidden = !field.value.trim();
      paper.querySelector("[data-rules]").hidden = !words.hidden;
    }
    for (const choice of paper.querySelectorAll("[data-choice]")) {
      choice.previousElementSibling.textContent = field.value === choice.textContent ? "✓" : "";
    }
  }

  clear() {
    for (const field of this.fields) {
      field.value = "";
      this.copy(field);
    }
    this.typed = false;
    window.removeEventListener("beforeunload", this.ask);
  }

  /** The browser asks before the page is left; Quick exit, by button or by keyboard, is never held up. */
  ask(event) {
    if (document.body.classList.contains("govuk-exit-this-page-hide-content")) {
      this.clear();
      return;
    }
    event.preventDefault();
    event.returnValue = "";
  }

  /** Whatever way the page is left or come back to, nothing typed is in it: not for the Back button, nor restored by the browser. */
  clearOnLeaving() {
    const exit = (event) => event.target.closest(".govuk-exit-this-page__button") && this.clear();
    document.addEventListener("click", exit, true);
    window.addEventListener("pagehide", () => this.clear());
    window.addEventListener("pageshow", (event) => {
      if (event.persisted || !this.typed) this.clear();
    });
  }

  offerClearing(button) {
    button.hidden = false;
    button.addEventListener("click", () => {
      if (this.typed && !window.confirm("Clear everything that you have typed?")) return;
      this.clear();
      this.status.textContent = "Everything is cleared.";
    });
  }
}

for (const sheet of document.querySelectorAll("[data-form-sheet]")) new FormSheet(sheet);
