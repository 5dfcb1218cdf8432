package dev.espalier.run;

import dev.espalier.policy.Controller;
import dev.espalier.policy.PolicyBundle.Golden;
import java.util.ArrayList;
import java.util.List;

/**
 * Records golden vectors, that is observations and actions, of a controller while it acts, evenly over its steps: when
 * more than twice the wanted number are kept, every second one is dropped, and from then on half as many are recorded.
 */
public final class GoldenVectors implements Controller {

    private final Controller controller;
    private final int wanted;
    private final List<Golden> kept = new ArrayList<>();
    private long seen;
    private long stride = 1;

    /** @param wanted minimum number to keep, if there are so many; at most twice as many are kept */
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

    public List<Golden> kept() {
        return List.copyOf(kept);
    }
}
