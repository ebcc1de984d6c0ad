// Everything works without this file; with it, less is waited for and typed.

// A copy button beside what is worth copying.
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

// Where somebody waits: the exchange says that something happened, and the page looks at itself
// anew. What changes as a whole (data-state) is loaded again; parts (data-part) are put in place,
// except one in which somebody types.
const live = [...document.querySelectorAll("[data-live]")];

async function look() {
  const answer = await fetch(location.href).catch(() => null);
  if (!answer?.ok) return;
  if (answer.redirected) {
    location.replace(answer.url);
    return;
  }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const states = (from) => [...from.querySelectorAll("[data-state]")].map((part) => part.dataset.state);
  if (String(states(page)) !== String(states(document))) {
    location.reload();
    return;
  }
  const filled = document.querySelector("[name=seen]")?.value;
  const now = page.querySelector("[name=seen]")?.value;
  const meanwhile = document.getElementById("meanwhile");
  if (meanwhile && filled && now && filled !== now) meanwhile.hidden = false;
  for (const part of document.querySelectorAll("[data-part]:not([data-touched])")) {
    const fresh = page.getElementById(part.id);
    const typing = part.contains(document.activeElement) && document.activeElement.form;
    if (fresh && !typing && fresh.innerHTML !== part.innerHTML) part.innerHTML = fresh.innerHTML;
  }
}

// What somebody has typed in is not replaced.
document.addEventListener("input", (event) => event.target.closest("[data-part]")?.setAttribute("data-touched", ""));

if (live.length) {
  const ids = live.map((part) => part.dataset.live).join(",");
  const news = new EventSource(`/events?about=${ids}`);
  let broken = false;
  news.addEventListener("changed", look);
  news.addEventListener("error", () => (broken = true));
  news.addEventListener("open", () => {
    if (broken) look();
    broken = false;
  });
  addEventListener("pagehide", () => news.close());
}

// What was typed into a step and not kept is remembered by this browser, and comes back with the
// page; it is forgotten as soon as the form is sent, or when its writer says so.
const known = { en: ["What you had typed is back. It is not kept yet.", "Forget it"], vi: ["Nội dung bạn đã nhập được khôi phục, nhưng chưa lưu.", "Bỏ nội dung này"] };
for (const form of document.querySelectorAll("form[data-keep]")) {
  const key = `typed ${form.action.replace(/\/(en|vi)\//, "/")}`;
  const fields = [...form.elements].filter((field) => field.name && !["hidden", "file", "submit"].includes(field.type));
  const typed = () => fields.map((field) => [field.name, field.value, field.checked]);
  const put = (values) => values.forEach(([name, value, checked], index) => {
    const field = fields[index];
    if (field?.name !== name) return;
    if (["checkbox", "radio"].includes(field.type)) field.checked = checked;
    else field.value = value;
  });
  const shown = typed();
  const kept = localStorage.getItem(key);
  if (kept && kept !== JSON.stringify(shown) && !document.getElementById("errors")) {
    const [said, forget] = known[document.documentElement.lang] || known.en;
    const note = Object.assign(document.createElement("p"), { className: "note waits", id: "unkept", textContent: `${said} ` });
    const button = Object.assign(document.createElement("button"), { type: "button", className: "second", textContent: forget });
    note.setAttribute("role", "status");
    note.append(button);
    form.before(note);
    put(JSON.parse(kept));
    form.querySelector("[data-part]")?.setAttribute("data-touched", "");
    button.addEventListener("click", () => {
      put(shown);
      localStorage.removeItem(key);
      note.remove();
    });
  }
  form.addEventListener("input", () => localStorage.setItem(key, JSON.stringify(typed())));
  form.addEventListener("submit", () => localStorage.removeItem(key));
}

document.querySelector("form[action$='/sign-out']")?.addEventListener("submit", () => {
  for (const key of Object.keys(localStorage)) if (key.startsWith("typed ")) localStorage.removeItem(key);
});

// A form that shows what it means while one types: the exchange is asked, and nothing is kept.
for (const form of document.querySelectorAll("form[data-look]")) {
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const typed = new URLSearchParams(new FormData(form));
      typed.set("look", "yes");
      const answer = await fetch(form.action, { method: "POST", body: typed }).catch(() => null);
      if (!answer || answer.redirected) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const [says, fresh] = [document, page].map((from) => from.getElementById("says"));
      if (says && fresh) says.innerHTML = fresh.innerHTML;
    }, 400);
  });
}

