// What an earlier page has left unsent, shown again where it belongs: in its cell, in the panel of its lesson.

import { cellOf, paint, setState } from "./cells.js";

const ROWS = { topic: "record", work_type: "record", lesson_comment: "record", work_topic: "record", homework: "homework" };

export function adopt({ root, board, queue, entry, panel }) {
  const ofLessons = new Map(); // by lesson: operations whose panel has not been shown yet
  const match = (one) => {
    const { lesson, student, kind } = one.body;
    const c = board.columnOfLesson(lesson);
    if (c < 0) return null;
    if (student === undefined) return kind in ROWS ? lessonPlace(ofLessons, one) : nowhere;
    const r = board.rows.findIndex((row) => Number(row.dataset.student) === student);
    return r < 0 ? null : cellPlace(board.cell(r, c), one, entry);
  };
  root.addEventListener("lesson:shown", ({ detail: { lesson } }) => {
    const form = panel.cache.get(lesson)?.form;
    for (const place of ofLessons.get(lesson) ?? []) if (form) place.show(form);
    ofLessons.delete(lesson);
  });
  return queue.restore(match);
}

const nowhere = { state() {}, done() {} };

function cellPlace(td, { body }, entry) {
  const cell = cellOf(td);
  const slot = body.kind === "attendance" ? 0 : body.slot;
  if (body.kind === "comment") cell.shown.comment[slot] = body.value;
  else {
    cell.shown.value[slot] = body.value;
    if (body.comment !== undefined) cell.shown.comment[slot] = body.comment;
    if (body.work_type !== undefined) cell.shown.work[slot] = body.work_type;
    if (body.counts !== undefined) cell.shown.out[slot] = body.counts ? "" : "1";
  }
  paint(td);
  return {
    state: (state) => setState(td, state),
    done: (result, sent) => entry.answer(td, slot, result, sent),
  };
}

// The form of a lesson may come later than the answer: both are remembered until it is here.
function lessonPlace(ofLessons, { body }) {
  const place = {
    form: null, now: "queued", result: null,
    state(state) {
      place.now = state;
      place.form?.say(body.kind, { saving: "сохраняю…", queued: "ждёт связи" }[state] ?? "");
    },
    done(result) {
      place.result = result;
      place.form?.answer(body.kind, ROWS[body.kind], result, body);
    },
    show(form) {
      const written = ["applied", "repeated"].includes(place.result?.status);
      if (written) return;
      place.form = form;
      const field = form.form.elements[body.kind];
      if (field) field.value = body.value;
      form.sent[body.kind] = body.value.trim();
      if (body.kind === "homework") form.form.elements.not_set.checked = Boolean(body.not_set);
      if (place.result) place.done(place.result);
      else place.state(place.now);
    },
  };
  ofLessons.set(body.lesson, [...(ofLessons.get(body.lesson) ?? []), place]);
  return place;
}
