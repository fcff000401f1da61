// Turns the desk's text fields into editors, and warns before unsaved words are lost.
// The editor is imported by the address the page names, so that no import map is needed.

const script = document.querySelector("script[data-editor]");
const fields = document.querySelectorAll("textarea[data-prose]");
let unsaved = false;

const form = document.getElementById("desk");
// Where the desk saves by itself, autosave.js knows what is saved.
if (form && !("autosave" in form.dataset)) {
  form.addEventListener("input", () => { unsaved = true; });
  form.addEventListener("submit", () => { unsaved = false; });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}

if (fields.length) {
  const tools = await import(script.dataset.editor);
  for (const field of fields) edit(field, tools);
}

function edit(field, tools) {
  const place = document.createElement("div");
  place.className = "prose-editor";
  field.before(place);
  place.append(field);
  const attributes = {
    role: "textbox",
    "aria-multiline": "true",
    "aria-labelledby": field.getAttribute("aria-labelledby"),
    lang: field.lang,
    dir: field.dir,
  };
  const editor = new tools.Editor({
    element: place,
    // The styles that the editor would write into the page stand in admin.css.
    injectCSS: false,
    extensions: [
      tools.Document, tools.Paragraph, tools.Text, tools.HardBreak, tools.Bold, tools.Italic,
      tools.BulletList, tools.OrderedList, tools.ListItem, tools.History, tools.Menu,
      tools.Link.configure({
        openOnClick: false,
        enableTarget: false,
        protocols: ["https", "tel", "sms", "mailto"],
        HTMLAttributes: { target: null, rel: null },
      }),
    ],
    content: field.value,
    editorProps: { attributes },
    onUpdate({ editor }) {
      field.value = editor.isEmpty ? "" : editor.getHTML();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
  });
  field.addEventListener("replaced", () => { editor.commands.setContent(field.value); });
}
