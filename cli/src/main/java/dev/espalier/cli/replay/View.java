package dev.espalier.cli.replay;

/**
 * An orthographic look at a point: from the right of a body that heads along x, a little from behind and above, as the page
 * first shows it. Near and far are equally large, so a capsule is a band of even width.
 *
 * @param focus in the middle of the picture, {@code [3]}, metres
 * @param scale pixels per metre
 * @param centreX of the picture, pixels
 * @param centreY of the picture, pixels
 */
record View(double[] focus, double scale, double centreX, double centreY) {

    private static final double AZIMUTH = 0.32;
    private static final double ELEVATION = 0.24;

    private static final double[] RIGHT = {Math.cos(AZIMUTH), Math.sin(AZIMUTH), 0};
    private static final double[] UP = {
        -Math.sin(AZIMUTH) * Math.sin(ELEVATION), Math.cos(AZIMUTH) * Math.sin(ELEVATION), Math.cos(ELEVATION)
    };
    private static final double[] NEARER = {
        Math.sin(AZIMUTH) * Math.cos(ELEVATION), -Math.cos(AZIMUTH) * Math.cos(ELEVATION), Math.sin(ELEVATION)
    };

    /** Where a point of the world lies on the picture, {@code [2]}, pixels from the upper left corner. */
    double[] project(double[] point) {
        return new double[] {centreX + scale * along(RIGHT, point), centreY - scale * along(UP, point)};
    }

    /** How far a point is in front of the focus, metres. */
    double nearness(double[] point) {
        return along(NEARER, point);
    }

    private double along(double[] axis, double[] point) {
        double sum = 0;
        for (int i = 0; i < 3; i++) {
            sum += axis[i] * (point[i] - focus[i]);
        }
        return sum;
    }
}
