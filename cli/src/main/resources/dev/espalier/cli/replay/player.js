// Time: whether it runs, how fast, and where it is.

class Player {
  #last = null;
  #asked = false;

  /** draw: shows a moment. told: hears of "Playing", "Paused" and "End". */
  constructor(duration, draw, told) {
    this.duration = duration;
    this.draw = draw;
    this.told = told;
    this.time = 0;
    this.speed = 1;
    this.playing = false;
  }

  toggle() {
    if (this.playing) {
      this.pause();
    } else {
      this.play();
    }
  }

  play() {
    if (this.time >= this.duration) {
      this.time = 0;
    }
    this.playing = true;
    this.#last = null;
    this.told("Playing");
    this.refresh();
  }

  pause() {
    this.playing = false;
    this.told("Paused");
    this.refresh();
  }

  seek(time) {
    this.time = Math.min(Math.max(time, 0), this.duration);
    this.#last = null;
    this.refresh();
  }

  /** Draws with the next frame of the screen, once however often it is asked. */
  refresh() {
    if (!this.#asked) {
      this.#asked = true;
      requestAnimationFrame((now) => this.#tick(now));
    }
  }

  #tick(now) {
    this.#asked = false;
    if (this.playing) {
      if (this.#last !== null) {
        // A tab that was hidden comes back with a long gap: go on from where it was.
        this.time += Math.min((now - this.#last) / 1000, 0.25) * this.speed;
      }
      this.#last = now;
      if (this.time >= this.duration) {
        this.time = this.duration;
        this.playing = false;
        this.told("End");
      }
    }
    this.draw(this.time);
    if (this.playing) {
      this.refresh();
    }
  }
}
