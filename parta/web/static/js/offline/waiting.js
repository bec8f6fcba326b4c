// The page «Записи на этом устройстве»: what waits, what has not arrived, and the way out of each.

import { courier } from "./courier.js";
import { chain } from "./rows.js";
import { moment, records, valueWords, waitingWords } from "./words.js";

export async function attach(root) {
  const one = await courier();
  const draw = async () => {
    const rows = await one.outbox.list();
    if (!root.querySelector("input:focus")) new View(root, one).draw(rows); // a reason being typed is not taken away
  };
  one.listen(draw);
  await draw();
}

class View {
  constructor(root, one) { Object.assign(this, { root, one }); }

  part(name) { return this.root.querySelector(`[data-part="${name}"]`); }

  draw(rows) {
    const waiting = rows.filter((row) => row.state === "waiting");
    const stuck = rows.filter((row) => row.state === "refused" || row.state === "conflict");
    this.part("empty").hidden = rows.length > 0;
    this.part("waiting").hidden = !waiting.length;
    this.part("stuck").hidden = !stuck.length;
    this.part("waiting-title").textContent = this.one.trouble
      ? waitingWords({ ...this.one.counts, trouble: this.one.trouble, kept: this.one.kept }).text
      : `Отправляются: ${records(waiting.length)}`;
    this.part("stuck-title").textContent = `Не дошло: ${records(stuck.length)}`;
    this.part("waiting-list").replaceChildren(...waiting.map((row) => line(row)));
    this.part("stuck-list").replaceChildren(...stuck.map((row) => this.trouble(row, chain(rows, row.id))));
  }

  trouble(row, held) {
    const item = line(row, held);
    if (!row.body) {
      item.append(text("p", "Запись сделана под прежним ключом школы: прочитать её нельзя."), acts([button("Убрать", () => this.drop(row, held))]));
      return item;
    }
    if (row.state === "refused") {
      const why = [row.result?.message, row.result?.clause].filter(Boolean).join(", ");
      const reason = row.result?.status === "needs_reason" ? reasonField(row) : null;
      const send = button(reason ? "Отправить с причиной" : "Отправить ещё раз", () => this.again(row, undefined, reason ? { reason: reason.value } : {}));
      item.append(text("p", why, "bad"), acts([reason, send, button("Убрать", () => this.drop(row, held))].filter(Boolean)));
      return item;
    }
    const { value, by, at, version } = row.result.current;
    item.append(
      text("p", `Тем временем здесь стало «${value || "пусто"}»: ${by}, ${moment(at)}.`),
      acts([
        button(`Оставить: ${value || "пусто"}`, () => this.drop(row, held)),
        button(`Поставить: ${valueWords(row.body)}`, () => this.again(row, version), "primary"),
      ]),
    );
    return item;
  }

  async drop(row, held) {
    await this.one.outbox.drop([row.id, ...held.map((one) => one.id)]);
    await this.one.changed();
  }

  async again(row, base, more) {
    document.activeElement.blur();
    await this.one.outbox.again(row, base, more);
    await this.one.changed();
  }
}

function line({ title, body, at }, held = []) {
  const item = document.createElement("li");
  const head = document.createElement("p");
  const words = body ? [body, ...held.map((one) => one.body)].map(valueWords).join(", ") : "";
  head.append(text("b", words), " ", text("span", [title, at ? moment(at) : ""].filter(Boolean).join(" · "), "muted"));
  item.append(head);
  if (body) head.append(" ", Object.assign(document.createElement("a"), { href: `/lessons/${body.lesson}/`, textContent: "Урок" }));
  return item;
}

function reasonField({ title }) {
  const field = Object.assign(document.createElement("input"), { className: "inp", maxLength: 300, placeholder: "Причина исправления" });
  field.setAttribute("aria-label", `Причина исправления: ${title}`);
  return field;
}

function text(tag, words, className = "") {
  return Object.assign(document.createElement(tag), { textContent: words, className });
}

function acts(buttons) {
  const box = text("div", "", "row wrap");
  box.append(...buttons);
  return box;
}

function button(words, act, kind = "") {
  const one = Object.assign(document.createElement("button"), { type: "button", textContent: words, className: `btn sm ${kind}` });
  one.addEventListener("click", act);
  return one;
}
