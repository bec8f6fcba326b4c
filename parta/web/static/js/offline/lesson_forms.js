// The forms of a lesson on the phone while there is no network: what they say becomes entries that wait on the device.
// With a network they are plain forms.

import { chosen } from "../journal/load.js";
import { Queue } from "../journal/operations.js";
import { toast } from "../toast.js";

const ASK_MS = 4000;

export function attach(form) {
  const lesson = Number(/\/lessons\/(\d+)\//.exec(location.pathname)[1]);
  const heading = document.querySelector("h1").textContent;
  const queue = new Queue({
    changed() {},
    describe: ({ student }) => [heading, student && nameOf(form, student)].filter(Boolean).join(" · "),
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (await reachable()) return form.submit();
    const bodies = form.elements.form.value === "attendance" ? attendance(form) : record(form);
    for (const { base, ...body } of bodies) {
      queue.add({ body: { lesson, ...body }, version: () => Number(base), state() {}, done: ({ status, message }) => tell(status, message) });
    }
    await queue.writing;
    if (form.elements.form.value === "attendance") return location.assign("?tab=marks");
    return toast(queue.kept ? "Нет связи: записано на этом устройстве, уйдёт само" : "Нет связи: не закрывайте страницу, запись уйдёт сама");
  });
}

// The device may be on a network that does not lead to the school: the server itself is asked.
const reachable = () => fetch("/health/live", { cache: "no-store", signal: AbortSignal.timeout?.(ASK_MS) }).then(({ ok }) => ok, () => false);

// A refusal while the page is open is said here; it stands in the list of what has not arrived as well.
function tell(status, message) {
  if (!["applied", "repeated"].includes(status)) toast(`Не дошло: ${message}`);
}

const nameOf = (form, student) => form.querySelector(`[name=absent][value="${student}"]`)?.closest("label").querySelector(".nm").firstChild.data.trim();

// Absences other than the page was drawn with, then the roll call.
function attendance(form) {
  const found = [];
  for (const box of form.querySelectorAll("[name=absent]")) {
    const code = form.elements[`code-${box.value}`];
    const drawn = box.defaultChecked ? [...code.options].find((one) => one.defaultSelected)?.value ?? "н" : "";
    const value = box.checked ? code.value : "";
    if (value !== drawn) found.push({ kind: "attendance", student: Number(box.value), value, base: form.elements[`base-${box.value}`].value });
  }
  return [...found, { kind: "roll_call", value: "1", base: form.elements.record_base.value }];
}

// Kind, topic and homework, those that were changed.
function record(form) {
  const { work_type: work, topic, plan_topic: plan, homework, due_on: due, minutes, not_set: notSet, record_base: base } = form.elements;
  const found = [];
  if (work && ![...work.options].find((one) => one.value === work.value)?.defaultSelected) found.push({ kind: "work_type", value: work.value, base: base.value });
  if (topic.value.trim() !== topic.dataset.written) {
    const planned = plan?.checked && topic.value.trim() ? Number(plan.value) : null;
    found.push({ kind: "topic", value: topic.value, plan_topic: planned, base: base.value });
  }
  const work_topic = form.elements.work_topic;
  if (work_topic && work_topic.value !== work_topic.defaultValue) found.push({ kind: "work_topic", value: work_topic.value, base: base.value });
  if (homework && ([homework, minutes].some((one) => one.value !== one.defaultValue) || [...form.querySelectorAll("[name=for_student]")].some((one) => one.checked !== one.defaultChecked) || notSet.checked !== notSet.defaultChecked)) {
    const text = homework.value.trim();
    const on = text && due.value ? due.value : null;
    found.push({ kind: "homework", value: text, due_on: on, minutes: Number(minutes.value), students: chosen(form), not_set: notSet.checked && !text, base: form.elements.homework_base.value });
  }
  return found;
}
