/* “I am here” on a phone without signal: the page stays, with what was typed, and says so; pressing again sends it again. Whoever is
   sent twice is on the register once. Whatever the site answers is then shown as without this script. */

const LONGEST_MILLISECONDS = 20000;

class PatientForm {
  constructor(form) {
    this.form = form;
    this.said = document.createElement("p");
    this.said.className = "no-network";
    this.said.setAttribute("role", "status");
    form.append(this.said);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.sending) this.send();
    });
  }

  async send() {
    this.sending = true;
    this.said.textContent = "";
    const body = new URLSearchParams(new FormData(this.form));
    try {
      const answer = await fetch(this.form.action, {
        method: "POST",
        body,
        signal: AbortSignal.timeout?.(LONGEST_MILLISECONDS),
      });
      if (answer.ok && answer.redirected) window.location.assign(answer.url);
      else this.form.submit();
    } catch {
      this.said.textContent = "No network just now. Press again.";
    }
    this.sending = false;
  }
}

for (const form of document.querySelectorAll("form[data-patient]")) new PatientForm(form);
