// The episode: what the page was given, and what follows from it. Lengths are metres, times seconds, z is up.

const POSE = 7; // numbers of a pose: x, y, z, then a quaternion x, y, z, w

class Episode {
  constructor(data) {
    Object.assign(this, data);
    this.steps = data.rewards.length;
    this.duration = this.steps * data.dt;
    this.returns = [0];
    for (const reward of data.rewards) {
      this.returns.push(this.returns.at(-1) + reward);
    }
    this.moving = data.geoms.filter((geom) => !geom.pose);
    this.subject = this.#subject();
    this.centres = data.frames.map((frame) => this.#centre(frame));
    this.radius = this.#radius();
    const path = this.centres.map((centre) => [centre[0], centre[1]]);
    const travel = Math.hypot(spread(path, 0), spread(path, 1));
    /** Whether the body goes somewhere, so that the camera has to go with it. */
    this.travels = travel > 1.5 * this.radius;
    if (!this.travels) {
      this.middle = [0, 1, 2].map((axis) => mean(this.centres.map((centre) => centre[axis])));
      this.radius = this.#withSurroundings(this.radius + travel / 2);
    } else {
      this.focuses = this.#smooth(0.4);
    }
  }

  /** The frame before a moment, and how far the moment is on the way to the next, 0 to 1. */
  at(time) {
    const place = Math.min(Math.max(time / this.dt, 0), this.steps);
    const frame = Math.min(Math.floor(place), Math.max(this.steps - 1, 0));
    return { frame, part: this.steps ? place - frame : 0, next: Math.min(frame + 1, this.steps) };
  }

  /** Steps done at a moment. */
  step(time) {
    return Math.min(Math.floor(time / this.dt + 1e-6), this.steps);
  }

  /** What the camera looks at. */
  focus(time) {
    if (!this.travels) {
      return this.middle;
    }
    const { frame, part, next } = this.at(time);
    return this.focuses[frame].map((value, axis) => value + part * (this.focuses[next][axis] - value));
  }

  /** What the camera is for: the solids that move, each as a function of a frame to its pose; else all solids. */
  #subject() {
    const solids = this.moving
      .map((geom, i) => ({ geom, pose: (frame) => frame.slice(i * POSE, (i + 1) * POSE) }))
      .filter(({ geom }) => geom.shape !== "plane");
    return solids.length
      ? solids
      : this.geoms
          .filter((geom) => geom.pose && geom.shape !== "plane")
          .map((geom) => ({ geom, pose: () => geom.pose }));
  }

  #centre(frame) {
    const sum = [0, 0, 0];
    for (const { pose } of this.subject) {
      const place = pose(frame);
      sum.forEach((_, axis) => {
        sum[axis] += place[axis];
      });
    }
    return sum.map((value) => value / Math.max(this.subject.length, 1));
  }

  /** The largest distance of a body part from the body's centre, over a sample of the frames. */
  #radius() {
    let radius = 1e-3;
    const stride = Math.ceil(this.frames.length / 50);
    for (let t = 0; t < this.frames.length; t += stride) {
      for (const { geom, pose } of this.subject) {
        const away = [0, 1, 2].map((axis) => pose(this.frames[t])[axis] - this.centres[t][axis]);
        const reach = geom.shape === "capsule" ? geom.size[0] + geom.size[1] : Math.max(...geom.size);
        radius = Math.max(radius, Math.hypot(...away) + reach);
      }
    }
    return radius;
  }

  /** A larger radius where solids that never move stand close around, such as the frame of a table. */
  #withSurroundings(radius) {
    const reaches = this.geoms
      .filter((geom) => geom.pose && geom.shape !== "plane")
      .map((geom) => Math.hypot(...this.middle.map((value, axis) => geom.pose[axis] - value)) + Math.max(...geom.size));
    return Math.min(2 * radius, Math.max(radius, ...reaches));
  }

  /** The centres, each averaged with those of some seconds before and after: a calm hand at the camera. */
  #smooth(seconds) {
    const reach = Math.max(1, Math.round(seconds / this.dt));
    return this.centres.map((_, t) => {
      const near = this.centres.slice(Math.max(0, t - reach), t + reach + 1);
      return [0, 1, 2].map((axis) => mean(near.map((centre) => centre[axis])));
    });
  }
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function spread(points, axis) {
  const values = points.map((point) => point[axis]);
  return largest(values) - smallest(values);
}

// Not Math.max(...values): an episode may have more steps than a call may have arguments.
function largest(values) {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}

function smallest(values) {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}
