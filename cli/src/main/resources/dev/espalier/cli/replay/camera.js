// The camera: it looks at a point from a direction and a distance, which mouse, fingers and keys change.

const TURN = 0.12; // radians of a key press

class Orbit {
  constructor(episode) {
    const height = spread(episode.centres, 2) + 2 * episode.radius;
    const flat = episode.subject.every(({ pose }) =>
      Math.abs(pose(episode.frames[0])[2] - episode.centres[0][2]) < 0.05 * height,
    );
    this.home = { azimuth: 0.32, elevation: flat ? 0.9 : 0.24, distance: 3.4 * episode.radius };
    this.reset();
  }

  reset() {
    Object.assign(this, this.home);
  }

  turn(azimuth, elevation) {
    this.azimuth += azimuth;
    this.elevation = Math.min(1.5, Math.max(0.02, this.elevation + elevation));
  }

  zoom(factor) {
    this.distance = Math.min(6, Math.max(0.2, (this.distance / this.home.distance) * factor)) * this.home.distance;
  }

  /** Where the camera is when it looks at a point; azimuth 0 is from the right side of a body that heads along x. */
  position(focus) {
    const flat = this.distance * Math.cos(this.elevation);
    return [
      focus[0] + flat * Math.sin(this.azimuth),
      focus[1] - flat * Math.cos(this.azimuth),
      focus[2] + this.distance * Math.sin(this.elevation),
    ];
  }

  /** Lets the user move it; calls back after each change. */
  listen(view, changed) {
    let last = null;
    view.addEventListener("pointerdown", (event) => {
      last = [event.clientX, event.clientY];
      view.setPointerCapture(event.pointerId);
    });
    view.addEventListener("pointermove", (event) => {
      if (last && view.hasPointerCapture(event.pointerId)) {
        this.turn((last[0] - event.clientX) * 0.008, (event.clientY - last[1]) * 0.008);
        last = [event.clientX, event.clientY];
        changed();
      }
    });
    view.addEventListener("wheel", (event) => {
      // A page that is scrolled past the scene goes on scrolling; after a click on the scene the wheel is its own.
      if (document.activeElement !== view) {
        return;
      }
      event.preventDefault();
      this.zoom(Math.exp(Math.sign(event.deltaY) * 0.08));
      changed();
    }, { passive: false });
    const keys = {
      ArrowLeft: () => this.turn(-TURN, 0),
      ArrowRight: () => this.turn(TURN, 0),
      ArrowUp: () => this.turn(0, TURN),
      ArrowDown: () => this.turn(0, -TURN),
      "+": () => this.zoom(0.9),
      "=": () => this.zoom(0.9),
      "-": () => this.zoom(1 / 0.9),
      0: () => this.reset(),
    };
    view.addEventListener("keydown", (event) => {
      const act = keys[event.key];
      if (act && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        act();
        changed();
      }
    });
  }
}
