/* “I am here” on a phone without signal: the page stays, with what was typed, and says so; pressing again sends it. The site is asked
   for a sign of life first, so that the form itself goes once, as without this script. */

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
    try {
      await fetch(window.location.pathname, { method: "HEAD", signal: AbortSignal.timeout?.(LONGEST_MILLISECONDS) });
      this.form.submit();
    } catch {
      this.said.textContent = "No network just now. Press again.";
    }
    this.sending = false;
  }
}

for (const form of document.querySelectorAll("form[data-patient]")) new PatientForm(form);
