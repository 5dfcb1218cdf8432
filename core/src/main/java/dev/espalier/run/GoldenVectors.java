package dev.espalier.run;

import dev.espalier.policy.Controller;
import dev.espalier.policy.PolicyBundle.Golden;
import java.util.ArrayList;
import java.util.List;

/**
 * Acts as another controller does, and keeps some of what it saw and did, spread evenly over all: whenever more than twice as many
 * have come together as are wanted, every second one goes, and from then on half as many are taken. So which are kept depends on
 * nothing but what was played.
 */
public final class GoldenVectors implements Controller {

    private final Controller controller;
    private final int wanted;
    private final List<Golden> kept = new ArrayList<>();
    private long seen;
    private long stride = 1;

    /** @param wanted at least so many are kept, if so many come, and at most twice as many */
    public GoldenVectors(Controller controller, int wanted) {
        this.controller = controller;
        this.wanted = wanted;
    }

    @Override
    public void act(double[] observation, double[] action) {
        controller.act(observation, action);
        if (seen++ % stride == 0) {
            kept.add(new Golden(observation.clone(), action.clone()));
            if (kept.size() > 2 * wanted) {
                thinOut();
            }
        }
    }

    private void thinOut() {
        List<Golden> everySecond = new ArrayList<>();
        for (int i = 0; i < kept.size(); i += 2) {
            everySecond.add(kept.get(i));
        }
        kept.clear();
        kept.addAll(everySecond);
        stride *= 2;
    }

    /** What was kept, in the order of its coming. */
    public List<Golden> kept() {
        return List.copyOf(kept);
    }
}
