/* A show of hands before the room: the counts are looked at again every two seconds, while the page is seen. */

const AGAIN_MILLISECONDS = 2000;

class LiveCounts {
  constructor(root) {
    this.root = root;
    root.querySelector("[data-again]").hidden = true;
    window.setInterval(() => document.hidden || this.look(), AGAIN_MILLISECONDS);
  }

  async look() {
    try {
      const answer = await fetch(this.root.dataset.live);
      if (answer.ok) this.show(await answer.json());
    } catch {
      this.root.querySelector("[data-again]").hidden = false;
    }
  }

  show(counts) {
    for (const place of this.root.querySelectorAll("[data-figure]")) {
      const text = String(counts[place.dataset.figure]);
      if (place.textContent !== text) place.textContent = text;
    }
    for (const bar of this.root.querySelectorAll("[data-bar]")) {
      bar.max = counts.answered || 1;
      bar.value = counts[bar.dataset.bar];
    }
    this.root.querySelector("[data-noun]").textContent = counts.answered === 1 ? "answer" : "answers";
  }
}

for (const root of document.querySelectorAll("[data-live]")) new LiveCounts(root);
