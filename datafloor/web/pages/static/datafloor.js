// A copy button beside what is worth copying. Everything else works without this file.
const words = { en: ["Copy", "Copied"], vi: ["Sao chép", "Đã sao chép"] };
const [copy, copied] = words[document.documentElement.lang] || words.en;

if (navigator.clipboard) {
  for (const part of document.querySelectorAll("[data-copy]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = copy;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(part.dataset.copy || part.textContent);
      button.textContent = copied;
      setTimeout(() => (button.textContent = copy), 2000);
    });
    (part.closest("pre") || part).after(button);
  }
}

// Sending twice is asking once; this only spares the second request.
for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 3000);
  });
}

// Where somebody waits, look now and then whether it has come.
const waiting = document.querySelector("[data-state]");

async function look() {
  if (!document.hidden) {
    const answer = await fetch(location.pathname).catch(() => null);
    if (answer?.ok) {
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (page.querySelector("[data-state]")?.dataset.state !== waiting.dataset.state) {
        location.reload();
        return;
      }
    }
  }
  setTimeout(look, 5000);
}

if (waiting) setTimeout(look, 5000);

document.getElementById("errors")?.focus();
