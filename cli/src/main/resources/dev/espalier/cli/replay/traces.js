// Numbers over time as lines, with a cursor at the present moment.

const WIDTH = 1000;
const HEIGHT = 100;

function svg(name, attributes) {
  const element = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  return element;
}

function format(value) {
  // A true minus sign, and no "-0.00".
  const text = Math.abs(value) >= 1000 ? value.toFixed(0) : value.toFixed(2);
  return (Number(text) === 0 ? text.replace("-", "") : text).replace("-", "\u2212");
}

class Traces {
  #traces = [];
  #episode;
  #seek;

  constructor(episode, seek) {
    this.#episode = episode;
    this.#seek = seek;
    const wide = document.getElementById("main-traces");
    this.#add(wide, "reward", "Reward of a step", episode.rewards, range(episode.rewards), true);
    this.#add(wide, "return", "Return so far", episode.returns, range(episode.returns), false);
    const grid = document.getElementById("action-traces");
    episode.low.forEach((low, i) => {
      const values = episode.actions.map((action) => action[i]);
      this.#add(grid, "action", `Action ${i + 1}`, values, [low, episode.high[i]], true);
    });
  }

  /**
   * Adds a figure.
   *
   * perStep: whether values belong to steps, each lasting until the next; else to moments, the start first.
   */
  #add(parent, kind, name, values, [low, high], perStep) {
    const picture = svg("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, preserveAspectRatio: "none", role: "img" });
    const spoken = values.length
      ? `from ${format(smallest(values))} to ${format(largest(values))}, mean ${format(mean(values))}`
      : "no steps";
    picture.setAttribute("aria-label", `${name} over ${this.#episode.duration.toFixed(2)} seconds: ${spoken}`);
    const x = (step) => ((step / Math.max(this.#episode.steps, 1)) * WIDTH).toFixed(1);
    const y = (value) => (HEIGHT - 4 - ((value - low) / (high - low || 1)) * (HEIGHT - 8)).toFixed(1);
    if (low < 0 && high > 0) {
      picture.append(svg("line", { x1: 0, x2: WIDTH, y1: y(0), y2: y(0) }));
    }
    const points = values.map((value, t) => (perStep ? `H${x(t)}V${y(value)}` : `L${x(t)} ${y(value)}`));
    if (values.length) {
      const end = perStep ? `H${WIDTH}` : "";
      picture.append(svg("path", { d: `M0 ${y(values[0])}${points.join("")}${end}` }));
    }
    const cursor = svg("line", { class: "cursor", y1: 0, y2: HEIGHT });
    picture.append(cursor);
    const caption = document.createElement("figcaption");
    const readout = document.createElement("span");
    caption.append(name, readout);
    const scale = document.createElement("small");
    scale.append(...[low, high].map((value, i) => {
      const part = document.createElement("span");
      part.textContent = `${i ? "max" : "min"} ${format(value)}`;
      return part;
    }));
    const figure = document.createElement("figure");
    figure.className = kind;
    figure.append(caption, picture, scale);
    parent.append(figure);
    this.#listen(picture);
    this.#traces.push({ cursor, readout, values, perStep });
  }

  #listen(picture) {
    const seek = (event) => {
      const box = picture.getBoundingClientRect();
      this.#seek(Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * this.#episode.duration);
    };
    picture.addEventListener("pointerdown", (event) => {
      picture.setPointerCapture(event.pointerId);
      seek(event);
    });
    picture.addEventListener("pointermove", (event) => {
      if (picture.hasPointerCapture(event.pointerId)) {
        seek(event);
      }
    });
  }

  draw(time) {
    const x = this.#episode.duration ? (time / this.#episode.duration) * WIDTH : 0;
    const step = this.#episode.step(time);
    for (const { cursor, readout, values, perStep } of this.#traces) {
      cursor.setAttribute("x1", x);
      cursor.setAttribute("x2", x);
      const value = values[perStep ? Math.min(step, values.length - 1) : step];
      readout.textContent = value === undefined ? "" : format(value);
    }
  }
}

function range(values) {
  const low = smallest(values);
  const high = largest(values);
  return values.length ? [low, high] : [0, 0];
}
