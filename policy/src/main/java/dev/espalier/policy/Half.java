package dev.espalier.policy;

/**
 * Numbers of half precision, IEEE 754 binary16: a sign, 5 bits of an exponent and 10 of a fraction. Java has them since
 * version 20 only.
 */
final class Half {

    /** The largest number. */
    static final float MAX_VALUE = 65504;

    private static final int FRACTION_BITS = 10;
    private static final int HIDDEN_BIT = 1 << FRACTION_BITS;
    private static final int BIAS = 15;
    private static final int MIN_EXPONENT = 1 - BIAS;
    private static final int EXPONENT_MASK = 31;
    private static final int SIGN = 1 << 15;

    private Half() {}

    /**
     * The bits of the nearest number of half precision; of two equally near ones that with an even fraction.
     *
     * @param value finite, at most {@link #MAX_VALUE} in size
     * @return from 0 to 65535
     */
    static int bits(float value) {
        int sign = Float.floatToRawIntBits(value) < 0 ? SIGN : 0;
        double size = Math.abs((double) value);
        int exponent = Math.max(MIN_EXPONENT, Math.getExponent(value));
        // Exact before it is rounded. A fraction that is rounded up to the next power of two carries into the exponent.
        int units = (int) Math.rint(Math.scalb(size, FRACTION_BITS - exponent));
        return sign | (((exponent + BIAS - 1) << FRACTION_BITS) + units);
    }

    /** The number with these bits, exactly; infinite or NaN if its exponent is 31. */
    static float value(int bits) {
        int exponent = (bits >> FRACTION_BITS) & EXPONENT_MASK;
        int fraction = bits & (HIDDEN_BIT - 1);
        float size;
        if (exponent == EXPONENT_MASK) {
            size = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            size = Math.scalb((float) fraction, MIN_EXPONENT - FRACTION_BITS);
        } else {
            size = Math.scalb((float) (HIDDEN_BIT + fraction), exponent - BIAS - FRACTION_BITS);
        }
        return (bits & SIGN) == 0 ? size : -size;
    }
}
