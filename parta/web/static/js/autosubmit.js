// A form of choices (search, filters) that needs no button: submits on change, and on typing after a pause.

const PAUSE_MS = 400;

export function attach(form) {
  let timer = 0;
  const submit = () => form.requestSubmit();
  form.addEventListener("change", (event) => {
    if (!event.target.matches("[type=search], [type=text]")) submit();
  });
  form.addEventListener("input", (event) => {
    if (!event.target.matches("[type=search]")) return;
    clearTimeout(timer);
    timer = setTimeout(submit, PAUSE_MS);
  });
  const box = form.querySelector("[type=search]");
  if (box?.value && new URLSearchParams(location.search).has(box.name)) {
    box.focus({ preventScroll: true });
    box.setSelectionRange(box.value.length, box.value.length);
  }
}