// What helps with a form looks at it anew when a field of it changed.
for (const part of document.querySelectorAll("[data-refresh]")) {
  let latest = 0;
  part.closest("form")?.addEventListener("change", async (event) => {
    const turn = ++latest;
    const typed = new URLSearchParams();
    for (const [name, value] of new FormData(event.currentTarget)) {
      if (typeof value === "string") typed.append(name, value);
    }
    const answer = await fetch(part.dataset.refresh, { method: "POST", body: typed }).catch(() => null);
    if (answer?.ok && !answer.redirected && turn === latest) part.innerHTML = await answer.text();
  });
}

// A file goes up in pieces (tus 1.0.0, tus.io) and after a break goes on where it stopped, also
// when the page was closed: what this browser began to send is remembered by name, size and date.
const PIECE = 8 * 1024 * 1024;
const tus = { "Tus-Resumable": "1.0.0" };
const sleep = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

async function beginning(endpoint, file, key) {
  const known = localStorage.getItem(key);
  if (known) {
    const answer = await fetch(known, { method: "HEAD", headers: tus });
    if (answer.ok) return [known, Number(answer.headers.get("Upload-Offset"))];
    if (answer.status < 500) localStorage.removeItem(key);
  }
  const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)));
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: { ...tus, "Upload-Length": file.size, "Upload-Metadata": `filename ${name}` },
  });
  if (!answer.ok) throw answer;
  localStorage.setItem(key, answer.headers.get("Location"));
  return [answer.headers.get("Location"), 0];
}

async function send(endpoint, file, told) {
  const key = `upload ${file.name} ${file.size} ${file.lastModified}`;
  for (let wait = 1; ; wait = Math.min(wait * 2, 30)) {
    try {
      let [address, offset] = await beginning(endpoint, file, key);
      for (told(offset); offset < file.size; told(offset)) {
        const answer = await fetch(address, {
          method: "PATCH",
          headers: {
            ...tus,
            "Content-Type": "application/offset+octet-stream",
            "Upload-Offset": offset,
          },
          body: file.slice(offset, offset + PIECE),
        });
        if (!answer.ok) throw answer;
        offset = Number(answer.headers.get("Upload-Offset"));
        wait = 1;
      }
      localStorage.removeItem(key);
      return address.split("/").pop();
    } catch (wrong) {
      const again = wrong instanceof TypeError || [409, 423].includes(wrong.status) || wrong.status >= 500;
      if (!again) throw wrong;
      told(null);
      await sleep(wait);
    }
  }
}

for (const form of document.querySelectorAll("form[data-upload]")) {
  form.addEventListener("submit", async (event) => {
    const chosen = form.elements.file;
    const file = chosen.files[0];
    if (!file || event.defaultPrevented) return;
    event.preventDefault();
    const [sent, broke] = form.dataset.said.split("|");
    const bar = Object.assign(document.createElement("progress"), { max: file.size || 1, value: 0 });
    const line = document.createElement("p");
    bar.setAttribute("aria-label", file.name);
    line.setAttribute("role", "status");
    form.append(bar, line);
    const button = form.querySelector("button:not([type])");
    button.disabled = true;
    try {
      form.elements.upload.value = await send(form.dataset.upload, file, (offset) => {
        if (offset !== null) bar.value = offset;
        line.textContent = offset === null ? broke : `${sent}: ${Math.floor((100 * offset) / (file.size || 1))} %`;
      });
      chosen.value = "";
      chosen.required = false;
      form.submit();
    } catch (wrong) {
      line.textContent = (await wrong.json?.().catch(() => null))?.title || String(wrong);
      line.setAttribute("role", "alert");
      bar.remove();
      button.disabled = false;
      delete form.dataset.sent;
    }
  });
}

// Titles are suggested while somebody types; the browser shows them and takes the choice.
for (const field of document.querySelectorAll("[data-suggest]")) {
  const list = Object.assign(document.createElement("datalist"), { id: `${field.id}-titles` });
  let waiting;
  field.after(list);
  field.setAttribute("list", list.id);
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const typed = field.value.trim();
      if (typed.length < 2) return;
      const answer = await fetch(`${field.dataset.suggest}?q=${encodeURIComponent(typed)}`).catch(() => null);
      if (!answer?.ok || typed !== field.value.trim()) return;
      const titles = (await answer.json()).map((each) => each[`title_${document.documentElement.lang}`]);
      list.replaceChildren(...titles.map((title) => Object.assign(document.createElement("option"), { value: title })));
    }, 150);
  });
}

document.getElementById("errors")?.focus();
