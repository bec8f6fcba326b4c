// Counts and moments in Russian, for what waits on the device.

export function records(n) {
  const tail = n % 100;
  if (tail > 10 && tail < 15) return `${n} записей`;
  return `${n} ${{ 1: "запись", 2: "записи", 3: "записи", 4: "записи" }[n % 10] ?? "записей"}`;
}

const waits = (n) => (n % 10 === 1 && n % 100 !== 11 ? "ждёт" : "ждут");

// Why operations wait and where: {text, link}; link leads on where the person can do something about it.
export function waitingWords({ waiting, trouble, kept }) {
  const here = kept ? `${records(waiting)} ${waits(waiting)} на этом устройстве` : `${records(waiting)} ${waits(waiting)}. Не закрывайте страницу`;
  if (trouble === "signin") return { text: `Вход закончился: ${here}`, signIn: true };
  if (trouble === "stranger") return { text: `Вошёл другой человек: ${records(waiting)} ${waits(waiting)} того, кто их сделал` };
  if (trouble === "full") return { text: `На сервере кончилось место, скажите администратору: ${here}` };
  if (trouble === "away") return { text: `База данных не отвечает: ${here}` };
  return { text: `Нет связи: ${here}` };
}

// «в 14:20», «20 ноября в 14:20».
export function moment(at) {
  const day = new Date(at);
  const time = `в ${day.toLocaleTimeString("ru", { hour: "numeric", minute: "2-digit" })}`;
  if (day.toDateString() === new Date().toDateString()) return time;
  return `${day.toLocaleDateString("ru", { day: "numeric", month: "long" })} ${time}`;
}

const QUOTED = { topic: "тема", work_topic: "тема работы", comment: "комментарий", homework: "задание" };

// What an operation writes: «5», «н», «тема „Дроби“».
export function valueWords({ kind, value, not_set: notSet }) {
  if (kind === "roll_call") return "перекличка";
  if (kind === "homework" && notSet) return "задания нет";
  if (kind === "work_type") return "вид урока";
  if (kind in QUOTED) return value ? `${QUOTED[kind]} «${value}»` : `${QUOTED[kind]}: пусто`;
  return value || "пусто";
}
