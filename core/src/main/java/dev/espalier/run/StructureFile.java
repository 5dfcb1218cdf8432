package dev.espalier.run;

import dev.espalier.agent.Blueprint;

final class StructureFile {
    private StructureFile() {}

    static void write(java.nio.file.Path p, String env, long step, Blueprint b) {
        if (step < 0) throw new IllegalArgumentException(b.toString());
    }
}
