// The desk saves by itself what was typed: some seconds after typing stops, and on leaving.
// It asks the same address as the button, and is answered field by field. What it cannot save
// stays in the page, with the reason beside it.

const IDLE = 5_000;
const LONGEST = 30_000;
const AGAIN = 10_000;
// More than a browser sends for a page that is already gone.
const KEEPALIVE_MOST = 60_000;

const form = document.querySelector("form[data-autosave]");
const state = document.getElementById("save-state");

// By name of a field: the value that needs no saving, the value that was refused, the texts that met.
const saved = new Map();
const refused = new Map();
const met = new Map();
// A request whose answer never came. It is sent again as it was: with newer words in its place,
// a person whose first request did arrive would collide with themselves.
let pending = null;
let asking = null;
let timer = 0;
let since = 0;
let lastSaved = "";
let signedOut = false;
let stopped = false;
// A form that came back with unsaved words does nothing until somebody types in it again.
let touched = false;
// A form is being sent: whether that is certain, and whether it leaves nothing unsaved behind.
let sure = false;
let going = false;

if (form) start();

function start() {
  // A form that came back unsaved shows words that are stored nowhere.
  touched = !("unsaved" in form.dataset);
  if (touched) for (const [name, value] of values()) saved.set(name, value);
  form.addEventListener("input", (event) => {
    // Fields of other forms stand between this one's.
    if (event.target.form !== form) return;
    touched = true;
    typed();
  });
  document.addEventListener("focusin", (event) => {
    const section = event.target.closest("section[id]");
    if (section && form.contains(section)) form.elements.at.value = section.id;
  });
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-choose]");
    if (button) choose(button);
  });
  document.addEventListener("submit", finishFirst);
  document.addEventListener("click", finishBeforeLink);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
    else if (signedOut) save();
  });
  window.addEventListener("focus", () => { if (signedOut) save(); });
  window.addEventListener("online", () => { if (pending) save(); });
  window.addEventListener("pagehide", () => { if (!going) save(true, true); });
  window.addEventListener("beforeunload", (event) => {
    if (going || !isUnsaved()) return;
    save(true);
    event.preventDefault();
  });
}

function values() {
  const found = new Map();
  for (const [key, value] of new FormData(form)) {
    if (!key.startsWith("text:")) continue;
    const name = key.slice("text:".length);
    found.set(name, [...(found.get(name) ?? []), value]);
  }
  for (const [name, list] of found) found.set(name, JSON.stringify(list));
  return found;
}

// What can be sent now; texts that met another's wait for a choice, unless the page goes for good.
function toSend(now, forGood = false) {
  if (!touched) return [];
  return [...now.keys()].filter((name) => {
    const value = now.get(name);
    if (met.has(name)) return forGood && value !== met.get(name).sent;
    return value !== saved.get(name) && value !== refused.get(name);
  });
}

function isTicked() {
  return [...form.elements].some(
    (each) => each.name.startsWith("made_from:") && each.checked !== each.defaultChecked,
  );
}

function isUnsaved() {
  const now = values();
  return pending || isTicked() || [...now.keys()].some(
    (name) => now.get(name) !== (met.has(name) ? met.get(name).sent : saved.get(name)),
  );
}

function typed() {
  if (stopped) return;
  clearTimeout(timer);
  if (!toSend(values()).length) {
    tell();
    return;
  }
  since ||= Date.now();
  timer = setTimeout(save, Math.max(0, Math.min(IDLE, since + LONGEST - Date.now())));
  if (!signedOut) tell();
}

function save(leaving = false, forGood = false) {
  asking ??= send(leaving === true, forGood).finally(() => { asking = null; });
  return asking;
}

// All that is typed, also what was typed while an answer was on its way.
async function saveAll() {
  await save();
  if (toSend(values()).length) await save();
}

async function send(leaving, forGood, again = false) {
  clearTimeout(timer);
  const now = values();
  const names = toSend(now, forGood);
  if (stopped || !(pending || names.length)) return;
  pending ??= { sent: new Map(names.map((name) => [name, now.get(name)])), body: body(names) };
  since = 0;
  let response;
  let answer;
  try {
    response = await fetch(location.pathname + location.search, {
      method: "POST",
      body: pending.body,
      headers: { Accept: "application/json" },
      redirect: "error",
      keepalive: leaving && pending.body.toString().length < KEEPALIVE_MOST,
    });
    answer = await response.json();
  } catch {
    if (response && response.status < 500) pending = null;
    say("Not saved yet: the site does not answer. Your words stay here, and are tried again.");
    timer = setTimeout(save, AGAIN);
    return;
  }
  if (answer.fields) {
    signedOut = false;
    take(answer);
    return;
  }
  pending = null;
  if (answer.token) {
    for (const each of document.getElementsByName("csrfmiddlewaretoken")) each.value = answer.token;
  }
  if (answer.signed_out) {
    signedOut = true;
    say("You were signed out. Nothing is lost: your words stay here, not saved yet. ", signInLink());
  } else if (answer.token && !again) {
    await send(leaving, forGood, true);
  } else {
    stopped = true;
    say(answer.message ?? "Not saved. Press “Save the draft”.");
  }
}

