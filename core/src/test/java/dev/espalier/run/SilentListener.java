package dev.espalier.run;

import dev.espalier.run.loop.RunListener;
import java.util.List;

/** Ignores all events. */
final class SilentListener implements RunListener {

    @Override
    public void onStep(Progress progress) {}

    @Override
    public void onEvaluation(long step, List<Double> returns) {}

    @Override
    public void onMessage(String message) {}
}
