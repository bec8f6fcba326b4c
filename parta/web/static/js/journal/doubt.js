// A wrong column, a wrong class: the first entry of a visit is asked about once, at its cell, when the timetable says
// that another lesson is going on. Whatever is answered, nothing is asked again on this page.

export class Doubt {
  constructor({ root, board, ask }) {
    Object.assign(this, { board, ask, text: root.dataset.doubt, here: Number(root.dataset.here) });
  }

  // True when the entry waits for an answer. write: does it; go: to the lesson of this hour, if it is on the page.
  asks(r, c, write, go) {
    if (this.board.cell(r, c).textContent.trim()) return false; // a mark corrected where it stands is meant
    const { text } = this;
    const right = this.board.columnOfLesson(this.here);
    this.text = "";
    if (!text || this.board.columns[c].lesson === this.here) return false;
    const label = this.board.columns[c].label.split(" · ")[0];
    const no = () => right >= 0 && go(r, right);
    this.ask.put([r, c], right < 0 ? text : `Столбец: ${label}. ${text}`, [["Да, записать сюда", write]], "Не записывать", no);
    return true;
  }
}
