package dev.espalier.cli.report.statistics;

/**
 * Where a quantity lies, most likely.
 *
 * @param low lower end
 * @param high upper end
 */
public record Interval(double low, double high) {}