function body(names) {
  const fields = new FormData(form);
  const sent = new URLSearchParams({
    csrfmiddlewaretoken: fields.get("csrfmiddlewaretoken"),
    person: form.dataset.person,
  });
  for (const name of names) {
    sent.append(`read:${name}`, fields.get(`read:${name}`));
    for (const value of fields.getAll(`text:${name}`)) sent.append(`text:${name}`, value);
  }
  return sent;
}

function take(answer) {
  const { sent } = pending;
  pending = null;
  for (const [name, told] of Object.entries(answer.fields)) {
    const field = fieldOf(name);
    clear(field);
    refused.delete(name);
    if (told.state === "refused") {
      refused.set(name, sent.get(name));
      complain(field, told.message);
    } else if (told.state === "collided") {
      met.set(name, { ...told, sent: sent.get(name) });
      field.insertAdjacentHTML("beforeend", told.met);
      unfold(field);
    } else {
      saved.set(name, sent.get(name));
      if ("read" in told) form.elements[`read:${name}`].value = told.read;
      lastSaved = answer.at;
      form.elements.autosaved.value = "yes";
    }
  }
  tell();
  if (toSend(values()).length) typed();
}

function tell() {
  if (met.size) {
    say("Somebody else changed the same text. Choose between the two, where it says so above.");
  } else if ([...refused].some(([name, value]) => values().get(name) === value)) {
    say("Not all is saved. What is wrong stands beside the text.");
  } else if (toSend(values()).length) {
    say("Not saved yet");
  } else if (isTicked()) {
    say("Saved, but what you ticked counts when you press “Save the draft”.");
  } else {
    say(lastSaved && `Saved at ${lastSaved}`);
  }
}

function say(text, link = null) {
  const whole = text + (link ? link.textContent : "");
  // A region that is written anew is read aloud anew.
  if (state.textContent !== whole) state.replaceChildren(text, ...(link ? [link] : []));
}

function signInLink() {
  const link = document.createElement("a");
  link.href = state.dataset.signIn;
  link.target = "_blank";
  link.rel = "noopener";
  link.textContent = "Sign in in a new tab, then come back here.";
  return link;
}

function fieldOf(name) {
  return form.elements[`read:${name}`].closest(".field");
}

function control(field) {
  return field.querySelector(".ProseMirror, input:not([type=hidden]), textarea, select");
}

function clear(field) {
  for (const each of field.querySelectorAll(".met, .complaint")) each.remove();
  control(field).removeAttribute("aria-invalid");
  control(field).removeAttribute("aria-describedby");
}

function complain(field, message) {
  const complaint = document.createElement("p");
  complaint.className = "wrong complaint";
  complaint.id = `wrong-${[...form.querySelectorAll(".field")].indexOf(field)}`;
  complaint.textContent = message;
  field.append(complaint);
  unfold(field);
  control(field).setAttribute("aria-invalid", "true");
  control(field).setAttribute("aria-describedby", complaint.id);
}

// A field that needs its author is not to be folded away.
function unfold(field) {
  for (let each = field.closest("details"); each; each = each.parentElement.closest("details")) {
    each.open = true;
  }
}

// Only somebody who was shown both texts puts one in place of the other.
function choose(button) {
  const field = button.closest(".field");
  const read = field.querySelector("input[name^='read:']");
  const name = read.name.slice("read:".length);
  const { read: theirs, text } = met.get(name);
  read.value = theirs;
  met.delete(name);
  clear(field);
  if (button.dataset.choose === "theirs") {
    const place = form.elements[`text:${name}`];
    place.value = text;
    place.dispatchEvent(new CustomEvent("replaced"));
    saved.set(name, values().get(name));
  } else {
    saved.delete(name);
  }
  control(field).focus();
  tell();
  saveAll();
}

// A form is sent when nothing is on its way any more; another form of the page, after saving.
function finishFirst(event) {
  const own = event.target === form;
  if ("throwsAway" in event.target.dataset) {
    going = true;
    return;
  }
  if (sure || !(asking || pending || (!own && toSend(values()).length))) {
    going = own || !isUnsaved();
    return;
  }
  event.preventDefault();
  const { submitter, target } = event;
  saveAll().finally(() => {
    sure = true;
    if (submitter) submitter.click();
    else target.requestSubmit();
    sure = false;
  });
}

function finishBeforeLink(event) {
  const link = event.target.closest("a[href]");
  const plain = !(event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
  if (!link || !plain || link.target || link.hash || event.defaultPrevented) return;
  if (!toSend(values()).length) return;
  event.preventDefault();
  saveAll().finally(() => { location.href = link.href; });
}
