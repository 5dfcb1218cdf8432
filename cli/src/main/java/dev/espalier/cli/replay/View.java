package dev.espalier.cli.replay;

/**
 * An orthographic projection: seen from the right of a body that moves along x, a little from behind and above.
 *
 * @param focus centre of the picture, {@code [3]}, metres
 * @param elevation angle of the camera above the horizon, radians
 * @param scale pixels per metre
 * @param centreX x of the focus, pixels
 * @param centreY y of the focus, pixels
 */
record View(double[] focus, double elevation, double scale, double centreX, double centreY) {

    private static final double AZIMUTH = 0.32;
    private static final double SIN = Math.sin(AZIMUTH);
    private static final double COS = Math.cos(AZIMUTH);

    /** Projects a point of the world, {@code [2]}, pixels from the upper left corner. */
    double[] project(double[] point) {
        double right = along(COS, SIN, 0, point);
        double up = along(-SIN * Math.sin(elevation), COS * Math.sin(elevation), Math.cos(elevation), point);
        return new double[] {centreX + scale * right, centreY - scale * up};
    }

    /** Distance of a point in front of the focus, metres. */
    double nearness(double[] point) {
        return along(SIN * Math.cos(elevation), -COS * Math.cos(elevation), Math.sin(elevation), point);
    }

    private double along(double x, double y, double z, double[] point) {
        return x * (point[0] - focus[0]) + y * (point[1] - focus[1]) + z * (point[2] - focus[2]);
    }
}
